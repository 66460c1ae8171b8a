"""`tellings compare A B`: two articles side by side, on a terminal, as a page and as JSON."""

import json
import re

import pytest
from lxml import html as lxml_html
from typer.testing import CliRunner

import tellings
from tellings import cli
from tellings.errors import ConfigError, InputError

GAZETTE = """Barge sinks at Lerum lock

LERUM, 3 March 2021 — A grain barge sank at Lerum lock on Tuesday, the canal board said. Six sailors were rescued by the lock keeper.
"We heard a bang and then the lights went out," Jonas Hauge, the skipper, told Radio Savanna.
The barge carried 400 tonnes of barley. The canal stays shut until Friday.
"""
COURIER = """Lerum lock blocked by sunken barge

Lerum, 4 March 2021 — A grain barge sank at Lerum lock on Tuesday. Nine sailors were rescued by the lock keeper, police said.
"We heard a bang and then the light went out," skipper Jonas Hauge said.
The town council met on Wednesday evening to talk about <b>the blocked lock</b>.
"""
APART = """Bread prices rise in Tema

TEMA, 4 March 2021 — Bakers in Tema raised the price of bread by a tenth on Monday. Flour has become dear since the harvest failed.
"""
OUTLETS = {"g": "Lerum Gazette", "c": "Vik Courier", "t": "Tema Post"}
PARTS = ("differ", "both", "only_a", "only_b")


@pytest.fixture
def pages(tmp_path):
    texts = {"g": GAZETTE, "c": COURIER, "t": APART}
    lines = [json.dumps({"id": key, "outlet": OUTLETS[key], "text": text}) for key, text in texts.items()]
    (tmp_path / "three.jsonl").write_text("\n".join(lines) + "\n")
    return {key: f"{tmp_path / 'three.jsonl'}#{line}" for line, key in enumerate(texts, 1)}


def run(*arguments):
    return CliRunner().invoke(cli.app, ["compare", "--quiet", *arguments])


def compared(*arguments):
    done = run(*arguments, "--format", "json")
    assert done.exit_code == 0, done.output
    return json.loads(done.stdout)


def page_of(*arguments):
    return lxml_html.fromstring(run(*arguments, "--format", "html").stdout)


def test_what_both_tell_where_they_differ_and_what_only_one_tells(pages):
    made = compared(pages["g"], pages["c"])
    assert (made["schema"], made["a"]["given_id"], made["b"]["told_by"]) == ("tellings.compare/1", "g", "Vik Courier")
    (differ,) = made["differ"]
    assert (differ["relation"], differ["slot"]) == ("contradiction", "number")
    six, nine = differ["values"]
    assert (six["value"].split()[0], [p["chain"] for p in six["a"]], six["b"]) == ("Six", [[]], [])
    assert (nine["value"].split()[0], nine["a"], [p["chain"] for p in nine["b"]]) == ("Nine", [], [["police"]])
    assert {line["kind"] for line in made["both"]} == {"claim", "quotation"}
    assert any("barge sank" in line["text"] for line in made["both"])
    assert any("400 tonnes" in line["text"] for line in made["only_a"])
    assert any("town council" in line["text"] for line in made["only_b"])
    assert not any("barge sank" in line["text"] for part in ("only_a", "only_b") for line in made[part])


def test_every_passage_is_in_its_article_and_on_its_side(pages):
    made = compared(pages["g"], pages["c"])
    for part in PARTS:
        for line in made[part]:
            assert bool(line["a"]) == (part != "only_b")
            assert bool(line["b"]) == (part != "only_a")
            for side in ("a", "b"):
                spans = [*line[side], *(pair[side] for pair in line["pairs"]), *(w[side] for w in line["words"] if w[side])]
                spans += [p for value in line["values"] for p in value[side]]
                for span in spans:
                    assert span["article"] == made[side]["id"]
                    assert made[side]["text"][span["start"] : span["end"]] == span["exact"]


def test_lines_are_those_of_the_brief_and_each_has_a_pair_with_its_rule(pages, tmp_path):
    lines = (tmp_path / "three.jsonl").read_text().splitlines()[:2]
    (tmp_path / "two.jsonl").write_text("\n".join(lines) + "\n")
    brief = tellings.brief([tmp_path / "two.jsonl"], one_story=True)
    told = {sentence.about: sentence.words for sentence in brief.stories[0].sentences}
    made = compared(pages["g"], pages["c"])
    for part in PARTS:
        assert all(told[line["about"]] == line["text"] for line in made[part])
    assert all(line["pairs"] and all(pair["rule"] for pair in line["pairs"]) for part in ("differ", "both") for line in made[part])


def test_where_two_quotations_part_is_told(pages):
    (said,) = [line for line in compared(pages["g"], pages["c"])["both"] if line["kind"] == "quotation"]
    assert [(w["a"]["exact"], w["b"]["exact"]) for w in said["words"]] == [("lights", "light")]


def test_the_order_of_the_two_is_the_callers(pages):
    there, back = compared(pages["g"], pages["c"]), compared(pages["c"], pages["g"])
    assert (there["a"], there["b"]) == (back["b"], back["a"])
    assert {line["about"] for line in there["only_a"]} == {line["about"] for line in back["only_b"]}
    assert {line["about"] for line in there["both"]} == {line["about"] for line in back["both"]}


def test_two_that_have_nothing_in_common_say_so(pages):
    made = compared(pages["g"], pages["t"])
    assert not made["both"]
    assert not made["differ"]
    assert made["only_a"]
    assert made["only_b"]
    assert "They have nothing in common" in run(pages["g"], pages["t"]).stdout
    assert "They have nothing in common" in page_of(pages["g"], pages["t"]).text_content()


def test_copies_are_said_to_be_one_telling(tmp_path):
    for name in ("a", "b"):
        (tmp_path / f"{name}.txt").write_text(GAZETTE + f"\nPrinted in {name.upper()}.\n")
    shown = run(str(tmp_path / "a.txt"), str(tmp_path / "b.txt")).stdout
    assert "They carry one text: what rests on it counts as one telling." in shown
    assert "a.txt alone tells nothing, b.txt alone nothing." in shown


def test_the_terminal_shows_the_two_beside_each_other(pages):
    shown = run(pages["g"], pages["c"]).stdout
    head = shown.splitlines()[0]
    assert head.index("Lerum Gazette") < head.index("Vik Courier")
    values = next(line for line in shown.splitlines() if "“Six" in line)
    assert values.index("“Six") < values.index("“Nine")
    assert "according to police" in shown
    assert re.search(r"matched by [a-z, ]+, 0\.\d\d", shown)
    assert "ONLY IN LERUM GAZETTE" in shown
    assert "\x1b" not in shown
    assert max(map(len, shown.splitlines())) <= 110


def test_the_page_links_aligned_passages_to_one_another(pages):
    page = page_of(pages["g"], pages["c"])
    ids = page.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert {href[1:] for href in page.xpath("//a/@href") if href.startswith("#")} <= set(ids)
    made = compared(pages["g"], pages["c"])
    for number in range(1, len(made["differ"]) + len(made["both"]) + 1):
        here, there = (page.xpath(f"//mark[@id='{side}{number}']") for side in "ab")
        assert here, f"line {number} is not marked in a"
        assert there, f"line {number} is not marked in b"
        assert page.xpath(f"//article[1]//sup/a[@href='#b{number}']")
        assert page.xpath(f"//article[2]//sup/a[@href='#a{number}']")
        assert page.xpath(f"//*[@id='l{number}']")
    assert page.xpath("//td[@data-name='Lerum Gazette']//p[@class='value']/b/text()")[0].startswith("“Six")
    assert {b.text_content() for b in page.xpath("//td//b")} >= {"lights", "light"}


def test_the_page_is_self_contained_and_escapes_what_articles_hold(pages):
    text = run(pages["g"], pages["c"], "--format", "html").stdout
    page = lxml_html.fromstring(text)
    assert not page.xpath("//script | //link | //img | //iframe | //*[@src]")
    assert "default-src 'none'" in page.xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert "&lt;b&gt;the blocked lock&lt;/b&gt;" in text
    for side, source in (("a", GAZETTE), ("b", COURIER)):
        (shown,) = page.xpath(f"//article[h3/@id='{side}-title']//div[@class='text']")
        for sup in shown.xpath(".//sup | .//span[@class='reason'] | .//summary"):
            sup.drop_tree()
        assert "".join(shown.text_content().split()) == "".join(source.split())


def test_an_input_of_several_articles_is_told_what_to_do(pages, monkeypatch, capsys):
    file = pages["g"].partition("#")[0]
    monkeypatch.setattr("sys.argv", ["tellings", "compare", file, pages["t"]])
    with pytest.raises(SystemExit) as left:
        cli.main()
    assert left.value.code == 2
    error = capsys.readouterr().err
    assert error == f"tellings: {file} holds several articles; compare takes one on each side: name one of them, such as {file}#1\n"


def test_a_folder_of_one_article_is_that_article(pages, tmp_path):
    (tmp_path / "folder").mkdir()
    (tmp_path / "folder/one.txt").write_text(COURIER)
    (tmp_path / "folder/picture.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(64))
    made = compared(pages["g"], str(tmp_path / "folder"))
    assert made["b"]["input"].endswith("one.txt")
    assert [item["input"][-11:] for item in made["not_seen"]] == ["picture.png"]


def test_one_page_twice_is_wrong_usage(pages):
    with pytest.raises(ConfigError, match="are one page, byte for byte"):
        tellings.side_by_side(pages["g"], pages["g"])


@pytest.mark.parametrize("other", ["gone.txt", "three.jsonl#9", "german.txt"])
def test_what_cannot_be_compared_is_named_with_its_reason(pages, tmp_path, other, monkeypatch, capsys):
    (tmp_path / "german.txt").write_text(
        "Der Hafen bleibt am Freitag geschlossen, sagte die Bürgermeisterin, weil die Taucher noch prüfen.\n" * 3
    )
    with pytest.raises(InputError, match=r"not both can be compared: \S+: [a-z-]+: "):
        tellings.side_by_side(pages["g"], tmp_path / other)
    monkeypatch.setattr("sys.argv", ["tellings", "compare", pages["g"], str(tmp_path / other)])
    with pytest.raises(SystemExit) as left:
        cli.main()
    assert left.value.code == 3
    assert other in capsys.readouterr().err


def test_python_gives_the_lines_and_the_brief(pages):
    made = tellings.side_by_side(pages["g"], pages["c"])
    assert [line.relation for line in made.differ] == ["contradiction"]
    assert len(made.brief.articles) == 2
