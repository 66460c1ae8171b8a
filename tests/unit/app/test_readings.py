import json
import subprocess
import sys

import pytest

from tellings.app.listing import Listing
from tellings.app.output import writing
from tellings.app.readings import Reading
from tellings.errors import ConfigError
from tellings.settings import Settings

TEXT = "Ferry strands near {0}\n\nA ferry ran aground off {0} on Sunday and {1} people were rescued, the coastguard said.\n"
GERMAN = (
    "Fähre läuft auf Grund\n\nEine Fähre ist am Sonntag vor der Küste auf Grund gelaufen, dreizehn Menschen wurden gerettet, wie die "
    "Küstenwache am Abend mitteilte.\n"
)


@pytest.fixture
def folder(tmp_path):
    for at, place in enumerate(("Lirrin", "Tarnow", "Melk")):
        (tmp_path / f"{at}.txt").write_text(TEXT.format(place, at + 3))
    (tmp_path / "3.txt").write_text(TEXT.format("Melk", 5))
    (tmp_path / "4.txt").write_text("")
    (tmp_path / "5.txt").write_text(GERMAN)
    (tmp_path / "6.txt").write_bytes(b"%PDF-1.4 \x00")
    return tmp_path


def test_every_input_ends_as_an_article_or_a_reason(folder):
    with Reading([folder], Settings(processes=1, strict=True)) as reading:
        articles = list(reading)
        unseen = [(item.input.rsplit("/", 1)[1], item.reason) for item in reading.not_seen()]
    assert [a.input.rsplit("/", 1)[1] for a in articles] == ["0.txt", "1.txt", "2.txt", "5.txt"]
    assert unseen == [("3.txt", "duplicate"), ("4.txt", "empty"), ("5.txt", "unsupported-language"), ("6.txt", "unsupported-type")]
    assert (reading.articles, reading.not_read, reading.listed) == (4, 3, 4)
    assert reading.reasons == {"duplicate": 1, "empty": 1, "unsupported-language": 1, "unsupported-type": 1}


def test_two_processes_read_the_same_in_the_same_order(tmp_path):
    for at in range(60):
        (tmp_path / f"{at:02}.txt").write_text(TEXT.format("Lirrin", at))
    with (
        Reading([tmp_path], Settings(processes=1, strict=True)) as alone,
        Reading([tmp_path], Settings(processes=2, strict=True)) as shared,
    ):
        one, two = list(alone), list(shared)
    assert len(one) == 60
    assert one == two


def test_a_setting_that_cannot_be_is_refused_before_anything_is_read():
    with pytest.raises(ConfigError, match="2021-08-25"):
        Reading(["nowhere"], Settings(published="yesterday"))


def listed(folder, **options):
    pieces = []
    with Reading([folder], Settings(processes=1)) as reading:
        Listing(**options).write(reading, pieces.append, quiet=True)
    return "".join(pieces)


def test_json_is_the_contract(folder):
    made = json.loads(listed(folder, form="json"))
    assert list(made) == ["articles", "not_seen"]
    first = made["articles"][0]
    assert first["headline"] == "Ferry strands near Lirrin"
    assert first["text"] == TEXT.format("Lirrin", 3)
    assert made["not_seen"][0]["reason"] == "duplicate"
    report = json.loads(listed(folder, form="json", report=True))
    assert report["reasons"]["empty"] == 1
    assert (report["read"], report["not_read"], len(report["not_seen"])) == (4, 3, 4)


def test_text_shows_the_body_and_marked_shows_the_furniture(folder):
    plain, marked = listed(folder), listed(folder, marked=True)
    assert "A ferry ran aground off Lirrin on Sunday" in plain
    assert "⟦" not in plain
    assert "⟦headline: Ferry strands near Lirrin⟧" in marked
    report = listed(folder, report=True)
    assert report.startswith("4 read, 3 not read (1 duplicate, 1 empty, 1 unsupported-language, 1 unsupported-type)\n")
    assert "aground" not in report


def test_nothing_of_a_page_steers_a_terminal(tmp_path):
    (tmp_path / "a.txt").write_text(
        "Ferry \x1b[31mstrands\u202e near Lirrin\n\nA ferry ran aground \x07off the coast on Sunday, they said.\n"
    )
    shown = listed(tmp_path, marked=True)
    assert not set(shown) & set("\x1b\x07\u202e")


def test_a_reader_that_goes_away_is_no_fault(folder):
    code = f"from tellings.cli import main; import sys; sys.argv = ['tellings', 'read', {str(folder)!r}, '--quiet', '--marked']; main()"
    done = subprocess.run(f'{sys.executable} -c "{code}" | head -1', shell=True, capture_output=True, text=True, check=False)
    assert done.stdout == "Ferry strands near Lirrin\n"
    assert done.stderr == ""


def test_a_file_is_there_whole_or_not_at_all(tmp_path):
    target = tmp_path / "out.txt"
    target.write_text("old")

    def stop():
        with writing(target) as say:
            say("new")
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        stop()
    assert [path.name for path in tmp_path.iterdir()] == ["out.txt"]
    assert target.read_text() == "old"
