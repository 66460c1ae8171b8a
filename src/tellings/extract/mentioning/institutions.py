"""Finds what is named by what it is: "the Russian embassy here", "Seoul's Foreign Ministry", "the Prime Minister", "a police spokesman"."""

from typing import Final

from tellings.data.gazetteer import Gazetteer, words
from tellings.extract.drafts import Draft, Reading, capital
from tellings.extract.mentioning.bodies import name_body, seat_of
from tellings.extract.mentioning.extents import closing, country_in, noun_of, opening, owner_of
from tellings.extract.mentioning.holders import TURNS, chiefs, numbered
from tellings.extract.mentioning.phrases import is_sole, office_name
from tellings.model.observed import EntityKind

_ABROAD: Final = frozenset(["embassy", "consulate", "mission"])
# What the recogniser calls a place or a people is whose ministry it is, and not what for.
_PLACES: Final = frozenset(["GPE", "LOC", "NORP"])
_HERE: Final = frozenset(["here"])
_NO_SOURCE: Final = frozenset(["time", "day", "week", "month", "year", "thing", "way", "one", "lot", "fact", "idea", "move", "decision", "news", "case", "number", "result", "question", "part", "incident", "accident", "attack", "%", "deal"])  # fmt: skip
_NEUTER_DET: Final = frozenset(["some", "many", "several", "most", "few", "both", "all", "other", "another", "more", "two", "three", "dozens", "hundreds", "thousands", "top", "senior", "local"])  # fmt: skip


def described(reading: Reading, drafts: list[Draft], tables: Gazetteer) -> list[Draft]:
    """Return the drafts and, among them in order of place, offices and descriptions whose head is no part of a name."""
    taken = {i: draft for draft in drafts for i in range(draft.a, draft.b)}
    made: list[Draft] = []
    gone: set[int] = set()
    named = 0
    for i in range(len(reading.parse)):
        if i < named:
            continue
        general = i > 1 and reading.lower[i - 2 : i + 1] == ["secretary", "-", "general"]
        if i in taken or not (general or reading.parse.pos[i] in ("NOUN", "PROPN")):
            continue
        draft = _phrase(reading, i, taken, tables)
        if draft is None:
            continue
        made.append(draft)
        named = draft.b if draft.group == "ministry" else named
        # what the phrase says of country and body is in it: "the Russian embassy" is no mention of Russia by itself
        gone.update(id(taken[k]) for k in range(draft.a, i + 1) if k in taken and (taken[k].form == "demonym" or draft.form == "name"))
    kept = [draft for draft in drafts if id(draft) not in gone] + made
    return sorted(kept, key=lambda draft: (draft.a, -draft.b))


def _phrase(reading: Reading, i: int, taken: dict[int, Draft], tables: Gazetteer) -> Draft | None:
    parse, low = reading.parse, reading.lower
    lemma = noun_of(reading, i)
    if low[i] == "secretary" and low[i + 1 : i + 3] == ["-", "general"]:
        return None
    turned = low[i + 1 : i + 2] == ["-"] and low[i + 2 : i + 3] in (["elect"], ["designate"])
    after = not turned and i + 1 < len(parse) and parse.heads[i] > i and parse.deps[i] in ("compound", "amod", "nmod")
    if after and parse.pos[parse.heads[i]] in ("NOUN", "PROPN"):
        return None
    a = opening(reading, i + 2 if turned else i)
    if a in taken and taken[a].b <= i:
        a = min(a, taken[a].a)
    owner = owner_of(reading, a, i, taken) or seat_of(reading, i, taken, tables, after=_ministry_of(reading, i)[1])
    country = owner.country if owner is not None else None
    if low[i] in ("embassy", "consulate", "ministry", "commission", "mission") and owner is not None:
        named = _institution(reading, a, i, owner, tables)
        if named is not None:
            return named
    office = _office(reading, a, i, taken) or _chief(reading, a, i, owner)
    if office is not None:
        b = closing(reading, i, taken)
        if turned:
            b = i + 3
        return Draft(a=a, b=b, kind="person", form="office", name=office, name_a=i, office=office, country=country or country_in(i, b, taken), group="office")  # fmt: skip
    made = _description(reading, a, i, lemma, country, taken)
    if made is not None:
        name_body(reading, made, owner, tables)
    return made


def _ministry_of(reading: Reading, i: int) -> tuple[int, int]:
    """The tokens of what a ministry is of ("Kenya's ministry of health and sport"), an empty range where it is of nothing."""
    parse, low = reading.parse, reading.lower
    stop = parse.sents[reading.sent_of[i]][1]
    if low[i] != "ministry" or i + 2 >= stop or low[i + 1] != "of":
        return i + 1, i + 1
    first = end = i + 2 + (low[i + 2] == "the")
    while end < stop and (
        parse.pos[end] in ("NOUN", "ADJ")
        or (parse.pos[end] == "PROPN" and parse.ner[end] not in _PLACES)
        or (low[end] == "and" and end > first and end + 1 < stop and parse.pos[end + 1] in ("NOUN", "PROPN"))
    ):
        end += 1
    return (first, end) if end > first and parse.pos[end - 1] in ("NOUN", "PROPN") else (i + 1, i + 1)


def _institution(reading: Reading, a: int, i: int, owner: Draft, tables: Gazetteer) -> Draft | None:
    if owner.country is None or owner.kind != "place":
        return None
    low = reading.lower
    b = i + 1
    if low[i] == "mission" and not (b + 1 < len(low) and low[b] == "in" and capital(reading.parse.words[b + 1])):
        return None
    if low[i] == "commission" and not (i and low[i - 1] == "high"):
        return None
    if low[i] in _ABROAD or low[i] == "commission":
        where = None
        if b < len(low) and low[b] in _HERE:
            where = _dateline(reading)
        elif b + 1 < len(low) and low[b] in ("in", "to"):
            where = _place_after(reading, b + 1, tables)
        elif not any(low[k] in ("its", "their", "his", "'s", "’s") for k in range(a, i)):
            where = _dateline(reading)
        kind = {"commission": "High Commission", "mission": "Embassy"}.get(low[i], low[i].capitalize())
        name = f"{kind} of {tables.country_name[owner.country]}" + (f" in {where}" if where else "")
        if where is not None and where == tables.capital.get(owner.country):
            name = f"{kind} of {tables.country_name[owner.country]}"
        end = owner.b if owner.a > i else b
        return Draft(a=a, b=end, kind="organisation", form="name", name=name, name_a=i, country=owner.country, group="embassy")
    of = _ministry_of(reading, i)
    first = max(owner.b if owner.b <= i else a, a)
    while first < i and (low[first] in ("'s", "’s", "the") or low[first] == "-"):
        first += 1
    what = " ".join(w.capitalize() for w in (*low[first:i], *low[of[0] : of[1]], low[i]) if w not in ("of", "the"))
    name = f"{tables.adjective[owner.country]} {what}"
    known = next(
        (
            k
            for k in (*tables.lookup(name), *tables.lookup(name.replace(" Foreign Ministry", " foreign ministry")))
            if k.group == "ministry"
        ),
        None,
    )
    end = max(i + 1, of[1])
    return Draft(a=a, b=end, kind="organisation", form="name", name=known.name if known else name, name_a=i, country=owner.country, known=known.id if known else None, group="ministry")  # fmt: skip


def _dateline(reading: Reading) -> str | None:
    """The city of the dateline as it is written in running text: "NEW DELHI, Aug. 24" is New Delhi."""
    if not reading.dateline:
        return None
    city = reading.dateline.split(",")[0].split("(")[0].split("/")[0].strip()
    return city.title() if city.isupper() else city or None


def _place_after(reading: Reading, i: int, tables: Gazetteer) -> str | None:
    parse = reading.parse
    if i < len(parse) and reading.lower[i] == "the":
        i += 1
    if i >= len(parse) or not capital(parse.words[i]):
        return None
    b = i + 1
    while b < len(parse) and capital(parse.words[b]) and parse.pos[b] == "PROPN":
        b += 1
    return reading.words(i, b)


def _office(reading: Reading, a: int, i: int, taken: dict[int, Draft]) -> str | None:
    """The office of a phrase such as "the British foreign secretary", where it is one that a single person holds."""
    low, parse = reading.lower, reading.parse
    if parse.tags[i] in ("NNS", "NNPS") or low[i] not in words("offices", "heads"):
        return None
    if i > 1 and low[i - 1] == "-" and low[i - 2] in ("vice", "ex", "deputy", "under"):
        return None
    if low[a] in ("a", "an", "another", "any", "every", "no", "former", "each") or any(
        low[k] in ("former", "ex", "next", "future", "vice", "deputy") for k in range(a, i)
    ):
        return None
    skipped = (
        "the",
        "'s",
        "’s",
        "union",
        "current",
        "new",
        "his",
        "her",
        "its",
        "their",
        "our",
        "this",
        "that",
        "newly",
        "elected",
        *TURNS,
    )
    inner = [k for k in range(a, i + 1) if k not in taken and low[k] not in skipped and not numbered(low[k])]
    office = " ".join(low[k] for k in inner)
    body = next((taken[k] for k in range(a, i) if k in taken and taken[k].group == "igo"), None)
    if body is not None and office.replace(" ", "") == "secretary-general":
        office = f"{ {'United Nations': 'un', 'NATO': 'nato'}.get(body.name, '') } secretary-general".strip()
    if low[i] == "secretary" and low[i + 1 : i + 3] == ["of", "state"]:
        office = "secretary of state"
    if low[i + 1 : i + 2] == ["of"] and "secretary of" not in office and not _of_place(reading, i + 2, taken):
        return None
    return office_name(office) if is_sole(office_name(office)) else None


def _chief(reading: Reading, a: int, i: int, owner: Draft | None) -> str | None:
    """The office of "the Polish leader", "the head of Nato" and "the EU foreign policy chief", where nothing more is said of them."""
    low = reading.lower
    if (
        owner is None
        or low[i] not in ("leader", "chief", "head", "boss", "governor", "chair", "chairman", "president")
        or low[a] in ("a", "an")
    ):
        return None
    rest = [k for k in range(a, i) if not owner.a <= k < owner.b and low[k] not in ("the", "'s", "’s", "new", "current")]
    if owner.kind == "organisation":
        if [low[k] for k in rest] == ["foreign", "policy"] and owner.name == "European Union":
            return "EU Foreign Policy Chief"
        return None if rest or low[i] == "leader" else chiefs().get(owner.name)
    national = (owner.known or "").startswith("country:") and low[i] == "leader"
    return "Leader" if national and not rest and low[i + 1 : i + 2] not in (["of"], ["-"]) else None


def _of_place(reading: Reading, i: int, taken: dict[int, Draft]) -> bool:
    parse = reading.parse
    while i < len(parse) and reading.lower[i] == "the":
        i += 1
    if i in taken:
        return taken[i].kind == "place" or (taken[i].kind == "other" and taken[i].b - taken[i].a == 1)
    return i < len(parse) and (reading.lower[i] in ("country", "state") or reading.lower[i] != "exchequer") and not capital(parse.words[i]) and parse.tags[i] != "NN"  # fmt: skip


def _description(reading: Reading, a: int, i: int, lemma: str, country: str | None, taken: dict[int, Draft]) -> Draft | None:
    parse, low = reading.parse, reading.lower
    kind: EntityKind = "other"
    speaks = (
        parse.deps[i] in ("nsubj", "nsubjpass")
        and parse.lemmas[parse.heads[i]] in words("kinds", "speech", "verbs")
        and parse.heads[i] != i
    )
    head = parse.heads[i]
    speaks = speaks or (parse.deps[i] == "pobj" and reading.lower[head] == "to" and head > 0 and reading.lower[head - 1] == "according")
    if lemma in words("kinds", "person", "nouns"):
        kind = "person"
    elif lemma in words("kinds", "organisation", "nouns"):
        kind = "organisation"
    elif (
        not speaks
        or lemma in _NO_SOURCE
        or parse.pos[i] == "PROPN"
        or (
            lemma not in words("kinds", "group", "nouns")
            and not low[i].endswith(("er", "or", "ist", "ian", "ers", "ors", "ists", "ians", "ee", "ees", "ant", "ants"))
        )
    ):
        return None
    if parse.pos[i] == "PROPN" and capital(parse.words[i]) and not reading.first_of_sentence(i) and a == i:
        return None
    before = taken.get(i - 1)
    if before is not None and before.kind == "organisation" and lemma in words("kinds", "stands_for") and before.a <= a + 1:
        # "The Sunday Telegraph newspaper", "the Hezbollah movement": the name says it all
        before.b = i + 1
        return None
    b = closing(reading, i, taken)
    plural = parse.tags[i] in ("NNS", "NNPS") or low[i] in ("police", "people", "media", "staff", "crew")
    gender = "f" if low[i].endswith("woman") or lemma in _FEMALE else "m" if low[i].endswith("man") or lemma in _MALE else ""
    name = reading.words(a, b)
    if parse.pos[a] != "PROPN" and a not in taken:
        name = name[:1].lower() + name[1:]
    return Draft(a=a, b=b, kind=kind, form="description", name=name, name_a=i, country=country, group=lemma, plural=plural, gender=gender)


_FEMALE: Final = frozenset(["mother", "wife", "sister", "daughter", "aunt", "niece", "grandmother", "girl", "actress", "queen", "princess", "widow", "mum", "mom", "girlfriend", "schoolgirl", "waitress", "nun", "granddaughter"])  # fmt: skip
_MALE: Final = frozenset(["father", "husband", "brother", "son", "uncle", "nephew", "grandfather", "boy", "king", "prince", "widower", "dad", "boyfriend", "schoolboy", "pope", "monk", "grandson", "imam"])  # fmt: skip
