"""Keys under which offices and descriptions without a name are equal across articles, and callings that one person does not have."""

from typing import Final

from tellings.data.gazetteer import words
from tellings.resolve.merging.standing import country_words
from tellings.resolve.merging.units import Unit
from tellings.text.names import fold

_PLAIN: Final = frozenset(
    ["the", "a", "an", "this", "that", "these", "those", "some", "several", "many", "other", "local", "two", "three", "more", "s", "other"]
)


def last_office(office: str) -> str:
    """The office without country and body before it: "New Zealand Prime Minister" is compared as "prime minister"."""
    low = office.lower().replace("-", " ").split()
    return (
        " ".join(low[-2:])
        if len(low) > 1 and low[-2] in ("prime", "foreign", "home", "vice", "defence", "defense", "finance", "interior", "chief", "affairs")
        else low[-1]
    )


def callings_differ(a: str | None, b: str | None) -> bool:
    """True where one office is a private calling and the other a public one."""
    if a is None or b is None:
        return False
    one, two = set(fold(a).split()), set(fold(b).split())
    private, public = words("kinds", "private", "nouns"), words("kinds", "public", "nouns")
    return bool((one & private and two & public and not one & public) or (two & private and one & public and not two & public))


def _office_key(unit: Unit) -> tuple[str, str, str | None]:
    """A national office by its country; one of a city, or of no named country, by all its words: "the mayor of Lira"."""
    # "Kano's governor" is "the governor of Kano"
    said = " ".join(
        sorted(word for word in fold(unit.root.sel.exact).split() if word not in _PLAIN and word not in ("new", "current", "of"))
    )
    national = unit.country is not None and not any(word in _LOCAL for word in fold(unit.office or "").split())
    return "person", fold(unit.office or "") if national else said, unit.country


_LOCAL: Final = frozenset(["mayor", "governor", "senator", "speaker", "chief"])


def description_key(unit: Unit) -> tuple[str, str, str | None] | None:
    """What has to agree for two descriptions: the words but determiners, and the country; "a man" here is no "a man" there."""
    if unit.root.form == "office":
        return _office_key(unit)
    post = next((trait for trait in unit.root.traits if trait.startswith("post:")), None)
    if post is not None and unit.country is not None:
        return "person", post, unit.country
    opening = fold(unit.root.name).split()
    rest = [word for word in opening if word not in _PLAIN and word not in country_words(unit.country)]
    if not rest:
        return None
    single = unit.root.kind == "person" and opening[0] in ("a", "an", "another", "one") and len(rest) < 2
    if single:
        return None
    return unit.root.kind, " ".join(rest), unit.country
