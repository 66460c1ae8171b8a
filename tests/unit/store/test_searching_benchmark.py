"""A short sample of `benchmarks/searching.py`: what it fills archives with is what the store takes and finds."""

from benchmarks import searching

from tellings.store import ranking
from tellings.store.opening import open_archive
from tellings.store.search import Filters
from tellings.text.queries import parse


def test_invented_archives_are_filled_and_searched(tmp_path):
    with open_archive(str(tmp_path / "invented.db"), "create") as archive:
        searching.fill(archive, 400)
        found, lists = searching.measure(archive, 1)
        with archive.reading() as connection:
            common = ranking.page(connection, parse(searching.word(0)), Filters())
    assert len(found) == 19
    assert len(lists) == 1
    assert common.words > 100
    assert len(common.stories) == 20
