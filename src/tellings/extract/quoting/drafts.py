"""A quotation while it is made: places in the text and tokens, before names are resolved."""

from dataclasses import dataclass, field

from tellings.model.observed import QuotationKind


@dataclass(slots=True, kw_only=True)
class Draft:
    """One piece of content with its cue and its source as tokens.

    `start`..`end` are places in the text. `cue` is the first and last token of the cue's words, `verb` the token that governs, `head` the
    token that heads the content's clause, `source` the head token of who is given as speaking (or `signature`
    the places of the name under a post), `relays` head tokens of who passed it on, outwards; those in
    `unsure` are names that were told and may be an outlet's or anybody's.
    """

    start: int
    end: int
    rule: str
    cue: tuple[int, int] | None = None
    verb: int | None = None
    head: int | None = None
    source: int | None = None
    signature: tuple[int, int] | None = None
    relays: list[int] = field(default_factory=list)
    unsure: set[int] = field(default_factory=set)
    kind: QuotationKind = "indirect"
    follows: "Draft | None" = None
    """The draft whose cue and source this one goes on with."""
    passes: bool = True
    """Its relays are those of an occasion, so of what its source says next too; not who tells in passing of another's words."""
    reported: bool = False
    """An outlet's "reports that", in the present, holds it: what stands right before sums that report up."""
