"""A short sample of `benchmarks/clustering.py`: invented news of a year, most of it on the shelf."""

from benchmarks import clustering
from invented_news import Held, News

from tellings.cluster.streaming import StoryStream


def test_stories_of_invented_news_are_found_with_most_of_it_on_the_shelf():
    """An editor would tell the stories apart: of one kind or not, two share a dozen words at most of thirty, no name of their own, no figure and no day."""
    found = clustering.measured(held=900, streamed=900, window=300)
    assert found["streamed"] == 900
    assert found["F1"] > 0.98
    assert found["from the shelf"] > 100


def test_what_came_before_is_found_in_its_stories_with_scores():
    found = clustering.measured(held=1_200, streamed=200, window=400)
    assert found["streamed"] == 200
    assert found["F1"] > 0.7
    assert found["from the shelf"] > 0


def test_a_record_of_what_came_before_is_made_once():
    earlier = clustering.Earlier(News(600), 500)
    names = [arrival.article for arrival in earlier.state().arrivals]
    first = list(earlier.made(names[:3]))
    assert {features.article for features, _ in first} >= set(names[:3])
    assert list(earlier.made(names[:3])) == []
    rest = list(earlier.made(names))
    assert len(first) + len(rest) == 500
    assert any(scores.others for _, scores in rest)


def test_an_article_stays_under_what_it_is_found_by():
    """Keys of what came before are those that a stream gives an article of as rare words."""
    news = News(400)
    held = Held((news.features(number) for number in range(400)), news.words)
    stream = StoryStream(places=1 << 12)
    arrived = {arrival.number: arrival.keys for number in range(400) for arrival in stream.add(news.features(number)).arrivals}
    shared = [len(_keys(arrived[number]) & _keys(news.keys(number, held))) / len(_keys(arrived[number])) for number in range(300, 400)]
    assert sum(shared) / len(shared) > 0.8


def _keys(packed: bytes) -> set[bytes]:
    return {packed[start : start + 8] for start in range(0, len(packed), 8)}
