"""The brief for a terminal."""

from typing import TextIO

from tellings.model.briefs import Brief


def render(brief: Brief, out: TextIO | None) -> str:
    """Return the brief as text for a terminal."""
    return ""
