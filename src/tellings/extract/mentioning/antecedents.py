"""Links the mentions of one article: a surname to the full name, an office to its holder, an apposition and a pronoun to what they stand for."""

from collections import Counter
from typing import Final

from tellings.data import toml
from tellings.data.classes import called
from tellings.data.gazetteer import Gazetteer, gazetteer, words
from tellings.extract.drafts import Draft, Reading
from tellings.extract.mentioning.aliases import second_names
from tellings.extract.mentioning.fitting import link_fitting
from tellings.extract.mentioning.holders import held
from tellings.extract.mentioning.pronouns import with_pronouns
from tellings.text.names import fold, initials, organisation_core, short_form

# How many mentions back and ahead an office looks for its holder: beyond it, a book-length page would cost its square.
_LOOK: Final = 600
# How many mentions on both sides tell of which country an office without one is.
_NEAR: Final = 120
# A place inside an office's words is among so many mentions from it.
_INSIDE: Final = 4
_ENDS_OFFICE: Final = frozenset(
    [
        "Executive", "Commissioner", "Chief", "Attorney", "Sheriff", "Director", "Secretary", "Minister", "Chairman", "Chairwoman", "Coordinator",
        "Spokesman", "Spokeswoman", "Spokesperson", "Manager", "Mayor", "Governor", "Superintendent", "Administrator", "Treasurer", "Coroner",
        "Prosecutor", "Judge", "Correspondent", "Editor", "Councillor", "Councilman", "Councilwoman",
    ]
)  # fmt: skip
_AFTER: Final = frozenset(["MP", "MEP", "MSP", "MLA", "QC", "KC", "OBE", "MBE", "CBE", "PhD", "MD"])
_MONTHS: Final = frozenset(["Jan.", "Feb.", "Mar.", "Apr.", "Aug.", "Sept.", "Sep.", "Oct.", "Nov.", "Dec."])
_DEFINITE: Final = frozenset(["the", "this", "that"])


def link(reading: Reading, drafts: list[Draft], tables: Gazetteer) -> list[Draft]:
    """Set the antecedents of the drafts and return them with the article's pronouns among them."""
    second_names(reading, drafts)
    _full_names(reading, drafts)
    _acronyms(reading, drafts)
    _appositions(reading, drafts)
    _offices(reading, drafts, tables)
    _repeated(reading, drafts)
    link_fitting(reading, drafts)
    _classes(reading, drafts)
    return with_pronouns(reading, drafts)


def _set(draft: Draft, to: Draft) -> None:
    if draft is not to and to.root is not draft:
        draft.antecedent = to.root


def _full_names(reading: Reading, drafts: list[Draft]) -> None:
    """A surname (or a repeated full name) stands for the first full name that ends (or begins) with it, where there is only one."""
    people = [draft for draft in drafts if draft.kind == "person" and draft.form == "name"]
    places = {fold(draft.name) for draft in drafts if draft.kind == "place"}
    for draft in people:
        draft.name = once(draft.name)
    first: dict[str, Draft] = {}
    by_part: dict[str, list[Draft]] = {}
    for draft in people:
        key = draft.known or fold(draft.name)
        if key in first:
            _set(draft, first[key])
            if draft.office and not first[key].office:
                first[key].office = draft.office
            continue
        first[key] = draft
        parts = fold(draft.name).split()
        if len(parts) > 1:
            for part in {parts[-1], parts[0]}:
                by_part.setdefault(part, []).append(draft)
    for draft in people:
        parts = fold(draft.name).split()
        if draft.antecedent is not None or len(parts) != 1:
            continue
        found = by_part.get(parts[0], [])
        found = [full for full in found if _agrees(draft, full)]
        last = [full for full in found if fold(full.name).split()[-1] == parts[0]]
        # "Erie" is the city before it is somebody whose name begins so
        choice = last or ([] if parts[0] in places else found)
        if len(choice) == 1 and (draft.known is None or choice[0].known in (None, draft.known)):
            if draft.known is not None and choice[0].known is None:
                if fold(draft.known.removeprefix("person:")) != fold(choice[0].name) and last:
                    draft.known = None
                else:
                    continue
            _set(draft, choice[0])


def once(name: str) -> str:
    """Return a name without what a caption or a dateline left on it: the same name or an office before it, a month or a rank after it."""
    parts = name.split()
    if len(parts) > 3 and parts[-2:] == parts[-4:-2]:
        return " ".join(parts[-2:])
    if len(parts) > 1 and parts[-1] in _MONTHS | _AFTER:
        return " ".join(parts[:-1])
    office = max((k for k, part in enumerate(parts) if part in _ENDS_OFFICE), default=0)
    return " ".join(parts[office + 1 :]) if office and len(parts) - office > 2 else name


def _agrees(short: Draft, full: Draft) -> bool:
    if short.gender and full.gender and short.gender != full.gender:
        return False
    return not (short.office and full.office and short.office.lower() in words("offices", "sole", "offices") and full.office != short.office and full.office.lower() in words("offices", "sole", "offices"))  # fmt: skip


def _acronyms(reading: Reading, drafts: list[Draft]) -> None:
    """Organisations: the same name again, an acronym and the words it is made of, a short form of a longer name."""
    bodies = [draft for draft in drafts if draft.kind in ("organisation", "other") and draft.form in ("name", "acronym")]
    first: dict[str, Draft] = {}
    letters: dict[str, list[Draft]] = {}
    for draft in bodies:
        key = draft.known or organisation_core(draft.name)
        if key in first:
            _set(draft, first[key])
            continue
        first[key] = draft
        if " " in draft.name:
            letters.setdefault(initials(draft.name), []).append(draft)
    for draft in bodies:
        if draft.antecedent is None and draft.known is None and draft.form == "acronym":
            found = letters.get(draft.name.replace(".", "").upper(), [])
            found = found or _bracketed(reading, draft, bodies)
            if len(found) == 1:
                draft.kind = found[0].kind = "organisation"
                _set(draft, found[0])
    _short_bodies(reading, bodies)
    places: dict[str, Draft] = {}
    for draft in drafts:
        peoples = (
            draft.form == "demonym"
            and reading.parse.tags[draft.b - 1] in ("NNPS", "NNS")
            and draft.a > 0
            and reading.lower[draft.a - 1] == "the"
        )
        if draft.kind == "place" and not peoples:
            key = draft.known or fold(draft.name)
            _set(draft, places.setdefault(key, draft))


def _bracketed(reading: Reading, draft: Draft, bodies: list[Draft]) -> list[Draft]:
    """The name right before an acronym in brackets: "People's Front for Unity (PFU)"."""
    if draft.a < 2 or reading.parse.words[draft.a - 1] != "(":
        return []
    return [body for body in bodies if body.b == draft.a - 1]


def _short_bodies(reading: Reading, bodies: list[Draft]) -> None:
    """A body's first words ("Elektra" of Elektra Holdings) or its kind with "the" ("the Front"), where only one body fits."""
    full: dict[str, set[int]] = {}
    roots = {id(body): body for body in bodies if body.antecedent is None}
    for key, body in roots.items():
        parts = organisation_core(body.name).split()
        if len(parts) > 1:
            for word in {parts[0], *(w for w in parts if w.capitalize() in words("kinds", "ends", "words"))}:
                full.setdefault(word, set()).add(key)
    for body in list(roots.values()):
        core = organisation_core(body.name)
        if " " in core or body.known is not None or not core:
            continue
        found = [
            roots[key] for key in full.get(core, ()) if roots[key] is not body and short_form(core, organisation_core(roots[key].name))
        ]
        if len(found) == 1:
            body.kind = found[0].kind = "organisation"
            _set(body, found[0])


def _appositions(reading: Reading, drafts: list[Draft]) -> None:
    """Resolve: "Ajmal Jan, a local shopkeeper" and "the boy's uncle, Song Jiandang": the description is the person named."""
    parse = reading.parse
    by_token = {i: draft for draft in drafts for i in range(draft.name_a if draft.form != "name" else draft.a, draft.b)}
    names = {
        i: draft
        for draft in drafts
        if draft.form == "name" and (draft.kind == "person" or _maybe_person(draft))
        for i in range(draft.a, draft.b)
    }
    for draft in drafts:
        if draft.form not in ("description", "office") or draft.antecedent is not None or draft.plural or draft.kind == "other":
            continue
        head = draft.name_a
        target: Draft | None = None
        if parse.deps[head] == "appos" and parse.heads[head] in by_token:
            target = by_token[parse.heads[head]]
        else:
            target = next((by_token[k] for k in reading.children[head] if parse.deps[k] == "appos" and k in by_token), None)
        if draft.kind == "person" and (target is None or target.kind != "person"):
            # "in an interview with the Gazette, the minister, Ana Sole, said": the name after the comma comes first
            target = _beside(reading, draft, names) or target
        if (
            target is not None
            and draft.kind == "person"
            and draft.group not in _OF_FIRMS
            and target.form == "name"
            and _maybe_person(target)
        ):
            # "Ajmal Rahmat, a shopkeeper": who is a shopkeeper is no organisation
            target.kind = "person"
        if (
            target is not None
            and target.form == "description"
            and target.a < draft.a
            and target.kind == draft.kind == "person"
            and not target.plural
        ):
            # "the driver, a woman of 33": one person is told of twice
            _set(draft, target)
        if target is not None and target.form == "name" and target.kind == draft.kind and (target.kind == "person" or target.known is None):
            _set(draft, target)
            named = target.root
            if named.office is None and draft.kind == "person":
                named.office = draft.office or (None if draft.group in _NO_OFFICE else _office_of(reading, draft))
            if named.country is None:
                named.country = draft.country


def _maybe_person(draft: Draft) -> bool:
    last = draft.name.split()[-1] if draft.name else ""
    return draft.known is None and draft.kind in ("other", "organisation") and not last.isupper() and last.lower() not in words("kinds", "stands_for", "newspaper") and last not in words("kinds", "ends", "words") and draft.b - draft.name_a in (2, 3)  # fmt: skip


_OF_FIRMS: Final = frozenset(["owner", "developer", "supplier", "dealer", "rival", "champion", "partner", "member", "opponent", "ally", "leader", "producer", "publisher", "employer", "operator", "designer", "model", "star", "investor", "local", "giant", "founder"])  # fmt: skip
_NO_OFFICE: Final = frozenset(["man", "woman", "boy", "girl", "child", "person", "teenager", "father", "mother", "son", "daughter", "brother", "sister", "wife", "husband", "uncle", "aunt", "member", "victim", "witness", "suspect", "resident", "passenger", "fan", "friend", "neighbour", "neighbor", "one", "customer", "star", "counterpart", "ally", "rival", "opponent", "critic", "source", "supporter", "colleague", "successor", "predecessor"])  # fmt: skip


def _office_of(reading: Reading, draft: Draft) -> str:
    name = draft.name
    for opening in ("the ", "a ", "an ", "its ", "his ", "her ", "their "):
        name = name.removeprefix(opening)
    return name[:1].upper() + name[1:]


def _beside(reading: Reading, draft: Draft, names: dict[int, Draft]) -> Draft | None:
    """The name one comma away: "the prime minister, Shinzo Abe, said", "Shinzo Abe, the prime minister,"."""
    words_ = reading.parse.words
    if draft.b + 1 < len(words_) and words_[draft.b] == "," and draft.b + 1 in names:
        named = names[draft.b + 1]
        closes = named.b >= len(words_) or words_[named.b] in (",", ".", ";", "(") or reading.parse.pos[named.b] in ("VERB", "AUX")
        listed = named.b + 1 < len(words_) and words_[named.b] == "," and reading.lower[named.b + 1] == "and"
        return named if closes and not listed and named.a == draft.b + 1 else None
    return _before_comma(reading, draft, names)


def _before_comma(reading: Reading, draft: Draft, names: dict[int, Draft]) -> Draft | None:
    words_, low = reading.parse.words, reading.lower
    if draft.a < 2 or words_[draft.a - 1] != "," or draft.a - 2 not in names or draft.b >= len(words_):
        # "Jan, 34, a shopkeeper"
        aged = draft.a >= 4 and words_[draft.a - 1] == "," and words_[draft.a - 2].isdigit() and words_[draft.a - 3] == ","
        return names.get(draft.a - 4) if aged else None
    closes = words_[draft.b] in (",", ".", ";") or low[draft.b] in ("who", "which", "whose", "in", "at", "from", "with")
    listed = words_[draft.b] == "," and draft.b + 1 < len(words_) and low[draft.b + 1] == "and"
    return names[draft.a - 2] if closes and not listed and reading.sent_of[draft.a] == reading.sent_of[draft.a - 2] else None


def _offices(reading: Reading, drafts: list[Draft], tables: Gazetteer) -> None:
    """Resolve: "The Prime Minister" stands for the nearest person named before with that office; else for the office's holder that the tables know."""
    for place, draft in enumerate(drafts):
        if draft.form != "office" or draft.antecedent is not None:
            continue
        region = _region(reading, draft, drafts[place : place + _INSIDE])
        holders = _holders(reading, drafts, place, region, tables)
        if not holders and region is None:
            later = {
                id(d.root): d.root
                for d in drafts[place : place + _LOOK]
                if d.kind == "person" and d.form == "name" and _holds(reading, d.root, draft, tables)
            }
            holders = list(later.values()) if len(later) == 1 else []
        if holders:
            _set(draft, holders[0])
        elif draft.office is not None and region is None:
            held(reading, draft, drafts[max(0, place - _NEAR) : place + _NEAR], tables)


def _holders(reading: Reading, drafts: list[Draft], place: int, region: str | None, tables: Gazetteer) -> list[Draft]:
    """The person named before with an office; of several (two presidents) the one of whom the sentences around speak most, else the nearest."""
    found: dict[int, Draft] = {}
    seen: set[int] = set()
    for other in reversed(drafts[max(0, place - _LOOK) : place]):
        root = other.root
        if other.kind != "person" or other.form != "name" or id(root) in seen:
            continue
        seen.add(id(root))
        if _holds(reading, root, drafts[place], tables) and (region is None or region in reading.lower[root.a : root.b]):
            found[id(root)] = root
    if len(found) > 1:
        told = Counter(id(d.root) for d in drafts[max(0, place - _NEAR) : place + _NEAR] if id(d.root) in found)
        order = list(found)
        return [found[min(order, key=lambda key: (-told[key], order.index(key)))]]
    return list(found.values())


def _region(reading: Reading, office: Draft, near: list[Draft]) -> str | None:
    """The first word of the state or city whose office it is, not the country's: "the Ohio attorney general"."""
    inside = (d for d in near if d.kind == "place" and d.form == "name" and d.group != "country" and office.a <= d.a and d.b <= office.b)
    return next((reading.lower[d.a] for d in inside), None)


def _holds(reading: Reading, person: Draft, office: Draft, tables: Gazetteer) -> bool:
    if office.country and person.country and office.country != person.country:
        return False
    wanted = (office.office or "").lower()
    if ("standing:past" in person.traits) != ("standing:past" in office.traits):
        return False
    have = (person.office or "").lower()
    if wanted == "leader" and office.country is not None and (person.office or "") in toml("offices")["leader"]["offices"]:
        # "the Italian leader" is the prime minister whom the article names
        return True
    if wanted == have or (have.endswith(" " + wanted) and not have.endswith("vice " + wanted)):
        return True
    if person.office is None:
        return any(term.office.lower() == wanted for term in tables.terms.get(person.known or "", ()))
    # another title beside the name ("Senator Obama") does not hide who holds the office on the day of the report
    if reading.day is None or person.known is None or office.office is None:
        return False
    return any(term.person == person.known for term in tables.holders(person.country, office.office, reading.day))


def _repeated(reading: Reading, drafts: list[Draft]) -> None:
    """A description with the same head and a definite article stands for the one before it: "a Nato spokesman … the spokesman"."""
    seen: dict[str, list[Draft]] = {}
    for draft in drafts:
        if draft.form != "description" or draft.kind == "other":
            continue
        low = reading.lower[draft.a]
        before = seen.setdefault(draft.group + ("+" if draft.plural else ""), [])
        if draft.antecedent is None and before and (low in _DEFINITE or draft.a == draft.name_a):
            fitting = [other for other in before if _narrower(reading, draft, other)]
            if fitting and len({id(other.root) for other in fitting[-3:]}) == 1:
                _set(draft, fitting[-1])
        before.append(draft)
        del before[:-6]


def _narrower(reading: Reading, short: Draft, full: Draft) -> bool:
    if short.country and full.country and short.country != full.country:
        return False
    skip = {"the", "a", "an", "this", "that", "local", "'s", "’s"}
    mine = {reading.lower[i] for i in range(short.a, short.b)} - skip
    theirs = (
        {reading.lower[i] for i in range(full.a, full.b)} | set(fold(full.root.name).split()) | set(fold(full.root.office or "").split())
    )
    under = words("callings", "standing", "under")
    return mine <= theirs and mine & under == {reading.lower[i] for i in range(full.a, full.b)} & under


def _classes(reading: Reading, drafts: list[Draft]) -> None:
    """Resolve: "The company", "the commission", "the newspaper": the nearest organisation whose name says that it is one."""
    stands: dict[str, list[str]] = toml("kinds")["stands_for"]
    recent: list[Draft] = []
    for draft in drafts:
        if draft.kind == "organisation" and draft.form in ("name", "acronym"):
            recent.append(draft)
            del recent[:-12]
            continue
        if (
            draft.form != "description"
            or draft.antecedent is not None
            or draft.kind != "organisation"
            or reading.lower[draft.a] not in _DEFINITE
        ):
            continue
        if draft.group not in stands or draft.plural:
            continue
        inner = [i for i in range(draft.a + 1, draft.name_a) if reading.parse.pos[i] != "ADJ"]
        if inner or draft.b > draft.name_a + 1:
            continue
        marks = set(stands[draft.group])
        near = [d for d in recent if reading.sent_of[draft.a] - reading.sent_of[d.a] <= 12]
        fitting = [d for d in near if marks & (set(fold(d.root.name).split()) | {d.root.group}) and _same_country(draft, d.root)]
        if not fitting and draft.group in ("company", "firm", "carmaker", "automaker", "maker", "retailer", "airline", "manufacturer"):
            plain = [d for d in near if d.root.group in ("", "company") and _of_trade(draft, d.root)]
            roots = Counter(id(d.root) for d in plain)
            top = roots.most_common(2)
            if top and (len(top) == 1 or top[0][1] >= 2 * top[1][1]):
                fitting = [d for d in plain if id(d.root) == top[0][0]]
        if fitting:
            _set(draft, fitting[-1])


def _same_country(draft: Draft, other: Draft) -> bool:
    return not (draft.country and other.country and draft.country != other.country)


def _of_trade(draft: Draft, body: Draft) -> bool:
    """False for a firm that the tables know to be of another trade than the noun says: Airbus is no airline."""
    trades = gazetteer().trades.get(body.known or "", frozenset())
    said = called([draft.group])[1] - {"firm"}
    return not (trades and said) or bool(trades & said)
