import pytest

from tellings import data
from tellings.compare.belonging import Belonging, speaks_for_country
from tellings.compare.meetings import kinds_of
from tellings.model.observed import Mention
from tellings.model.resolved import Entity
from tellings.model.spans import Selector

TABLE = data.toml("sides")


def mention(name, form="name", kind="person", prefix=""):
    sel = Selector(article="a", start=len(prefix), end=len(prefix) + len(name), exact=name, prefix=prefix)
    return Mention(id=f"m-{name}", sel=sel, kind=kind, form=form, name=name)


def side(name, kind, *others, form="name", prefix="", **given):
    made = mention(name, form, kind, prefix)
    entity = Entity(id=name, story="s", name=name, kind=kind, mentions=(made.id,), **given)
    mentions = [made, *(mention(other.name, kind=other.kind) for other in others)]
    return Belonging([entity, *others], mentions).side(entity)


def other(name, kind, **given):
    return Entity(id=name, story="s", name=name, kind=kind, mentions=(f"m-{name}",), **given)


@pytest.mark.parametrize(("office", "speaks"), TABLE["offices"]["examples"].items())
def test_the_tables_examples_of_offices(office, speaks):
    assert speaks_for_country(office) is speaks


@pytest.mark.parametrize(("body", "speaks"), TABLE["bodies"]["examples"].items())
def test_the_tables_examples_of_bodies(body, speaks):
    assert (len(side(body, "organisation", country="XKX") or "") == 3) is speaks


@pytest.mark.parametrize(("text", "kind"), TABLE["meetings"]["examples"].items())
def test_the_tables_examples_of_meetings(text, kind):
    assert kinds_of(text) == {kind}


@pytest.mark.parametrize(
    ("name", "kind", "given", "found"),
    [
        ("Ada Mensah", "person", {"office": "President", "country": "GHA"}, "GHA"),
        ("Ada Mensah", "person", {"country": "GHA"}, None),
        ("Ada Mensah", "person", {"office": "Teacher from Tema", "country": "GHA"}, None),
        ("Ada Mensah", "person", {"office": "Taliban Spokesman", "country": "AFG"}, "Taliban"),
        ("Ada Mensah", "person", {"office": "NATO Secretary-General"}, "NATO"),
        ("Ada Mensah", "person", {"office": "White House Press Secretary"}, "USA"),
        ("Ada Mensah", "person", {"office": "Tunisian counterpart"}, "TUN"),
        ("Ada Mensah", "person", {"office": "Law professor at the White House", "country": "USA"}, None),
        ("Kremlin", "organisation", {"country": "RUS"}, "RUS"),
        ("Volta Basin Union", "organisation", {"country": "GHA"}, "Volta Basin Union"),
        ("Ghana", "place", {"country": "GHA", "known": "country:GHA"}, "GHA"),
        ("Tema", "place", {"country": "GHA"}, None),
    ],
)
def test_whose_statement_it_is(name, kind, given, found):
    assert side(name, kind, **given) == found


def test_a_users_own_list_says_for_whom_one_speaks():
    assert side("Eli Jordan", "person", country="NOR", key="Q1") == "NOR"


def test_the_press_speaks_for_no_side():
    from tellings.data.gazetteer import gazetteer

    known = gazetteer().lookup("Reuters")[0]
    assert side("Reuters", "organisation", country="GBR", known=known.id) is None


def test_who_is_only_described_speaks_for_a_country_by_the_office():
    assert side("a foreign ministry spokesman in Berlin", "person", form="description") == "DEU"
    assert side("the port authority", "organisation", form="description") is None
    assert side("the prime minister's office in Tunis", "organisation", form="description") == "TUN"


def test_an_officer_of_a_body_of_the_story_speaks_for_it():
    body = other("Harbour Workers Union", "organisation")
    assert side("Joy Abeola", "person", body, office="President of the Harbour Workers Union") == "Harbour Workers Union"


def test_the_office_of_a_person_is_that_persons_side():
    leader = other("Inês Caldeira", "person", office="Prime Minister", country="PRT")
    assert side("Ms Caldeira's office", "organisation", leader, form="description") == "PRT"


def test_the_country_may_stand_right_before_the_office():
    assert side("Selim Gharsani", "person", prefix="Tunisia's ", office="Foreign Minister") == "TUN"
    assert side("Selim Gharsani", "person", prefix="Tunisia's Foreign Minister, ", office="Foreign Minister") == "TUN"
    assert side("Selim Gharsani", "person", prefix="from Tunisia, where ", office="Foreign Minister") is None
