"""What is new about a story or a search that somebody follows."""

from dataclasses import dataclass
from typing import Literal

from tellings.model.spans import Selector

AlertKind = Literal["telling", "conflict", "withdrawn", "match"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """One thing that is new: another independent telling, a conflict, what an article no longer says, an article that a search finds.

    The id is that of the thing, so that it is told once however often it is found. `about` is the id of the claim, the revision or the article;
    `article` the article that brought it. `words` are a passage's own, `note` the frame around them, `text` both in one line.
    """

    id: str
    kind: AlertKind
    story: str
    about: str
    article: str
    text: str
    words: str
    note: str
    evidence: tuple[Selector, ...]
    origin: str = ""
