"""Which outlet a text means: by its whole name, by a noun for the press, by a name that nothing but its place betrays."""

from bisect import bisect_left, bisect_right
from typing import Final

from tellings.data.outlets import by_name
from tellings.extract.quoting.relays.press import could_be_outlet, is_media, is_media_word, name_run
from tellings.extract.quoting.speakers.lookup import Lookup
from tellings.model.observed import Mention

Named = tuple[str | None, Mention | None]
_DEFINITE: Final = frozenset({"the", "this", "that"})
_BACK: Final = 12
# So many sentences later "the newspaper" may be a body that no word told for one.
_NEAR: Final = 3


class Outlets:
    """The outlets of one article, those that heard remembered in the order of the text."""

    def __init__(self, text: str, lookup: Lookup) -> None:
        self.text, self.lookup = text, lookup
        self.tree, self.parse = lookup.tree, lookup.parse
        self.heard: list[tuple[int, Mention]] = []
        self._media: list[tuple[int, Mention]] | None = None
        self._people = {word for m in lookup.ordered if m.kind == "person" and m.form == "name" for word in m.name.lower().split()}

    def whole_name(self, head: int, found: Named) -> Named:
        """Return the whole name around a token where the mention holds only a part of it, or more than a name."""
        said = found[1]
        first, last = name_run(self.tree, head)
        whole = self.text[self.parse.starts[first] : self.parse.ends[last]]
        if said is None or said.form == "description":
            return (whole, self.lookup.over(head)) if said is not None and said.antecedent is None else found
        name = self.lookup.root(said).name
        part = said.form == "name" and len(whole) > len(name) and whole.endswith(name) and said.known is None
        return (whole, None) if part and (said.kind != "person" or by_name(whole) is not None) else found

    def press(self, head: int, found: Named) -> Named:
        """Return the outlet that a common noun for the press stands for: the one named last, as such or as one who heard."""
        unnamed = found[1] is None or self.lookup.root(found[1]).form in {"description", "pronoun"}
        if not unnamed or not is_media_word(self.parse.lemmas[head]):
            return found
        if (proper := self._proper_part(head)) is not None:
            return proper, None
        if self.parse.pos[head] == "NOUN" and any(self.parse.words[k].lower() in _DEFINITE for k in self.tree.kids(head, "det")):
            place = self.parse.starts[head]
            media = self._named_media()
            at = bisect_right(media, place, key=lambda pair: pair[0])
            before = [*media[max(0, at - 1) : at], *(pair for pair in self.heard[-_BACK:] if pair[0] < place)]
            if before:
                last = max(before, key=lambda pair: pair[0])[1]
                return self.lookup.root(last).name, last
            return self._last_body(head) or found
        return found

    def heard_near(self, head: int) -> Named | None:
        """Return the outlet that heard last, in the sentences right before."""
        place = self.parse.starts[head]
        last = next((pair for pair in reversed(self.heard[-_BACK:]) if pair[0] < place), None)
        if last is None or self.tree.sent_of[head] - self.tree.sent_of[self.tree.at(last[0])] > 1:
            return None
        return self.whole_name(self.tree.at(last[0]), (self.lookup.root(last[1]).name, last[1]))

    def _last_body(self, head: int) -> Named | None:
        """The name with "the" before it last, in the sentences near, that may be an outlet's: "a report in the Delta Lamp … the newspaper"."""
        at = bisect_left(self.lookup.starts, self.parse.starts[head])
        for m in reversed(self.lookup.ordered[max(0, at - _BACK) : at]):
            first, last = self.tokens(m)
            if self.tree.sent_of[head] - self.tree.sent_of[first] > _NEAR:
                return None
            first = name_run(self.tree, last)[0]
            if m.form == "name" and self.parse.words[max(0, first - 1)].lower() == "the" and self.may_be_outlet(last):
                return self.whole_name(last, (m.name, m))
        return None

    def may_be_outlet(self, head: int) -> bool:
        """True for the name of a body that is told something and that is no person's, place's or institution's known by name or kind."""
        found = self.lookup.over(head)
        if found is None or found.form not in {"name", "acronym"}:
            return False
        first, last = name_run(self.tree, head)
        whole = self.text[self.parse.starts[first] : self.parse.ends[last]]
        root = self.lookup.root(found)
        known = by_name(whole) is not None or by_name(root.name) is not None
        if known or any(self.lookup.root(m).name == root.name for _, m in self.heard[-_BACK:]):
            return True
        # no person's name stands behind "the"; a longer name than the known one is another's
        the = first > 0 and self.parse.words[first - 1].lower() == "the"
        longer = len(whole) > len(found.sel.exact)
        kinds = {"organisation", "other", "place"} | ({"person"} if the else set())
        listed = root.known is not None and not root.known.startswith("own:")
        if root.kind not in kinds or root.office is not None or (listed and not longer):
            return False
        return could_be_outlet(whole, self._people)

    def tokens(self, m: Mention) -> tuple[int, int]:
        """Return first and last token of a mention."""
        first = self.tree.at(m.sel.start)
        return first, max(first, self.tree.over(m.sel.end - 1))

    def _proper_part(self, head: int) -> str | None:
        """The name in "the Evening Post newspaper" where no mention gives it."""
        parse, first = self.parse, head
        while first > self.tree.left[head] and parse.pos[first - 1] == "PROPN":
            first -= 1
        return self.text[parse.starts[first] : parse.ends[head - 1]] if head - first >= 2 else None

    def _named_media(self) -> list[tuple[int, Mention]]:
        if self._media is None:
            self._media = [
                (m.sel.start, m)
                for m in self.lookup.ordered
                if m.kind != "place"
                and m.form in {"name", "acronym"}
                and is_media(self.tree, self.tree.at(m.sel.start), max(self.tree.at(m.sel.start), self.tree.over(m.sel.end - 1)))
            ]
        return self._media
