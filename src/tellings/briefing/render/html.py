"""The brief as html."""

from tellings.model.briefs import Brief


def render(brief: Brief) -> str:
    """Return the brief as text."""
    return ""
