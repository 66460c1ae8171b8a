"""Finds what is named by what it is: "the Russian embassy here", "Seoul's Foreign Ministry", "the Prime Minister", "a police spokesman"."""

from typing import Final

from tellings.data.gazetteer import Gazetteer, words
from tellings.extract.drafts import Draft, Reading, capital
from tellings.extract.mentioning.holders import TURNS, chiefs, numbered
from tellings.extract.mentioning.phrases import is_sole, office_name
from tellings.model.observed import EntityKind

_ABROAD: Final = frozenset(["embassy", "consulate", "mission"])
_BODIES: Final = frozenset(
    [
        "government",
        "military",
        "army",
        "navy",
        "parliament",
        "police",
        "presidency",
        "cabinet",
        "judiciary",
        "leadership",
        "rulers",
        "regime",
        "authorities",
        "forces",
        "state",
    ]
)
# Words that mean one body: a nation's rulers are its government, its army its military where no other is named.
_SAME_BODY: Final = {
    "cabinet": "government",
    "leadership": "government",
    "rulers": "government",
    "regime": "government",
    "authorities": "government",
    "forces": "military",
}
_LEFT: Final = frozenset(["det", "amod", "compound", "nummod", "poss", "nmod", "case", "punct", "quantmod", "advmod", "predet", "npadvmod"])
_OF: Final = frozenset(["of", "for", "from", "at", "with", "in"])
_HERE: Final = frozenset(["here"])
_NO_SOURCE: Final = frozenset(["time", "day", "week", "month", "year", "thing", "way", "one", "lot", "fact", "idea", "move", "decision", "news", "case", "number", "result", "question", "part", "incident", "accident", "attack", "%", "deal"])  # fmt: skip
_NEUTER_DET: Final = frozenset(["some", "many", "several", "most", "few", "both", "all", "other", "another", "more", "two", "three", "dozens", "hundreds", "thousands", "top", "senior", "local"])  # fmt: skip


def described(reading: Reading, drafts: list[Draft], tables: Gazetteer) -> list[Draft]:
    """Return the drafts and, among them in order of place, offices and descriptions whose head is no part of a name."""
    taken = {i: draft for draft in drafts for i in range(draft.a, draft.b)}
    made: list[Draft] = []
    gone: set[int] = set()
    for i in range(len(reading.parse)):
        general = i > 1 and reading.lower[i - 2 : i + 1] == ["secretary", "-", "general"]
        if i in taken or not (general or reading.parse.pos[i] in ("NOUN", "PROPN")):
            continue
        draft = _phrase(reading, i, taken, tables)
        if draft is None:
            continue
        made.append(draft)
        # what the phrase says of country and body is in it: "the Russian embassy" is no mention of Russia by itself
        gone.update(id(taken[k]) for k in range(draft.a, i + 1) if k in taken and (taken[k].form == "demonym" or draft.form == "name"))
    kept = [draft for draft in drafts if id(draft) not in gone] + made
    return sorted(kept, key=lambda draft: (draft.a, -draft.b))


def _phrase(reading: Reading, i: int, taken: dict[int, Draft], tables: Gazetteer) -> Draft | None:
    parse, low = reading.parse, reading.lower
    lemma = _lemma(reading, i)
    if low[i] == "secretary" and low[i + 1 : i + 3] == ["-", "general"]:
        return None
    turned = low[i + 1 : i + 2] == ["-"] and low[i + 2 : i + 3] in (["elect"], ["designate"])
    after = not turned and i + 1 < len(parse) and parse.heads[i] > i and parse.deps[i] in ("compound", "amod", "nmod")
    if after and parse.pos[parse.heads[i]] in ("NOUN", "PROPN"):
        return None
    a = _left(reading, i + 2 if turned else i)
    if a in taken and taken[a].b <= i:
        a = min(a, taken[a].a)
    owner = _owner(reading, a, i, taken)
    country = owner.country if owner is not None else None
    if low[i] in ("embassy", "consulate", "ministry", "commission", "mission") and owner is not None:
        named = _institution(reading, a, i, owner, tables)
        if named is not None:
            return named
    office = _office(reading, a, i, taken) or _chief(reading, a, i, owner)
    if office is not None:
        b = _right(reading, i, taken)
        if turned:
            b = i + 3
        return Draft(a=a, b=b, kind="person", form="office", name=office, name_a=i, office=office, country=country or _country_in(i, b, taken), group="office")  # fmt: skip
    made = _description(reading, a, i, lemma, country, taken)
    if made is not None and owner is not None and low[i] in ("office", "palace") and owner.country is not None:
        _presidency(reading, made, owner, tables)
    if made is not None and owner is not None and low[i] in _BODIES:
        _body(reading, made, owner, tables)
    return made


def _body(reading: Reading, draft: Draft, owner: Draft, tables: Gazetteer) -> None:
    """Give "Seoul's government", "the South Korean government" and "the government of South Korea" one name."""
    head, low = draft.name_a, reading.lower
    plain_words = ("the", "'s", "’s", "of", "armed", "ruling", "national", low[head])
    rest = [k for k in range(draft.a, draft.b) if not owner.a <= k < owner.b and low[k] not in plain_words]
    if rest or owner.kind != "place" or owner.country is None or not (owner.known or "").startswith(("country:", f"place:{owner.country}:{tables.capital.get(owner.country, '')}")):  # fmt: skip
        return
    what = _SAME_BODY.get(low[head], low[head])
    named = next((k for k in tables.lookup(f"{tables.adjective[owner.country]} {what}") if k.kind == "organisation"), None)
    draft.known = named.id if named is not None else f"body:{owner.country}:{what}"
    draft.name = named.name if named is not None else f"{tables.adjective[owner.country]} {low[head]}"


def _presidency(reading: Reading, draft: Draft, owner: Draft, tables: Gazetteer) -> None:
    """Know "the Philippine president's office" by the name of its palace."""
    said = {reading.lower[k] for k in range(draft.a, draft.b) if not owner.a <= k < owner.b} - {"the", "'s", "’s", "of", "office", "palace"}
    if not (owner.known or "").startswith("country:") or owner.country is None or said not in ({"president"}, {"presidential"}):
        return
    adjective = tables.adjective[owner.country]
    named = next((k for k in tables.lookup(f"{adjective} presidency") if k.kind == "organisation"), None)
    draft.known = named.id if named is not None else f"body:{owner.country}:presidency"
    draft.name = named.name if named is not None else f"{adjective} presidency"


def _lemma(reading: Reading, i: int) -> str:
    lemma, low = reading.parse.lemmas[i], reading.lower[i]
    if lemma == low and low.endswith("men"):
        return low[:-2] + "an"
    if low == "media":
        return "media"
    if lemma == low and low.endswith("people"):
        return "person" if low == "people" else low[:-6] + "person"
    return lemma.lower()


def _left(reading: Reading, i: int) -> int:
    """The first token of the noun phrase that ends at its head `i`."""
    parse = reading.parse
    a, start = i, parse.sents[reading.sent_of[i]][0]
    while a > start:
        k = a - 1
        if reading.lower[k] in ("'s", "’s", "'", "’") and a <= parse.heads[parse.heads[k]] <= i:
            # "the boy's uncle": the mark hangs on the owner, the owner on what is owned
            a = k
            continue
        head = parse.heads[k]
        linked = a <= head <= i or (k < head <= i)
        if not linked or parse.deps[k] not in _LEFT or parse.words[k] in (",", "“", "”", '"', "(", ")", ":", ";", "—", "–", "…", "‘"):
            break
        a = k
    while a < i and (
        reading.lower[a] in ("'s", "’s", "-", "but", "and", "even", "as", "also", "when", "then", "only") or parse.pos[a] == "ADV"
    ):
        a += 1
    return a


def _right(reading: Reading, i: int, taken: dict[int, Draft]) -> int:
    """The end of the phrase: one "of", "for" … with what follows it, where that is short."""
    parse, low = reading.parse, reading.lower
    if i + 2 >= len(parse) or low[i + 1] not in _OF or parse.heads[i + 1] != i:
        return i + 1
    objects = [k for k in reading.children[i + 1] if parse.deps[k] == "pobj" and k > i]
    if not objects or objects[0] - i > 9:
        return i + 1
    top = objects[0]
    if low[i + 1] in ("in", "with", "at") and top not in taken:
        return i + 1
    if any(parse.words[k] in (",", ";", '"', "“", "”", "(", ":") or parse.pos[k] == "VERB" for k in range(i + 1, top)):
        return i + 1
    return max(top + 1, taken[top].b if top in taken else 0)


def _owner(reading: Reading, a: int, i: int, taken: dict[int, Draft]) -> Draft | None:
    """The country, city or body that the phrase names before its head, or right after by "of"."""
    for k in range(a, i):
        if k in taken:
            return taken[k]
    if i + 1 < len(reading.parse) and reading.lower[i + 1] == "of":
        for k in range(i + 2, min(i + 4, len(reading.parse))):
            if k in taken:
                return taken[k]
    return None


def _country_in(a: int, b: int, taken: dict[int, Draft]) -> str | None:
    return next((taken[k].country for k in range(a, b) if k in taken and taken[k].country), None)


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
    first = max(owner.b if owner.b <= i else a, a)
    while first < i and (low[first] in ("'s", "’s", "the") or low[first] == "-"):
        first += 1
    what = " ".join(w.capitalize() for w in low[first : i + 1] if w not in ("of", "the"))
    name = f"{tables.adjective[owner.country]} {what}"
    known = next(
        (
            k
            for k in (*tables.lookup(name), *tables.lookup(name.replace(" Foreign Ministry", " foreign ministry")))
            if k.group == "ministry"
        ),
        None,
    )
    return Draft(a=a, b=i + 1, kind="organisation", form="name", name=known.name if known else name, name_a=i, country=owner.country, known=known.id if known else None, group="ministry")  # fmt: skip


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
    b = _right(reading, i, taken)
    plural = parse.tags[i] in ("NNS", "NNPS") or low[i] in ("police", "people", "media", "staff", "crew")
    gender = "f" if low[i].endswith("woman") or lemma in _FEMALE else "m" if low[i].endswith("man") or lemma in _MALE else ""
    name = reading.words(a, b)
    if parse.pos[a] != "PROPN" and a not in taken:
        name = name[:1].lower() + name[1:]
    return Draft(a=a, b=b, kind=kind, form="description", name=name, name_a=i, country=country, group=lemma, plural=plural, gender=gender)


_FEMALE: Final = frozenset(["mother", "wife", "sister", "daughter", "aunt", "niece", "grandmother", "girl", "actress", "queen", "princess", "widow", "mum", "mom", "girlfriend", "schoolgirl", "waitress", "nun", "granddaughter"])  # fmt: skip
_MALE: Final = frozenset(["father", "husband", "brother", "son", "uncle", "nephew", "grandfather", "boy", "king", "prince", "widower", "dad", "boyfriend", "schoolboy", "pope", "monk", "grandson", "imam"])  # fmt: skip
