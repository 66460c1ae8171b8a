import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
from tests.unit.briefing import invented

from tellings.app import output
from tellings.briefing.render import render
from tellings.errors import ConfigError
from tellings.model.articles import Rejected


@pytest.fixture(scope="module")
def brief():
    return invented.brief()


class Terminal(io.TextIOWrapper):
    def isatty(self):
        return True


def test_a_file_is_written_whole_and_leaves_nothing_beside_it(tmp_path, brief):
    path = tmp_path / "brief.md"
    output.write(brief, "markdown", path)
    output.write(brief, "markdown", path)
    assert path.read_bytes().decode() == render(brief, "markdown")
    assert list(tmp_path.iterdir()) == [path]


def test_a_failure_keeps_what_stood_there(tmp_path, brief, monkeypatch):
    path = tmp_path / "brief.md"
    path.write_text("old")

    def full(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ConfigError, match="No space left"):
        output.write(brief, "markdown", path)
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_a_file_keeps_its_rights_and_a_link_its_target(tmp_path, brief):
    real, link = tmp_path / "real.md", tmp_path / "link.md"
    real.write_text("old")
    real.chmod(0o640)
    link.symlink_to(real)
    output.write(brief, "markdown", link)
    assert link.is_symlink()
    assert real.stat().st_mode & 0o777 == 0o640
    assert real.read_text() == render(brief, "markdown")


@pytest.mark.parametrize("where", ["missing/brief.md", "."])
def test_what_cannot_be_written_is_one_clear_error(tmp_path, brief, where):
    with pytest.raises(ConfigError, match="cannot write"):
        output.write(brief, "json", tmp_path / where)


def test_a_device_is_written_to_and_not_replaced(brief):
    output.write(brief, "markdown", Path(os.devnull))
    assert not Path(os.devnull).is_file()


def test_a_reader_that_goes_away_is_no_fault():
    code = (
        "from tests.unit.briefing import invented; from tellings.app import output; b = invented.brief(times=60);"
        "output.write(b, 'json', None)"
    )
    root = Path(__file__).parents[3]
    env = {**os.environ, "PYTHONPATH": f"{root / 'src'}{os.pathsep}{root}"}
    work = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=env)
    assert work.stdout.read(10)
    work.stdout.close()
    error = work.stderr.read()
    work.stderr.close()
    assert work.wait(timeout=60) == 0
    assert error == b""


@pytest.mark.parametrize("encoding", ["cp1252", "ascii", "utf-8"])
def test_a_terminal_gets_characters_that_it_can_show(brief, monkeypatch, encoding):
    raw = io.BytesIO()
    out = Terminal(raw, encoding=encoding)
    monkeypatch.setattr(sys, "stdout", out)
    output.write(brief, "terminal", None)
    text = raw.getvalue().decode(encoding)
    assert "gates of the Orsk dam" in " ".join(text.split())
    assert "Vale Gazette" in text
    assert ("“" in text) == (encoding != "ascii")


def test_elsewhere_it_is_utf_8_with_plain_line_ends(brief, monkeypatch):
    raw = io.BytesIO()
    monkeypatch.setattr(sys, "stdout", io.TextIOWrapper(raw, encoding="cp1252", newline="\r\n"))
    output.write(brief, "terminal", None)
    assert raw.getvalue().decode() == render(brief, "terminal")


def test_no_bar_where_standard_error_is_no_terminal(capsys):
    for quiet in (True, False):
        with output.progress(quiet) as tell:
            assert tell is None
    assert capsys.readouterr() == ("", "")


def test_a_bar_is_drawn_on_standard_error_for_long_work(monkeypatch):
    raw = io.BytesIO()
    err = Terminal(raw, encoding="utf-8")
    monkeypatch.setattr(sys, "stderr", err)
    monkeypatch.setenv("TERM", "xterm")
    with output.progress(quiet=False) as tell:
        tell("few", 1, 2)
        tell("pages", 12, 40)
    err.flush()
    shown = raw.getvalue().decode()
    assert "pages" in shown
    assert "few" not in shown


def test_short_work_leaves_the_terminal_as_it_is(monkeypatch):
    raw = io.BytesIO()
    err = Terminal(raw, encoding="utf-8")
    monkeypatch.setattr(sys, "stderr", err)
    monkeypatch.setenv("TERM", "xterm")
    with output.progress(quiet=False) as tell:
        tell("pages", 2, 2)
    err.flush()
    assert raw.getvalue() == b""


def test_notes_on_inputs_are_one_line_each(monkeypatch, brief, capsys):
    from dataclasses import replace

    output.report_unseen(replace(brief, not_seen=(Rejected(input="a\n\x1b[2J", reason="binary", detail="no text"),)))
    err = capsys.readouterr().err
    assert err == "tellings: not seen: a \ufffd[2J: binary: no text\n"
