"""Reads a person's particulars off the words around each mention: age, trade, part in what happened, nation, kin, standing in an office."""

import re
from functools import cache
from typing import Final

from tellings.data import toml
from tellings.data.gazetteer import Gazetteer, words
from tellings.extract.drafts import Draft, Reading, capital
from tellings.extract.mentioning.phrases import office_name
from tellings.text.traits import sex_of, standing_of

_NUMBERS: Final = {
    word: number
    for number, word in enumerate(
        [
            "zero",
            "one",
            "two",
            "three",
            "four",
            "five",
            "six",
            "seven",
            "eight",
            "nine",
            "ten",
            "eleven",
            "twelve",
            "thirteen",
            "fourteen",
            "fifteen",
            "sixteen",
            "seventeen",
            "eighteen",
            "nineteen",
        ]
    )
} | {word: 10 * at for at, word in enumerate(["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"], 2)}
_AFTER: Final = re.compile(
    r"^,? ?(?:who is |who was )?(?:is |was )?(?:aged? |\()?(\d{1,3}|[a-z]{3,9})(?=\)|[,.;]|$| (?:who|from|of|and|years? old)\b)"
)
_AGED: Final = re.compile(r"\baged (\d{1,3}|[a-z]{3,9})\b")
_BEFORE: Final = re.compile(r"(?:^|\W)(\d{1,3}|[a-z]{3,9})[ -]years?[ -]old,? (?:[\w-]+ ){0,4}$", re.IGNORECASE)
_OF_AGE: Final = re.compile(r"^(?:man|woman|boy|girl|\w{3,14}) of (\d{1,3})(?=\W|$)")
_WITHIN: Final = re.compile(r"(?:^|\W)(\d{1,3}|[a-z]{3,9})[ -]years?[ -]old\b", re.IGNORECASE)
_REACH: Final = 48
_OLDEST: Final = 115
_SUBJECT: Final = frozenset(["nsubj"])
_OBJECT: Final = frozenset(["nsubjpass", "dobj"])
_WHO: Final = frozenset(["who", "whom", "that"])


def read_particulars(reading: Reading, drafts: list[Draft], tables: Gazetteer) -> None:
    """Fill the traits of the persons among the drafts."""
    at = {draft.b: draft for draft in drafts if draft.kind == "place"}
    people = {draft.b - 1: draft for draft in drafts if draft.kind == "person" and draft.form == "name"}
    inside = {i for draft in drafts if draft.kind == "place" for i in range(draft.a, draft.b)}
    inside |= {i for i, word in enumerate(reading.lower) if tables.lookup(reading.parse.words[i]) and capital(reading.parse.words[i])}
    nations = {i for draft in drafts if (draft.known or "").startswith("country:") for i in range(draft.a, draft.b)}
    nations |= {i for i in inside if any(known.group in ("country", "demonym") for known in tables.lookup(reading.parse.words[i]))}
    for draft in drafts:
        if draft.kind != "person":
            continue
        if draft.plural:
            draft.traits["standing:many"] = None
            continue
        _age(reading, draft)
        _standing(reading, draft, inside, tables)
        _trades(reading, draft, nations, inside)
        _nation(reading, draft, at, people, tables)
        _post(reading, draft, at, tables)
        top = draft.name_a if draft.form in ("description", "office") else reading.head_of(draft.name_a, draft.b)
        _deeds(reading, draft, top)
        if draft.form == "description" and draft.gender:
            draft.traits[f"sex:{draft.gender}"] = None


def read_pronouns(reading: Reading, drafts: list[Draft]) -> None:
    """Give persons what is told of their pronouns, and descriptions of kin the person whose kin they are."""
    ends = {draft.b: draft for draft in drafts if draft.kind == "person"}
    starts = {draft.a: draft for draft in drafts if draft.form == "pronoun"}
    opened = {draft.a: draft for draft in drafts if draft.kind == "person" and draft.form != "pronoun"}
    for draft in drafts:
        if draft.form == "pronoun" and draft.kind == "person" and draft.antecedent is not None:
            _deeds(reading, draft, draft.a)
    for draft in drafts:
        if draft.kind != "person" or draft.form in ("pronoun", "demonym"):
            continue
        nouns = [word for word in reading.lower[draft.a : draft.b] if word in _beside()]
        if not nouns or (draft.form == "name" and draft.name_a == draft.a):
            continue
        draft.owner = starts.get(draft.a) or starts.get(draft.a - 1) or _possessor(reading, draft, ends) or _of(reading, draft, opened)
        if draft.owner is not None and draft.owner.root is draft.root:
            draft.owner = None
        if draft.owner is not None and nouns[0] in toml("callings")["kin"]:
            draft.traits[f"kin:{nouns[0]}"] = None
            if sex_of(nouns[0]):
                draft.traits[f"sex:{sex_of(nouns[0])}"] = None


@cache
def _beside() -> frozenset[str]:
    return frozenset(toml("callings")["kin"]) | words("callings", "beside", "nouns")


def _possessor(reading: Reading, draft: Draft, ends: dict[int, Draft]) -> Draft | None:
    for k in range(draft.a - 1, draft.name_a + 1):
        if 0 <= k < len(reading.lower) and reading.lower[k] in ("'s", "’s", "'", "’") and k in ends and ends[k] is not draft:
            return ends[k]
    return None


def _of(reading: Reading, draft: Draft, opened: dict[int, Draft]) -> Draft | None:
    """Of "wife of the miner Tomás Rebelo": the miner."""
    if draft.form == "name" or draft.name_a + 1 >= len(reading.lower) or reading.lower[draft.name_a + 1] != "of":
        return None
    return next((opened[k] for k in range(draft.name_a + 2, draft.name_a + 5) if k in opened), None)


def _age(reading: Reading, draft: Draft) -> None:
    start, end = reading.parse.starts[draft.a], reading.parse.ends[draft.b - 1]
    after, before = reading.text[end : end + _REACH], reading.text[max(0, start - _REACH) : start]
    own = reading.text[start:end]
    found = (
        [_WITHIN.search(own), _OF_AGE.search(own.split(" ", 1)[-1]), _AGED.search(own)] if draft.form != "name" else [_WITHIN.search(own)]
    )
    found += [_AFTER.match(after)]
    if draft.form == "name" and draft.b - draft.name_a > 1:
        found.append(_BEFORE.search(before))
    for match in found:
        age = _number(match.group(1)) if match is not None else None
        if age is not None and 0 < age <= _OLDEST:
            draft.traits[f"age:{age}"] = None
            if match in found[:1] and draft.form != "name":
                draft.traits["standing:aged"] = None
            return


# Groups of descriptions whose head is no noun: "the accused".
_AS_NOUNS: Final = frozenset(["accused", "deceased", "convict", "old"])


def _number(word: str) -> int | None:
    if word.isdigit():
        return int(word)
    return _NUMBERS.get(word.lower())


def _trades(reading: Reading, draft: Draft, nations: set[int], inside: set[int]) -> None:
    """The trade that a description names, and those that the sentence says the person has: "X, a nurse", "X is a nurse"."""
    if draft.form == "description" and draft.group not in ("", "national"):
        trade = draft.group if draft.group in _AS_NOUNS else phrase_of(reading, draft.name_a, draft.a)
        draft.traits[f"trade:{trade}"] = None
        for k in range(draft.a, draft.b):
            if (
                reading.parse.pos[k] == "PROPN"
                and k not in (nations if k < draft.name_a else inside)
                and reading.lower[k] not in words("offices", "modifiers")
            ):
                draft.traits[f"beside:{reading.lower[k]}"] = None
        if any(word in words("callings", "others", "words") for word in reading.lower[draft.a : draft.name_a]):
            draft.traits["standing:other"] = None
    if draft.form == "name":
        top = reading.head_of(draft.name_a, draft.b)
        for k in reading.children[top]:
            if (
                reading.parse.deps[k] == "appos"
                and reading.parse.pos[k] == "NOUN"
                and reading.parse.lemmas[k] in words("kinds", "person", "nouns")
            ):
                draft.traits[f"trade:{phrase_of(reading, k, draft.b)}"] = None


def phrase_of(reading: Reading, i: int, least: int) -> str:
    """Return the noun at `i` with the nouns and ranks before it, small: "lorry driver", "deputy minister"."""
    parse = reading.parse
    ranks = frozenset(word for row in ("under", "past", "coming", "going", "acting") for word in words("callings", "standing", row))
    before = []
    for k in range(i - 1, least - 1, -1):
        low = reading.lower[k]
        if low == "-" or (low in ranks and (parse.pos[k] != "VERB" or parse.deps[k] in ("amod", "compound"))):
            before += [low] if low != "-" else []
        elif parse.pos[k] in ("NOUN", "PROPN", "ADJ") and (parse.deps[k] == "compound" or low in words("offices", "modifiers")):
            before += [low] if parse.pos[k] != "PROPN" or low in words("offices", "modifiers") else []
        elif parse.deps[k] not in ("amod", "nummod", "npadvmod", "advmod"):
            break
    before.reverse()
    if not before:
        before = _whose(reading, i)
    lemma = reading.lower[i] if reading.lower[i].endswith(("man", "men", "woman")) else parse.lemmas[i].lower()
    return " ".join([*(word for word in before if word.isalpha()), lemma])


def _whose(reading: Reading, i: int) -> list[str]:
    """The thing that the trade is of, in "the skipper of the boat" and "the boat's skipper"."""
    parse = reading.parse
    of = [j for k in reading.children[i] if k == i + 1 and reading.lower[k] == "of" for j in reading.children[k] if parse.deps[j] == "pobj"]
    owners = [k for k in reading.children[i] if parse.deps[k] == "poss"]
    return [parse.lemmas[k].lower() for k in (*of, *owners)[:1] if parse.tags[k] == "NN" and parse.lemmas[k].lower() not in words("kinds", "person", "nouns")]  # fmt: skip


def _standing(reading: Reading, draft: Draft, places: set[int], tables: Gazetteer) -> None:
    """How the office of a description or a name is held, and for a description which: "the ousted prime minister", "former chancellor Merkel"."""
    low = reading.lower
    end = draft.name_a + 1 if draft.form != "name" else draft.name_a
    start = draft.a if draft.form != "name" else _first_title(reading, draft.a)
    after = low[draft.name_a + 1 : draft.name_a + 3] if draft.form != "name" else []
    said = [*low[start:end], *(after[1:] if after[:1] == ["-"] else after[:1] if after[:1] == ["emeritus"] else [])]
    for row in sorted(standing_of(said) - ({"past"} if "late" in said and draft.form == "name" else set())):
        draft.traits[f"standing:{row}"] = None
    if draft.form != "description":
        return
    if low[draft.name_a] in _RULERS and draft.country is not None and standing_of(said):
        draft.traits["office:Leader"] = None
        return
    if low[end : end + 1] == ["of"] and not any(k in places for k in range(end + 1, end + 4)):
        return
    if low[draft.name_a] not in words("offices", "heads") or low[draft.name_a] in _NO_OFFICE:
        return
    turned = {word for word in said if standing_of([word])}
    for k in range(draft.a, end):
        name = office_name(" ".join(word for word in low[k:end] if word not in turned).replace(" - ", " "))
        if tables.holders(None, name, None):
            rest = [low[j] for j in range(draft.a, k) if j not in places]
            if all(word in turned or word in _PASSED for word in rest):
                draft.traits[f"office:{name}"] = None
            return


_RULERS: Final = frozenset(["ruler", "leader", "strongman", "dictator", "autocrat", "despot"])
_NO_OFFICE: Final = frozenset(["leader", "commander", "chairman", "senator", "spokesman", "spokeswoman"])
_PASSED: Final = frozenset(["the", "'s", "’s", "-", "first", "female", "woman", "new", "current", "youngest", "its", "country", "nation", "this", "his", "her", "their", "newly", "recently", "longest", "serving", "second"])  # fmt: skip


_SENT: Final = frozenset(["ambassador", "envoy", "consul", "commissioner", "representative", "chargé", "emissary"])


def _post(reading: Reading, draft: Draft, places: dict[int, Draft], tables: Gazetteer) -> None:
    """The country to which an envoy is sent: "the US ambassador to Chad", "Washington's envoy in N'Djamena"."""
    i = draft.name_a
    if (
        draft.form != "description"
        or reading.lower[i] not in _SENT
        or reading.lower[i + 1 : i + 2] not in (["to"], ["in"], ["at"], ["for"])
    ):
        return
    there = next((places[k] for k in range(i + 3, i + 6) if k in places and places[k].a in (i + 2, i + 3)), None)
    named = (
        [known.country for known in tables.lookup(reading.parse.words[i + 2]) if known.kind == "place"]
        if i + 2 < len(reading.lower)
        else []
    )
    country = there.country if there is not None else next(iter(named), None)
    if country is not None:
        draft.traits[f"post:{country}"] = None


def _first_title(reading: Reading, a: int) -> int:
    """The first of the words before a name that turn its office: "then home secretary", "the ousted president"."""
    while a > 0 and (reading.lower[a - 1] == "-" or standing_of([reading.lower[a - 1]])):
        a -= 1
    return a


def _nation(reading: Reading, draft: Draft, places: dict[int, Draft], people: dict[int, Draft], tables: Gazetteer) -> None:
    """The nation whose adjective stands with the person: "the Brazilian driver", "Norwegian skier Silje Aakre", "Kenya's Ruth Jebiwott"."""
    if draft.form == "description" and draft.country is not None:
        said = reading.words(draft.a, draft.name_a + 1)
        if draft.group == "national" or any(form in said for form in _adjectives(draft.country, tables)):
            draft.traits[f"nation:{draft.country}"] = None
        return
    if draft.form != "name":
        return
    if draft.name_a > draft.a and draft.country is not None:
        said = reading.words(draft.a, draft.name_a)
        official = (draft.office or "").lower().split()[-1:]
        if any(form in said.split() for form in _adjectives(draft.country, tables)) and official != ["ambassador"]:
            draft.traits[f"nation:{draft.country}"] = None
    owner = places.get(draft.a - 1) if draft.a and reading.lower[draft.a - 1] in ("'s", "’s") else places.get(draft.a)
    if owner is not None and (owner.known or "").startswith("country:") and (owner.form == "demonym" or owner.b == draft.a - 1):
        draft.traits[f"nation:{owner.country}"] = None
        top = reading.head_of(draft.name_a, draft.b)
        for k in reading.children[top]:
            if reading.parse.deps[k] == "conj" and k in people:
                people[k].traits[f"nation:{owner.country}"] = None


@cache
def _adjective_forms(adjective: str) -> tuple[str, ...]:
    return tuple(form for form in adjective.split("|") if form)


def _adjectives(country: str, tables: Gazetteer) -> tuple[str, ...]:
    return _adjective_forms(tables.adjective.get(country, ""))


def _deeds(reading: Reading, draft: Draft, top: int) -> None:
    """What the verbs of the sentence have the person do, or done to him or her, as parts and acts."""
    parse = reading.parse
    dep = parse.deps[top]
    verb = parse.heads[top]
    if dep == "conj":
        dep, verb = parse.deps[verb], parse.heads[verb]
    if dep in _SUBJECT and parse.lemmas[verb] == "be":
        _is(reading, draft, verb)
    if dep in _SUBJECT or dep in _OBJECT:
        _verb(reading, draft, verb, subject=dep in _SUBJECT)
        for k in reading.children[verb]:
            if (
                parse.deps[k] == "conj"
                and parse.pos[k] == "VERB"
                and not any(parse.deps[j].startswith("nsubj") for j in reading.children[k])
            ):
                passive = parse.tags[k] == "VBN" and dep == "nsubjpass"
                if dep != "dobj":
                    _verb(reading, draft, k, subject=not passive)
    elif dep == "pobj" and parse.deps[verb] == "agent":
        _verb(reading, draft, parse.heads[verb], subject=True)
    for k in reading.children[top]:
        if parse.deps[k] == "acl" and parse.tags[k] in ("VBN", "VBG"):
            _verb(reading, draft, k, subject=parse.tags[k] == "VBG")
        elif parse.deps[k] == "relcl":
            _relative(reading, draft, k)
    if dep in _SUBJECT and parse.deps[verb] == "relcl" and not objects_of(reading, verb):
        _verb(reading, draft, verb, subject=True, of=parse.heads[verb])


def _relative(reading: Reading, draft: Draft, verb: int) -> None:
    parse = reading.parse
    for j in reading.children[verb]:
        if reading.lower[j] in _WHO and parse.deps[j] in (*_SUBJECT, *_OBJECT):
            if parse.lemmas[verb] == "be":
                _is(reading, draft, verb)
            _verb(reading, draft, verb, subject=parse.deps[j] in _SUBJECT)


def _is(reading: Reading, draft: Draft, verb: int) -> None:
    """Give Anna the trade in "Anna is a nurse"."""
    parse = reading.parse
    if any(parse.deps[k] == "neg" for k in reading.children[verb]):
        return
    for k in reading.children[verb]:
        if parse.deps[k] == "attr" and parse.tags[k] == "NN" and parse.lemmas[k].lower() in words("kinds", "person", "nouns"):
            draft.traits[f"trade:{phrase_of(reading, k, 0)}"] = None


def objects_of(reading: Reading, verb: int) -> list[int]:
    """Return the direct objects of a verb."""
    return [k for k in reading.children[verb] if reading.parse.deps[k] == "dobj"]


def _verb(reading: Reading, draft: Draft, verb: int, *, subject: bool, of: int | None = None) -> None:
    parse = reading.parse
    lemma = _PASTS.get(parse.lemmas[verb].lower(), parse.lemmas[verb].lower())
    if parse.pos[verb] not in ("VERB", "AUX") or any(parse.deps[k] == "neg" for k in reading.children[verb]):
        return
    objects = objects_of(reading, verb) if subject and of is None else [of] if of is not None else []
    preps = [reading.lower[k] for k in reading.children[verb] if parse.deps[k] == "prep"] + (["it"] if objects else [])
    for part in (part for key in (lemma, *(f"{lemma} {prep}" for prep in preps)) for part in _parts().get((key, subject), ())):
        driven = objects and part in ("driver", "pilot", "captain") and parse.pos[objects[0]] == "NOUN"
        draft.traits[f"part:{parse.lemmas[objects[0]].lower()} {part}" if driven else f"part:{part}"] = None
    if lemma not in words("callings", "plain", "verbs"):
        draft.traits[f"act:{lemma}{'<' if subject else '>'}"] = None


# Pasts that lemmatizers leave as they are.
_PASTS: Final = {"swam": "swim", "swum": "swim", "sang": "sing", "sung": "sing", "rode": "ride", "stole": "steal", "slain": "slay", "shot": "shoot", "drove": "drive", "won": "win", "wrote": "write", "fled": "flee", "hung": "hang", "stabbed": "stab"}  # fmt: skip


@cache
def _parts() -> dict[tuple[str, bool], tuple[str, ...]]:
    """The parts by verb, and by whether their bearer is its subject."""
    found: dict[tuple[str, bool], list[str]] = {}
    for part, row in toml("callings")["parts"].items():
        for verb in row.get("subject", ()):
            found.setdefault((verb, True), []).append(part)
        for verb in row.get("object", ()):
            found.setdefault((verb, False), []).append(part)
    return {key: tuple(held) for key, held in found.items()}
