"""Developments: what goes on from an earlier story, and what is only of its kind."""

from dataclasses import replace

import pytest
from tests.unit.cluster.archived import Written, features

from tellings.cluster.streaming import StoryStream
from tellings.model.spans import content_id

KIND = "ferryy groundd coastguardd passengerr"
ROSE = "alma rosse lirrin sandbankk"
INQUIRY = " ".join(f"inquiryy{k}" for k in range(60))
NAMES = (("alma rose", "other", 3.0), ("lirrin", "place", 3.0), ("k tarnow", "person", 3.0))
CREW = tuple((f"sailor {k}", "person", 1.0) for k in range(24))
COURT = tuple((f"judge {k}", "person", 1.0) for k in range(24))
OTHER = (("dora", "other", 3.0), ("melk", "place", 3.0), ("j ost", "person", 3.0))


def grounding(name: str, day: int | None, own: str = ROSE, names=(*NAMES, *CREW)):
    return features(name, f"{KIND} {own} {' '.join(f'rescuee{name[0]}{k}' for k in range(40))}", day, names)


def inquiry(name: str, day: int | None, own: str = ROSE, names=NAMES, told=("XXXX-03-02",)):
    return features(name, f"{INQUIRY} {own}", day, (*names, *COURT), told)


def stream_of(*found) -> StoryStream:
    stream = StoryStream(places=1 << 14)
    for one in found:
        stream.add(one)
    return stream


def links(stream: StoryStream) -> set[tuple[str, str]]:
    return {(one.story, one.earlier) for one in stream.developments()}


def test_what_follows_from_a_happening_is_a_story_of_its_own_linked_to_it():
    stream = stream_of(grounding("g1", 1), grounding("g2", 1), inquiry("i1", 9))
    assert len(stream.stories()) == 2
    changes = stream.add(inquiry("i2", 9))
    (link,) = changes.linked or stream.developments()
    assert (link.story, link.earlier) == (content_id("story", "i1"), content_id("story", "g1"))
    assert link.score >= 0.5
    assert "8 days later" in link.why
    assert "alma rose" in link.why
    assert "2 March" in link.why


def test_the_earlier_story_may_come_last():
    assert links(stream_of(inquiry("i1", 9), grounding("g1", 1))) == {(content_id("story", "i1"), content_id("story", "g1"))}


def test_another_happening_of_the_kind_is_no_development():
    stream = stream_of(grounding("g1", 1), grounding("g2", 1), grounding("h1", 9, "dora steurr melkk quayy bridgee", OTHER))
    assert len(stream.stories()) == 2
    assert links(stream) == set()


def test_two_calls_of_the_same_leaders_are_no_development_of_one_another():
    leaders = (("a berg", "person", 3.0), ("k dahl", "person", 3.0))
    calls = "callll readoutt presidentt"
    grain, reactor = " ".join(f"grainn{k}" for k in range(25)), " ".join(f"reactorr{k}" for k in range(25))
    first = [features(f"c{k}", f"{calls} {grain}", 1, leaders) for k in range(2)]
    second = [features(f"d{k}", f"{calls} {reactor}", 31, leaders) for k in range(2)]
    stream = stream_of(*first, *second)
    assert len(stream.stories()) == 2
    assert links(stream) == set()


def test_names_that_many_stories_have_link_none():
    others = [features(f"n{k}", f"own{k}a own{k}b own{k}c own{k}d own{k}e", 1, NAMES) for k in range(400)]
    common = [features(f"o{k}", f"{ROSE} this{k}a this{k}b this{k}c this{k}d this{k}e this{k}f this{k}g", 1) for k in range(400)]
    stream = stream_of(*others, *common, grounding("g1", 1), inquiry("i1", 9, told=()))
    assert stream.story_of("g1") != stream.story_of("i1")
    assert (stream.story_of("i1"), stream.story_of("g1")) not in links(stream)


def test_stories_without_dates_are_not_linked():
    assert links(stream_of(grounding("g1", None), inquiry("i1", None))) == set()


def test_links_follow_when_stories_merge():
    # two stories of the grounding become one by an article that is like both; the inquiry then goes on from that
    own, other = " ".join(f"qua{k}" for k in range(40)), " ".join(f"wea{k}" for k in range(40))
    one, two = features("a", f"{own} {ROSE}", 2, (*NAMES, *CREW)), features("b", f"lirrin {other}", 1)
    stream = stream_of(two, one, inquiry("i1", 9))
    assert links(stream) == {(content_id("story", "i1"), content_id("story", "a"))}
    changes = stream.add(features("c", f"{own} {other} {ROSE}", 2, (*NAMES, *CREW)))
    assert changes.merged == ((content_id("story", "a"), content_id("story", "b")),)
    assert {(x.story, x.earlier) for x in changes.linked} == {(content_id("story", "i1"), content_id("story", "b"))} == links(stream)


@pytest.mark.parametrize("cut", [2, 3])
def test_links_outlive_a_restart(cut):
    found = [grounding("g1", 1), grounding("g2", 1), inquiry("i1", 9), inquiry("i2", 9), grounding("g3", 2)]
    written = Written()
    stream = StoryStream(places=1 << 14, shelf=written)
    for one in found[:cut]:
        written.features[one.article] = one
        written.write(stream.add(one))
    again = written.restored()
    for one in found[cut:]:
        written.features[one.article] = one
        assert again.add(one) == stream.add(one)
    assert links(again) == links(stream) != set()


def test_links_looked_at_anew_are_found_again_or_go():
    """What is taken out of a story takes out of its links what rested on it alone."""
    found = [grounding("g1", 1), grounding("g2", 1), inquiry("i1", 9), inquiry("i2", 9)]
    stream = stream_of(*found)
    (before,) = stream.developments()
    changes = stream.link_again([before.earlier])
    assert (*changes.linked, *changes.unlinked) == (before,)
    assert stream.developments() == (before,)
    apart = stream_of(grounding("g1", 1), grounding("h1", 9, "dora steurr melkk quayy bridgee", OTHER))
    apart._links.put_back([replace(before, story=content_id("story", "h1"), earlier=content_id("story", "g1"))])
    changes = apart.link_again([content_id("story", "h1")])
    assert (changes.linked, changes.unlinked) == ((), (content_id("story", "h1"),))
    assert apart.developments() == ()
