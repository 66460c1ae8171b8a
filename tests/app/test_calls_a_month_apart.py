"""Two calls of the same two leaders a month apart are two stories, however much their short reports share; a report a day later is of its call."""

import json

import pytest

from tellings.app import archives
from tellings.settings import Settings

ONE = Settings(processes=1)
CALLS = [
    ("timber", "Vestre Post", "2026-04-08T18:00:00Z", "Orlova and Tamm discuss timber duties",
     ("President Irina Orlova and Prime Minister Kaarel Tamm spoke by telephone on Wednesday about duties on timber, Orlova's office said. Tamm told Orlova that "
     "sawmills would get three more months. The two leaders agreed to meet in Riga in June.")),
    ("timber", "The Quay", "2026-04-09T06:00:00Z", "Timber duties: Tamm and Orlova talk",
     ("Prime Minister Kaarel Tamm and President Irina Orlova discussed duties on timber in a telephone call on Wednesday. Sawmills would get three more months, "
     "Tamm told her. The two leaders will meet in Riga in June, Orlova's office said.")),
    ("ferry", "Vestre Post", "2026-05-06T17:00:00Z", "Orlova and Tamm speak about night ferries",
     ("President Irina Orlova and Prime Minister Kaarel Tamm spoke by telephone on Wednesday about night ferries across the gulf, Orlova's office said. Tamm told "
     "Orlova that the ferries would run again from Friday.")),
    ("ferry", "Dagny", "2026-05-07T05:00:00Z", "Night ferries to run again after Orlova's call with Tamm",
     ("Night ferries across the gulf will run again from Friday, Prime Minister Kaarel Tamm told President Irina Orlova in a telephone call on Wednesday, "
     "according to his spokesman.")),
]  # fmt: skip


@pytest.mark.parametrize("order", [(0, 1, 2, 3), (2, 0, 3, 1), (3, 2, 1, 0)])
def test_two_calls_of_the_same_two_leaders_a_month_apart_are_two_stories(tmp_path, order):
    where = str(tmp_path / "desk.db")
    for at in order:
        call, outlet, published, headline, text = CALLS[at]
        page = {"id": f"{call}-{at}", "outlet": outlet, "published": published, "headline": headline, "text": text}
        (tmp_path / f"{at}.jsonl").write_text(json.dumps(page) + "\n")
        archives.add(where, [tmp_path / f"{at}.jsonl"], settings=ONE, now=lambda: "2026-05-08T08:00:00Z")
    with archives.listing((), where, ONE) as (found_of, _):
        found = [sorted(one.given_id for one in row.articles) for row in found_of(None, 1)]
    assert sorted(found) == [["ferry-2", "ferry-3"], ["timber-0", "timber-1"]]
