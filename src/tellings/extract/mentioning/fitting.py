"""Links a description that stands alone in an article to the one person named there whom it fits by age, trade, part or nation."""

from typing import Final

from tellings.extract.drafts import Draft, Reading
from tellings.text.traits import People, Traits, traits_of

_DEFINITE: Final = frozenset(["the", "this", "that"])


def link_fitting(reading: Reading, drafts: list[Draft]) -> None:
    """Set the antecedent of each definite description of one person that exactly one named person of the article fits."""
    said: dict[int, list[str]] = {}
    people: dict[int, Draft] = {}
    alone: list[Draft] = []
    spots: dict[int, set[int]] = {}
    for draft in drafts:
        if draft.kind != "person" or draft.plural:
            continue
        root = draft.root
        said.setdefault(id(root), []).extend(draft.traits)
        spots.setdefault(id(root), set()).add(reading.sent_of[draft.a])
        if root.form == "name":
            people[id(root)] = root
        elif draft.form == "description" and draft.antecedent is None and reading.lower[draft.a] in _DEFINITE and "standing:other" not in draft.traits:  # fmt: skip
            alone.append(draft)
    found = People({key: _traits(root, said[key]) for key, root in people.items()})
    for draft in alone:
        choice = found.choice(traits_of(said[id(draft)]))
        if choice is not None and reading.sent_of[draft.a] not in spots[choice[0]]:
            draft.antecedent = people[choice[0]]


def _traits(root: Draft, said: list[str]) -> Traits:
    return traits_of(said, root.gender, [root.office.lower()] if root.office else [])
