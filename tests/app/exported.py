"""Pages of one invented story and one beside it, read once for all tests of exports."""

import atexit
import json
import shutil
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

from tellings.app.exporting import holdings
from tellings.settings import Settings

NOW = "2021-04-01T12:00:00Z"
GAZETTE = """🚢 Barge sinks at Lerum lock

LERUM, 3 March 2021 — A grain barge sank at Lerum lock on Tuesday, the canal board said. Six sailors were rescued by the lock keeper.
The barge carried 400 tonnes of barley. “We heard a crack and then nothing,” said Anna Roos, the keeper's deputy.
Swedish Foreign Minister Olof Berg called Norwegian Foreign Minister Kari Dahl on Wednesday. The canal stays shut until Friday.
"""
COURIER = """Lerum lock blocked by sunken barge

Lerum, 4 March 2021 — A grain barge sank at Lerum lock on Tuesday. Nine sailors were rescued by the lock keeper, police said.
=The town council met on Wednesday evening to talk about the blocked lock.
Anna Roos said she had heard “a crack and then nothing”.
"""
PAGE = """<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>Barge down in Lerum</title>
<meta property="og:site_name" content="Evening Herald"><meta property="article:published_time" content="2021-03-05T23:30:00-05:00">
<link rel="canonical" href="https://herald.example/barge"></head><body><nav><a href="/">Home</a></nav><article><h1>Barge down in Lerum</h1>
<p>By Vera Ek</p><p>A grain barge sank at Lerum lock on Tuesday, killing a dog. Divers from Vik will look at the wreck today, the canal board said.</p>
<p>The red paint came off the hull of the barge, and the lock gate is bent. Six sailors were rescued by the lock keeper.</p></article></body></html>
"""


@cache
def folder() -> Path:
    """Return a folder with two records and a page of HTML."""
    made = Path(mkdtemp())
    atexit.register(shutil.rmtree, made, ignore_errors=True)
    lines = [
        {"id": "g", "outlet": "Lerum Gazette", "published": "2021-03-03", "url": "https://gazette.example/lock", "text": GAZETTE},
        {"id": "r", "outlet": "Vik Reprint", "published": "2021-03-04", "url": "https://reprint.example/lock", "text": GAZETTE.replace("LERUM, 3 March 2021", "Lerum Gazette")},
        {"id": "c", "outlet": "=Vik Courier", "published": "2021-03-04", "text": COURIER},
    ]  # fmt: skip
    (made / "records.jsonl").write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    (made / "herald.html").write_text(PAGE, encoding="utf-8")
    return made


@cache
def held() -> holdings.BriefHoldings:
    """Return what a brief of the folder finds, taken as one story."""
    return holdings.of_paths([str(folder())], Settings(one_story=True, processes=1))
