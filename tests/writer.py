"""Writes to an archive in a process of its own and prints each thing when it is there for good: what may be killed at any moment.

python -m tests.writer WHERE NAME [rows=N] [limit=BYTES] [step=die]
"""

import os
import random
import resource
import signal
import sys

from sqlalchemy import Column, Integer, MetaData, Table, insert

from tellings.errors import StoreError
from tellings.ingest.pages import page_of
from tellings.ingest.received import Received
from tellings.model.articles import Article, Page
from tellings.model.spans import Span
from tellings.store import articles, log, migrations, stories
from tellings.store.opening import Archive, open_archive

NOW = "2026-01-01T00:00:00Z"
# A table that a later schema might have.
LATER = Table("later", MetaData(), Column("x", Integer, primary_key=True))


def step(connection) -> None:
    """A step of migrating: a table with rows."""
    LATER.create(connection)
    connection.execute(insert(LATER), [{"x": number} for number in range(1000)])


def fatal_step(connection) -> None:
    """The same step, in the midst of which the process is killed."""
    step(connection)
    os.kill(os.getpid(), signal.SIGKILL)


def write(archive: Archive, words: str) -> int:
    """Add one article with all that belongs to it, in one transaction; return how many changes there were before it."""
    page = page_of(Received(name=f"{words}.txt", raw=f"Words of {words}. {random.Random(words).randbytes(300).hex()}".encode()))
    assert isinstance(page, Page)
    text = f"Words of {words}."
    with archive.writing() as connection:
        before = log.changes(connection)
        number = articles.next_number(connection)
        article = Article(
            id=page.id, page=page.id, input=page.input, text=text, body=(Span(start=0, end=len(text)),), furniture=(), given_id=words
        )
        articles.put_page(connection, page)
        articles.put_article(connection, article, number=number, analysed=True, now=NOW)
        articles.put_records(connection, number, [article])
        stories.put_members(connection, [stories.Member(article=number, story=article.id, score=1.0, why="")])
        stories.refresh(connection, [article.id])
        log.put_arrival(
            connection, log.Arrival(run=1, batch=1, at=NOW, input=page.input, outcome="added", page=page.id, article=article.id)
        )
        assert log.count_change(connection) == before + 1
    return before


def main() -> None:
    """Write, and print the words of each article once it is there."""
    where, name, *more = sys.argv[1:]
    options = dict(one.split("=") for one in more)
    if "limit" in options:
        resource.setrlimit(resource.RLIMIT_FSIZE, (int(options["limit"]), int(options["limit"])))
    if "step" in options:
        migrations.STEPS = (*migrations.STEPS, fatal_step)
        migrations.VERSION = len(migrations.STEPS)
    try:
        with open_archive(where, "create") as archive:
            print("open", flush=True)
            for k in range(int(options.get("rows", 0))):
                write(archive, f"{name} {k}")
                print(f"{name} {k}", flush=True)
    except StoreError as error:
        print(error, file=sys.stderr)
        sys.exit(1)


if __name__ == "__main__":
    main()
