from tellings.clean.furniture.edges import mark_edges
from tellings.clean.furniture.lines import mark_running, read_lines
from tellings.model.articles import Block

PARAGRAPHS = [
    "The ferry company said on Monday that its last boat would not sail before the ice had left the strait.",
    "Islanders have asked the province for a helicopter, which it lends only to doctors and the police.",
    "The mayor told the council that the shop had flour for three weeks and coffee for less than one.",
]


def marked(lines, byline=None, tags=None, linked=()):
    text, blocks = "", []
    for line in lines:
        tag = (tags or {}).get(line, "p")
        blocks.append(Block(start=len(text), end=len(text) + len(line), tag=tag, link_share=0.9 if line in linked else 0.0))
        text += f"{line}\n"
    reading = read_lines(text, blocks, headline="Ice keeps the ferry in port", zones=False)
    mark_running(text, reading)
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


def test_what_stands_between_two_pitches_goes_and_a_pitch_within_the_text_takes_nothing_with_it():
    pitch, other = "Please support our journalism with a small gift.", "Subscribe to our newsletter."
    between = "We have written about these islands for twenty years now, in ice and in rain, and we mean to go on with it."
    assert set(marked([*PARAGRAPHS, pitch, between, other])) == {pitch, between, other}
    assert marked([PARAGRAPHS[0], pitch, *PARAGRAPHS[1:]]) == {pitch: "newsletter"}


def test_what_stands_below_the_heading_of_the_comments_goes():
    comment = "I was on that boat in the winter of the long ice, and nobody lent us a helicopter."
    assert marked([*PARAGRAPHS, "Comments", comment], tags={"Comments": "h3"}) == {"Comments": "comment", comment: "comment"}


def test_links_and_the_headline_in_other_words_go_above_the_text():
    title, link = "Strait: Ice keeps the ferry in port, say its owners", "Islands"
    assert marked([link, title, *PARAGRAPHS], tags={title: "h2"}, linked=[link]) == {link: "navigation", title: "headline"}
    assert marked([PARAGRAPHS[0], link, *PARAGRAPHS[1:]], linked=[link]) == {}


def test_a_paragraph_in_brackets_with_a_link_points_elsewhere():
    pointer = "[All about the ice is in our special pages.]"
    assert marked([PARAGRAPHS[0], pointer, *PARAGRAPHS[1:]], linked=[pointer]) == {pointer: "related"}
    assert marked([PARAGRAPHS[0], pointer, *PARAGRAPHS[1:]]) == {}


def test_initials_sign_the_text():
    assert marked([*PARAGRAPHS, "mto/jk"]) == {"mto/jk": "byline"}


def test_one_who_did_something_is_told_of_and_not_the_writer():
    assert marked([*PARAGRAPHS, "Ada Quill, who owned two boats, was director of the company until last winter."]) == {}


def test_the_last_lines_below_a_label_say_who_the_writer_is():
    label, note = "Über den Autor", "Geboren 1983, schreibt seit zehn Jahren über Häfen und Fische."
    assert marked([*PARAGRAPHS, label, note]) == {label: "byline", note: "byline"}
    assert marked([PARAGRAPHS[0], label, *PARAGRAPHS, *PARAGRAPHS]) == {label: "byline"}
