"""Finds the names in an article: what the tables know, what the parser's entity recogniser marks, and runs of capital words that neither has."""

from collections import Counter
from collections.abc import Iterator
from typing import Final

from tellings.data.gazetteer import Gazetteer, words
from tellings.extract.drafts import Draft, Reading, capital
from tellings.extract.mentioning.bearers import persons_by_given_name
from tellings.extract.mentioning.extending import Core, grow, short_clubs, title_words, uncommon
from tellings.extract.mentioning.things import with_things
from tellings.model.observed import EntityKind

_KINDS: Final[dict[str, EntityKind]] = {
    "PERSON": "person", "ORG": "organisation", "GPE": "place", "LOC": "place", "FAC": "place", "NORP": "other",
}  # fmt: skip
_CALENDAR: Final = frozenset(
    [
        "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "january", "february", "march", "april", "may",
        "june", "july", "august", "september", "october", "november", "december", "gmt", "bst", "covid-19", "i", "i'm", "god", "mondays",
        "fridays", "sundays", "christmas", "easter", "ramadan", "internet", "bible", "koran", "quran", "est", "edt", "pst", "pdt", "ist", "utc",
        "a.m.", "p.m.", "am", "pm", "id", "ok", "vs", "tv", "dna", "hiv", "gdp", "cctv", "covid",
    ]
)  # fmt: skip
# Words inside names that are written small: "Bank of England", "Luiz Inacio Lula da Silva", "Trinidad and Tobago".
_INSIDE: Final = frozenset(
    [
        "of",
        "the",
        "for",
        "de",
        "da",
        "di",
        "del",
        "der",
        "den",
        "von",
        "van",
        "bin",
        "al",
        "el",
        "la",
        "le",
        "y",
        "e",
        "dos",
        "du",
        "&",
        "'s",
        "’s",
    ]
)
_PARTICLES: Final = frozenset(
    ["de", "da", "di", "del", "della", "der", "den", "von", "van", "bin", "ibn", "al", "el", "la", "le", "dos", "du", "ten", "ter", "abu"]
)
_POSS: Final = frozenset(["'s", "’s", "'", "’"])
_NEAR_HEAD: Final = frozenset(
    ["said", "says", "told", "added", "tweeted", "wrote", "announced", "insisted", "warned", "denied", "admitted", "explained"]
)


def names(reading: Reading, tables: Gazetteer) -> list[Draft]:
    """Return the names of the article in order of place, none overlapping another."""
    hits = list(_hits(reading, tables))
    marked = [core for core in _marked(reading) if core is not None]
    cores = with_things(reading, _overlay(reading, marked, hits))
    persons_by_given_name(reading, cores)
    cores += _runs(reading, cores)
    at = {core.a: core for core in cores if core.known}
    cores = [_organisation_run(reading, core, at) for core in sorted(cores, key=lambda core: core.a)]
    kept: list[Core] = []
    for core in cores:
        if not kept or core.a >= kept[-1].b:
            kept.append(core)
        elif core.b - core.a > kept[-1].b - kept[-1].a and core.a >= kept[-1].a:
            kept[-1] = core
    grow(reading, kept)
    _agree(reading, kept)
    return [_draft(reading, core, tables) for core in kept]


def _hits(reading: Reading, tables: Gazetteer) -> Iterator[Core]:
    parse = reading.parse
    for pa, pb in parse.paras:
        for hit in tables.find(reading.text, parse.starts[pa], parse.ends[pb - 1]):
            a, last = reading.token_at(hit.start), reading.token_at(hit.end - 1)
            # a form that ends inside a token is another word ("U.S." at the end of a sentence has its own stop)
            if parse.starts[a] != hit.start or parse.ends[last] - hit.end > (reading.text[hit.end : hit.end + 1] == "."):
                continue
            if hit.known[0].group == "country" and parse.words[a] == "US" and parse.pos[a] == "PRON" and reading.words(a, a + 3).isupper():
                continue
            if hit.known[0].group == "outlet" and reading.lower[a] == "the" and _before_noun(reading, last):
                # "The Australian government" is no newspaper's
                known = tables.lookup(reading.words(a + 1, last + 1))
                if known:
                    yield Core(a=a + 1, b=last + 1, kind=known[0].kind, known=known, found="table")
                continue
            yield Core(a=a, b=last + 1, kind=hit.known[0].kind, known=hit.known, found="table")


def _before_noun(reading: Reading, i: int) -> bool:
    """True for a word that says whose or which the common noun after it is."""
    parse = reading.parse
    return (
        i + 1 < len(parse)
        and parse.heads[i] > i
        and parse.deps[i] in ("amod", "compound", "nmod")
        and not capital(parse.words[parse.heads[i]])
    )


def _marked(reading: Reading) -> Iterator[Core | None]:
    parse = reading.parse
    i = 0
    while i < len(parse):
        label = parse.ner[i]
        b = i + 1
        while b < len(parse) and parse.ner[b] == label and not parse.ner_start[b]:
            b += 1
        if label in _KINDS:
            yield _trimmed(reading, i, b, _KINDS[label])
        i = b


def _trimmed(reading: Reading, a: int, b: int, kind: EntityKind) -> Core | None:
    """The span without articles, small words and possessives at its ends; a name that goes on over a hyphen is taken whole."""
    parse, low = reading.parse, reading.lower
    for i in range(a, b):
        if i > a and (parse.words[i] in (",", ";", ":", "(", ")", "—", "–", "|", "•", '"', "“", "”", "...") or (parse.ends[i - 1] < parse.starts[i] and "\n" in reading.text[parse.ends[i - 1] : parse.starts[i]])):  # fmt: skip
            b = i
            break
    while a < b and (low[a] in ("the", "a", "an", "this", "that", "'s", "’s") or not (capital(parse.words[a]) or _particle(reading, a, b) or parse.words[a][0].isdigit())):  # fmt: skip
        a += 1
    while b > a and (low[b - 1] in _POSS or not (capital(parse.words[b - 1]) or parse.words[b - 1][0].isdigit())):
        b -= 1
    while a >= 2 and a < b and parse.words[a - 1] == "-" and reading.tight(a - 1) and reading.tight(a - 2) and (low[a - 2] in _PARTICLES or kind == "person"):  # fmt: skip
        a -= 2
    if kind == "person" and a >= 1 and a < b and low[a - 1] in ("al", "el", "bin", "von", "van", "de", "al-") and parse.words[a - 1] != "-":
        a -= 1
    while kind == "person" and a < b < parse.sents[reading.sent_of[a]][1] and parse.tags[b] == "NNP" and capital(parse.words[b]) and not parse.ner[b] and low[b] not in _CALENDAR | title_words() and len(parse.words[b]) > 1:  # fmt: skip
        b += 1
    if a >= b or all(low[i] in _CALENDAR or not parse.words[i][0].isalpha() for i in range(a, b)):
        return None
    if b < len(parse) and low[b] in words("offices", "heads") and all(low[i] in words("offices", "modifiers") for i in range(a, b)):
        # "Union Home" before Minister: an office, and no body
        return None
    return Core(a=a, b=b, kind=kind)


def _particle(reading: Reading, i: int, b: int) -> bool:
    return reading.lower[i] in _PARTICLES and i + 1 < b


def _overlay(reading: Reading, marked: list[Core], hits: list[Core]) -> list[Core]:
    """Tables go before the recogniser, save where its span says more: "Jordan Peterson", "Bank of England"."""
    out: list[Core] = []
    used: set[int] = set()
    borne = {reading.parse.words[i] for span in marked if span.kind == "person" and span.b - span.a > 1 for i in range(span.a, span.b)}
    at = 0
    for span in marked:
        while at < len(hits) and hits[at].b <= span.a:
            at += 1
        over: list[int] = []
        k = at
        while k < len(hits) and hits[k].a < span.b:
            over.append(k)
            k += 1
        if not over:
            out.append(span)
            continue
        if _says_more(reading, span, [hits[k] for k in over]) or (
            len(over) == 1 and (hits[over[0]].a, hits[over[0]].b) == (span.a, span.b) and _other_bearer(reading, hits[over[0]], span, borne)
        ):
            out.append(span)
            used.update(over)
    out.extend(hit for k, hit in enumerate(hits) if k not in used)
    return sorted(out, key=lambda core: (core.a, core.b))


def _says_more(reading: Reading, span: Core, over: list[Core]) -> bool:
    parse = reading.parse
    if any(hit.a < span.a or hit.b > span.b for hit in over):
        return False
    if len(over) == 1 and over[0].known[0].group == "armed" and over[0].b == span.b and all(parse.deps[i] == "compound" and parse.tags[i] == "NNP" and reading.lower[i] not in title_words() for i in range(span.a, over[0].a)) and span.a < over[0].a:  # fmt: skip
        return True
    if any(hit.known[0].group in ("person", "igo", "outlet", "newsagency", "ministry", "agency", "armed", "own") for hit in over):
        # "Foreign Secretary Dominic Raab", "UN Secretary-General": the rest is office, and phrases are made later
        return False
    inside = {i for hit in over for i in range(hit.a, hit.b)}
    rest = [i for i in range(span.a, span.b) if i not in inside]
    if span.kind == "organisation" and over[0].known[0].group == "company" and over[-1].kind == "place":
        return not any(parse.words[i] == "-" for i in rest)
    if any(parse.words[i] == "-" for i in rest) or not rest:
        return False
    telling = [i for i in rest if capital(parse.words[i]) and reading.lower[i] not in title_words()]
    if span.kind == "person":
        last = span.b - 1
        demonym = over[0].known[0].group == "demonym" and over[0].a == span.a
        return bool(telling) and (last in telling or over[-1].known[0].group == "surname" or not demonym) and not demonym
    if span.kind == "organisation":
        return bool(telling) or any(reading.lower[i] in ("of", "for") for i in rest)
    return bool(telling) and span.kind == "place"


def _other_bearer(reading: Reading, hit: Core, span: Core, borne: set[str]) -> bool:
    """A place name that the recogniser takes for a person ("Jordan said"), a surname that it takes for a place.

    A country is a person only where the article names one with more words, or a title stands before: it is the cities that are given names.
    """
    known = hit.known[0]
    if any(k.weak for k in hit.known):
        return True
    if known.name not in _AMBIGUOUS or known.kind != "place" or span.kind != "person":
        return False
    titled = span.a > 0 and reading.lower[span.a - 1].rstrip(".") in title_words()
    return known.group != "country" or titled or bool(borne & set(reading.parse.words[span.a : span.b]))


_AMBIGUOUS: Final = frozenset(["Jordan", "Chad", "Georgia", "Paris", "Sydney", "Florence", "Victoria", "Virginia", "Carolina", "Cleveland", "Houston", "Lyon", "Salisbury", "Dallas", "Austin", "Israel", "Kingston", "Hamilton", "Lima", "Washington", "Lincoln", "Denver", "Wales", "England", "Brooklyn", "Perth", "Nassau", "Male", "Lome", "Santiago", "Sofia"])  # fmt: skip


def _runs(reading: Reading, cores: list[Core]) -> list[Core]:
    """Runs of proper nouns that nothing covers, with the kind that their surroundings tell."""
    parse = reading.parse
    covered = {i for core in cores for i in range(core.a, core.b)}
    inner = Counter(
        parse.words[i]
        for i in range(len(parse))
        if parse.pos[i] == "PROPN" and capital(parse.words[i]) and not reading.first_of_sentence(i)
    )
    # a surname alone may open a sentence where the article has the full name
    inner.update({parse.words[core.b - 1]: 1 for core in cores if core.b - core.a > 1 and core.kind in ("person", "organisation")})
    offices = words("offices", "acronyms")
    out: list[Core] = []
    i = 0
    while i < len(parse):
        if not _proper(reading, i, covered, inner) or parse.words[i] in offices:
            i += 1
            continue
        b = i + 1
        while b < parse.sents[reading.sent_of[i]][1] and _goes_on(reading, b, covered, inner):
            b += 1
        a = i
        while a < b and reading.lower[a] in title_words():
            a += 1
        while b > a and (not capital(parse.words[b - 1]) or reading.lower[b - 1] in title_words()):
            b -= 1
        if a < b and any(len(parse.words[k]) > 1 for k in range(a, b)):
            out.append(Core(a=a, b=b, kind=_kind_of_run(reading, a, b), found="run"))
        i = max(b, i + 1)
    return out


def _proper(reading: Reading, i: int, covered: set[int], inner: Counter[str]) -> bool:
    """True for a word that looks like (part of) a name; at the head of a sentence, where all words are capital, only with more to say so."""
    parse = reading.parse
    word = parse.words[i]
    if i in covered or not capital(word) or not word[0].isalpha() or reading.lower[i] in _CALENDAR:
        return False
    first = reading.first_of_sentence(i)
    if first and inner[word] > 0 and parse.pos[i] in ("PROPN", "NOUN", "ADJ"):
        return True
    if first and parse.tags[i] == "NN" and parse.deps[i] == "nsubj" and len(word) >= _BARE and uncommon(word):
        # a bare noun that no English text uses opens the sentence: "Wielgosz waved"
        return parse.tags[i + 1 : i + 2] == ("VBD",) and parse.lemmas[parse.heads[i]] not in _OF_THINGS
    if parse.pos[i] != "PROPN" or parse.tags[i] not in ("NNP", "NNPS"):
        return False
    speaks = parse.tags[i] == "NNP" and parse.deps[i] == "nsubj" and parse.lemmas[parse.heads[i]] in words("kinds", "speech", "verbs")
    more = i + 1 < len(parse) and parse.pos[i + 1] == "PROPN" and capital(parse.words[i + 1])
    held = parse.tags[i] == "NNP" and parse.deps[i] in ("nsubj", "nsubjpass", "poss", "compound") and len(word) > 2
    return not first or more or (speaks and len(word) > 2) or (held and (uncommon(word) or word in short_clubs()))


# A bare surname has to be this long, and its verb one of people.
_BARE: Final = 5
_OF_THINGS: Final = frozenset(["be", "rise", "fall", "grow", "increase", "cover", "cause", "spread", "remain", "include", "affect", "become", "leak", "kill", "emerge", "vary", "surge", "drop", "soar", "plunge"])  # fmt: skip


def _goes_on(reading: Reading, i: int, covered: set[int], inner: Counter[str]) -> bool:
    parse = reading.parse
    if i in covered:
        return False
    if capital(parse.words[i]):
        return _proper(reading, i, covered, inner) or parse.pos[i] in ("PROPN", "NOUN", "ADJ")
    hyphen = parse.words[i] == "-" and reading.tight(i) and reading.tight(i - 1) and capital(parse.words[i - 1])
    small = reading.lower[i] in _PARTICLES and i + 1 < len(parse) and capital(parse.words[i + 1])
    return hyphen or small


def _kind_of_run(reading: Reading, a: int, b: int) -> EntityKind:
    parse = reading.parse
    if parse.words[b - 1] in words("kinds", "ends", "words"):
        return "organisation"
    before = reading.lower[a - 1] if a else ""
    if (
        before in words("offices", "address")
        or before in words("offices", "heads")
        or (a and parse.words[a - 1] in words("offices", "acronyms"))
    ):
        return "person"
    after = reading.lower[b] if b < len(parse) else ""
    top = parse.heads[b - 1]
    speaks = parse.deps[b - 1] in ("nsubj", "nsubjpass") and parse.lemmas[top] in words("kinds", "speech", "verbs")
    if (b - a >= 2 and (speaks or after in _NEAR_HEAD)) or (
        b < len(parse) and after == "," and b + 1 < len(parse) and parse.words[b + 1].isdigit()
    ):
        return "person"
    given = words("offices", "given", "m") | words("offices", "given", "f")
    if 2 <= b - a <= 4 and (reading.lower[a] in given or (after == "," and b + 1 < len(parse) and reading.lower[b + 1] == "who")):
        return "person"
    if b - a == 1 and parse.words[a].isupper() and len(parse.words[a]) > 1:
        return "organisation"
    if b - a == 1 and speaks and reading.first_of_sentence(a):
        return "person"
    return "other"


def _organisation_run(reading: Reading, core: Core, known_at: dict[int, Core]) -> Core:
    """A place, demonym or name with the end word of an organisation right after it is that organisation: "Seattle Fire Department"."""
    parse = reading.parse
    if core.known and core.known[0].group in ("person", "surname", "igo", "outlet", "newsagency", "platform", "own"):
        return core
    end, i = core.b, core.b
    stop = parse.sents[reading.sent_of[core.a]][1]
    while i < stop and (
        capital(parse.words[i])
        or (reading.lower[i] in ("of", "and", "for", "&", "-", "the") and i + 1 < stop and capital(parse.words[i + 1]))
    ):
        if parse.words[i] in words("kinds", "ends", "words"):
            end = i + 1
        if parse.pos[i] in ("PRON", "VERB", "AUX") or reading.lower[i] in _CALENDAR or i - core.b > 6:
            break
        i += 1
    if end == core.b:
        return core
    taken = [known_at[i] for i in range(core.b, end) if i in known_at]
    if any(other.b > end or other.known[0].kind == "person" for other in taken):
        return core
    return Core(a=core.a, b=end, kind="organisation", found="run")


def _agree(reading: Reading, cores: list[Core]) -> None:
    """One kind for one name through the article: that of the tables, else the commonest; a surname of a person is a person."""
    votes: dict[str, Counter[EntityKind]] = {}
    for core in cores:
        if not core.known:
            votes.setdefault(reading.words(core.a, core.b), Counter())[core.kind] += 1 if core.kind != "other" else 0
    last_names = {reading.parse.words[core.b - 1] for core in cores if core.kind == "person" and core.b - core.a >= 2 and not core.known}
    for core in cores:
        if core.known:
            continue
        name = reading.words(core.a, core.b)
        if core.b - core.a == 1 and name in last_names:
            core.kind = "person"
            continue
        count = votes[name]
        best = max(count, key=lambda kind: (count[kind], kind == core.kind, kind))
        if count[best] > 0:
            core.kind = best


def _draft(reading: Reading, core: Core, tables: Gazetteer) -> Draft:
    parse = reading.parse
    name = reading.words(core.a, core.b)
    draft = Draft(a=core.a, b=core.b, kind=core.kind, form="name", name=name, name_a=core.a)
    if core.found == "thing":
        draft.group, draft.known = "ship", f"thing:{name}"
        return draft
    loose = core.found == "grown" or core.kind == "other"
    known = core.known or tuple(k for k in tables.lookup(name) if (k.kind == core.kind or loose) and not k.weak and core.found != "ner")
    if known:
        first = known[0]
        draft.kind, draft.known, draft.country, draft.group = first.kind, first.id, first.country, first.group
        draft.weak = all(k.weak for k in known)
        draft.rivals = tuple(k.id for k in known[1:])
        if first.group == "demonym":
            draft.form = "demonym"
            draft.name = first.name
        elif first.kind != "person":
            draft.name = first.name
            if name.isupper() and first.kind == "organisation" and name != first.name.upper():
                draft.form = "acronym"
    elif core.b - core.a == 1 and name.isupper() and 2 <= len(name) <= 6:
        draft.form = "acronym"
    draft.plural = parse.tags[core.b - 1] == "NNPS" and draft.kind == "other"
    return draft
