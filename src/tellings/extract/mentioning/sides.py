"""Settles what a name of place stands for in its sentence: a government, an office, or the mere place, and which sort of place."""

from itertools import pairwise
from typing import Final

from tellings.data.gazetteer import Gazetteer, plain, words
from tellings.extract.drafts import Draft, Reading

_SUBJECT: Final = frozenset(["nsubj", "agent"])
_LINKS: Final = frozenset(["with", "between", "against", "and"])
# A name with one of these sorts is a place by itself, whatever else bears the name.
_SORTS: Final = ("province", "river", "city", "island", "mountain")
_OF_SORT: Final = 2
# Countries that nobody names with "the": with it, the river of the name is meant.
_RIVERS: Final = frozenset(["Paraguay", "Uruguay", "Senegal", "Niger", "Jordan", "Zambia"])


def as_side(reading: Reading, draft: Draft, tables: Gazetteer) -> None:
    """Make a capital that acts its government (Brussels: the European Commission), and an office's building that is only stood in a place."""
    if draft.group == "capital" and draft.country is not None and draft.known == f"place:{draft.country}:{draft.name}":
        if _acts(reading, draft):
            _govern(draft, tables)
    elif (
        draft.form == "name"
        and draft.known is not None
        and (draft.name in words("kinds", "buildings", "rows") or reading.words(draft.a, draft.b) in words("kinds", "buildings", "streets"))
        and _stood_in(reading, draft)
    ):
        said = reading.words(draft.a, draft.b)
        draft.name = said if said in words("kinds", "buildings", "streets") else draft.name
        draft.kind, draft.group, draft.known = "place", "building", f"place:{draft.country}:{draft.name}"


def as_people(reading: Reading, draft: Draft) -> None:
    """Take some people of a nation ("fourteen Russians", "Russians, tourists on a cruise,") for persons, and not for the nation's side."""
    parse = reading.parse
    if draft.form != "demonym" or draft.b - draft.a != 1 or parse.tags[draft.a] not in ("NNPS", "NNS"):
        return
    before = reading.lower[draft.a - 1] if draft.a else ""
    counted = draft.a > 0 and (parse.pos[draft.a - 1] == "NUM" or before in ("some", "many", "several", "dozens", "few", "more", "most"))
    described = any(parse.deps[k] in ("appos", "relcl") for k in reading.children[draft.a]) and before != "the"
    if counted or described:
        draft.form, draft.kind, draft.known, draft.plural, draft.group = "description", "person", None, True, "person"
        draft.name = reading.words(draft.a - 1 if counted else draft.a, draft.b)


def nationality(reading: Reading, drafts: list[Draft]) -> None:
    """Give a person the country that the words behind the name say: "Ronaldo, the Portuguese, scored"."""
    low = reading.lower
    for draft, after in pairwise(drafts):
        if draft.kind != "person" or draft.country is not None or after.form != "demonym" or draft.form != "name":
            continue
        between = low[draft.b : after.a]
        if between in ([",", "the"], [",", "a"], [",", "an"], ["the"]) and after.b < len(low) and low[after.b] in (",", ".", ";"):
            draft.country = after.country


def _govern(draft: Draft, tables: Gazetteer) -> None:
    commission = next((k for k in tables.lookup("European Commission") if draft.name == "Brussels"), None)
    draft.kind, draft.group = "organisation", "government"
    if commission is not None:
        draft.known, draft.country = commission.id, None
    else:
        draft.known = f"body:{draft.country}:government"


def head_word(reading: Reading, draft: Draft) -> int:
    """Return the token that holds the draft in its sentence; of "Moscow and Beijing", that of the first."""
    parse = reading.parse
    head = reading.head_of(draft.a, draft.b)
    while parse.deps[head] == "conj" and parse.heads[head] < head and parse.pos[parse.heads[head]] in ("PROPN", "NOUN"):
        head = parse.heads[head]
    return head


def _acts(reading: Reading, draft: Draft) -> bool:
    parse = reading.parse
    head = head_word(reading, draft)
    top = parse.heads[head]
    dep = parse.deps[head]
    if dep == "poss":
        return parse.lemmas[top].lower() in words("kinds", "acts", "owned")
    if dep == "pobj" and reading.lower[top] in _LINKS:
        return parse.lemmas[parse.heads[top]].lower() in words("kinds", "acts", "between")
    if (
        dep in _SUBJECT
        and parse.lemmas[top] == "be"
        and any(reading.lower[k] in words("kinds", "acts", "minded") for k in reading.children[top])
    ):
        return True
    if dep not in _SUBJECT or parse.pos[top] != "VERB" or parse.lemmas[top] in words("kinds", "acts", "still"):
        return False
    if parse.lemmas[top] in words("kinds", "acts", "alone") and not any(parse.deps[k] == "dobj" for k in reading.children[top]):
        return False
    start, end = parse.sents[reading.sent_of[draft.a]]
    return not any(word in words("kinds", "acts", "local") for word in reading.lower[start:end])


def _stood_in(reading: Reading, draft: Draft) -> bool:
    parse = reading.parse
    head = head_word(reading, draft)
    top = parse.heads[head]
    if parse.deps[head] in ("dobj", "nsubjpass"):
        return parse.lemmas[top] in words("kinds", "buildings", "done_to")
    if parse.deps[head] == "poss":
        return parse.lemmas[top].lower() in words("kinds", "buildings", "parts")
    if parse.deps[head] != "pobj":
        return False
    if reading.lower[top] in ("in", "on", "at") and parse.lemmas[parse.heads[top]] in words("kinds", "buildings", "happens"):
        return True
    if reading.lower[top] in words("kinds", "buildings", "inside"):
        return True
    start, end = parse.sents[reading.sent_of[draft.a]]
    if reading.lower[top] in ("at", "on", "in", "to", "from") and set(reading.lower[start:end]) & words("kinds", "buildings", "traffic"):
        return True
    return reading.lower[top] == "of" and parse.lemmas[parse.heads[top]].lower() in words("kinds", "buildings", "parts")


def typed(reading: Reading, draft: Draft) -> None:
    """Tell a river, a province and a city of one name apart, where a word beside the name says the sort."""
    sort = _sort_inside(reading, draft) or _sort_after(reading, draft) or _sort_around(reading, draft)
    if sort is None or draft.group in ("demonym", "building"):
        return
    same = (sort == "province" and draft.group in ("state", "region", "country")) or (sort == "city" and draft.group in ("city", "capital"))
    if not same:
        draft.known = f"place:{draft.country or ''}:{plain(draft.name)} ({sort})"
        draft.group = sort


def _sort_inside(reading: Reading, draft: Draft) -> str | None:
    """The sort that a longer name itself ends with, taken off the name: "Paraná River"."""
    if draft.known is not None or draft.b - draft.a < _OF_SORT:
        return None
    last = reading.lower[draft.b - 1]
    sort = next((sort for sort in _SORTS if last in words("kinds", "sorts", sort)), None)
    if sort in ("province", "river"):
        draft.name = reading.words(draft.a, draft.b - 1)
    return sort if sort in ("province", "river") else None


def _sort_after(reading: Reading, draft: Draft) -> str | None:
    if draft.b >= len(reading.lower) or reading.sent_of[draft.b] != reading.sent_of[draft.a]:
        return None
    word = reading.lower[draft.b]
    return next((sort for sort in _SORTS if word in words("kinds", "sorts", sort)), None)


def _sort_around(reading: Reading, draft: Draft) -> str | None:
    parse = reading.parse
    low = reading.lower
    before = low[draft.a - 1] if draft.a else ""
    if draft.group not in ("", "state", "country") or draft.b - draft.a > _OF_SORT:
        return None
    if before == "of" and draft.a > 1 and low[draft.a - 2] in words("kinds", "sorts", "ruled"):
        return "province"
    if (
        before == "the"
        and draft.group == "state"
        and plain(reading.words(draft.a, draft.b)) == plain(draft.name)
        and reading.parse.deps[draft.b - 1] not in ("compound", "amod", "poss")
    ):
        return "river"
    if before == "the" and draft.name in _RIVERS and parse.deps[draft.b - 1] not in ("compound", "amod"):
        return "river"
    if before == "the":
        top = parse.heads[reading.head_of(draft.a, draft.b)]
        near = {parse.lemmas[top].lower(), *(parse.lemmas[k].lower() for k in reading.children[top])}
        if near & words("kinds", "sorts", "water"):
            return "river"
    return None
