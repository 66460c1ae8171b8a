"""Finds third-person pronouns and the mention each stands for, by place in the sentence, kind and gender."""

from collections.abc import Callable
from typing import Final

from tellings.data.gazetteer import words
from tellings.extract.drafts import Draft, Reading

_HE: Final = {"he": "m", "him": "m", "his": "m", "himself": "m"}
_SHE: Final = {"she": "f", "her": "f", "hers": "f", "herself": "f"}
_THEY: Final = frozenset(["they", "their", "them"])
_IT: Final = frozenset(["it", "its"])
# How far back, in sentences, a pronoun or "the company" may look.
_REACH: Final = 3
# Verbs whose "it" is often nobody: "it takes years", "it emerged that".
_EXPLETIVE: Final = frozenset(["be", "seem", "appear", "take", "rain", "snow", "happen", "turn", "look", "sound", "remain", "become", "matter", "emerge", "transpire", "occur", "follow", "come", "get", "feel", "mean"])  # fmt: skip
_SUBJECT: Final = frozenset(["nsubj", "nsubjpass", "agent"])


def with_pronouns(reading: Reading, drafts: list[Draft]) -> list[Draft]:
    """Add third-person pronouns with the antecedent that place and kind make likely; those without one are kept only for persons."""
    parse = reading.parse
    taken = {i for draft in drafts for i in range(draft.a, draft.b) if draft.form != "description"}
    out: list[Draft] = []
    at = 0
    heard: list[Draft] = []
    for i in range(len(parse)):
        while at < len(drafts) and drafts[at].a <= i:
            heard.append(drafts[at])
            out.append(drafts[at])
            at += 1
        del heard[:-24]
        low = reading.lower[i]
        if i in taken or not (low in _HE or low in _SHE or low in _THEY or low in _IT):
            continue
        made = _pronoun(reading, i, heard)
        if made is not None:
            out.append(made)
            heard.append(made)
    out.extend(drafts[at:])
    return out


def _pronoun(reading: Reading, i: int, heard: list[Draft]) -> Draft | None:
    low = reading.lower[i]
    gender = _HE.get(low) or _SHE.get(low) or ""
    draft = Draft(a=i, b=i + 1, kind="person" if gender else "other", form="pronoun", name=reading.parse.words[i], name_a=i, gender=gender)
    if gender:
        fits: Callable[[Draft], bool] = lambda d: d.root.kind == "person" and not d.plural and d.root.gender in ("", gender)  # noqa: E731
    elif low in _THEY:
        fits = lambda d: d.plural or (d.root.kind == "organisation" and d.form != "pronoun")  # noqa: E731
    else:
        if not _refers(reading, i):
            return None
        fits = lambda d: d.root.kind in ("organisation", "place") and not d.plural and d.form != "demonym"  # noqa: E731
    best = _best(reading, i, [d for d in heard if fits(d) and d.b <= i], strict=not gender)
    if best is None:
        return draft if gender else None
    if best.root is not draft:
        draft.antecedent = best.root
    root = draft.root
    draft.kind = root.kind
    draft.plural = best.plural
    if gender and not root.gender:
        root.gender = gender
    return draft


def _refers(reading: Reading, i: int) -> bool:
    """False for the "it" of weather and of "it is clear that"; only subjects and possessors are read at all."""
    parse = reading.parse
    if reading.lower[i] == "its":
        return True
    if parse.deps[i] != "nsubj":
        return False
    verb = parse.heads[i]
    if parse.lemmas[verb] in words("kinds", "speech", "verbs"):
        return True
    return parse.pos[verb] == "VERB" and (
        parse.lemmas[verb] not in _EXPLETIVE or (parse.lemmas[verb] == "take" and parse.deps[verb] == "ccomp")
    )


def _best(reading: Reading, i: int, fitting: list[Draft], *, strict: bool) -> Draft | None:
    parse = reading.parse
    here = reading.sent_of[i]
    ranked: list[tuple[float, int, Draft]] = []
    for draft in fitting:
        back = here - reading.sent_of[draft.a]
        if back > _REACH or (strict and back > 1):
            continue
        head = draft.name_a if draft.form in ("description", "office") else reading.head_of(draft.a, draft.b)
        subject = parse.deps[head] in _SUBJECT
        if strict and not subject:
            continue
        score = -1.0 * back + (1.2 if subject else 0.0) + (0.5 if draft.form in ("name", "pronoun") else 0.0)
        if draft.form == "pronoun" and draft.antecedent is None:
            score -= 1
        if parse.deps[head] == "poss" or parse.deps[head] == "compound":
            score -= 0.6
        if reading.para_of[draft.a] != reading.para_of[i]:
            score -= 0.3
        ranked.append((score, draft.a, draft))
    if not ranked:
        return None
    return max(ranked, key=lambda item: (item[0], item[1]))[2]
