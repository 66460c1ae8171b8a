import re
from dataclasses import replace

import pytest
from tests.unit.briefing import invented

from tellings.briefing.composing import standing, wording
from tellings.briefing.composing.material import Material
from tellings.briefing.composing.phrasing import Phrasing
from tellings.briefing.composing.repeats import Repeats
from tellings.model.briefs import BriefSentence
from tellings.model.inputs import Inputs
from tellings.model.observed import EventMention, TimeExpression
from tellings.model.resolved import Claim, Event


@pytest.fixture(scope="module")
def story():
    return invented.story_brief()


def lines(story, section):
    return [s for s in story.sentences if s.section == section]


def test_what_ledes_and_headlines_tell_stands_first_and_then_what_is_told_most(story):
    assert [line.about for line in lines(story, "what")][:2] == ["left", "gates"]


def test_a_line_names_its_tellings_and_who_printed_them(story):
    first = next(line for line in lines(story, "what") if line.about == "gates")
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
    assert any(t.startswith("Text of Vale News Agency — 2 articles carry it; counted once") for t in texts)
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
    from tellings.briefing.composing.timeline import Timeline

    made = invented.Records()
    text = made.article["courier"].text
    records = [made.article["courier"], invented.Story(id="s", articles=("courier",))]
    for at, (day, order) in enumerate(ordered):
        sel = invented.select("courier", text, at * 20, at * 20 + 18)
        records.append(TimeExpression(id=f"t{at}", sel=sel, type="DATE", value=f"XXXX-WXX-{day}", order=order))
        records.append(invented.Statement(id=f"s{at}", sel=sel, sentence=sel.span, predicate="be", modality="happened", times=(f"t{at}",)))
        records.append(Claim(id=f"c{at}", story="s", text=sel.exact, statements=(f"s{at}",)))
    return [line.group for line in Timeline(Material(Inputs.of(*records))).lines()]


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


def test_lines_of_claims_do_not_repeat_one_another():
    made = invented.records()
    again = made.statement("courier", "Two gates of the Orsk dam were opened on Tuesday")
    made.claim("again", again, status="single", units=("Northern Courier",))
    other = made.statement("courier", "Jon Petrak, said he had lost 60 sheep")
    made.claim("sheep", other, status="single", units=("Northern Courier",))
    told = [s.about for s in invented.story_brief(made).sentences if s.section in ("what", "corroborated", "single")]
    assert "again" not in told
    assert "sheep" in told


@pytest.mark.parametrize(
    ("first", "second", "new"),
    [
        ("Nine people were hurt when the crane fell", "Nine people were hurt", False),
        ("Nine people were hurt when the crane fell", "Twelve people were hurt", True),
        ("The bridge was closed on Monday", "The bridge was not closed on Monday", True),
        ("The bridge was closed", "The bridge was closed by the harbour master after a crack was found", True),
        ("The crane fell on Monday", "The crane fell", False),
        (
            "Talks between Nord Mills and the Weavers' League broke off on Friday",
            "The Weavers' League left talks with Nord Mills on Friday",
            True,
        ),
    ],
)
def test_a_line_that_says_no_more_is_a_repeat(first, second, new):
    repeats = Repeats()
    sel = (invented.Records().sel("courier", "Some 420 people"),)
    assert repeats.is_new(BriefSentence(text=first, words=first, section="single", evidence=sel))
    other = (invented.Records().sel("gazette", "Engineers opened two gates"),)
    assert repeats.is_new(BriefSentence(text=second, words=second, section="single", evidence=other)) is new


def test_words_of_passages_that_stand_in_another_line_already_are_a_repeat():
    made, repeats = invented.Records(), Repeats()
    whole, part = (
        made.sel("courier", "Two gates of the Orsk dam were opened on Tuesday by engineers"),
        made.sel("courier", "were opened on Tuesday"),
    )
    assert repeats.is_new(
        BriefSentence(text="", words="Two gates of the Orsk dam were opened on Tuesday", section="single", evidence=(whole,))
    )
    assert not repeats.is_new(BriefSentence(text="", words="The gates, opened on Tuesday", section="single", evidence=(part,)))


def passage(words, **more):
    """A statement of the courier's first words made to read `words`: what stands is asked of the words alone."""
    made = invented.Records()
    sel = replace(made.sel("courier", "Orsk: 420 moved"), exact=words)
    given = {"rule": "main", "sentence": sel.span, "predicate": "move", **more}
    return made, invented.Statement(id="s", sel=sel, modality="happened", **given)


def standing_of(words, **more):
    made, statement = passage(words, **more)
    return standing.stands(Material(Inputs.of(made.article["courier"], invented.Story(id="s", articles=("courier",)))), statement)


@pytest.mark.parametrize(
    ("words", "more", "how"),
    [
        ("Orsk moved its market", {"subject": "Orsk"}, standing.NAMED),
        ("The council moved the market", {"subject": "The council"}, standing.DESCRIBED),
        ("He also moved the market", {"subject": "He"}, standing.OPEN),
        ("and it was moved", {"subject": "it"}, standing.OPEN),
        ("We moved on Monday", {"subject": "We"}, standing.OPEN),
        ("Both were moved to a ward", {"subject": "Both"}, standing.OPEN),
        ("Two of its towns were moved", {"subject": "Two"}, standing.PART),
        ("Both towns were moved", {"subject": "Both towns"}, standing.NAMED),
        ("How the council moved it", {"subject": "the council"}, standing.OPEN),
        ("Why the council moved it", {"subject": "the council"}, standing.OPEN),
        ("killing nine cows", {"subject": "An explosion", "rule": "subordinate"}, standing.OPEN),
        ("The market, which moved twice", {"subject": "The market"}, standing.PART),
        ("the market, which moved twice", {"subject": "the market", "rule": "relative"}, standing.PART),
    ],
)
def test_how_well_a_passage_stands_alone(words, more, how):
    assert standing_of(words, **more) == how


@pytest.mark.parametrize(
    ("words", "more", "trivial"),
    [
        ("the mayor added", {"subject": "the mayor", "predicate": "add", "terms": ("mayor", "add")}, True),
        ("It was Tuesday", {"subject": "It", "predicate": "be", "terms": ("be", "Tuesday")}, True),
        ("the mayor added two beds", {"subject": "the mayor", "predicate": "add", "terms": ("mayor", "add", "bed")}, False),
        ("The vote was on Tuesday", {"subject": "The vote", "predicate": "be", "terms": ("vote", "be", "Tuesday")}, False),
        ("The dam was dry", {"subject": "The dam", "predicate": "be", "terms": ("dam", "be", "dry")}, False),
    ],
)
def test_what_only_says_that_somebody_spoke_is_trivial(words, more, trivial):
    assert standing.is_trivial(passage(words, **more)[1]) is trivial


def test_a_claim_is_told_in_the_words_of_the_passage_that_names_its_subject():
    made = invented.records()
    bare = made.statement("gazette", "the gates would stay open", subject="they", rule="main")
    named = made.statement("courier", "The neighbouring state of Kesten lodged", subject="The neighbouring state of Kesten", rule="main")
    claim = Claim(id="c", story="s", text=bare.sel.exact, statements=(bare.id, named.id))
    assert Phrasing(Material(Inputs.of(*made.made))).words(claim) == "The neighbouring state of Kesten lodged"


def test_an_event_stands_under_a_day_with_those_mentions_that_have_that_day():
    made = invented.records()
    event = next(r for r in made.made if isinstance(r, Event))
    other = made.add(
        replace(
            next(r for r in made.made if isinstance(r, EventMention)),
            id="e0",
            sel=made.sel("courier", "Some 420 people were moved"),
            time=None,
        )
    )
    old = made.add(replace(other, id="e2", sel=made.sel("gazette", "The dam was built in 1961"), time="t-gazette-1961"))
    made.made[made.made.index(event)] = replace(event, mentions=(other.id, old.id, *event.mentions))
    line = next(s for s in invented.story_brief(made).sentences if s.section == "timeline" and s.about == event.id)
    assert line.group == "Tuesday, 10 March 2026"
    assert line.words == "Engineers opened two gates of the Orsk dam on Tuesday"
    assert line.note == ""


@pytest.mark.parametrize(
    ("score", "status", "differ", "lines_of_day"),
    [(0.9, "happened", False, 1), (0.5, "happened", False, 2), (0.9, "planned", False, 2), (0.9, "happened", True, 2)],
)
def test_two_events_of_a_day_that_tellings_surely_match_are_one_line(score, status, differ, lines_of_day):
    made = invented.records()
    homes = next(r for r in made.made if isinstance(r, invented.Conflict) and r.claim == "homes")
    if differ:
        made.add(replace(homes, claim="gates"))
    mention = next(r for r in made.made if isinstance(r, EventMention))
    event = next(r for r in made.made if isinstance(r, Event))
    gates = next(r for r in made.made if isinstance(r, Claim) and r.id == "gates")
    time = next(r for r in made.made if isinstance(r, TimeExpression) and r.sel.article == "courier")
    moved = next(r for r in made.made if isinstance(r, invented.Statement) and r.sel.exact.startswith("Some 420"))
    made.add(replace(mention, id="e9", sel=made.sel("courier", "Some 420 people were moved"), time=time.id))
    made.add(replace(event, id="ev9", mentions=("e9",), independent=1, status=status))
    whole = (*gates.statements, moved.id)
    made.made[made.made.index(gates)] = replace(gates, statements=whole, why=((0, len(whole) - 1, "names", score),))
    day = [s for s in invented.story_brief(made).sentences if s.group == "Tuesday, 10 March 2026"]
    assert len(day) == lines_of_day
    if lines_of_day == 1:
        assert {sel.article for sel in day[0].evidence} == {"gazette", "courier"}
        assert day[0].note == "2 independent tellings"


def test_a_line_cites_its_own_words_first_and_of_an_article_nothing_that_only_stands_near():
    made = invented.records()
    near = made.statement("gazette", "and about 400 people left the villages", predicate="leave")
    gates = next(r for r in made.made if isinstance(r, Claim) and r.id == "gates")
    whole = (*gates.statements, near.id)
    why = tuple((0, k, "names", 0.2 if k == len(whole) - 1 else 0.4) for k in range(1, len(whole)))
    made.made[made.made.index(gates)] = replace(
        gates, text="Two gates of the Orsk dam were opened on Tuesday by engineers", statements=whole, why=why
    )
    line = next(s for s in lines(invented.story_brief(made), "what") if s.about == "gates")
    assert line.words == "Two gates of the Orsk dam were opened on Tuesday by engineers"
    assert line.evidence[0].article == "courier"
    assert near.sel not in line.evidence
    assert {"courier", "gazette", "wire", "copy"} == {sel.article for sel in line.evidence}


@pytest.mark.parametrize(("rule", "told"), [("nominal", False), ("main", True)])
def test_a_happening_that_is_only_named_is_no_line_of_what_is_agreed(rule, told):
    made = invented.records()
    named = [
        made.statement(article, words, rule=rule, subject="A farmer, Jon Petrak")
        for article, words in (("courier", "A farmer, Jon Petrak, said he had lost 60 sheep"), ("gazette", "nobody is in danger"))
    ]
    made.claim("named", *named, status="corroborated", units=("Vale Gazette", "Northern Courier"))
    assert any(line.about == "named" for line in invented.story_brief(made).sentences) is told


def test_a_pronoun_is_not_whom_its_own_passage_names_later():
    made = invented.records()
    material = Material(Inputs.of(*made.made))
    she = made.sel("gazette", "She told Radio Kesten")
    assert material.bracketed("gazette", she.start, she.exact) == "[Mirela Dance] told Radio Kesten"
    dance = next(r for r in made.made if isinstance(r, invented.Entity) and r.id == "dance")
    named = made.mention("gazette", "Radio Kesten")
    made.made[made.made.index(dance)] = replace(dance, mentions=(*dance.mentions, named.id))
    assert Material(Inputs.of(*made.made)).bracketed("gazette", she.start, she.exact) == "She told Radio Kesten"


@pytest.mark.parametrize(
    ("behind", "reason", "caption"),
    [
        (" (Ana Petrov/Bay Post)", "caption", True),
        (" (Bay Post)", "credit", True),
        (" (Ana Petrov/Bay Post)", "related", False),
        (" It is dry. (Ana Petrov/Bay Post)", "caption", True),
        ("\nIt is dry. (Ana Petrov/Bay Post)", "caption", False),
    ],
)
def test_a_sentence_before_a_picture_credit_is_a_caption(behind, reason, caption):
    first, last = "Sheep graze below the Orsk dam on Tuesday.", "Two gates were opened."
    text = f"{first}{behind}\n{last}"
    credit = invented.Furniture(start=text.index("("), end=text.index(")") + 1, reason=reason)
    body = (invented.Span(start=0, end=credit.start), invented.Span(start=credit.end, end=len(text)))
    article = replace(invented.Records().article["wire"], id="w", text=text, body=body, furniture=(credit,))
    material = Material(Inputs.of(article, invented.Story(id="s", articles=("w",))))
    one, other = (
        invented.Statement(id=str(k), sel=sel, sentence=sel.span, predicate="x", modality="happened", subject="Sheep", rule="main")
        for k, sel in enumerate((invented.select("w", text, 0, len(first)), invented.select("w", text, text.index(last), len(text))))
    )
    assert (standing.stands(material, one) == standing.OPEN) is caption
    assert not material.is_caption(other)


def test_what_tellings_agree_on_far_down_does_not_push_the_ledes_from_the_head(monkeypatch):
    from tellings.briefing.composing.ranking import Ranking

    agreed = {"gates", "left", "homes"}
    assert {line.about for line in lines(invented.story_brief(), "what")} <= agreed
    monkeypatch.setattr(Ranking, "in_ledes", lambda *_: 0)
    found = {line.about for line in lines(invented.story_brief(), "what")}
    assert found & agreed
    assert found - agreed


def undated(order_of_thursday=1):
    """Labels of an undated article's Monday and Thursday, told together with a dated article's Tuesday."""
    from tellings.briefing.composing.timeline import Timeline

    made = invented.Records()
    story = invented.Story(id="s", articles=("gazette", "wire"))
    given = [
        ("gazette", "on Tuesday", "2026-03-10", -1),
        ("wire", "on Tuesday", "XXXX-WXX-2", -1),
        ("wire", "on Thursday", "XXXX-WXX-4", order_of_thursday),
    ]
    records = [made.article["gazette"], made.article["wire"], story]
    for at, (article, words, value, order) in enumerate(given):
        sel = made.sel(article, words)
        records.append(TimeExpression(id=f"t{at}", sel=sel, type="DATE", value=value, order=order))
        records.append(
            invented.Statement(id=f"s{at}", sel=sel, sentence=sel.span, predicate="open", modality="happened", times=(f"t{at}",))
        )
    records.append(Claim(id="both", story="s", text="on Tuesday", statements=("s0", "s1")))
    records.append(Claim(id="one", story="s", text="on Thursday", statements=("s2",)))
    return [line.group for line in Timeline(Material(Inputs.of(*records))).lines()]


def test_an_undated_article_has_the_day_that_a_claim_it_shares_with_a_dated_one_gives_it():
    assert undated() == ["Tuesday, 10 March 2026", "Thursday, 12 March 2026"]
    assert undated(order_of_thursday=None) == ["Tuesday, 10 March 2026", "Thursday"]


def test_a_time_in_a_clause_within_is_not_the_day_of_the_clause_around_it():
    from tellings.briefing.composing.timeline import Timeline

    made = invented.Records()
    time = TimeExpression(id="t", sel=made.sel("wire", "on Tuesday"), type="DATE", value="2026-03-10")
    outer = made.statement(
        "wire", "Dozens of families left their homes below the Orsk dam, whose two gates were opened on Tuesday", predicate="leave"
    )
    inner = made.statement("wire", "the Orsk dam, whose two gates were opened on Tuesday", predicate="open", rule="relative")
    outer, inner = (replace(s, times=("t",), sentence=outer.sentence) for s in (outer, inner))
    records = [made.article["wire"], invented.Story(id="s", articles=("wire",)), time, outer, inner]
    records += [Claim(id=s.predicate, story="s", text=s.sel.exact, statements=(s.id,)) for s in (outer, inner)]
    assert [line.about for line in Timeline(Material(Inputs.of(*records))).lines()] == ["open"]


def test_passages_of_shared_text_are_one_telling_also_through_another_group():
    made = invented.records()
    opened = made.sel("gazette", "Engineers opened two gates"), made.sel("courier", "Two gates of the Orsk dam were opened")
    further = made.sel("courier", "Some 420 people were moved"), made.sel("wire", invented.WIRE.strip())
    before = Material(Inputs.of(*made.made))
    assert before.independent_of((*opened, *further)) == 3
    for key, passages in (("shared-a", opened), ("shared-b", further)):
        made.add(invented.CopyGroup(id=key, articles=tuple(s.article for s in passages), kind="partial", passages=passages))
    material = Material(Inputs.of(*made.made))
    assert material.independent_of(opened) == 1
    assert material.independent_of((opened[0], further[0])) == 2
    assert material.independent_of((*opened, *further)) == 1
    assert material.independent_of(()) == 0
