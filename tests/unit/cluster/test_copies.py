"""Copy groups: containment of own words, never a shared quotation."""

from dataclasses import replace

import pytest

from tellings import data
from tellings.cluster import copies
from tellings.cluster.crediting import heard_from
from tellings.cluster.shingles import quoted_spans
from tellings.model.articles import Article, Furniture
from tellings.model.inputs import Inputs
from tellings.model.resolved import CopyGroup
from tellings.model.spans import Span
from tellings.text.anchor import check

WIRE = [
    "A cargo vessel ran aground off the Lirrin peninsula before dawn on Sunday, blocking the narrow channel that leads to the port.",
    "Coastguard officers in Tarnow said the ship's engine had failed and that its anchor did not hold in a strong easterly current.",
    "None of the nineteen people on board was hurt, and two tugs were on their way from the naval base at Osk.",
    "Traders at the fish market complained that ice was running short because lorries could not reach the ferry.",
    "The channel was last closed four years ago, when a dredger sank near the same sandbank after a collision.",
    "Engineers planned to wait for the evening tide before they tried to pull the stern free.",
]
OTHER = [
    "Voters in the hill districts went to the polls on Sunday in an election that had been put off twice because of snow.",
    "Turnout was high in the villages around Melk, where queues formed outside schools before officials had arrived.",
    "The governing coalition promised lower rents, while its rivals spoke mostly of water and of the unfinished road.",
    "Results were expected on Monday morning, though a count of postal ballots may take the commission until midweek.",
]
QUOTATION = "“We will not leave a single sailor behind and we will not leave a drop of oil in this water, whatever it costs and however long it takes,” she said."


def article(
    name: str, sentences: list[str], *, outlet: str | None = None, written_by: str | None = None, cut: int | None = None, **more: object
) -> Article:
    text = "\n".join(sentences)
    spans = (Span(start=0, end=len(text)),) if cut is None else (Span(start=0, end=cut), Span(start=cut + 1, end=len(text)))
    return Article(
        id=name, page=name, input=name, text=text, body=spans, furniture=(), outlet=outlet or f"The {name}", written_by=written_by,
        **more,
    )  # fmt: skip


def groups(*articles: Article) -> list[tuple[str, tuple[str, ...]]]:
    found = list(copies.run(Inputs.of(*articles), None))
    for group in found:
        for sel in group.passages:
            check(sel, next(a.text for a in articles if a.id == sel.article))
        assert {sel.article for sel in group.passages} == set(group.articles)
    return [(group.kind, group.articles) for group in found]


def test_a_cut_and_topped_reprint_is_a_whole_copy():
    topped = ["Shipping in the strait came to a halt this weekend.", *WIRE[:5]]
    assert groups(article("a", WIRE), article("b", topped), article("c", OTHER)) == [("whole", ("a", "b"))]


def test_small_edits_do_not_hide_a_copy():
    edited = [s.replace("Sunday", "Sunday morning").replace("strong", "fierce").replace("nineteen", "19") for s in WIRE]
    assert groups(article("a", WIRE), article("b", edited)) == [("whole", ("a", "b"))]


def test_one_lifted_sentence_in_another_report_is_a_partial_copy():
    assert groups(article("a", WIRE), article("b", [*OTHER[:2], WIRE[1], *OTHER[2:]])) == [("partial", ("a", "b"))]


@pytest.mark.parametrize(
    "quoted", [QUOTATION, QUOTATION.replace("“", '"').replace("”", '"'), QUOTATION.replace("“", "``").replace("”", "''")]
)
def test_a_shared_quotation_makes_no_copy(quoted):
    assert groups(article("a", [*WIRE, quoted]), article("b", [*OTHER, quoted])) == []


def test_a_shared_post_makes_no_copy():
    post = "Just met the crew of the Alma Rose, brave people all of them, and the tugs are nearly here now, thank you Osk — Ida Brandt (@idabrandt)"
    assert groups(article("a", [*WIRE, post]), article("b", [*OTHER, post])) == []


def test_a_quotation_of_two_paragraphs_goes_on_to_its_closing_mark():
    text = "“The first paragraph of it has no closing mark.\n“The second has,” he said. Then he left."
    assert [text[a:b] for a, b in quoted_spans(text)] == ["“The first paragraph of it has no closing mark.\n“The second has,"]


def test_a_forgotten_closing_mark_ends_with_its_paragraph():
    text = "“This one was never closed.\nThe next paragraph is the reporter's own."
    assert [text[a:b] for a, b in quoted_spans(text)] == ["“This one was never closed."]


def test_what_an_outlet_prints_under_every_article_is_no_copy():
    sign_up = "Sign up for the morning letter of our newsroom and get the ten stories that matter every day before breakfast in your inbox."
    texts = [[*(s.replace("the", f"the {word}") for s in source), sign_up] for word in ("old", "tall", "grey") for source in (WIRE, OTHER)]
    several = [article(f"n{k}", text, outlet="The Melk Gazette") for k, text in enumerate(texts[:2])]
    assert groups(*several) == [("partial", ("n0", "n1"))]
    four = [
        article(f"m{k}", [f"{word} {k} " * 12, sign_up], outlet="The Melk Gazette") for k, word in enumerate(("oak", "elm", "ash", "yew"))
    ]
    assert groups(*four) == []


def test_half_a_text_is_a_whole_copy_where_both_credit_one_agency():
    left = article("a", [*WIRE[:3], *OTHER[:1]], written_by="Osk News Agency")
    right = article("b", [*WIRE[:3], *OTHER[1:]], written_by="Osk News Agency")
    assert groups(left, right) == [("whole", ("a", "b"))]
    (group,) = copies.run(Inputs.of(left, right), None)
    assert group.written_by == "Osk News Agency"


def test_partial_copies_of_different_passages_are_different_groups():
    carrier = article("a", WIRE)
    first = article("b", [*OTHER[:2], WIRE[0]])
    second = article("c", ["Nothing here is like it.", "Ballots were counted by hand in the cold school of a village.", WIRE[4]])
    assert groups(carrier, first, second) == [("partial", ("a", "b")), ("partial", ("a", "c"))]


def test_selectors_do_not_cross_furniture():
    cut = len(WIRE[0])
    (group,) = copies.run(Inputs.of(article("a", WIRE, cut=cut), article("b", WIRE)), None)
    assert not any(sel.article == "a" and sel.start < cut < sel.end for sel in group.passages)


def test_the_order_of_articles_changes_nothing():
    made = [article("a", WIRE), article("b", WIRE[:4]), article("c", [*OTHER, WIRE[2]]), article("d", OTHER)]
    assert list(copies.run(Inputs.of(*made), None)) == list(copies.run(Inputs.of(*reversed(made)), None))


@pytest.mark.parametrize("text", ["", "One.", "word " * 500, "“" * 200])
def test_odd_texts_are_taken(text):
    odd = Article(id="o", page="o", input="o", text=text, body=(Span(start=0, end=len(text)),) if text else (), furniture=())
    groups(odd, article("a", WIRE))


def test_no_article_gives_no_group():
    assert groups() == []


def only(*articles: Article) -> CopyGroup:
    (group,) = copies.run(Inputs.of(*articles), None)
    return group


def test_a_text_with_much_of_its_own_between_the_shared_passages_is_a_report_of_its_own():
    built = [sentence for pair in zip(WIRE[:4], OTHER, strict=True) for sentence in pair]
    assert groups(article("a", WIRE[:4]), article("b", built)) == [("partial", ("a", "b"))]
    assert groups(article("a", WIRE[:4]), article("b", built, written_by="AP")) == [("whole", ("a", "b"))]


def test_half_a_text_filed_from_one_place_is_whole_where_one_credits_an_agency_and_the_other_nobody():
    left = article("a", [*WIRE[:3], *OTHER[:2]], written_by="AP", dateline="TARNOW")
    right = [*WIRE[:3], *OTHER[2:]]
    assert groups(left, article("b", right, dateline="Tarnow, Monday")) == [("whole", ("a", "b"))]
    assert groups(left, article("b", right, dateline="Osk")) == [("partial", ("a", "b"))]
    assert groups(left, article("b", right, dateline="Tarnow", byline="Ida Brandt", byline_kind="persons")) == [("partial", ("a", "b"))]


def test_a_notice_at_the_foot_credits_an_agency():
    body = article("a", WIRE)
    notice = "© 2026 The Associated Press. All rights reserved."
    text = f"{body.text}\n{notice}"
    foot = Furniture(start=len(body.text) + 1, end=len(text), reason="legal")
    credited = replace(body, text=text, furniture=(foot,))
    assert only(credited, article("b", WIRE)).written_by == "AP"


def test_a_list_of_names_and_titles_is_no_copy():
    names = "Senators Ada Moor of Lirrin, Ben Hale of Osk, Cara Dunn of North Tarnow, Dov Emmer of Melk and Governor Elin Foss of South Harbour County"
    assert groups(article("a", [*WIRE, f"They are {names}."]), article("b", [*OTHER, f"Present were {names}."])) == []


def test_the_outlet_that_others_say_they_have_it_from_is_the_origin_and_they_carry_its_text():
    told = "“It held for an hour,” the pilot told the Osk Gazette."
    source = article("a", WIRE, outlet="Osk Gazette", published="2026-03-08T09:00:00+00:00")
    lifted = article("b", [*OTHER[:2], told, WIRE[1], WIRE[2], *OTHER[2:]], published="2026-03-08T08:00:00+00:00")
    group = only(source, lifted)
    assert (group.kind, group.written_by, group.earliest) == ("partial", "Osk Gazette", "b")
    assert [(c.article, c.credit, c.carries) for c in group.carriers] == [("b", "Osk Gazette", "a"), ("a", None, None)]
    shared = sum(len(sel.exact.split()) for sel in group.passages if sel.article == "b")
    assert group.carriers[0].share == round(shared / sum(len(s.split()) for s in lifted.text.split("\n")), 2)


def test_the_earliest_is_named_only_where_the_dates_are_certain():
    morning, day = "2026-03-08T06:00:00+00:00", "2026-03-08"
    assert only(article("a", WIRE, published=morning), article("b", WIRE, published="2026-03-08T07:00:00+02:00")).earliest == "b"
    assert only(article("a", WIRE, published=morning), article("b", WIRE, published=day)).earliest is None
    assert only(article("a", WIRE, published=morning), article("b", WIRE)).earliest is None
    assert only(article("a", WIRE, published=day), article("b", WIRE, published="2026-03-09T00:00:00")).earliest == "a"


LIFTING = data.toml("lifting")


@pytest.mark.parametrize("row", [*LIFTING["before"], *LIFTING["after"]], ids=lambda row: row["words"])
def test_each_way_to_credit_another_outlet_is_read_in_its_example(row):
    text = row["example"].format(outlet="Osk Gazette")
    assert heard_from(article("a", [text]), ["The Osk Gazette", "Melk Courier"]) == "The Osk Gazette"
    assert heard_from(article("a", [text], outlet="Osk Gazette"), ["The Osk Gazette"]) is None


def test_to_name_an_outlet_is_no_credit():
    assert heard_from(article("a", ["The Osk Gazette will move to a new building in May."]), ["Osk Gazette"]) is None
