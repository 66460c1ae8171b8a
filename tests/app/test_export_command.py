"""`tellings export` as it is called."""

import json

from tests.app import exported
from typer.testing import CliRunner

from tellings import cli


def call(*arguments):
    return CliRunner().invoke(cli.app, ["export", *arguments])


def test_it_names_its_files_and_counts(tmp_path):
    made = call(str(exported.folder()), "--one-story", "--format", "jsonl", "--format", "annotations", "-o", str(tmp_path / "a/b"))
    assert made.exit_code == 0, made.output
    assert sorted(path.name for path in (tmp_path / "a/b").iterdir()) == ["annotations.jsonld", "manifest.json", "records.jsonl"]
    count = (tmp_path / "a/b/records.jsonl").read_text(encoding="utf-8").count("\n")
    assert f"records.jsonl: {count}" in made.output


def test_what_was_not_read_is_told_and_the_rest_exported(tmp_path):
    (tmp_path / "empty.html").write_text("", encoding="utf-8")
    (tmp_path / "page.html").write_text(exported.PAGE, encoding="utf-8")
    made = call(str(tmp_path), "--format", "csv", "-o", str(tmp_path / "out"))
    assert made.exit_code == 0
    assert "not seen" in made.output
    assert (tmp_path / "out/articles.csv").read_text(encoding="utf-8").count("Evening Herald") == 1


def test_nothing_read_is_code_3(tmp_path):
    (tmp_path / "empty.html").write_text("", encoding="utf-8")
    assert call(str(tmp_path / "empty.html"), "--format", "csv", "-o", str(tmp_path / "out"), "--quiet").exit_code == 3
    assert call(str(tmp_path / "empty.html"), "--warc", "-o", str(tmp_path / "out"), "--quiet").exit_code == 3
    manifest = json.loads((tmp_path / "out/manifest.json").read_text(encoding="utf-8"))
    assert [(one["file"], one["records"]) for one in manifest["files"]] == [("pages.warc.gz", 0)]


def test_a_fault_of_use_is_found_before_anything_is_read(tmp_path):
    from tellings.errors import ConfigError

    made = call("no-such-page.html", "-o", str(tmp_path / "out"))
    assert isinstance(made.exception, ConfigError)
    assert "nothing to write" in str(made.exception)
    (tmp_path / "file").write_text("x", encoding="utf-8")
    made = call(str(exported.folder() / "herald.html"), "--warc", "-o", str(tmp_path / "file"))
    assert "cannot write to" in str(made.exception)
    assert call(str(exported.folder())).exit_code == 2
