"""The brief on paper: terminal, Markdown, HTML, JSON."""

from typing import Final, TextIO

from tellings.briefing.render import html, json, markdown, terminal
from tellings.model.briefs import Brief

FORMS: Final = ("terminal", "markdown", "html", "json")


def render(brief: Brief, form: str, *, terminal_out: TextIO | None = None) -> str:
    """Return the brief in one of FORMS; `terminal_out` tells the terminal form its width and whether it may use colour."""
    match form:
        case "json":
            return json.render(brief)
        case "markdown":
            return markdown.render(brief)
        case "html":
            return html.render(brief)
        case _:
            return terminal.render(brief, terminal_out)
