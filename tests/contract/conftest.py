"""Archives of every kind, for what all of them must hold."""

import pytest

from tellings.store.opening import in_memory, open_archive


@pytest.fixture(params=["sqlite", "postgresql"])
def place(request, tmp_path):
    """Where an archive may be made: a file's path or a database's address, with nothing there yet."""
    if request.param == "sqlite":
        yield str(tmp_path / "tellings.db")
        return
    server = request.getfixturevalue("postgresql")
    address = server.database()
    yield address
    server.drop(address)


@pytest.fixture(scope="session")
def postgres_with_tables(postgresql):
    """The name of a database with an archive's empty tables, to be copied."""
    address = postgresql.database()
    open_archive(address, "create").close()
    return address.partition("@/")[2].partition("?")[0]


@pytest.fixture(params=["sqlite", "memory", "postgresql"])
def archive(request, tmp_path):
    """An empty archive that is open for writing."""
    if request.param == "memory":
        with in_memory() as made:
            yield made
    elif request.param == "sqlite":
        with open_archive(str(tmp_path / "tellings.db"), "create") as made:
            yield made
    else:
        template = request.getfixturevalue("postgres_with_tables")
        server = request.getfixturevalue("postgresql")
        address = server.database(template)
        with open_archive(address, "write") as made:
            yield made
        server.drop(address)
