import itertools

import pytest

from tellings.extract.mentioning.antecedents import once


def one(mentions, words):
    return next(m for m in mentions if m.sel.exact == words)


@pytest.mark.parametrize(
    ("text", "words", "name", "office", "country"),
    [
        ("Talks with German Chancellor Angela Merkel ended.", "German Chancellor Angela Merkel", "Angela Merkel", "Chancellor", "DEU"),
        ("NSA Ajit Doval flew to Kabul.", "NSA Ajit Doval", "Ajit Doval", "National Security Adviser", "IND"),
        ("He met PM Modi at noon.", "PM Modi", "Modi", "Prime Minister", "IND"),
        ("Police spokeswoman Tessa Arnold said so.", "Police spokeswoman Tessa Arnold", "Tessa Arnold", "Police Spokeswoman", None),
        ("Secretary of State Rex Tillerson left.", "Secretary of State Rex Tillerson", "Rex Tillerson", "Secretary of State", "USA"),
    ],
)
def test_a_phrase_is_taken_whole_and_its_parts_are_told_apart(mentioned, text, words, name, office, country):
    found = one(mentioned(text), words)
    assert (found.kind, found.name, found.office, found.country) == ("person", name, office, country)


@pytest.mark.parametrize(
    ("text", "name", "kind", "country"),
    [
        ("The Sunday Telegraph printed it.", "The Sunday Telegraph", "organisation", "GBR"),
        ("The Kremlin was silent.", "Kremlin", "organisation", "RUS"),
        ("Leaders of the Brics nations met.", "BRICS", "organisation", None),
        ("Ties between Britain and France are good.", "United Kingdom", "place", "GBR"),
        ("MEA issued a readout.", "Ministry of External Affairs", "organisation", "IND"),
        ("Bashar al-Assad refused.", "Bashar al-Assad", "person", "SYR"),
    ],
)
def test_the_tables_name_institutions_outlets_and_countries(mentioned, text, name, kind, country):
    assert (name, kind, country) in {(m.name, m.kind, m.country) for m in mentioned(text)}


def test_an_embassy_here_is_in_the_city_of_the_dateline(mentioned):
    found = mentioned("NEW DELHI: The minister landed on Monday.\n\nA note from the Norwegian embassy in Lima said nothing of it.")
    assert "Embassy of Norway in Lima" in {m.name for m in found}


def test_short_forms_offices_and_pronouns_point_to_who_is_meant(mentioned):
    text = "Prime Minister Aroha Tamatea landed in Suva. Tamatea met fishermen. She thanked them. The prime minister then left."
    found = mentioned(text)
    full = one(found, "Prime Minister Aroha Tamatea")
    assert [one(found, words).antecedent for words in ("Tamatea", "She", "The prime minister")] == [full.id] * 3


def test_an_apposition_is_the_person_named(mentioned):
    found = mentioned("Ajmal Rahmat, a local shopkeeper, said he heard a blast.")
    person = one(found, "Ajmal Rahmat")
    assert one(found, "a local shopkeeper").antecedent == person.id
    assert one(found, "he").antecedent == person.id


def test_two_bearers_of_a_surname_stay_apart(mentioned):
    found = mentioned("Laura Hennig and Peter Hennig were at home. Later Hennig left the house.")
    assert one(found, "Hennig").antecedent is None


def test_georgia_is_the_state_where_the_state_is_spoken_of(mentioned):
    assert one(mentioned("Georgia's governor vetoed the bill in Atlanta."), "Georgia").country == "USA"
    assert one(mentioned("Georgia's parliament in Tbilisi passed the bill."), "Georgia").country == "GEO"


def test_the_year_tells_which_president(mentioned):
    assert one(mentioned("President Bush spoke in Ohio.", "2003-05-01"), "President Bush").known == "person:George W. Bush"
    assert one(mentioned("President Bush spoke in Ohio.", "1990-05-01"), "President Bush").known == "person:George H.W. Bush"
    assert one(mentioned("President Bush spoke in Ohio."), "President Bush").known is None


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("Brexit Ida Berg Ida Berg", "Ida Berg"),
        ("Orsk County Executive Tomas Lindqvist", "Tomas Lindqvist"),
        ("Hana Kim Feb.", "Hana Kim"),
        ("Meleane Tupou MP", "Meleane Tupou"),
        ("Chief Okonkwo", "Chief Okonkwo"),
        ("Lin Mayor", "Lin Mayor"),
    ],
)
def test_what_a_caption_or_an_office_left_on_a_name_is_taken_off(name, kept):
    assert once(name) == kept


@pytest.mark.parametrize(
    ("text", "words", "name"),
    [
        ("The Ohio attorney general sued on Friday.", "The Ohio attorney general", "Attorney General"),
        ("Hillary Clinton lost. The Iowa Secretary of State counted.", "The Iowa Secretary of State", "Secretary of State"),
        ("Ohio Attorney General Uma Farrow sued. The Ohio attorney general won.", "The Ohio attorney general", "Uma Farrow"),
        ("The French president left on Friday.", "The French president", "Emmanuel Macron"),
        ("General Joe Biden slipped. The president left on Friday.", "The president", "Joe Biden"),
    ],
)
def test_the_office_of_a_state_or_city_is_not_the_countrys(mentioned, text, words, name):
    mentions = mentioned(text, "2021-06-01")
    found = one(mentions, words)
    meant = next((m for m in mentions if m.id == found.antecedent), found)
    assert meant.name == name


def test_of_two_presidents_the_president_is_the_one_spoken_of_most(mentioned):
    text = "Joe Biden flew to Ankara. Biden met Recep Tayyip Erdogan. Biden had asked Erdogan for the talks. The president left on Friday."
    mentions = mentioned(text, "2021-06-01")
    assert next(m.name for m in mentions if m.id == one(mentions, "The president").antecedent) == "Joe Biden"


def test_descriptions_of_sources_are_mentions(mentioned):
    text = "A police spokesman said the road was shut. The girl's uncle said she was well, and officials said they would inquire."
    found = {m.sel.exact: (m.form, m.name) for m in mentioned(text)}
    assert found["A police spokesman"] == ("description", "a police spokesman")
    assert found["The girl's uncle"] == ("description", "the girl's uncle")
    assert "officials" in found


def test_every_selector_holds_and_names_do_not_overlap(mentioned):
    text = (
        "Modi-Putin talks: the U.S. and India's Foreign Minister S. Jaishankar met al-Qaeda's foes, said the World Bank's (WB) Ann O'Neil."
    )
    found = mentioned(text)
    for mention in found:
        assert text[mention.sel.start : mention.sel.end] == mention.sel.exact
        assert not mention.sel.exact.endswith(("'s", "’s"))
    names = sorted((m.sel.start, m.sel.end) for m in found if m.form in ("name", "acronym", "demonym"))
    assert all(a[1] <= b[0] for a, b in itertools.pairwise(names))


def test_a_capital_that_acts_is_its_government_and_one_that_lies_there_is_a_place(mentioned):
    acting = one(mentioned("Seoul protested against the launch."), "Seoul")
    assert (acting.kind, acting.name, acting.country) == ("organisation", "Seoul", "KOR")
    assert one(mentioned("Seoul was covered in snow."), "Seoul").kind == "place"


@pytest.mark.parametrize(
    ("text", "words", "name", "country"),
    [
        (
            "Peru's ministry of health and sport closed the pools.",
            "Peru's ministry of health and sport",
            "Peruvian Health And Sport Ministry",
            "PER",
        ),
        ("The ministry of transport in Oslo closed the tunnel.", "The ministry of transport", "Norwegian Transport Ministry", "NOR"),
        ("Peru's health ministry closed the pools.", "Peru's health ministry", "Peruvian Health Ministry", "PER"),
    ],
)
def test_what_a_ministry_is_of_is_part_of_its_name(mentioned, text, words, name, country):
    found = one(mentioned(text), words)
    assert (found.name, found.country) == (name, country)


def test_a_country_is_a_person_only_where_one_is_named_in_full(mentioned):
    assert one(mentioned("Chad closed the bridge at Kousseri on Friday."), "Chad").country == "TCD"
    assert {m.kind for m in mentioned("Chad Olin closed the shop. Chad was tired.") if m.sel.exact == "Chad"} <= {"person"}
