"""What articles no longer say: a line for each statement that a newer version has dropped or altered, both versions cited."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from tellings.briefing.composing import wording
from tellings.model.articles import Article
from tellings.model.briefs import BriefSentence
from tellings.model.versions import Earlier, Revision

WITHDRAWN: Final = "Withdrawn or changed since"


def lines(
    revisions: Sequence[Revision], names: Mapping[str, str], articles: Mapping[str, Article], earlier: Sequence[Earlier]
) -> Iterator[BriefSentence]:
    """Yield the lines, article by article in the order of the names, versions in their order."""
    newest = _newest(revisions)
    order = {name: at for at, name in enumerate(names)}
    versions = {one.article.id: one for one in earlier}
    for revision in sorted(revisions, key=lambda r: (order.get(newest[r.id], len(order)), r.version, r.id)):
        name = names.get(newest[revision.id]) or versions[revision.earlier].article.name
        for one in revision.withdrawals:
            words = wording.tidy(one.was.exact)
            note = wording.joined((
                f"{name} no longer says so (version {revision.version}, replaced {revision.replaced[:10]})",
                f"it now says “{wording.tidy(one.now.exact)}”" if one.now is not None else "",
                f"still told by {', '.join(names[a] for a in one.still if a in names)}" if any(a in names for a in one.still) else "",
            ))  # fmt: skip
            evidence = (
                one.was,
                *((one.now,) if one.now is not None and (one.now.article in articles or one.now.article in versions) else ()),
            )
            yield BriefSentence(
                text=wording.line_of(words, note),
                section="coverage",
                evidence=evidence,
                about=revision.id,
                words=words,
                note=note,
                group=WITHDRAWN,
            )


def _newest(revisions: Sequence[Revision]) -> dict[str, str]:
    """The current version behind each revision."""
    after = {revision.earlier: revision.newer for revision in revisions}
    found: dict[str, str] = {}
    for revision in revisions:
        at = revision.newer
        while at in after:
            at = after[at]
        found[revision.id] = at
    return found
