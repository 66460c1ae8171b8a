"""Stories: one happening together, others apart, whatever the order of arrival."""

import random
from types import SimpleNamespace

import numpy as np
import pytest
from tests.unit.cluster.archived import features, pile

from tellings.cluster import stories
from tellings.cluster.dense import dense_clusters
from tellings.cluster.linkage import clusters
from tellings.cluster.streaming import StoryStream
from tellings.cluster.terms import cosine, vectors, words
from tellings.data.story_weights import Joining
from tellings.model.articles import Article
from tellings.model.inputs import Inputs
from tellings.model.resolved import CopyGroup, Story
from tellings.model.spans import Span, content_id

FERRY = (
    "Ferry runs aground off Lirrin, 19 rescued",
    "The ferry Alma Rose ran aground off the Lirrin peninsula on Sunday. Coastguard crews from Tarnow took 19 passengers off.",
)
FERRY_TOO = (
    "Coastguard saves 19 from stranded Alma Rose",
    "Nineteen people were lifted from the Alma Rose after the ferry struck a sandbank near Lirrin, the Tarnow coastguard said.",
)
FERRY_LATER = (
    "Engine fault blamed for Lirrin ferry stranding",
    "Investigators said an engine fault left the ferry Alma Rose adrift before it hit the Lirrin sandbank. Tarnow port has reopened.",
)
VOTE = (
    "Melk coalition loses majority in postponed vote",
    "The governing coalition in Melk lost its majority in an election put off twice because of snow, the electoral commission said.",
)
VOTE_TOO = (
    "Snow-delayed Melk election costs coalition its majority",
    "Voters in Melk took the majority from the governing coalition. The commission had postponed the election for snow.",
)


def article(name: str, headline_and_text: tuple[str, str], published: str | None = None) -> Article:
    headline, text = headline_and_text
    return Article(
        id=name,
        page=name,
        input=name,
        text=text,
        body=(Span(start=0, end=len(text)),),
        furniture=(),
        headline=headline,
        published=published,
    )


def found(*records: object, one_story: bool = False) -> list[Story]:
    return list(stories.run(Inputs.of(*records), SimpleNamespace(settings=SimpleNamespace(one_story=one_story))))


def grouped(*records: object) -> set[tuple[str, ...]]:
    return {story.articles for story in found(*records)}


ALL = [article("f1", FERRY), article("f2", FERRY_TOO), article("f3", FERRY_LATER), article("v1", VOTE), article("v2", VOTE_TOO)]


def test_articles_of_one_happening_are_one_story_and_others_another():
    assert grouped(*ALL) == {("f1", "f2", "f3"), ("v1", "v2")}


def test_two_unrelated_articles_are_two_stories():
    assert grouped(ALL[0], ALL[3]) == {("f1",), ("v1",)}


def test_one_article_is_a_story():
    (story,) = found(ALL[0])
    assert story.articles == ("f1",)
    assert story.why == (("f1", "alone: no other article is about this"),)


def test_one_story_takes_all_whatever_they_are_about():
    (story,) = found(*ALL, one_story=True)
    assert story.articles == ("f1", "f2", "f3", "v1", "v2")


def test_nothing_gives_nothing():
    assert found() == []
    assert found(one_story=True) == []


def test_the_order_of_articles_changes_nothing():
    assert found(*ALL) == found(*reversed(ALL))


def test_the_id_is_that_of_the_earliest_article_and_undated_ones_are_late():
    early = article("z", FERRY_TOO, published="2024-03-03")
    (story,) = found(article("a", FERRY), early, article("b", FERRY_LATER, published="2024-03-05"), one_story=True)
    assert story.id == content_id("story", "z")


def test_why_names_the_words_that_are_shared():
    story = next(s for s in found(*ALL) if "f1" in s.articles)
    assert "lirrin" in dict(story.why)["f1"]


def test_whole_copies_are_of_one_story_though_few_words_are_seen():
    short = [article("a", ("", "Tug arrives.")), article("b", ("", "Tug arrives now."))]
    group = CopyGroup(id="g", articles=("a", "b"), kind="whole", passages=())
    assert grouped(*short, group) == {("a", "b")}


def test_the_commonest_words_tell_nothing_and_names_count_double():
    counted = words(article("a", ("", "The police and Lirrin")))
    assert "the" not in counted
    assert "and" not in counted
    assert counted["lirrin"] == 2 * counted["polic" if "polic" in counted else "police"]


def test_vectors_are_of_length_one_and_rare_words_weigh_more():
    (vector,) = vectors([words(article("a", ("", "people of tarnow")))])
    assert cosine(vector, vector) == pytest.approx(1)
    assert vector["tarnow"] > vector["people"]


# A mean of three tenths is enough, whatever the sizes.
LOOSE = Joining(bias=-(0.3**0.5), weights=(1.0, 0.0, 0.0, 0.0, 0.0, 0.0))


def test_a_tight_set_does_not_take_in_what_is_only_of_its_kind():
    inside = {(0, 1), (0, 2), (1, 2), (3, 4)}
    pairs = {(i, j): 0.6 if (i, j) in inside else 0.3 for j in range(5) for i in range(j)}
    strict = Joining(bias=-1.3, weights=(1.0, 1.2, 0.0, 1.0, 0.0, 0.0))
    assert clusters(5, pairs, joining=strict) == [[0, 1, 2], [3, 4]]
    assert clusters(5, pairs, joining=LOOSE._replace(bias=-0.5)) == [[0, 1, 2, 3, 4]]


def test_average_link_counts_missing_pairs_as_zero():
    assert clusters(3, {(0, 1): 0.5, (1, 2): 0.5}, joining=LOOSE) == [[0, 1], [2]]


def test_what_is_hardly_alike_is_never_joined():
    assert clusters(2, {(0, 1): 0.05}, joining=Joining(bias=9.0, weights=(0.0,) * 6)) == [[0], [1]]


def test_reprints_do_not_make_a_story_so_tight_that_others_fall_out():
    group = CopyGroup(id="g", articles=("f1", "r1", "r2", "r3"), kind="whole", passages=())
    reprints = [article(f"r{k}", FERRY) for k in (1, 2, 3)]
    assert ("f1", "f2", "f3", "r1", "r2", "r3") in grouped(*ALL, *reprints, group)


def test_near_copies_do_not_either():
    near = {(0, 1): 0.95, (0, 2): 0.95, (1, 2): 0.95, (0, 3): 0.4, (1, 3): 0.4, (2, 3): 0.4}
    assert clusters(4, near) == [[0, 1, 2, 3]]


def test_stories_rest_on_features_where_they_are_there():
    """Two articles whose words say nothing are brought together by features made elsewhere."""
    silent = [article("a", ("", "Tug arrives.")), article("b", ("", "Snow falls again."))]
    same = [features(name, "lirrin alma rose sandbank tarnow") for name in ("a", "b")]
    assert grouped(*silent) == {("a",), ("b",)}
    assert grouped(*silent, *same) == {("a", "b")}


@pytest.mark.parametrize("seed", range(3))
def test_a_pile_gives_the_same_stories_in_any_order(seed):
    found = pile(80, seed)
    expected = stories.pile(found, {}).stories()
    mixed = found[:]
    random.Random(seed).shuffle(mixed)
    assert stories.pile(mixed, {}).stories() == expected
    assert 3 <= len(expected) <= 20


def test_settling_leaves_no_two_stories_that_belong_together():
    """Articles that came in a bad order are clustered as a whole in the end, and what is told of it is what changed."""
    found = pile(80, 5)
    stream = StoryStream(places=1 << 12)
    for one in found:
        stream.add(one)
    before = {one.article: stream.story_of(one.article) for one in found}
    changes = stream.settle()
    assert {m.article for m in changes.moved} == {name for name, story in before.items() if stream.story_of(name) != story}
    assert stream.settle().moved == ()


def test_what_is_together_stays_so_and_what_is_apart_never_meets():
    pairs = {(0, 1): 0.7, (1, 2): 0.7, (0, 2): 0.7, (2, 3): 0.01}
    assert clusters(4, pairs, joining=LOOSE, together=[[2, 3]], apart=[(0, 1)]) in ([[0, 2, 3], [1]], [[0], [1, 2, 3]])
    assert clusters(4, pairs, joining=LOOSE, apart=[(0, 1), (0, 2)]) == [[0], [1, 2], [3]]
    assert clusters(2, {}, joining=LOOSE, together=[[1, 0]], apart=[(0, 1)]) == [[0, 1]]


@pytest.mark.parametrize("seed", range(25))
def test_a_table_of_pairs_gives_the_sets_that_the_pairs_do(seed):
    made = np.random.default_rng(seed)
    count = int(made.integers(2, 70))
    kinds = made.integers(0, 5, count)
    first, second = np.triu_indices(count, 1)
    values = np.where(kinds[first] == kinds[second], made.integers(1200, 7000, len(first)), made.integers(0, 2500, len(first)))
    kept = made.random(len(first)) < 0.7
    first, second, values = first[kept], second[kept], values[kept].astype(np.uint16)
    together, apart = [[0, count - 1]] * (seed % 2), [(0, count // 2)] * (seed % 3 and count > 3)
    by_pair = {(i, j): value / 10_000 for i, j, value in zip(first.tolist(), second.tolist(), values.tolist(), strict=True)}
    expected = clusters(count, by_pair, together=together, apart=apart)
    assert dense_clusters(count, (first, second, values), 10_000, together=together, apart=apart) == expected
