"""Bad input gets one clear line and the exit code of the contract, never a traceback; the rest is still briefed."""

import gzip
import json

import pytest
from typer.testing import CliRunner

from tellings import cli

GOOD = (
    "The port of Ansel was closed on Monday after a crane fell on the main quay, the harbour master said.\n\n"
    "Two dockers were injured. “We will reopen when it is safe,” harbour master Ilona Drage said.\n"
)
OTHER = (
    "The parliament in Veldania elected Tomas Rell as speaker on Thursday by 61 votes to 40.\n\n"
    "Rell said he would visit the northern provinces next week to hear from farmers about the drought.\n"
)


def run(*arguments):
    """(exit code, the brief as JSON or None, standard error)."""
    done = CliRunner().invoke(cli.app, ["brief", "--format", "json", *map(str, arguments)])
    if done.exception is not None and not isinstance(done.exception, SystemExit):
        raise done.exception
    return done.exit_code, json.loads(done.stdout) if done.stdout.strip() else None, done.stderr


@pytest.fixture
def good(tmp_path):
    path = tmp_path / "good.txt"
    path.write_text(GOOD)
    return path


def big(path):
    with path.open("wb") as out:
        for _ in range(50):
            out.write(b"A long line of words that says nothing at all. " * 22_311)


BAD = {
    "empty.txt": (lambda p: p.write_bytes(b""), "empty"),
    "blank.txt": (lambda p: p.write_bytes(b" \n\t\n"), "empty"),
    "binary.txt": (lambda p: p.write_bytes(bytes(range(256)) * 40), "binary"),
    "picture.html": (lambda p: p.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 20), "binary"),
    "big.txt": (big, "too-large"),
    "oneline.txt": (lambda p: p.write_text("The port of Ansel was shut on Monday, the harbour master said. " * 18_000), "too-large"),
    "missing.txt": (lambda _: None, "missing"),
    "german.txt": (
        lambda p: p.write_text(
            "Der Hafen von Ansel wurde am Montag geschlossen, nachdem ein Kran auf den Kai gestürzt war. Zwei Arbeiter wurden verletzt.\n"
        ),
        "unsupported-language",
    ),
    "broken.jsonl.gz": (lambda p: p.write_bytes(gzip.compress(b'{"text": "a"}')[:-9]), "broken-archive"),
    "frame.html": (lambda p: p.write_text("<html><body><script>var a = 1;</script></body></html>"), "empty"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_cannot_be_read_is_named_with_its_reason_and_the_rest_is_briefed(tmp_path, good, name):
    make, reason = BAD[name]
    path = tmp_path / name
    make(path)
    code, made, errors = run(path, good)
    assert code == 0
    assert [(item["input"].split("#")[0], item["reason"]) for item in made["not_seen"]] == [(str(path), reason)]
    assert len([line for line in errors.splitlines() if name in line]) == 1
    assert len(made["stories"]) == 1
    assert "Traceback" not in errors


def test_broken_utf8_and_a_wrong_charset_are_still_read(tmp_path):
    broken, wrong = tmp_path / "broken.txt", tmp_path / "wrong.html"
    broken.write_bytes(GOOD.encode()[:-20] + b"\xff\xfe caf\xe9 was closed.\n")
    page = "<html><head><meta charset='utf-8'><title>Caf\u00e9 shut</title></head><body><article><p>The caf\u00e9 in Ansel was shut on Monday after a fire, the owner said. Nobody was hurt in the blaze, which began in the kitchen.</p></article></body></html>"
    wrong.write_bytes(page.encode("latin-1"))
    code, made, _ = run(broken, wrong)
    assert code == 0
    assert len(made["articles"]) == 2
    assert any("caf\u00e9 in Ansel" in article["text"] for article in made["articles"])


def test_html_nested_ten_thousand_deep_is_read(tmp_path):
    path = tmp_path / "deep.html"
    path.write_text("<html><body>" + "<div>" * 10_000 + f"<p>{GOOD}</p>" + "</div>" * 10_000 + "</body></html>")
    code, made, errors = run(path)
    assert code == 0
    assert "Traceback" not in errors
    assert "crane fell" in made["articles"][0]["text"]


def test_a_broken_line_of_jsonl_is_named_and_the_others_are_read(tmp_path):
    path = tmp_path / "rows.jsonl"
    path.write_text(
        json.dumps({"id": "r1", "text": GOOD})
        + '\n{"id": "r2", "text": \n'
        + json.dumps({"id": "r3", "text": OTHER})
        + "\n"
        + json.dumps({"id": "r4"})
        + "\n"
    )
    code, made, _ = run(path)
    assert code == 0
    assert sorted(article["given_id"] for article in made["articles"]) == ["r1", "r3"]
    assert [(item["input"], item["reason"]) for item in made["not_seen"]] == [
        (f"{path}#2", "broken-record"),
        (f"{path}#4", "broken-record"),
    ]
    assert "line 2" in made["not_seen"][0]["detail"]


def test_one_article_alone_is_a_brief_of_one_telling(good):
    code, made, _ = run(good)
    assert code == 0
    assert {claim["status"] for claim in made["stories"][0]["claims"]} <= {"single"}
    assert made["stories"][0]["claims"]


def test_two_unrelated_stories_are_two_briefs(tmp_path, good):
    other = tmp_path / "other.txt"
    other.write_text(OTHER)
    _, made, _ = run(good, other)
    assert sorted(len(story["articles"]) for story in made["stories"]) == [1, 1]
    _, made, _ = run(good, other, "--one-story")
    assert [len(story["articles"]) for story in made["stories"]] == [2]


def test_the_same_page_twice_counts_once(tmp_path, good):
    again = tmp_path / "again.txt"
    again.write_text(GOOD)
    _, made, _ = run(good, again)
    assert [item["reason"] for item in made["not_seen"]] == ["duplicate"]


def test_nothing_read_is_exit_3(tmp_path):
    code, made, errors = run(tmp_path / "missing.txt")
    assert code == 3
    assert made["articles"] == []
    assert "missing" in errors


@pytest.mark.parametrize(
    "arguments", [["brief"], ["brief", "x", "--format", "pdf"], ["nonsense"], ["brief", "x", "--published", "Tuesday"]]
)
def test_wrong_usage_is_exit_2_and_one_line_says_what(arguments, monkeypatch, capsys):
    monkeypatch.setattr("sys.argv", ["tellings", *arguments])
    with pytest.raises(SystemExit) as left:
        cli.main()
    assert left.value.code == 2
    assert "Traceback" not in capsys.readouterr().err


def test_nothing_on_standard_output_but_the_brief(good):
    done = CliRunner().invoke(cli.app, ["brief", str(good), str(good) + ".gone", "--format", "markdown"])
    assert done.stdout.startswith("#")
    assert "not seen" in done.stderr


def test_output_goes_to_a_file(tmp_path, good):
    target = tmp_path / "out.html"
    done = CliRunner().invoke(cli.app, ["brief", str(good), "--format", "html", "-o", str(target), "--quiet"])
    assert (done.exit_code, done.stdout, done.stderr) == (0, "", "")
    assert target.read_text().startswith("<!doctype html>")


def test_a_file_that_cannot_be_written_is_exit_2(tmp_path, good, monkeypatch, capsys):
    monkeypatch.setattr("sys.argv", ["tellings", "brief", str(good), "-o", str(tmp_path / "no" / "such" / "out.md")])
    with pytest.raises(SystemExit) as left:
        cli.main()
    assert left.value.code == 2
    assert "cannot write" in capsys.readouterr().err
