"""A stream of articles: each joins or opens a story at once, in any order, across restarts and with what persons decided."""

import random
from dataclasses import replace

import pytest
from tests.unit.cluster.archived import Written, features, pile

from tellings.cluster.streaming import StoryStream
from tellings.errors import ConfigError
from tellings.model.resolved import Constraint
from tellings.model.spans import content_id

PLACES = 1 << 14
FERRY = "ferry aground lirrin alma rose coastguard tarnow sandbank"
VOTE = "melk coalition majority vote snow commission postponed turnout"
ALL = [
    features("f1", f"{FERRY} passengers", 1),
    features("v1", f"{VOTE} ballots", 1),
    features("f2", f"{FERRY} tide", 2),
    features("v2", f"{VOTE} parliament", 2),
    features("f3", f"{FERRY} inquiry engine", 3),
]


def stream_of(*found, **options) -> StoryStream:
    stream = StoryStream(places=PLACES, **options)
    for one in found:
        stream.add(one)
    return stream


def grouped(stream: StoryStream) -> set[tuple[str, ...]]:
    return set(stream.stories().values())


def test_each_article_joins_its_story_or_opens_one_at_once():
    stream = StoryStream(places=PLACES)
    first = stream.add(ALL[0])
    assert first.opened == (content_id("story", "f1"),)
    assert [(m.article, m.story, m.before) for m in first.moved] == [("f1", content_id("story", "f1"), None)]
    assert stream.add(ALL[1]).opened == (content_id("story", "v1"),)
    joined = stream.add(ALL[2])
    assert joined.opened == ()
    assert joined.moved[0].story == content_id("story", "f1")
    assert joined.moved[0].score > 0.3
    assert "lirrin" in joined.moved[0].why


def test_stories_are_the_same_in_any_order():
    for seed in range(5):
        mixed = ALL[:]
        random.Random(seed).shuffle(mixed)
        assert grouped(stream_of(*mixed)) == {("f1", "f2", "f3"), ("v1", "v2")}


def test_two_happenings_of_one_kind_weeks_apart_are_two_stories_in_any_order():
    """Nothing but their dates tells the two quakes apart: all articles share a few words, and nothing else."""
    kind = ["quake", "coast", "rubble", "tents"]
    found = []
    for number in range(8):
        words = [*kind, *(f"own{number}x{k}" for k in range(10))]
        found.append(features(f"q{number % 2}{number}", words, 2 + 25 * (number % 2)))
    for seed in range(5):
        random.Random(seed).shuffle(found)
        stories = grouped(stream_of(*found))
        assert all(len({name[:2] for name in members}) == 1 for members in stories)
        undated = [features(one.article, [word for word, _ in one.terms]) for one in found]
        assert len(grouped(stream_of(*undated))) < len(stories)


def test_an_article_that_is_there_changes_nothing():
    stream = stream_of(*ALL)
    assert stream.add(ALL[0]).moved == ()
    assert len(stream) == 5


def test_two_stories_become_one_when_an_article_brings_them_together():
    stream = stream_of(features("a", "qua qub quc qud que quf"), features("b", "wea web wec wed wee wef"))
    assert len(stream.stories()) == 2
    changes = stream.add(features("c", "qua qub quc qud que quf wea web wec wed wee wef"))
    older, gone = content_id("story", "a"), content_id("story", "b")
    assert changes.merged == ((gone, older),)
    assert stream.stories() == {older: ("a", "b", "c")}
    assert stream.leads_to(gone) == older
    assert ("b", gone, older) in [(m.article, m.before, m.story) for m in changes.moved]


def test_a_story_splits_when_more_is_known():
    # the first two are alike by their kind alone; each then gets others that are much more like it
    kind = "tremorr richterr epicentrr"
    lome, varn = "lome harbourr togoo kossi wharff bridgge quayy", "varn valleyy sheepp chapell rossa damm lambb"
    stream = stream_of(features("a", f"{kind} {lome}"), features("b", f"{kind} {varn}"))
    assert len(stream.stories()) == 1
    split = []
    for number in range(4):
        for name, own in (("x", lome), ("y", varn)):
            split += stream.add(features(f"{name}{number}", f"{kind} {own}")).split
    assert grouped(stream) == {("a", "x0", "x1", "x2", "x3"), ("b", "y0", "y1", "y2", "y3")}
    assert split == [(content_id("story", "a"), content_id("story", "b"))]


def test_a_copy_is_one_with_the_article_whose_text_it_carries():
    stream = stream_of(*ALL[:3])
    changes = stream.add(features("copy", "nothing in common"), copies=("f2", "unknown"))
    assert [(m.article, m.why) for m in changes.moved] == [("copy", "the same text as f2")]
    assert stream.story_of("copy") == stream.story_of("f1")
    assert changes.scores == ()


def test_who_carries_two_texts_brings_them_together():
    stream = stream_of(features("a", "quay fire smoke"), features("b", "vote snow melk"))
    stream.add(features("c", "quay fire smoke vote snow melk"), copies=("a", "b"))
    assert grouped(stream) == {("a", "b", "c")}


@pytest.mark.parametrize("seed", range(6))
def test_a_restart_changes_nothing(seed):
    """Whatever comes after a restart gives the changes it would have given, with articles held, on the shelf, copied and judged."""
    found = pile(90, seed)
    pick = random.Random(seed)
    cut = pick.randrange(10, 80)
    copies = {found[k].article: (found[pick.randrange(k)].article,) for k in range(5, 90, 9)}
    apart = Constraint(id="1", kind="apart", articles=(found[2].article,), others=(found[4].article,))
    written = Written()
    whole = StoryStream(places=PLACES, shelf=written, window=25)
    for one in found[:cut]:
        written.features[one.article] = one
        written.write(whole.add(one, copies.get(one.article, ())))
        if one is found[9]:
            written.write(whole.constrain(apart))
    again = written.restored([apart], window=25)
    assert again.stories() == whole.stories()
    for one in found[cut:]:
        written.features[one.article] = one
        expected = whole.add(one, copies.get(one.article, ()))
        assert again.add(one, copies.get(one.article, ())) == expected
        written.write(expected)
    assert again.stories() == whole.stories()
    assert written.asked > 25


@pytest.mark.parametrize("seed", range(3))
def test_nothing_kept_between_additions_sways_what_comes(seed):
    """A stream restored before each article, which has kept nothing that was counted on the way, gives the same changes, and the same reasons afterwards."""
    written = Written()
    whole = StoryStream(places=PLACES, shelf=written, window=15)
    told = 0
    for one in pile(45, seed):
        fresh = written.restored(window=15)
        written.features[one.article] = one
        changes = whole.add(one)
        assert fresh.add(one) == changes
        written.write(changes)
        if any(moved.article == one.article and moved.nearest for moved in changes.moved):
            moved = next(moved for moved in changes.moved if moved.article == one.article)
            reason = written.restored(window=15).why(one.article)
            assert (reason.score, reason.why, reason.nearest) == (moved.score, moved.why, moved.nearest)
            told += 1
    assert told > 20


@pytest.mark.parametrize("seed", range(3))
def test_a_small_window_finds_the_same_stories_by_the_shelf(seed):
    found = pile(60, seed)
    written = Written()
    small = StoryStream(places=PLACES, shelf=written, window=1000)
    for one in found:
        written.features[one.article] = one
        written.write(small.add(one))
    assert small.stories() == stream_of(*found).stories()
    assert {name: place.story for name, place in written.places.items()} == {one.article: small.story_of(one.article) for one in found}


def test_a_pinned_article_stays_in_its_story_whatever_comes():
    stream = stream_of(*ALL)
    vote, ferry = content_id("story", "v1"), content_id("story", "f1")
    changes = stream.constrain(Constraint(id="1", kind="pin", articles=("f3",), story=vote))
    assert [(m.article, m.before, m.story) for m in changes.moved] == [("f3", ferry, vote)]
    assert "judgement" in changes.moved[0].why
    for number in range(12):
        stream.add(features(f"g{number}", FERRY))
    assert stream.story_of("f3") == vote
    assert stream.story_of("g11") == ferry
    changes = stream.release("1")
    assert [(m.article, m.before, m.story) for m in changes.moved] == [("f3", vote, ferry)]


def test_articles_that_somebody_parted_stay_apart():
    stream = stream_of(*ALL)
    changes = stream.constrain(Constraint(id="1", kind="apart", articles=("f3",), others=("f1", "f2")))
    assert changes.split == ((content_id("story", "f1"), content_id("story", "f3")),)
    for number in range(12):
        stream.add(features(f"g{number}", FERRY))
        assert stream.story_of("f3") != stream.story_of("f1")
    stream.release("1")
    assert stream.story_of("f3") == stream.story_of("f1")


def test_articles_that_somebody_brought_together_stay_so():
    stream = stream_of(*ALL)
    changes = stream.constrain(Constraint(id="1", kind="together", articles=("f1", "f2", "f3", "v1", "v2")))
    assert changes.merged == ((content_id("story", "v1"), content_id("story", "f1")),)
    for number in range(6):
        stream.add(features(f"w{number}", f"{VOTE} ballots"))
        stream.add(features(f"g{number}", FERRY))
    assert len({stream.story_of(name) for name in ("f1", "f2", "f3", "v1", "v2")}) == 1
    changes = stream.release("1")
    assert content_id("story", "v1") in changes.restored
    assert stream.story_of("v1") == stream.story_of("w1") != stream.story_of("f1")


def test_a_copy_can_be_parted_from_its_text():
    written = Written()
    stream = StoryStream(places=PLACES, shelf=written)
    for one in ALL:
        written.write(stream.add(one), one)
    copy = features("copy", f"{FERRY} passengers")
    written.write(stream.add(copy, copies=("f1",)), copy)
    written.write(stream.constrain(Constraint(id="1", kind="apart", articles=("copy",), others=("f1",))))
    assert stream.story_of("copy") != stream.story_of("f1")
    assert written.places["copy"].text is None


def test_judgements_that_contradict_one_another_are_refused_and_change_nothing():
    stream = stream_of(*ALL)
    stream.constrain(Constraint(id="1", kind="apart", articles=("f3",), others=("f1",)))
    before = stream.stories()
    with pytest.raises(ConfigError, match="undo it first"):
        stream.constrain(Constraint(id="2", kind="together", articles=("f1", "f2", "f3")))
    with pytest.raises(ConfigError, match="no story"):
        stream.constrain(Constraint(id="3", kind="pin", articles=("f1",), story="0000"))
    with pytest.raises(ConfigError, match="no such judgement"):
        stream.release("2")
    assert stream.stories() == before


def test_a_judgement_waits_for_its_articles():
    stream = StoryStream(places=PLACES)
    stream.constrain(Constraint(id="1", kind="apart", articles=("f3",), others=("f1",)))
    for one in ALL:
        stream.add(one)
    assert stream.story_of("f3") != stream.story_of("f1")


@pytest.mark.parametrize("seed", range(4))
def test_judgements_hold_in_large_stories(seed):
    pick = random.Random(seed)
    words = [f"word{k}" for k in range(30)]
    found = [features(f"a{k:03}", pick.sample(words, 18), k // 10) for k in range(120)]
    stream = stream_of(*found[:80])
    assert len(stream.stories()) == 1
    parts = [f.article for f in pick.sample(found[:80], 6)]
    rest = [f.article for f in pick.sample(found[:80], 8) if f.article not in parts]
    stream.constrain(Constraint(id="1", kind="apart", articles=tuple(parts), others=tuple(rest)))
    stream.constrain(Constraint(id="2", kind="together", articles=tuple(parts)))
    for one in found[80:]:
        stream.add(one)
        assert len({stream.story_of(name) for name in parts}) == 1
        assert not {stream.story_of(name) for name in parts} & {stream.story_of(name) for name in rest}


def test_every_score_and_place_is_told():
    """What is written gives the stories, and each id that ever was leads to one."""
    written = Written()
    stream = StoryStream(places=PLACES, shelf=written)
    names = set()
    for one in pile(120, 11):
        written.features[one.article] = one
        changes = written.write(stream.add(one))
        names |= {*changes.opened, *(new for _, new in changes.split)}
        assert {m.article: m.story for m in changes.moved} == {m.article: stream.story_of(m.article) for m in changes.moved}
    assert {name: place.story for name, place in written.places.items()} == {name: stream.story_of(name) for name in written.features}
    assert {stream.leads_to(name) for name in names} == set(stream.stories())
    assert sum(place.founded for place in written.places.values()) == len(stream.stories())


def test_what_came_in_one_batch_is_in_the_same_stories_whatever_its_order():
    """Words become common as articles come, and of copies the first to come stands for all: only a settled stream does not depend on it."""
    swayed = 0
    for seed in range(4):
        found = pile(90, seed)
        copies = {}
        for k in range(0, 90, 10):
            given, own = found[k], [(f"own{k}x{n}", 1.0) for n in range(9)]
            # a desk that topped the text with words of its own
            found.append(replace(given, article=f"copy{k}", terms=tuple(sorted([*given.terms[2:], *own]))))
            copies |= {given.article: (f"copy{k}",), f"copy{k}": (given.article,)}
        seen, unsettled = set(), set()
        for shuffled in range(4):
            order = found[:]
            random.Random(shuffled).shuffle(order)
            stream = StoryStream(places=PLACES)
            for one in order:
                stream.add(one, copies.get(one.article, ()))
            unsettled.add(frozenset(grouped(stream)))
            stream.settle()
            seen.add(frozenset(grouped(stream)))
            assert stream.settle().moved == ()
        assert len(seen) == 1
        swayed += len(unsettled) > 1
    assert swayed


@pytest.mark.parametrize("seed", range(3))
def test_a_restart_after_a_settled_batch_changes_nothing(seed):
    found = pile(80, seed)
    apart = Constraint(id="1", kind="apart", articles=(found[2].article,), others=(found[4].article,))
    written = Written()
    whole = StoryStream(places=PLACES, shelf=written, window=25)
    for number, one in enumerate(found):
        written.features[one.article] = one
        written.write(whole.add(one))
        if number == 30:
            written.write(whole.constrain(apart))
        if number % 20 == 19:
            written.write(whole.settle())
            again = written.restored([apart] if number >= 30 else [], window=25)
            assert again.stories() == whole.stories()
            whole = again if number == 59 else whole
    assert {name: place.story for name, place in written.places.items()} == {one.article: whole.story_of(one.article) for one in found}
    assert whole.story_of(found[2].article) != whole.story_of(found[4].article)


def test_settling_keeps_what_persons_decided():
    stream = stream_of(*ALL)
    stream.constrain(Constraint(id="1", kind="pin", articles=("f3",), story=content_id("story", "v1")))
    stream.constrain(Constraint(id="2", kind="apart", articles=("f1",), others=("f2",)))
    stream.settle()
    assert stream.story_of("f3") == stream.story_of("v1")
    assert stream.story_of("f1") != stream.story_of("f2")


def test_settling_takes_nothing_out_of_a_large_story_that_was_there_before():
    pick = random.Random(5)
    words = [f"word{k}" for k in range(30)]
    found = [features(f"a{k:03}", pick.sample(words, 18), k // 10) for k in range(120)]
    stream = stream_of(*found[:100])
    stream.settle()
    before = stream.stories()
    for one in found[100:]:
        stream.add(one)
    moved = {move.article for move in stream.settle().moved}
    assert moved <= {one.article for one in found[100:]}
    assert set(next(iter(before.values()))) <= {name for members in stream.stories().values() if len(members) > 50 for name in members}


@pytest.mark.parametrize(("came", "anew"), [(1, False), (20, True)])
def test_earlier_articles_are_compared_anew_where_what_came_changes_how_rare_words_are(came, anew):
    found = pile(150 + came, 3)
    stream = stream_of(*found[:150])
    stream.settle()
    for one in found[150:]:
        stream.add(one)
    scored = {scores.article for scores in stream.settle().scores}
    assert bool(scored - {one.article for one in found[150:]}) == anew


def test_in_a_very_large_archive_a_few_articles_stay_as_they_were_placed():
    found = pile(502, 3)
    stream = stream_of(*found[:501])
    stream.settle()
    stream.add(found[501])
    changes = stream.settle()
    assert (changes.scores, changes.moved) == ((), ())
