"""Whether two quotations can have one speaker: surely, perhaps, as a body and who speaks for it, or not."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal

from tellings import data
from tellings.model.observed import Mention, Quotation
from tellings.model.resolved import Entity
from tellings.text.names import fold

# same: one entity. body: a person and a body, so that the one may speak for the other. open: one is not named.
Match = Literal["same", "body", "open", "different"]
_NAMED: Final = frozenset({"name", "acronym", "office", "demonym"})
_FEWEST: Final = 4
# How far beyond words and source the frame may say that they are a translation.
_REACH: Final = 70


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who says it as far as it is told; `words` are the folded words of the name."""

    entity: str | None
    kind: str
    words: frozenset[str]
    country: str | None
    is_named: bool
    has_office: bool = False


NOBODY: Final = Speaker(None, "", frozenset(), None, is_named=False)


def speaker_of(quotation: Quotation, entity: Entity | None, mentions: Mapping[str, Mention]) -> Speaker:
    """Return the speaker of the quotation; one who is only ever described is not named."""
    if entity is None:
        return Speaker(None, "", frozenset(fold(quotation.source).split()), None, is_named=False) if quotation.source else NOBODY
    is_named = any(mentions[m].form in _NAMED for m in entity.mentions if m in mentions)
    return Speaker(
        entity.id,
        entity.kind,
        frozenset(fold(entity.name).split()),
        entity.country,
        is_named=is_named,
        has_office=entity.office is not None,
    )


def match(a: Speaker, b: Speaker) -> Match:
    """Return whether the two can be one speaker. Two persons of different names never are, nor are two bodies."""
    if a.entity is not None and a.entity == b.entity:
        return "same"
    if a.country is not None and b.country is not None and a.country != b.country:
        return "different"
    if not (a.is_named and b.is_named):
        # "the port authority" is not "the health directorate", but either may be who a name or nobody stands for
        apart = not a.is_named and not b.is_named and a.words and b.words and not _plain(a.words & b.words)
        return "different" if apart else "open"
    if a.kind != b.kind:
        may = "other" not in (a.kind, b.kind) and ("person" in (a.kind, b.kind) or a.country is not None)
        return "body" if may else "different"
    short, full = sorted((a.words, b.words), key=len)
    # a surname that was not joined to the name
    return "open" if a.kind == "person" and short < full and max(map(len, short), default=0) >= _FEWEST else "different"


def speaks_for(quotation: Quotation, person: Speaker, body: Speaker, text: str) -> bool:
    """Return whether the person whose quotation it is may speak for the body: one country and an office, or the frame names the body."""
    if person.country is not None and person.country == body.country and person.has_office:
        return True
    return not _plain(body.words).isdisjoint(fold(frame_of(quotation, text)).split())


def is_translated(quotation: Quotation, speaker: Speaker, text: str) -> bool:
    """Return whether the words may be a translation: the speaker's country speaks another language, or the frame says so."""
    table = data.toml("tongues")
    if speaker.country is not None and speaker.country not in table["english"]["countries"]:
        return True
    return not frozenset(fold(frame_of(quotation, text)).split()).isdisjoint(table["translated"]["words"])


def frame_of(quotation: Quotation, text: str) -> str:
    """Return what stands around the words and their source, the words left out."""
    parts = [sel for sel in (quotation.content, quotation.source_sel, quotation.cue_sel) if sel is not None]
    start, end = min(sel.start for sel in parts), max(sel.end for sel in parts)
    return f"{text[max(0, start - _REACH) : quotation.content.start]} {text[quotation.content.end : end + _REACH]}"


def _plain(words: frozenset[str]) -> frozenset[str]:
    return frozenset(word for word in words if len(word) >= _FEWEST)
