import pytest
from tests.unit.clean.pages_for_tests import article, body_of, furniture_of

FIRST = "The ferry of the northern line has been laid up since the storm, and nobody has said when it will sail."
THEN = "Its crew was sent home on Monday with a week's pay and a letter from the board."


def _page(*above, below=()):
    return article("\n".join(["Home", "News", "Ferry of Ansel stays in harbour", *above, FIRST, THEN, *below]) + "\n")


@pytest.mark.parametrize(
    ("line", "byline", "credit"),
    [
        ("Ines Varga", "Ines Varga", None),
        ("INES VARGA", "INES VARGA", None),
        ("Ines Varga, Senior Reporter", "Ines Varga", None),
        ("Ines Varga and Jo Tolland", "Ines Varga, Jo Tolland", None),
        ("Ines Varga, The Canadian Press", "Ines Varga", "The Canadian Press"),
        ("Ines Varga - Repórter da Agência Brasil", "Ines Varga", "Agência Brasil"),
        ("John Smith", "John Smith", None),
        ("By Ines al-Varga", "Ines al-Varga", None),
        ("By BERNAMA - November 3, 2026 @ 1:20pm", None, "Bernama"),
        ("UNB, Dhaka", None, "UNB"),
        ("(APA, red)", None, "APA"),
        ("Middle East", None, None),
        ("South Sudan", None, None),
        ("Climate Change", None, None),
    ],
)
def test_names_between_headline_and_text_sign_the_article(line, byline, credit):
    made = _page("3 November 2026", line)
    assert (made.byline, made.credit) == (byline, credit)
    assert line not in body_of(made)


def test_of_several_names_only_the_one_by_the_date_signs():
    made = _page("Pola Quay", "Share", "Jo Tolland", "3 November 2026")
    assert made.byline == "Jo Tolland"


@pytest.mark.parametrize("line", ["WAM/Hatem Osk", "APP/ahz-mkz", "MENA/Cairo"])
def test_an_agency_with_initials_or_a_name_below_the_text_is_a_credit(line):
    made = _page("3 November 2026", below=[line])
    assert dict(furniture_of(made))[line] == "credit"
    assert made.credit is not None


@pytest.mark.parametrize(
    "names", [["Top News", "Israel News", "Regions"], ["Kyrgyzstan", "Uzbekistan", "Tajikistan"], ["Secciones", "Sociedad", "Deportes"]]
)
def test_sections_are_not_the_outlet(names):
    made = article("\n".join([*names, "", "Ferry of Ansel stays in harbour", "3 November 2026", FIRST, THEN]))
    assert made.outlet is None


@pytest.mark.parametrize("front", ["Home", "Mwanzo", "الرئيسية", "होम | देश | राज्य", "Anasayfa > Ekonomi", "Accueil"])
def test_the_name_above_the_link_to_the_front_page_is_the_outlet(front):
    made = article(f"Kapi Postu\n{front}\nSport\nFerry of Ansel stays in harbour\n3 November 2026\n{FIRST}\n{THEN}")
    assert made.outlet == "Kapi Postu"


def test_a_last_sentence_with_a_sign_off_is_text():
    made = _page("3 November 2026", below=["A hearing is set for December. (PNA)", "All rights reserved"])
    assert body_of(made).endswith("A hearing is set for December.")
    assert dict(furniture_of(made))["(PNA)"] == "credit"


def test_titles_below_a_label_are_listed_with_it():
    made = _page("3 November 2026", below=["Related Posts", "Pier falls in the night", "Harbour to charge for ice"])
    assert [reason for _, reason in furniture_of(made)][-3:] == ["related"] * 3


def test_a_way_through_the_site_is_no_headline():
    made = article(f"Coast / Harbours / Ferry of Ansel stays in harbour\nFerry of Ansel stays in harbour\n3 November 2026\n{FIRST}\n{THEN}")
    assert made.headline == "Ferry of Ansel stays in harbour"


def test_an_editor_is_no_writer():
    assert _page("Editor: Jo Tolland", "3 November 2026").byline is None
    assert _page("Reported by: Ines Varga, Edited by: Jo Tolland", "3 November 2026").byline == "Ines Varga"
