"""Tells where the name of a city or a nation is that of its club or team, by what the sentence says of a match, a transfer, a coach."""

import re
from functools import cache
from typing import Final

from tellings.data import rows
from tellings.data.gazetteer import Gazetteer, plain, words
from tellings.extract.drafts import Draft, Reading
from tellings.extract.mentioning.sides import head_word

_SUBJECT: Final = frozenset(["nsubj", "nsubjpass", "agent"])
_OF_SORT: Final = 2
_SCORE: Final = re.compile(r"\b\d{1,3}[-–]\d{1,3}\b")
# Rows of places whose names play: nations, counties, towns without a club in the tables.
_PLAYING: Final = frozenset(["country", "demonym", "city", "capital", "region", "state", "territory"])
# Verbs whose object is the side beaten, and words that name it after "against" and after "to" or "with".
_BEATEN: Final = frozenset(["beat", "defeat", "thrash", "face", "play", "meet", "hammer", "stun", "hold", "overcome", "outclass", "edge"])
_AGAINST: Final = frozenset(["play", "win", "draw", "lose", "victory", "match", "game", "final", "score", "defeat", "goal"])
_LOST: Final = frozenset(["lose", "defeat", "loss", "draw"])
# Verbs that stand among the words of a match, and say nothing of one where they are what the name does.
_ANY: Final = frozenset(["lead", "lose", "win", "play", "sign", "sack", "draw", "beat", "score", "try", "stand", "point", "defeat", "tie"])
_LONG: Final = 5
# What nations do everywhere: with these a word of a game in the sentence is not enough.
_LOOSE: Final = frozenset(["be", "take", "go", "need", "hold", "host", "lead", "call", "name", "add", "send", "lift", "open", "claim", "await", "throw", "start", "finish", "sell", "buy", "sign", "appoint", "let", "meet", "face"])  # fmt: skip


def as_club(reading: Reading, draft: Draft, tables: Gazetteer) -> bool:
    """Make a city's name or a short name the club it means where the sentence is of sport; return whether it was."""
    club = tables.clubs.get(plain(reading.words(draft.a, draft.b)))
    if club is None or draft.group in ("club", "person"):
        return False
    if not _of_match(reading, draft):
        return False
    draft.kind, draft.group, draft.known, draft.name, draft.country = "organisation", "club", club.id, club.name, club.country
    draft.rivals, draft.weak = (), False
    return True


def as_team(reading: Reading, draft: Draft, drafts: list[Draft], place: int) -> bool:
    """Make a nation's name, or its people's, that plays a match its team; return whether it was."""
    nation = draft.known is not None and draft.group in _PLAYING
    if not nation or draft.kind != "place" or (draft.form == "demonym" and not _people(reading, draft)):
        return False
    head = head_word(reading, draft)
    top = reading.parse.heads[head]
    plays = reading.parse.deps[head] in _SUBJECT and reading.parse.lemmas[top] in words("kinds", "sport", "acts")
    if not (plays or _against(reading, draft)):
        return False
    beside = any(
        other is not draft and other.group == "club" and reading.sent_of[other.a] == reading.sent_of[draft.a]
        for other in drafts[max(0, place - 3) : place + 4]
    )
    if not (beside or _game(reading, draft, sure=reading.parse.lemmas[top] in _LOOSE)):
        return False
    draft.kind, draft.group, draft.known, draft.form = "organisation", "club", f"team:{draft.name}", "name"
    draft.rivals, draft.weak = (), False
    return True


def _people(reading: Reading, draft: Draft) -> bool:
    """True for "the Canadians" as a noun."""
    return draft.a > 0 and reading.lower[draft.a - 1] == "the" and reading.parse.deps[draft.b - 1] not in ("amod", "compound")


def _against(reading: Reading, draft: Draft) -> bool:
    """True for the side that another plays: "lost to Ecuador", "beat France", "against Ghana"."""
    parse = reading.parse
    head = head_word(reading, draft)
    top, dep = parse.heads[head], parse.deps[head]
    if dep == "dobj":
        return parse.lemmas[top] in _BEATEN
    if dep != "pobj":
        return False
    said = parse.lemmas[parse.heads[top]]
    return (reading.lower[top] == "against" and said in _AGAINST) or (reading.lower[top] in ("to", "with") and said in _LOST)


def _game(reading: Reading, draft: Draft, *, sure: bool) -> bool:
    """True where the sentence is of a game, and of nothing else that nations win and lose; `sure` asks for a phrase or a ground."""
    parse = reading.parse
    start, end = parse.sents[reading.sent_of[draft.a]]
    lemmas = {parse.lemmas[i].lower() for i in range(start, end)}
    return (not sure and bool(lemmas & words("kinds", "sport", "games"))) or _phrase(
        reading.text[parse.starts[start] : parse.ends[end - 1]]
    )


def _phrase(text: str) -> bool:
    """True for a text with a phrase of sport or the name of a ground in it."""
    low = text.lower()
    return any(phrase in low for phrase in words("kinds", "sport", "phrases")) or any(ground in text for ground in _grounds())


def _of_match(reading: Reading, draft: Draft) -> bool:
    """True where the sentence of a city's name is of a match, and the city is no mere place in it."""
    parse = reading.parse
    head = head_word(reading, draft)
    top, dep = parse.heads[head], parse.deps[head]
    if dep == "pobj" and reading.lower[top] in ("in", "of", "from", "near", "across", "through", "around", "at"):
        return False
    start, end = parse.sents[reading.sent_of[draft.a]]
    lemmas = [parse.lemmas[i].lower() for i in range(start, end) if not draft.a <= i < draft.b]
    if any(word in words("kinds", "acts", "local") for word in lemmas):
        return False
    text = reading.text[parse.starts[start] : parse.ends[end - 1]]
    plays = dep in _SUBJECT and parse.lemmas[top] in words("kinds", "sport", "acts")
    cues = {lemma for lemma in lemmas if lemma in words("kinds", "sport", "cues")}
    if plays and parse.lemmas[top] in _ANY:
        cues.discard(parse.lemmas[top].lower())
    if any(lemma in words("kinds", "sport", "sure") for lemma in lemmas) or _phrase(text) or (bool(cues) and _SCORE.search(text)):
        return True
    return len(cues) >= _OF_SORT or (plays and bool(cues))


@cache
def _grounds() -> tuple[str, ...]:
    """The names of grounds that are no word of anything else."""
    return tuple(sorted({ground for row in rows("clubs") for ground in row["stadium"].split("|") if len(ground) > _LONG}))
