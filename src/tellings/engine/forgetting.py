"""Takes articles out of an archive, and says anew what was said of others by them: why they are in their stories, and what these go on from."""

from collections.abc import Sequence

from sqlalchemy import Connection

from tellings.engine.placing import Placing
from tellings.store import forgetting, stories
from tellings.store.articles import Kept


def forget(connection: Connection, gone: Sequence[Kept], pages: Sequence[str] = ()) -> set[str]:
    """Take the articles, and pages that gave none, out of the archive for good; return the ids of the stories that they were in.

    These are to be resolved anew. The bytes go with `Archive.wipe`, which is due from now on.
    """
    touched = forgetting.forget(connection, gone, pages)
    left = sorted(name for name in touched if stories.members(connection, name))
    if left:
        placing = Placing()
        placing.catch_up(connection)
        placing.lessened(left)
    return touched
