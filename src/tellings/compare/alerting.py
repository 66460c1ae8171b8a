"""What is new about a story since it was resolved last: independent tellings, conflicts, and what articles no longer say.

Claims are compared by the statements that they share: one whose id has changed, that took another in or was parted is the same claim still.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from tellings.compare.units import Units
from tellings.model.alerts import Alert, AlertKind
from tellings.model.articles import Article
from tellings.model.briefs import Comparison, StoryBrief
from tellings.model.observed import Statement
from tellings.model.resolved import Claim, Conflict
from tellings.model.spans import Selector, content_id
from tellings.text.quoting import quoted

ORIGIN: Final = "alerting@1"
# Units that a line names.
_NAMED: Final = 4
# Passages that stand for a value or a telling.
_SHOWN: Final = 3
_SLOTS: Final = {"manner": "how it happened", "polarity": "whether it is so", "actor": "who did it"}


def differences(before: StoryBrief | None, after: StoryBrief, articles: Iterable[Article] = ()) -> list[Alert]:
    """Return what `after` has that `before` had not, in the order of the claims; with None all that there is.

    `articles` are those of the story: with them only who wrote one that has come is called new; without, whoever did not stand behind the claim.
    `before` needs no statements of its own. What two resolutions of the same articles put in another way is not new.
    """
    old = _Before(before)
    said = {statement.id: statement for statement in after.statements}
    conflicts = list(_conflicts(after, old, said))
    told = {alert.about for alert in conflicts}
    held = tuple(articles)
    units = Units(held, after.copy_groups) if held else None
    tellings = [alert for alert in _tellings(after, old, said, units) if alert.about not in told]
    found = [*conflicts, *_widest(tellings), *_withdrawn(after, old)]
    return list({alert.id: alert for alert in found}.values())


class _Before:
    """What was known of the story."""

    def __init__(self, brief: StoryBrief | None) -> None:
        self.articles = frozenset(brief.story.articles) if brief is not None else frozenset()
        self.is_none = brief is None
        claims = brief.claims if brief is not None else ()
        self._claims: dict[str, list[Claim]] = defaultdict(list)
        for claim in claims:
            for statement in claim.statements:
                self._claims[statement].append(claim)
        self._comparisons = {one.claim: one for one in brief.comparisons} if brief is not None else {}
        self._conflicts: dict[str, list[Conflict]] = defaultdict(list)
        for conflict in brief.conflicts if brief is not None else ():
            self._conflicts[conflict.claim].append(conflict)
        self.units = frozenset(unit for one in self._comparisons.values() for unit in one.units)
        revisions = brief.revisions if brief is not None else ()
        self.withdrawn = frozenset((one.earlier, gone.statement) for one in revisions for gone in one.withdrawals)

    def same(self, claim: Claim) -> list[Claim]:
        """Return the claims that share a statement with this one."""
        return list({one.id: one for statement in claim.statements for one in self._claims.get(statement, ())}.values())

    def comparisons(self, claims: Iterable[Claim]) -> list[Comparison]:
        """Return how these claims were sourced."""
        return [self._comparisons[claim.id] for claim in claims if claim.id in self._comparisons]

    def conflicts(self, claims: Iterable[Claim]) -> list[Conflict]:
        """Return the conflicts of these claims."""
        return [conflict for claim in claims for conflict in self._conflicts.get(claim.id, ())]


def _tellings(after: StoryBrief, old: _Before, said: Mapping[str, Statement], behind: Units | None) -> Iterator[Alert]:
    """Claims that more independent units tell than before, and units that tell of the story for the first time without adding to any."""
    comparisons = {one.claim: one for one in after.comparisons}
    told: set[str] = set()
    for claim in after.claims:
        comparison = comparisons.get(claim.id)
        if comparison is None or comparison.independent < 2:
            continue
        earlier = old.comparisons(old.same(claim))
        known = {unit for one in earlier for unit in one.units}
        units = [unit for unit in comparison.units if unit not in known]
        new = _come([said[one] for one in claim.statements if one in said], old)
        if behind is not None:
            come = {unit.name for unit in behind.behind(new)}
            units = [unit for unit in units if unit in come]
        count = max((one.independent for one in earlier), default=0)
        if not units or not new or comparison.independent <= count:
            continue
        told.update(units)
        differ = ", which differ" if comparison.status == "conflicting" else ""
        note = f"{comparison.independent} independent tellings{differ}" + (f"; {count} before" if count else "") + f"; new: {_names(units)}"
        known_by = [said[one].sel for one in claim.statements if one in said and said[one].sel.article in old.articles]
        yield _alert("telling", after, claim.id, [*(one.sel for one in new[:_SHOWN]), *known_by[:1]], note, key=[new[0].id])
    if old.is_none:
        return
    for unit in sorted({unit for one in after.comparisons for unit in one.units} - old.units - told):
        for claim in after.claims:
            new = _come([said[one] for one in claim.statements if one in said], old)
            if new and claim.id in comparisons and comparisons[claim.id].units == (unit,):
                yield _alert("telling", after, claim.id, [new[0].sel], f"{unit} tells of it too", key=[unit, new[0].sel.article])
                break


def _conflicts(after: StoryBrief, old: _Before, said: Mapping[str, Statement]) -> Iterator[Alert]:
    """Conflicts that were not there, and values that were not among those of a conflict."""
    claims = {claim.id: claim for claim in after.claims}
    for conflict in after.conflicts:
        claim = claims.get(conflict.claim)
        if claim is None or conflict.relation == "precision":
            continue
        earlier = [one for one in old.conflicts(old.same(claim)) if one.slot == conflict.slot and one.relation != "precision"]
        known = {statement for one in earlier for value in one.values for statement in value.statements}
        values = [[said[one] for one in value.statements if one in said] for value in conflict.values]
        values = [value for value in values if value]
        new = [value for value in values if known.isdisjoint(one.id for one in value)]
        if len(values) < 2 or not new:
            continue
        # where all of it is new, the value that came last stands against the others
        late = next((value for value in reversed(new) if _come(value, old)), new[-1])
        first = next(iter(_come(late, old)), late[0])
        others = [value[0] for value in values if value is not late]
        what = "a later figure or state" if conflict.relation == "update" else "a conflict"
        against = " / ".join(quoted(one.sel.exact) for one in others[:_SHOWN])
        note = f"{what} over {_SLOTS.get(conflict.slot, f'the {conflict.slot}')}; others: {against}"
        key = [conflict.slot, min(one.id for one in late), others[0].id]
        yield _alert("conflict", after, claim.id, [first.sel, *(one.sel for one in others)], note, key=key)


def _withdrawn(after: StoryBrief, old: _Before) -> Iterator[Alert]:
    for revision in after.revisions:
        for gone in revision.withdrawals:
            if (revision.earlier, gone.statement) in old.withdrawn:
                continue
            note = f"no longer said (version {revision.version}, replaced {revision.replaced[:10]})"
            note += f"; it now says {quoted(gone.now.exact)}" if gone.now is not None else ""
            evidence = [gone.was, *((gone.now,) if gone.now is not None else ())]
            made = _alert("withdrawn", after, revision.id, evidence, note, key=[gone.statement, revision.newer])
            yield replace(made, article=revision.newer)


def _widest(alerts: Sequence[Alert]) -> Iterator[Alert]:
    """Leave out what stands in a passage that another of them shows."""
    by_article: dict[str, list[Selector]] = defaultdict(list)
    for alert in alerts:
        by_article[alert.article].append(alert.evidence[0])
    for alert in alerts:
        mine = alert.evidence[0]
        if not any(other != mine and other.contains(mine) for other in by_article[alert.article]):
            yield alert


def _come(statements: Sequence[Statement], old: _Before) -> list[Statement]:
    """Those of the statements whose article was not in the story."""
    return [one for one in statements if one.sel.article not in old.articles]


def _alert(kind: AlertKind, after: StoryBrief, about: str, evidence: Sequence[Selector], note: str, *, key: Sequence[str]) -> Alert:
    """The alert whose words are those of the first passage."""
    words = _line(evidence[0].exact)
    return Alert(
        id=content_id("alert", kind, *key), kind=kind, story=after.story.id, about=about, article=evidence[0].article,
        text=f"{words} — {note}", words=words, note=note, evidence=tuple(dict.fromkeys(evidence)), origin=ORIGIN,
    )  # fmt: skip


def _line(exact: str) -> str:
    return " ".join(exact.split())


def _names(units: Sequence[str]) -> str:
    more = len(units) - _NAMED
    return ", ".join(units[:_NAMED]) + (f" and {more} more" if more > 0 else "")
