import re
from dataclasses import replace

import pytest
from tests.unit.briefing import invented

from tellings.briefing.composing import wording
from tellings.model.resolved import Claim


@pytest.fixture(scope="module")
def story():
    return invented.story_brief()


def lines(story, section):
    return [s for s in story.sentences if s.section == section]


def test_the_best_sourced_claim_stands_first_with_its_tellings(story):
    first = lines(story, "what")[0]
    assert first.about == "gates"
    assert first.text.startswith(first.words)
    assert "3 independent tellings: Vale Gazette, Northern Courier, Vale News Agency" in first.note
    assert "also printed by Hill Echo, Bay Post" in first.note


def test_every_line_has_evidence_and_its_words_stand_in_the_articles(story):
    assert story.sentences
    texts = "\n".join(invented.TEXTS.values())
    flat = re.sub(r"\W+", " ", texts).lower()
    for sentence in story.sentences:
        assert sentence.evidence, sentence
        if sentence.section != "coverage":
            assert re.sub(r"\W+", " ", re.sub(r"^\[.+?\]", "", sentence.words)).strip().lower() in flat, sentence.words
        for row in sentence.rows:
            assert set(row.evidence) <= set(sentence.evidence)


def test_no_claim_and_no_quotation_is_told_twice(story):
    told = [s.about for s in story.sentences if s.section in ("what", "corroborated", "single")]
    assert len(told) == len(set(told))
    spoken = [s.about for s in story.sentences if s.section in ("said", "sides")]
    assert len(spoken) == len(set(spoken))
    assert "open" not in told  # one source's words: told under the speaker


def test_values_that_differ_stand_side_by_side_with_who_gives_them(story):
    (conflict,) = lines(story, "conflicting")
    assert conflict.group == "Updates"
    assert [(row.value, row.who.split(",")[0]) for row in conflict.rows] == [
        ("At least nine homes", "Vale Gazette"),
        ("Twelve homes", "Northern Courier"),
    ]
    assert "“Twelve homes” (Northern Courier" in conflict.text


def test_finer_and_coarser_values_are_no_conflict(story):
    line = next(s for s in story.sentences if s.about == "left")
    assert line.section in ("what", "corroborated")
    assert "finer and coarser: “about 400” (Vale Gazette); “Some 420” (Northern Courier)" in line.note


def test_copies_of_one_text_are_one_telling(story):
    visit = next(s for s in lines(story, "single") if s.about == "visit")
    assert visit.note == "planned; one telling, printed by Hill Echo, Bay Post"


def test_background_stands_apart_and_last(story):
    assert [s.group for s in lines(story, "single")][-1] == "Background"
    assert lines(story, "single")[-1].about == "built"


def test_speech_names_speaker_office_relay_and_variant(story):
    said = {s.words: s for s in lines(story, "said") + lines(story, "sides")}
    wall = said["“The wall is sound and nobody is in danger”"]
    assert (wall.over, wall.group) == ("", "Mirela Dance (Water Minister, Norway)")
    (row,) = wall.rows
    assert (row.who, row.value) == ("Northern Courier", "The wall is sound and [-nobody-] {+no one+} is in danger")
    assert wall.text.startswith("Mirela Dance (Water Minister, Norway): “The wall is sound")
    assert wall.text.endswith(f"; Northern Courier: {row.value}")
    assert "via Radio Kesten" in said["[Mirela Dance] told Radio Kesten that the gates would stay open until Friday"].note
    assert said["“We were not warned”"].note.startswith("Foreign Ministry of Kesten; in a statement")


def test_the_timeline_is_in_order_and_says_what_is_planned(story):
    assert [(s.group, s.note) for s in lines(story, "timeline")] == [
        ("1961", ""),
        ("Tuesday, 10 March 2026", "3 independent tellings"),
        ("Thursday, 12 March 2026", "planned"),
    ]


def test_outlets_show_dates_credits_copies_and_omissions(story):
    texts = [s.text for s in lines(story, "coverage")]
    assert any("Vale Gazette" in t and "11 March 2026" in t and "filed from ORSK VALE" in t for t in texts)
    assert any(t.startswith("Bay Post") and "text of Vale News Agency" in t for t in texts)
    assert any(t.startswith("Hill Echo, Bay Post — carry one text") for t in texts)
    assert any(t.endswith("not in Hill Echo") for t in texts)


@pytest.mark.parametrize(
    ("passage", "line"),
    [
        ("and the gates were shut.", "The gates were shut"),
        ("But he refused, ", "He refused"),
        ("“We will go", "We will go"),
        ('the plan," he wrote', "The plan, he wrote"),
        ("She left. He stayed.", "She left. He stayed."),
        ("it is in the U.S.", "It is in the U.S."),
        ("iPhone sales\n fell", "iPhone sales fell"),
        ("a talk (by phone", "A talk by phone"),
        ("he was “unaware,”", "He was “unaware”"),
        ('" Police came', "Police came"),
        ("; which was “late”", "Which was “late”"),
    ],
)
def test_passages_are_tidied_by_dropping(passage, line):
    assert wording.tidy(passage) == line


def test_long_lines_end_at_a_clause_and_leave_no_mark_open():
    text = "The council met, heard the engineers for two hours, and said “the wall is sound and will be sound for years, whatever comes”"
    short = wording.shorten(text, 100)
    assert len(short) <= 102
    assert short.endswith(("…", "…”"))
    assert short.count("“") == short.count("”")
    assert text.startswith(short.rstrip("…”"))
    assert wording.shorten("Short", 10) == "Short"


def test_names_in_a_list_are_counted_beyond_the_first():
    assert wording.listed(list("abcdefghij"), most=3) == "a, b, c and 7 more"
    assert wording.listed(["a", "b"]) == "a, b"


def weekdays(*ordered):
    """Labels of a line of time over one article's (weekday number, order) pairs."""
    from tellings.briefing.composing.material import Material
    from tellings.briefing.composing.timeline import Timeline
    from tellings.model.inputs import Inputs
    from tellings.model.observed import TimeExpression
    from tellings.model.resolved import Claim

    made = invented.Records()
    text = made.article["courier"].text
    records = [made.article["courier"], invented.Story(id="s", articles=("courier",))]
    for at, (day, order) in enumerate(ordered):
        sel = invented.select("courier", text, at * 20, at * 20 + 18)
        records.append(TimeExpression(id=f"t{at}", sel=sel, type="DATE", value=f"XXXX-WXX-{day}", order=order))
        records.append(invented.Statement(id=f"s{at}", sel=sel, sentence=sel.span, predicate="be", modality="happened", times=(f"t{at}",)))
        records.append(Claim(id=f"c{at}", story="s", text=sel.exact, statements=(f"s{at}",)))
    return [line.group for line in Timeline(Material(Inputs.of(*records)), {}).lines()]


def test_weekdays_without_dates_stand_in_the_order_their_articles_give():
    assert weekdays((2, 0), (7, -2), (1, -1)) == ["Sunday", "Monday", "Tuesday"]
    assert weekdays((5, -1), (6, 0), (1, 2)) == ["Friday", "Saturday", "Monday"]


def test_weekdays_without_any_order_begin_after_the_widest_gap():
    assert weekdays((2, None), (7, None), (1, None)) == ["Sunday", "Monday", "Tuesday"]
    assert weekdays((3, None)) == ["Wednesday"]


def test_a_claim_that_only_sources_make_says_so(story):
    homes = next(s for s in story.sentences if s.about == "homes")
    assert "according to the mayor's office" in homes.note
    gates = next(s for s in story.sentences if s.about == "gates")
    assert "according to" not in gates.note


@pytest.mark.parametrize(("score", "told"), [(0.9, False), (0.3, True)])
def test_what_another_article_surely_tells_too_is_not_told_by_one(score, told):
    made = invented.records()
    gates = next(r for r in made.made if isinstance(r, Claim) and r.id == "gates")
    protest = next(r for r in made.made if isinstance(r, Claim) and r.id == "protest")
    made.made[made.made.index(gates)] = replace(
        gates, statements=(*gates.statements, *protest.statements), why=((0, len(gates.statements), "names", score),)
    )
    assert ("protest" in [s.about for s in invented.story_brief(made).sentences if s.section == "single"]) is told
