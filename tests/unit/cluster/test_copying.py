"""Copies in a stream: the same pairs and groups in every order of arrival, and earlier pairs judged again."""

import random
from dataclasses import replace

import numpy as np
import pytest

from tellings.cluster import copies
from tellings.cluster.copying import CROWD, CopyStream, MemoryShelf
from tellings.cluster.grouping import groups
from tellings.cluster.prints import MemoryPrints
from tellings.model.articles import Article
from tellings.model.inputs import Inputs
from tellings.model.spans import Span

SOUNDS = ("ba", "dor", "el", "fen", "gar", "hal", "il", "jo", "ka", "lem", "mi", "nor", "pa", "ren", "sa", "tor", "vel", "win", "yan", "zu")
SIGN_UP = (
    "Readers of the morning letter get ten stories before breakfast in a form that fits on one small sheet of paper and into every pocket."
)


class Streamed:
    """A stream in memory, and what it said last of each pair."""

    def __init__(self):
        self.shelf = MemoryShelf()
        self.stream = CopyStream(MemoryPrints(), self.shelf)
        self.articles = []

    def add(self, article, *, settle=True):
        self.articles.append(article)
        self.shelf.keep(self.stream.add(article, self.shelf.put(article)))
        if settle:
            self.shelf.keep(self.stream.settle())

    def kinds(self):
        return {key: pair.kind for key, pair in self.shelf.pairs.items()}

    def groups(self):
        return groups(self.shelf.pairs.values(), self.articles)


def article(name, sentences, outlet=None, **more):
    text = "\n".join(sentences)
    return Article(
        id=name,
        page=name,
        input=name,
        text=text,
        body=(Span(start=0, end=len(text)),),
        furniture=(),
        outlet=outlet or f"The {name}",
        **more,
    )


def sentence(pick):
    words = ["".join(pick.choices(SOUNDS, k=pick.randint(1, 3))) for _ in range(pick.randint(9, 24))]
    return " ".join(words).capitalize() + "."


def edited(text, pick, rate):
    return " ".join(word for word in text.split() if pick.random() >= rate)


def window(seed, wires=4, copied=5):
    """Wires cut, topped, edited and lifted from, under a few outlets with a sign-off of their own."""
    pick = random.Random(seed)
    signed = {name: sentence(pick) for name in ("Gazette", "Courier", "Mercury")}
    made = []
    for wire in range(wires):
        source = [sentence(pick) for _ in range(pick.randint(4, 12))]
        for k in range(pick.randint(1, copied)):
            start = pick.randrange(0, len(source) - 2)
            part = [edited(s, pick, pick.choice((0, 0, 0.05, 0.12))) for s in source[start : start + pick.randint(2, 12)]]
            own = [sentence(pick) for _ in range(pick.choice((0, 0, 1, 6)))]
            outlet = pick.choice((*signed, None))
            made.append(
                article(f"{wire}{k}", [*own, *part, *([signed[outlet]] if outlet else [])], outlet, written_by=pick.choice((None, "AP")))
            )
    return made


@pytest.mark.parametrize("seed", range(30))
def test_every_order_of_arrival_gives_the_groups_of_the_window(seed):
    made = window(seed)
    whole = list(copies.run(Inputs.of(*made), None))
    pick = random.Random(seed)
    for order in range(4):
        pick.shuffle(made)
        streamed = Streamed()
        for one in made:
            streamed.add(one, settle=order % 2 == 0)
        streamed.shelf.keep(streamed.stream.again(streamed.shelf.partial()))
        assert streamed.groups() == whole


@pytest.mark.parametrize("seed", range(8))
def test_batches_give_what_one_by_one_gives(seed):
    made = window(seed)
    streamed = Streamed()
    for some in (made[:5], made[5:7], made[7:]):
        streamed.shelf.keep(streamed.stream.add_all([(one, streamed.shelf.put(one)) for one in some]))
        streamed.shelf.keep(streamed.stream.settle())
    streamed.shelf.keep(streamed.stream.again(streamed.shelf.partial()))
    streamed.articles = made
    assert streamed.groups() == list(copies.run(Inputs.of(*made), None))


def test_what_an_outlet_has_printed_under_three_articles_is_a_passage_until_the_fourth():
    pick = random.Random(1)
    streamed = Streamed()
    for k in range(3):
        streamed.add(article(f"a{k}", [sentence(pick) * 2, SIGN_UP], "The Melk Gazette"))
    assert set(streamed.kinds().values()) == {"partial"}
    fourth = article("a3", [sentence(pick) * 2, SIGN_UP], "The Melk Gazette")
    assert streamed.stream.add(fourth, streamed.shelf.put(fourth)) == []
    taken = streamed.stream.settle()
    assert [(pair.a, pair.b, pair.kind) for pair in taken] == [("a0", "a1", "none"), ("a0", "a2", "none"), ("a1", "a2", "none")]
    assert streamed.stream.settle() == []
    streamed.shelf.keep(taken)
    assert streamed.kinds() == {}


def test_a_pair_keeps_what_it_shares_beside_house_text():
    pick = random.Random(2)
    lifted = sentence(pick) + sentence(pick)
    streamed = Streamed()
    for k in range(5):
        streamed.add(article(f"a{k}", [sentence(pick) * 2, *([lifted] if k < 2 else []), sentence(pick), SIGN_UP], "The Melk Gazette"))
    assert streamed.kinds() == {("a0", "a1"): "partial"}
    assert all(SIGN_UP not in sel.exact for group in streamed.groups() for sel in group.passages)


def test_a_stock_phrase_makes_no_copies_once_it_is_in_a_crowd():
    pick = random.Random(3)
    streamed = Streamed()
    for k in range(CROWD):
        streamed.add(article(f"a{k:02}", [sentence(pick) * 2, SIGN_UP]))
    assert len(streamed.kinds()) == CROWD * (CROWD - 1) // 2
    streamed.add(article("b", [sentence(pick) * 2, SIGN_UP]))
    assert streamed.kinds() == {}


@pytest.mark.parametrize("seed", range(3))
def test_a_text_printed_everywhere_is_one_group_in_every_order(seed):
    pick = random.Random(seed)
    source = [sentence(pick) for _ in range(12)]
    made = [article(f"c{k:02}", [edited(s, pick, pick.choice((0, 0.04))) for s in source[: pick.randint(6, 12)]]) for k in range(3 * CROWD)]
    pick.shuffle(made)
    streamed = Streamed()
    for one in made:
        streamed.add(one)
    (group,) = streamed.groups()
    assert (group.kind, len(group.articles)) == ("whole", 3 * CROWD)


def test_no_print_has_more_holders_than_a_crowd_and_one():
    pick = random.Random(4)
    source = [sentence(pick) for _ in range(5)]
    prints = MemoryPrints()
    shelf = MemoryShelf()
    stream = CopyStream(prints, shelf)
    for k in range(2 * CROWD):
        one = article(f"c{k:02}", source)
        stream.add(one, shelf.put(one))
    which, _ = prints.holders(stream.body(0).prints)
    assert set(np.bincount(which).tolist()) == {CROWD + 1}


def test_a_new_stream_over_the_same_prints_and_shelf_goes_on():
    made = window(5)
    shelf, prints = MemoryShelf(), MemoryPrints()
    for one in made:
        stream = CopyStream(prints, shelf)
        shelf.keep(stream.add(one, shelf.put(one)))
        shelf.keep(stream.settle())
    assert groups(shelf.pairs.values(), made) == list(copies.run(Inputs.of(*made), None))


def test_the_shares_say_how_much_of_each_stands_in_the_other():
    pick = random.Random(6)
    source = [sentence(pick) for _ in range(8)]
    streamed = Streamed()
    streamed.add(article("a", source))
    streamed.add(article("b", source[:4]))
    (pair,) = streamed.shelf.pairs.values()
    words = [len(" ".join(part).split()) for part in (source, source[:4])]
    assert (pair.a_share, pair.b_share) == (round(words[1] / words[0], 4), 1.0)
    assert all(streamed.articles[0].text[a.start : a.end] == streamed.articles[1].text[b.start : b.end] for a, b in pair.passages)


def test_of_a_pair_one_member_alone_makes_no_group():
    pick = random.Random(7)
    streamed = Streamed()
    one = article("a", [sentence(pick) for _ in range(5)])
    streamed.add(one)
    streamed.add(replace(one, id="b"))
    assert groups(streamed.shelf.pairs.values(), [one]) == []


def test_prints_are_found_again_in_order_and_through_merges(monkeypatch):
    monkeypatch.setattr("tellings.cluster.prints._NEW", 50)
    pick = random.Random(8)
    prints = MemoryPrints()
    plain = {}
    for number in range(300):
        mine = np.unique(np.array([pick.randrange(400) for _ in range(pick.randint(0, 30))], dtype=np.uint64))
        prints.add(number, mine)
        for one in mine.tolist():
            plain.setdefault(one, []).append(number)
    asked = np.arange(0, 420, 3, dtype=np.uint64)
    which, who = prints.holders(asked)
    assert list(zip(which.tolist(), who.tolist(), strict=True)) == [
        (k, n) for k, one in enumerate(asked.tolist()) for n in plain.get(one, ())
    ]
    assert len(prints) == sum(map(len, plain.values()))
