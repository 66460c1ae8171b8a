"""What an archive holds, as one digest a table, whatever keeps it: two archives with the same digests hold the same."""

import hashlib
import json
from collections.abc import Mapping
from typing import Final

from sqlalchemy import Connection, Table, select

from tellings.store.tables import (
    ARRIVALS,
    ARTICLE_ENTITIES,
    ARTICLES,
    BLOBS,
    CLAIMS,
    COPY_PAIRS,
    DEVELOPMENTS,
    JUDGEMENTS,
    MEMBERS,
    PAGES,
    PRINTS,
    QUOTES,
    RECORDS,
    RESOLVED,
    STORIES,
)  # fmt: skip

# Runs say when and by what command: they are not what an archive holds.
_TABLES: Final[tuple[Table, ...]] = (
    BLOBS, PAGES, ARTICLES, RECORDS, PRINTS, COPY_PAIRS, MEMBERS, STORIES, DEVELOPMENTS, JUDGEMENTS, ARRIVALS, RESOLVED, CLAIMS, QUOTES, ARTICLE_ENTITIES,
)  # fmt: skip
_LEFT_OUT: Final = {"run"}


def digests(connection: Connection) -> Mapping[str, str]:
    """Return the SHA-256 of the rows of each table, in the order of their keys."""
    return {table.name: _digest(connection, table) for table in _TABLES}


def _digest(connection: Connection, table: Table) -> str:
    made = hashlib.sha256()
    columns = [column for column in table.columns if column.name not in _LEFT_OUT]
    for row in connection.execute(select(*columns).order_by(*table.primary_key.columns)):
        shown = [value.hex() if isinstance(value, bytes) else value for value in row]
        made.update(json.dumps(shown, ensure_ascii=True).encode())
        made.update(b"\n")
    return made.hexdigest()
