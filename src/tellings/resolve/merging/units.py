"""What one article means by one entity, as merging sees it."""

from dataclasses import dataclass

from tellings.model.observed import EntityKind, Mention
from tellings.resolve.merging.clashes import age, gender, one_of
from tellings.text.names import fold


@dataclass(slots=True, kw_only=True)
class Unit:
    """What one article means by one entity: the mention that the others stand for, and all of them."""

    root: Mention
    mentions: list[Mention]
    kind: EntityKind
    known: str | None
    country: str | None
    office: str | None
    names: tuple[str, ...]
    age: int | None = None
    gender: str = ""
    told_apart: bool = False
    trades: tuple[str, ...] = ()
    _full: str = ""

    @classmethod
    def of(cls, root: Mention, mentions: list[Mention], *, warned: bool = False) -> "Unit":
        """Return the unit of a root and its mentions, with the first known id, country and office any of them gives.

        `warned` says that the article has two bearers of one name.
        """
        named = [m for m in mentions if m.form not in ("pronoun", "description", "office")]
        own = next((m.kind for m in named if m.kind != "other"), root.kind)
        return cls(
            root=root,
            mentions=mentions,
            kind=own,
            known=next((m.known for m in mentions if m.known is not None), None),
            country=root.country or next((m.country for m in mentions if m.country is not None), None),
            office=root.office or next((m.office for m in mentions if m.office is not None and m.form != "pronoun"), None),
            names=tuple(dict.fromkeys(m.name for m in named)),
            age=age(mentions),
            gender=gender(mentions) if own == "person" else "",
            told_apart=own == "person" and (warned or one_of(mentions)),
            trades=_trades(mentions) if own == "person" else (),
        )

    @property
    def doings(self) -> tuple[str, ...]:
        """The trades, and the parts that verbs tell."""
        parts = [trait.removeprefix("part:") for m in self.mentions for trait in m.traits if trait.startswith("part:")]
        return (*self.trades, *dict.fromkeys(parts))

    @property
    def turned(self) -> bool:
        """True for one whose office is said to be a former or a coming one."""
        return any(_how(mention) in ("past", "coming") for mention in self.mentions if mention.office)

    @property
    def full(self) -> str:
        """The longest name, or the root's words where there is no name."""
        if not self._full:
            self._full = max(self.names, key=lambda name: (len(fold(name).split()), len(name), name)) if self.names else self.root.name
        return self._full


def _trades(mentions: list[Mention]) -> tuple[str, ...]:
    """The trades that the words around the mentions tell, and the offices before the names."""
    said = [trait.removeprefix("trade:") for m in mentions for trait in m.traits if trait.startswith("trade:")]
    said += [f"{_TURNED[how]} {m.office.lower()}".strip() for m in mentions if m.office for how in [_how(m)]]
    said += [part for m in mentions for part in _LIFELONG if f"part:{part}" in m.traits]
    return tuple(dict.fromkeys(said))


def _how(mention: Mention) -> str:
    return next((how for how in ("past", "coming", "acting") if f"standing:{how}" in mention.traits), "")


_TURNED = {"past": "former", "coming": "incoming", "acting": "acting", "": ""}
# Parts that are a calling, and not a thing done once.
_LIFELONG = ("player", "commander")
