"""What is new of a story: told once, by what claims share and not by their ids, and never what was only put in another way."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from tellings.compare.alerting import differences
from tellings.model.articles import Article
from tellings.model.briefs import Comparison, StoryBrief
from tellings.model.observed import Statement
from tellings.model.resolved import Claim, ClaimValue, Conflict, Story
from tellings.model.spans import Selector
from tellings.model.versions import Revision, Withdrawal


def said(article: str, words: str, start: int = 0) -> Statement:
    sel = Selector(article=article, start=start, end=start + len(words), exact=words)
    return Statement(id=f"{article}:{start}", sel=sel, sentence=sel.span, predicate="rescue", modality="asserted")


def brief(*told: tuple[list[Statement], str], conflicts=(), revisions=()) -> StoryBrief:
    """A story of claims, each with its statements and its status; a unit is named like its article."""
    claims = [Claim(id=held[0].id, story="s", text=held[0].sel.exact, statements=tuple(one.id for one in held)) for held, _ in told]
    comparisons = [
        Comparison(claim=held[0].id, status=status, independent=len({one.sel.article for one in held}), units=tuple(sorted({one.sel.article for one in held})))
        for held, status in told
    ]  # fmt: skip
    statements = [one for held, _ in told for one in held]
    empty = dict.fromkeys(("sentences", "copy_groups", "quotations", "utterances", "entities", "mentions", "events", "event_mentions", "sides", "meetings", "coverage"), ())  # fmt: skip
    return StoryBrief(
        story=Story(id="s", articles=tuple(sorted({one.sel.article for one in statements}))), headline="", claims=tuple(claims),
        comparisons=tuple(comparisons), conflicts=tuple(conflicts), statements=tuple(statements), revisions=tuple(revisions), **empty,
    )  # fmt: skip


A, B, C = said("a", "six were rescued"), said("b", "six sailors were rescued"), said("c", "nine were rescued")


def test_a_further_telling_is_told_with_its_own_words_and_who_it_is():
    (alert,) = differences(brief(([A], "single")), brief(([A, B], "corroborated")))
    assert (alert.kind, alert.article, alert.words) == ("telling", "b", "six sailors were rescued")
    assert alert.note == "2 independent tellings; 1 before; new: b"
    assert alert.evidence == (B.sel, A.sel)


def test_only_who_wrote_an_article_that_has_come_is_called_new():
    """An article that was there may come to a claim when another is added: it is no news."""
    articles = [Article(id=name, page=name, input=name, text="", body=(), furniture=(), outlet=name) for name in "abc"]
    before, after = brief(([A], "single"), ([B], "single")), brief(([A, B, C], "corroborated"))
    (alert,) = differences(before, after, articles)
    assert alert.note == "3 independent tellings; 1 before; new: c"


def test_a_claim_is_the_same_whatever_its_id():
    before = brief(([A, B], "corroborated"))
    after = brief(([replace(B), replace(A)], "corroborated"))
    assert after.claims[0].id != before.claims[0].id
    assert differences(before, after) == []


def test_claims_that_were_two_and_are_one_without_another_article_are_not_new():
    assert differences(brief(([A], "single"), ([B], "single")), brief(([A, B], "corroborated"))) == []


def test_a_claim_that_only_one_tells_is_not_told_but_who_tells_of_the_story_for_the_first_time_is():
    other = said("c", "the lock is closed")
    (alert,) = differences(brief(([A, B], "corroborated")), brief(([A, B], "corroborated"), ([other], "single")))
    assert (alert.words, alert.note) == ("the lock is closed", "c tells of it too")


def test_what_stands_inside_another_passage_is_not_told_beside_it():
    wide, part = said("b", "six sailors were rescued in Lerum"), said("b", "six sailors")
    before = brief(([A], "single"), ([said("a", "six", 100)], "single"))
    after = brief(([A, wide], "corroborated"), ([said("a", "six", 100), replace(part, id="b:part")], "corroborated"))
    assert [alert.words for alert in differences(before, after)] == ["six sailors were rescued in Lerum"]


def conflict(*values: list[Statement], slot="number", relation="contradiction") -> Conflict:
    return Conflict(
        claim=values[0][0].id, slot=slot, relation=relation,
        values=tuple(ClaimValue(value=held[0].sel.exact, statements=tuple(one.id for one in held)) for held in values),
    )  # fmt: skip


def test_a_conflict_is_told_once_and_the_claim_is_not_told_as_another_telling():
    before = brief(([A], "single"))
    after = brief(([A, C], "conflicting"), conflicts=[conflict([A], [C])])
    (alert,) = differences(before, after)
    assert (alert.kind, alert.words, alert.article) == ("conflict", "nine were rescued", "c")
    assert "six were rescued" in alert.note
    assert [sel.article for sel in alert.evidence] == ["c", "a"]
    assert differences(after, after) == []


def test_another_value_of_a_conflict_is_new_and_another_voice_for_one_is_no_conflict():
    before = brief(([A, C], "conflicting"), conflicts=[conflict([A], [C])])
    fourth = said("d", "ten were rescued")
    (alert,) = differences(before, brief(([A, C, fourth], "conflicting"), conflicts=[conflict([A], [C], [fourth])]))
    assert (alert.kind, alert.words) == ("conflict", "ten were rescued")
    (alert,) = differences(before, brief(([A, C, B], "conflicting"), conflicts=[conflict([A, B], [C])]))
    assert (alert.kind, alert.note) == ("telling", "3 independent tellings, which differ; 2 before; new: b")


def test_what_is_only_more_exact_is_no_conflict():
    after = brief(([A, C], "corroborated"), conflicts=[conflict([A], [C], relation="precision")])
    assert [alert.kind for alert in differences(brief(([A], "single")), after)] == ["telling"]


def test_what_is_withdrawn_is_told_with_both_versions():
    gone = Withdrawal(statement="old:0", was=Selector(article="old", start=0, end=16, exact="six were rescued"), now=A.sel)
    revision = Revision(
        id="r", story="s", earlier="old", newer="a", version=1, kept="2026-03-01T00:00:00Z", replaced="2026-03-02T00:00:00Z", changes=(), withdrawals=(gone,)
    )  # fmt: skip
    before, after = brief(([A], "single")), brief(([A], "single"), revisions=[revision])
    (alert,) = differences(before, after)
    assert (alert.kind, alert.article, alert.evidence) == ("withdrawn", "a", (gone.was, A.sel))
    assert "replaced 2026-03-02" in alert.note
    assert differences(after, after) == []


@given(
    st.lists(st.sampled_from([A, B, C]), min_size=1, max_size=3, unique=True),
    st.lists(st.sampled_from([A, B, C]), min_size=1, max_size=3, unique=True),
)
def test_the_same_gives_the_same_and_nothing_is_new_of_what_is_equal(first, second):
    one, other = brief((first, "single")), brief((second, "single"))
    assert differences(one, one) == []
    assert differences(one, other) == differences(one, other)
    assert {alert.article for alert in differences(one, other)} <= {s.sel.article for s in second} - {s.sel.article for s in first}
    assert all(alert.text == f"{alert.words} — {alert.note}" for alert in differences(None, other))
