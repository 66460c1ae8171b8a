"""Compares an article with its earlier versions: which passages changed, and what it no longer says.

Sentences are compared as they read: white space, case of the first letter and typographic marks are no change. A statement is withdrawn where
its words stand in no sentence of the newer version and no statement there says the same: its terms, with the same figures and the same polarity. What
a later version says again is not withdrawn: an article may be changed back.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Final

from tellings.backends.base import Context
from tellings.model.articles import Article
from tellings.model.inputs import Inputs
from tellings.model.observed import Statement
from tellings.model.resolved import Story
from tellings.model.spans import Selector, content_id
from tellings.model.versions import Change, Earlier, Revision, Withdrawal
from tellings.text.anchor import select
from tellings.text.segment import paragraphs, sentences

_ORIGIN: Final = "revisions@2"
# Words of two sentences that are one another's altered form: this share of both is the same.
_ALTERED: Final = 0.45
# Of the terms of two statements that say the same, so many are shared.
_SAME: Final = 0.8
_MARK: Final = str.maketrans({"“": '"', "”": '"', "„": '"', "«": '"', "»": '"', "‘": "'", "’": "'", "–": "-", "—": "-", "…": "..."})
_SPACE: Final = re.compile(r"\s+")


def run(inputs: Inputs, context: Context) -> Iterable[object]:
    """Yield a Revision for each earlier version of the story's articles that differs from the next one, in order."""
    story = inputs.one(Story)
    held = {article.id: article for article in inputs.all(Article)}
    earlier = {one.article.id: one for one in inputs.all(Earlier)}
    said: dict[str, list[Statement]] = {}
    for statement in inputs.all(Statement):
        said.setdefault(statement.sel.article, []).append(statement)
    versions = {name: _version(article, said.get(name, ())) for name, article in held.items()} if earlier else {}
    versions |= {name: _version(one.article, one.statements) for name, one in earlier.items()}
    for one in sorted(earlier.values(), key=lambda e: (e.version, e.newer, e.article.id)):
        after = list(_after(one, earlier, versions))
        if not after:
            continue
        newer = after[0].article
        changes = tuple(changes_between(one.article, newer))
        if changes:
            withdrawals = tuple(_withdrawn(one, after, changes, said))
            yield Revision(
                id=content_id("revision", one.article.id, newer.id), story=story.id, earlier=one.article.id, newer=newer.id, version=one.version,
                kept=one.kept, replaced=one.replaced, changes=changes, withdrawals=withdrawals, origin=_ORIGIN,
            )  # fmt: skip


@dataclass(frozen=True, slots=True)
class _Version:
    article: Article
    statements: Sequence[Statement]
    words: str

    def says(self, statement: Statement) -> bool:
        """True where the words stand in it, or a statement of it says the same."""
        return _plain(statement.sel.exact).casefold() in self.words or any(_says(other, statement) for other in self.statements)


def _version(article: Article, statements: Sequence[Statement]) -> _Version:
    return _Version(article, statements, _plain(article.text).casefold())


def _after(one: Earlier, earlier: Mapping[str, Earlier], versions: Mapping[str, _Version]) -> Iterator[_Version]:
    """Yield the versions that came after, in their order, the current one last."""
    name = one.newer
    while (made := versions.get(name)) is not None:
        yield made
        if name not in earlier:
            return
        name = earlier[name].newer


def changes_between(older: Article, newer: Article) -> Iterator[Change]:
    """Yield the sentences that were cut, added or altered, in the order of the newer version; headlines count as sentences."""
    was, now = _passages(older), _passages(newer)
    matcher = SequenceMatcher(a=[_plain(s.exact) for s in was], b=[_plain(s.exact) for s in now], autojunk=False)
    for kind, i, j, k, m in matcher.get_opcodes():
        if kind != "equal":
            yield from _paired(was[i:j], now[k:m])


def _paired(was: Sequence[Selector], now: Sequence[Selector]) -> Iterator[Change]:
    """Sentences that resemble one another are one altered sentence; the others were cut or added."""
    left = list(was)
    for sel in now:
        alike = [
            (SequenceMatcher(a=_plain(old.exact).split(), b=_plain(sel.exact).split(), autojunk=False).ratio(), -at)
            for at, old in enumerate(left)
        ]
        best = max(alike, default=(0.0, 0))
        if best[0] >= _ALTERED:
            old = left.pop(-best[1])
            yield Change(kind="altered", was=old, now=sel)
        else:
            yield Change(kind="added", was=None, now=sel)
    yield from (Change(kind="cut", was=sel, now=None) for sel in left)


def _passages(article: Article) -> list[Selector]:
    """The headline where it stands on the page, and the sentences of the body."""
    found = [
        select(article.id, article.text, f.start, f.end)
        for f in article.furniture
        if f.reason == "headline" and article.text[f.start : f.end].strip()
    ][:1]
    for para in paragraphs(article.text, article.body):
        found += [
            select(article.id, article.text, s.start, s.end) for s in sentences(article.text, para) if article.text[s.start : s.end].strip()
        ]
    return found


def _plain(text: str) -> str:
    read = _SPACE.sub(" ", unicodedata.normalize("NFKC", text).translate(_MARK)).strip()
    return read[:1].lower() + read[1:]


def _withdrawn(
    one: Earlier, after: Sequence[_Version], changes: Sequence[Change], said: Mapping[str, Sequence[Statement]]
) -> Iterator[Withdrawal]:
    told: set[tuple[int, int]] = set()
    for statement in sorted(one.statements, key=lambda s: (s.sel.start, -s.sel.end, s.id)):
        change = next((c for c in changes if c.was is not None and c.was.overlaps(statement.sel)), None)
        if change is None or any(version.says(statement) for version in after):
            continue
        if any(start <= statement.sel.start and statement.sel.end <= end for start, end in told):
            continue  # a clause of what has been told already
        told.add((statement.sel.start, statement.sel.end))
        still = sorted(
            article for article, found in said.items() if article != after[0].article.id and any(_says(other, statement) for other in found)
        )
        yield Withdrawal(statement=statement.id, was=statement.sel, now=change.now, still=tuple(still))


def _says(other: Statement, one: Statement) -> bool:
    """True where the other statement has the terms, figures and polarity of this one."""
    terms, theirs = set(one.terms), set(other.terms)
    if not terms or other.negated != one.negated or other.modality != one.modality:
        return False
    same = len(terms & theirs) >= _SAME * len(terms | theirs)
    return same and sorted((f.low, f.high) for f in one.figures) == sorted((f.low, f.high) for f in other.figures)
