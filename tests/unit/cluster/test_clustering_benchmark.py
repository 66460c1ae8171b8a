"""A short sample of `benchmarks/clustering.py`: invented news of a year, most of it on the shelf."""

from benchmarks import clustering


def test_stories_of_invented_news_are_found_with_most_of_it_on_the_shelf():
    """An editor would tell the stories apart: of one kind or not, two share a dozen words at most of thirty, no name of their own, no figure and no day."""
    found = clustering.measured(held=900, streamed=900, window=300)
    assert found["streamed"] == 900
    assert found["F1"] > 0.98
    assert found["from the shelf"] > 100
