"""Killed processes, several writers, full disks, cut files, newer schemas, servers that go away: a clear line or right work, never damage."""

import contextlib
import os
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest
from sqlalchemy import event, inspect, select, text
from tests import writer
from tests.rights import without_rights

from tellings.errors import ConfigError, StoreError
from tellings.store import articles, log, migrations, stories
from tellings.store.opening import open_archive
from tellings.store.tables import ARRIVALS, INFO

ROOT = Path(__file__).parents[2]


def started(where: str, name: str, *more: str) -> subprocess.Popen:
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)])}
    call = [sys.executable, "-m", "tests.writer", where, name, *more]
    return subprocess.Popen(call, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, env=environment, cwd=ROOT)


def whole(where: str) -> set[str]:
    """Return the words of the articles of an archive, each of which is there with all that belongs to it."""
    with open_archive(where) as archive, archive.reading() as connection:
        numbers = sorted(articles.numbers(connection))
        kept, records = articles.kept(connection, numbers), articles.articles(connection, numbers)
        assert sorted(kept) == sorted(records) == numbers
        assert numbers == list(range(1, len(numbers) + 1))
        assert [seq for seq, _ in log.arrivals(connection)] == numbers
        assert [one.article for _, one in log.arrivals(connection)] == [kept[number].id for number in numbers]
        assert log.changes(connection) == len(numbers)
        assert stories.story_of(connection, numbers) == {number: kept[number].id for number in numbers}
        assert all(records[number].id == kept[number].id for number in numbers)
        pages = {number: articles.page(connection, kept[number].page) for number in numbers}
        assert all(page is not None and page.raw.startswith(records[number].text.encode()) for number, page in pages.items())
        return {one.given_id for one in kept.values()}


def test_what_was_acknowledged_outlives_a_kill_at_any_moment(place):
    random.seed(6)
    acknowledged: set[str] = set()
    for k in range(2):
        with started(place, f"w{k}", "rows=100000") as process:
            lines = [process.stdout.readline() for _ in range(random.randint(1, 15))]
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(random.random() / 50)
            process.kill()
            lines += process.stdout.read().splitlines(keepends=True)
        acknowledged |= {line.strip() for line in lines if line.endswith("\n")} - {"open"}
        found = whole(place)
        assert acknowledged <= found
        assert len(found - acknowledged) <= k + 1  # what was written and not yet printed


def test_several_writers_take_turns(place):
    processes = [started(place, f"w{k}", "rows=15") for k in range(3)]  # they make the archive together, too
    for process in processes:
        _, said = process.communicate(timeout=120)
        assert (process.returncode, said) == (0, "")
    assert whole(place) == {f"w{k} {n}" for k in range(3) for n in range(15)}


def test_a_reader_sees_one_state_and_is_not_held_up(place):
    with open_archive(place, "create") as archive:
        writer.write(archive, "first")
        with archive.reading() as connection:
            assert articles.count(connection) == 1
            with started(place, "w", "rows=2") as process:
                assert process.wait(60) == 0
            assert articles.count(connection) == 1
            assert log.last_arrival(connection) == 1
            assert len(stories.listed(connection, most=9)) == 1
        with archive.reading() as connection:
            assert articles.count(connection) == 3


def test_who_cannot_have_its_turn_says_so(place, monkeypatch):
    open_archive(place, "create").close()
    monkeypatch.setattr("tellings.store.opening._TURN_SECONDS", 1)
    late = pytest.raises(StoreError, match="another process is writing")
    with open_archive(place, "write") as archive, open_archive(place, "write") as other, archive.writing(), late, other.writing():
        pass


def with_a_later_step(monkeypatch, step=writer.step):
    monkeypatch.setattr(migrations, "STEPS", (*migrations.STEPS, step))
    monkeypatch.setattr(migrations, "VERSION", len(migrations.STEPS))


def has_later(archive) -> bool:
    with archive.reading() as connection:
        return inspect(connection).has_table("later")


def test_an_archive_is_brought_forward_step_by_step(place, monkeypatch):
    with open_archive(place, "create") as archive:
        writer.write(archive, "first")
    before = migrations.VERSION
    with_a_later_step(monkeypatch)
    with pytest.raises(StoreError, match=f"has schema {before}; any command that writes"):
        open_archive(place)
    with open_archive(place, "write") as archive, archive.reading() as connection:
        assert migrations.version(connection) == before + 1
        assert inspect(connection).has_table("later")
    assert whole(place) == {"first"}


def test_a_step_that_fails_was_never_begun(place, monkeypatch):
    def failing(connection):
        writer.step(connection)
        raise RuntimeError

    with open_archive(place, "create") as archive:
        writer.write(archive, "first")
    with monkeypatch.context() as patched:
        with_a_later_step(patched, failing)
        with pytest.raises(RuntimeError):
            open_archive(place, "write")
    assert whole(place) == {"first"}
    with open_archive(place) as archive:
        assert not has_later(archive)


def test_a_process_killed_in_the_midst_of_a_step_leaves_the_schema_before(place, monkeypatch):
    with open_archive(place, "create") as archive:
        writer.write(archive, "first")
    with started(place, "w", "step=die") as process:
        assert process.wait(60) == -9
    assert whole(place) == {"first"}
    with open_archive(place) as archive:
        assert not has_later(archive)
    with_a_later_step(monkeypatch)
    with open_archive(place, "write") as archive:
        assert has_later(archive)


def test_an_archive_of_a_newer_schema_is_left_alone(place):
    with open_archive(place, "create") as archive, archive.writing() as connection:
        connection.execute(INFO.update().where(INFO.c.key == "schema").values(value=str(migrations.VERSION + 1)))
    for mode in ("read", "write", "create"):
        with pytest.raises(StoreError, match="newer Tellings"):
            open_archive(place, mode)


def test_a_database_of_something_else_is_left_alone(place):
    with open_archive(place, "create") as archive, archive.writing() as connection:
        for name in ("archive_info",):
            connection.execute(text(f"ALTER TABLE {name} RENAME TO something_else"))
    with pytest.raises(StoreError, match="tables of something else"):
        open_archive(place, "create")
    with pytest.raises(StoreError, match="holds no archive"):
        open_archive(place)


@pytest.fixture
def folder():
    """A folder that anybody may enter."""
    made = Path(tempfile.mkdtemp(dir="/tmp"))
    made.chmod(0o755)
    yield made
    made.chmod(0o755)
    shutil.rmtree(made)


def filled(folder: Path) -> Path:
    with open_archive(str(folder / "a.db"), "create") as archive:
        writer.write(archive, "first")
    return folder / "a.db"


def test_a_file_that_may_only_be_read_is_read(folder):
    file = filled(folder)
    file.chmod(0o444)
    folder.chmod(0o555)
    with without_rights():
        assert whole(str(file)) == {"first"}
        with pytest.raises(StoreError, match=r"may be read, not written|cannot be opened"), open_archive(str(file), "write") as archive:
            writer.write(archive, "second")
        with pytest.raises(StoreError, match="cannot be opened; is its folder there, and may it be written"):
            open_archive(str(folder / "new.db"), "create")
    assert whole(str(file)) == {"first"}


def test_a_file_that_may_only_be_read_in_a_folder_that_may_be_written(folder):
    file = filled(folder)
    file.chmod(0o444)
    folder.chmod(0o777)
    with without_rights(), pytest.raises(StoreError, match="may be read, not written"), open_archive(str(file), "write") as archive:
        writer.write(archive, "second")
    assert whole(str(file)) == {"first"}


def test_a_file_that_may_not_be_read(folder):
    file = filled(folder)
    file.chmod(0)
    with without_rights(), pytest.raises(StoreError, match="cannot read"):
        open_archive(str(file))


def test_a_disk_that_takes_no_more_keeps_what_it_has(tmp_path):
    where = str(tmp_path / "a.db")
    with started(where, "w", "rows=100000", "limit=400000") as process:
        printed, said = process.communicate(timeout=120)
        assert process.returncode == 1
    assert "nothing of what was being written was kept" in said
    acknowledged = set(printed.splitlines()) - {"open"}
    assert len(acknowledged) > 5
    assert whole(where) == acknowledged
    with open_archive(where, "write") as archive:
        writer.write(archive, "after")
    assert whole(where) == acknowledged | {"after"}


def test_a_full_disk_is_called_so(tmp_path):
    where = str(tmp_path / "a.db")
    with open_archive(where, "create") as archive:
        pages = 0

        @event.listens_for(archive.engine, "connect")
        def _small(connection, _):
            connection.execute(f"PRAGMA max_page_count = {pages}")

        writer.write(archive, "first")
        with archive.reading() as connection:
            pages = connection.exec_driver_sql("PRAGMA page_count").scalar()
        done = {"first"}

        def fill():
            for k in range(1000):
                writer.write(archive, f"w {k}")
                done.add(f"w {k}")

        with pytest.raises(StoreError, match="the disk is full"):
            fill()
    assert whole(where) == done


def test_a_file_system_without_room(tmp_path):
    mount = ["unshare", "-rm", "sh", "-c", 'mount -t tmpfs -o size=900k none "$1" && shift && "$@"', "sh", str(tmp_path)]
    if shutil.which("unshare") is None or subprocess.run([*mount, "true"], capture_output=True, check=False).returncode:
        pytest.skip("no file system can be mounted here")
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)])}
    call = [*mount, sys.executable, "-m", "tests.writer", str(tmp_path / "a.db"), "w", "rows=100000"]
    ran = subprocess.run(call, capture_output=True, text=True, check=False, env=environment, cwd=ROOT)
    assert ran.returncode == 1
    assert len(ran.stdout.splitlines()) > 3
    assert "disk" in ran.stderr
    assert len(ran.stderr.splitlines()) == 1


def test_a_file_cut_anywhere_is_read_rightly_or_called_damaged(tmp_path):
    right = filled(tmp_path).read_bytes()
    cut = tmp_path / "cut.db"
    for length in sorted({0, 1, 15, 16, 99, 100, 1000, 4095, 4096, 4097, len(right) // 2, len(right) - 4096, len(right) - 1}):
        cut.write_bytes(right[:length])
        try:
            found = whole(str(cut))
        except StoreError as error:
            said = str(error)
            assert "damaged" in said or "no archive" in said, length  # the end of a file may be a page that is not in use
        else:
            assert found == {"first"}, length
            assert length > len(right) // 2


def test_a_file_with_a_wrong_byte_is_read_or_called_damaged(tmp_path):
    right = filled(tmp_path).read_bytes()
    wrong = tmp_path / "wrong.db"
    random.seed(7)
    for at in random.sample(range(len(right)), 60):
        wrong.write_bytes(right[:at] + bytes([right[at] ^ random.randint(1, 255)]) + right[at + 1 :])
        with contextlib.suppress(
            StoreError, AssertionError
        ):  # a letter that changed is found by `tellings check`, where anything can find it
            whole(str(wrong))


def test_any_name_of_a_file_will_do(tmp_path):
    for name in ("a b.db", "100%.db", "what?.db", "x#y.db", "ä'\".db", "file:x.db", ":memory:", "a&mode=ro.db"):
        with open_archive(str(tmp_path / name), "create") as archive:
            writer.write(archive, "first")
        assert whole(str(tmp_path / name)) == {"first"}
        assert (tmp_path / name).stat().st_size > 0


def test_a_file_in_the_folder_where_one_is(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with open_archive("a.db", "create") as archive:
        writer.write(archive, "first")
    assert whole("a.db") == {"first"}
    assert sorted(path.name for path in tmp_path.iterdir()) == ["a.db"]


def test_a_file_that_another_left_in_the_midst_is_whole_when_it_is_copied_with_what_lies_beside_it(tmp_path):
    with open_archive(str(tmp_path / "a.db"), "create") as archive, archive.reading():
        writer.write(archive, "first")
        assert (tmp_path / "a.db-wal").stat().st_size
        for end in ("", "-wal"):
            shutil.copy(tmp_path / f"a.db{end}", tmp_path / f"b.db{end}")
    assert whole(str(tmp_path / "b.db")) == {"first"}


def test_the_foreign_keys_of_sqlite_are_on(tmp_path):
    file = filled(tmp_path)
    connection = sqlite3.connect(file)
    assert connection.execute("PRAGMA journal_mode").fetchone() == ("wal",)
    connection.close()
    with open_archive(str(file), "write") as archive, archive.writing() as opened:
        assert opened.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
        assert opened.exec_driver_sql("PRAGMA synchronous").scalar() == 2


# PostgreSQL alone


def test_a_server_that_is_not_there():
    with pytest.raises(StoreError) as raised:
        open_archive("postgresql://desk:secret@/x?host=/nowhere")
    assert "/nowhere" in str(raised.value)
    assert "secret" not in str(raised.value)
    assert "\n" not in str(raised.value)


def test_a_database_that_is_not_there(postgresql):
    with pytest.raises(StoreError, match='database "none" does not exist'):
        open_archive(postgresql.address("none"))


def test_a_database_that_cannot_hold_every_letter(postgresql):
    address = postgresql.database(more="ENCODING 'SQL_ASCII'")
    with pytest.raises(StoreError, match="ENCODING 'UTF8'"):
        open_archive(address, "create")
    postgresql.drop(address)


def test_an_old_server(postgresql, monkeypatch):
    monkeypatch.setattr("tellings.store.opening._OLDEST_SERVER", 99)
    with pytest.raises(StoreError, match="wants 99 or newer"):
        open_archive(postgresql.address(), "create")


def test_a_server_that_goes_away_and_comes_back(postgresql):
    address = postgresql.database()
    end = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()"

    def cut_off():
        with archive.writing() as connection:
            log.count_change(connection)
            with open_archive(address) as other, other.reading() as second:
                second.execute(text(end))
            connection.execute(select(ARRIVALS)).all()

    with open_archive(address, "create") as archive:
        writer.write(archive, "first")
        with pytest.raises(StoreError, match="server went away"):
            cut_off()
        writer.write(archive, "second")
    assert whole(address) == {"first", "second"}
    postgresql.drop(address)


def test_who_may_only_read_the_database(postgresql):
    address = postgresql.database()
    with open_archive(address, "create") as archive, archive.writing() as connection:
        for command in ("CREATE ROLE onlooker LOGIN", "GRANT SELECT ON ALL TABLES IN SCHEMA public TO onlooker"):
            connection.execute(text(command))
    onlooker = address.replace("tellings@", "onlooker@")
    assert whole(onlooker) == set()
    with pytest.raises(StoreError, match="user of the address may not do that"), open_archive(onlooker, "write") as archive:
        writer.write(archive, "first")
    postgresql.drop(address)
    postgresql.run("DROP ROLE onlooker")


def test_an_address_without_sense():
    for address in ("postgresql://a:b:c/d", "postgresql://host:port/x"):
        with pytest.raises(ConfigError, match="cannot be read"):
            open_archive(address)
