from tellings.clean.furniture.edges import mark_edges
from tellings.clean.furniture.lines import read_lines
from tellings.model.articles import Block

PARAGRAPHS = [
    "The ferry company said on Monday that its last boat would not sail before the ice had left the strait.",
    "Islanders have asked the province for a helicopter, which it lends only to doctors and the police.",
    "The mayor told the council that the shop had flour for three weeks and coffee for less than one.",
]


def marked(lines, byline=None):
    text, blocks = "", []
    for line in lines:
        blocks.append(Block(start=len(text), end=len(text) + len(line), tag="p"))
        text += f"{line}\n"
    reading = read_lines(text, blocks, headline="Ice keeps the ferry in port", zones=False)
    mark_edges(text, blocks, byline, reading)
    taken = {mark.start: mark.reason for mark in reading.marks}
    return {text[block.start : block.end]: taken[block.start] for block in blocks if block.start in taken}


def test_lines_that_hold_the_writers_name_go_beside_the_text_and_stay_within_it():
    inside = "Mira Tolland of the island council"
    lines = ["Words and pictures Mira Tolland", PARAGRAPHS[0], inside, *PARAGRAPHS[1:], "Propos recueillis par Mira Tolland"]
    assert marked(lines, "Mira Tolland and Jon Osk") == {lines[0]: "byline", lines[-1]: "byline"}


def test_a_note_below_the_text_goes_and_a_last_paragraph_about_one_named_above_stays():
    note = "Mira Tolland écrit sur la mer et les ports du nord depuis une dizaine d’années."
    other = "Ada Quill is the Founder of a firm that advises ports and writes a letter about them."
    assert marked([*PARAGRAPHS, note], "Mira Tolland") == {note: "byline"}
    assert marked([*PARAGRAPHS, other]) == {other: "byline"}
    assert marked([PARAGRAPHS[0], "“It will thaw,” said Ada Quill, who owns two of the boats in the port.", *PARAGRAPHS[1:], other]) == {}


def test_a_question_to_the_writer_of_an_interview_is_no_note():
    question = "Mira Tolland: And what will you do when the ice has gone from the strait?"
    assert marked([*PARAGRAPHS, question], "Mira Tolland") == {}


def test_addresses_below_the_text_go_with_the_lines_that_say_whose():
    contact = ["Media contact", "Ada Quill", "Tel: +44 20 0000 000", "press@quay.example"]
    assert set(marked([*PARAGRAPHS, *contact])) == set(contact)
    assert marked([PARAGRAPHS[0], *contact[1:2], *PARAGRAPHS[1:]]) == {}


def test_short_lines_below_a_pitch_go_and_a_list_below_the_text_stays():
    pitch = "Sign up for our newsletter and never miss a boat."
    perks = ["— Stories from every island", "— A cup with a boat on it"]
    assert set(marked([*PARAGRAPHS, pitch, *perks])) == {pitch, *perks}
    assert marked([*PARAGRAPHS, *perks]) == {}


def test_a_name_after_a_dash_signs_the_text_but_not_a_quotation():
    assert marked([*PARAGRAPHS, "– Ada Quill"]) == {"– Ada Quill": "byline"}
    assert marked([*PARAGRAPHS, "“Ice is only patient water.”", "– Ada Quill"]) == {}
