"""What persons decided comes back from every archive in the order in which it was decided, with what is in force, and without what was forgotten."""

import pytest
from tests.contract.test_store import NOW, add
from tests.generated import AWKWARD

from tellings.model.judged import CLAIM, ENTITY, ENTITY_NAME, PIN, STORY
from tellings.model.observed import Mention
from tellings.model.resolved import Link
from tellings.model.spans import Selector
from tellings.store import articles, judgements, log
from tellings.store.judgements import Decision


def link(a, b, rule=ENTITY, judgement="same"):
    return Link(a=a, b=b, judgement=judgement, judge="person", rule=rule, score=1.0)


def decision(*about, links=(), action="correct entity", words="so it is"):
    return Decision(at=NOW, who="Ann Dale", action=action, articles=about, words=words, links=tuple(links))


def test_what_was_decided_comes_back(archive):
    links = (link("m1", "m2"), link("m1", "name:Ann O’Néill 李", ENTITY_NAME), link("s1", "s2", CLAIM, "different"))
    with archive.writing() as connection:
        assert judgements.last(connection) == 0
        assert judgements.latest_in_force(connection) is None
        number = judgements.put(connection, decision("b", "a", "b", links=links, words="“x” is y"))
    with archive.reading() as connection:
        (found,) = judgements.every(connection)
        assert found == judgements.one(connection, number)
        assert (found.seq, found.after, found.links, found.articles, found.words) == (1, 0, links, ("a", "b"), "“x” is y")
        assert judgements.one(connection, 2) is None


def test_it_is_noted_what_had_arrived_before(archive):
    noted = log.Arrival(run=1, batch=1, at=NOW, input="a.txt", outcome="rejected")
    with archive.writing() as connection:
        log.put_arrival(connection, noted)
        log.put_arrival(connection, noted)
        number = judgements.put(connection, decision("a"))
        assert judgements.one(connection, number).after == log.last_arrival(connection)


def test_undoing_is_logged_and_can_be_undone(archive):
    with archive.writing() as connection:
        for name in ("m1", "m2"):
            judgements.put(connection, decision("a", links=[link(name, "m3")]))

        def in_force():
            return [one.a for one in judgements.in_force(connection, ["a"])]

        def undo(number):
            return judgements.undo(connection, judgements.one(connection, number), at=NOW, who="Bo", words="no")

        assert in_force() == ["m1", "m2"]
        assert undo(1) == 3
        assert in_force() == ["m2"]
        assert judgements.latest_in_force(connection).seq == 2
        assert undo(3) == 4
        # in its old place: the order of decisions is what counts
        assert in_force() == ["m1", "m2"]
        assert undo(4) == 5
        assert in_force() == ["m2"]
        assert [(one.of, one.undone) for one in judgements.every(connection)] == [(None, 3), (None, None), (1, None), (3, 5), (4, None)]


def test_undoing_an_undo_twice_over_keeps_count(archive):
    with archive.writing() as connection:
        judgements.put(connection, decision("a", links=[link("m1", "m3")]))
        held = []
        for number in range(1, 8):
            judgements.undo(connection, judgements.one(connection, number), at=NOW, who="Bo", words="no")
            held.append(bool(judgements.in_force(connection, ["a"])))
        assert held == [False, True] * 3 + [False]


def test_what_is_about_other_articles_and_what_is_on_stories_is_told_apart(archive):
    with archive.writing() as connection:
        judgements.put(connection, decision("a", "b", links=[link("m1", "m2")]))
        judgements.put(connection, decision("c", links=[link("m3", "m4")]))
        judgements.put(connection, decision("a", "d", links=[link("a", "d", STORY, "different")], action="split"))
        judgements.put(connection, decision("a", links=[link("a", "s", PIN)], action="pin"))
        assert [one.a for one in judgements.in_force(connection, ["b", "x"])] == ["m1"]
        assert [one.a for one in judgements.in_force(connection, ["a", "c"])] == ["m1", "m3"]
        assert judgements.in_force(connection, []) == ()
        assert [one.action for one in judgements.on_stories(connection)] == ["split", "pin"]


def test_a_decision_on_very_many_articles_is_kept(archive):
    about = tuple(sorted(f"{number * 2654435761 % 2**64:016x}" for number in range(2000)))
    links = [link(about[0], other, STORY, "different") for other in about[1:]]
    with archive.writing() as connection:
        judgements.put(connection, decision(*about, links=links, action="split"))
        (found,) = judgements.on_stories(connection)
        assert found.articles == about
        assert len(found.links) == 1999


@pytest.mark.parametrize("words", [word for word in AWKWARD if "\x00" not in word and not any("\ud800" <= c <= "\udfff" for c in word)])
def test_awkward_words_are_kept(archive, words):
    with archive.writing() as connection:
        number = judgements.put(connection, decision("a", words=words, links=[link("m", f"name:{words}", ENTITY_NAME)]))
        found = judgements.one(connection, number)
        assert (found.words, found.links[0].b) == (words, f"name:{words}")


def test_what_is_forgotten_leaves_a_judgement_that_the_others_keep(archive):
    with archive.writing() as connection:
        kept = [add(connection, n, f"Varga spoke in town number {n}.") for n in (1, 2, 3)]
        for one in kept:
            sel = Selector(article=one.id, start=0, end=5, exact="Varga")
            mention = Mention(id=f"m{one.number}", sel=sel, kind="person", form="name", name="Varga")
            articles.put_records(connection, one.number, [mention])
        names = [one.id for one in kept]
        links = [link("m1", "m2"), link("m2", "m3"), link("m1", "m3", judgement="different"), link("m2", "name:Bo", ENTITY_NAME)]
        judgements.put(connection, decision(*names, links=links, words="Varga is Varga"))
        judgements.put(connection, decision(*names, links=[link(names[0], one, STORY) for one in names[1:]], action="split"))
        judgements.put(connection, decision(names[0], links=[link("m1", "name:Cy", ENTITY_NAME)], words="stays"))
        judgements.undo(connection, judgements.one(connection, 1), at=NOW, who="Bo", words="takes back #1: Varga is Varga")
        judgements.undo(connection, judgements.one(connection, 4), at=NOW, who="Bo", words="puts #1 in force again: Varga is Varga")
        judgements.forget(connection, kept[1:2])
        told = judgements.every(connection)
    assert [one.words for one in told] == ["forgotten", "forgotten", "stays", "forgotten", "forgotten"]
    assert [(one.a, one.b) for one in told[0].links] == [("m1", "m3")]
    assert [(one.a, one.b) for one in told[1].links] == [(names[0], names[2])]
    assert names[1] not in told[0].articles
    assert told[2].links[0].b == "name:Cy"
