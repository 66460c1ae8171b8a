"""Pages to articles: one page a case, set against what an editor marked who read the page and not the program's answer.

`expected/<page>.txt` holds the fields of the head, each with where it was found, then the text line by line: `B` belongs to the article, `F`
is furniture with its reason, `?` may be either. What the editor decides is the outcome, the values of the head and the lines of the body:
these are written by hand alone. Where they stand, `make golden` writes anew what is beside them: where a value was found, what the furniture
is and why. A page of `wrong.toml` is read wrongly today; its file says what is right, and nothing rewrites it.
"""

import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from tellings.app.contexts import make_context
from tellings.engine.local import run_stages
from tellings.ingest.discover import pages_of
from tellings.model.articles import Article, Page, Rejected
from tellings.pipeline import STAGES
from tellings.settings import Settings

HERE = Path(__file__).parent / "pages-to-articles"
FIELDS = ("outlet", "written_by", "headline", "byline", "dateline", "credit", "published", "modified", "url", "language", "given_id")
_READ = tuple(stage for stage in STAGES if stage.scope == "page")
_FOUND = re.compile(r"  \[(?P<found>[^\]]*)\]$")


@dataclass(frozen=True, slots=True, kw_only=True)
class Review:
    """What is expected of a page, or what came out: fields as (name, value, found), lines as (mark, text)."""

    fields: tuple[tuple[str, str, str], ...]
    lines: tuple[tuple[str, str], ...]

    def decided(self, open_lines: frozenset[str] = frozenset()) -> tuple[object, object]:
        """What an editor decides: the values, and the lines of the body save those that may be either."""
        values = {name: value for name, value, _ in self.fields if name != "detail"}
        return values, [text for mark, text in self.lines if mark == "B" and text not in open_lines]

    def left_open(self) -> frozenset[str]:
        """The lines that may be either."""
        return frozenset(text for mark, text in self.lines if mark == "?")


def pages() -> list[str]:
    """Return the names of the pages, sorted."""
    return sorted(path.name for path in (HERE / "received").iterdir())


def wrong() -> dict[str, dict[str, str]]:
    """Return the pages that are read wrongly today: name -> the part at fault and why."""
    rows = tomllib.loads((HERE / "wrong.toml").read_text(encoding="utf-8")).get("page", [])
    return {row["page"]: row for row in rows}


def expected_file(page: str) -> Path:
    return HERE / "expected" / f"{page}.txt"


def expected(page: str) -> Review:
    return parse(expected_file(page).read_text(encoding="utf-8"))


def read(page: str) -> Review:
    """What the page stages make of the page now."""
    settings = Settings(strict=True)
    (found,) = pages_of([str(HERE / "received" / page)], settings)
    made = found if isinstance(found, Rejected) else _outcome(found, settings)
    if isinstance(made, Rejected):
        return Review(fields=(("rejected", made.reason, ""), ("detail", made.detail, "")), lines=())
    where = dict(made.found)
    fields = tuple((name, value, where.get(name, "")) for name in FIELDS if (value := getattr(made, name)) is not None)
    return Review(fields=fields, lines=tuple(_lines(made)))


def _outcome(page: Page, settings: Settings) -> Article | Rejected:
    (made,) = (record for record in run_stages(_READ, [page], make_context(settings)) if isinstance(record, Article | Rejected))
    return made


def _lines(article: Article) -> list[tuple[str, str]]:
    spans = [(s.start, s.end, "B") for s in article.body] + [(f.start, f.end, f"F {f.reason}:") for f in article.furniture]
    return [
        (mark, " ".join(line.split()))
        for start, end, mark in sorted(spans)
        for line in article.text[start:end].splitlines()
        if line.strip()
    ]  # fmt: skip


def show(review: Review, open_lines: frozenset[str] = frozenset()) -> str:
    """Return the review as it stands in a file."""
    head = [f"{name}: {value}" + (f"  [{found}]" if found else "") for name, value, found in review.fields]
    text = [f"{'?' if line in open_lines else mark} {line}" for mark, line in review.lines]
    return "\n".join([*head, "", *text] if text else head) + "\n"


def parse(text: str) -> Review:
    """Return what a file of a review says."""
    head, _, body = text.partition("\n\n")
    fields = []
    for line in head.splitlines():
        name, _, value = line.partition(": ")
        found = _FOUND.search(value)
        fields.append((name, _FOUND.sub("", value), found["found"] if found else ""))
    return Review(fields=tuple(fields), lines=tuple(_marked(line) for line in body.splitlines() if line.strip()))


def _marked(line: str) -> tuple[str, str]:
    mark, _, text = line.partition(" ")
    if mark == "F":
        reason, _, text = text.partition(": ")
        return f"F {reason}:", text
    return mark, text


def rewrite() -> list[str]:
    """Write anew what no editor decides; return a line for each page whose decisions do not stand, which is left as it was."""
    said = []
    for page in pages():
        asked, made = expected(page), read(page)
        stands = made.decided(asked.left_open()) == asked.decided()
        if page in wrong():
            if stands:
                said.append(f"{page} is read as marked now: take it out of wrong.toml")
        elif not stands:
            said.append(f"{page} is not read as marked: mend the reading, or the marks by hand")
        else:
            expected_file(page).write_text(show(made, asked.left_open()), encoding="utf-8")
    return said
