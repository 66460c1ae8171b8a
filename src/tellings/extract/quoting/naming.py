"""Turns drafts into quotations: names the source, the relays and the document by the article's mentions."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cache
from typing import Final

from tellings import data
from tellings.extract.quoting.cues import posted
from tellings.extract.quoting.drafts import Draft
from tellings.extract.quoting.sources import phrase
from tellings.extract.quoting.trees import Tree
from tellings.model.articles import Article
from tellings.model.observed import Mention, Quotation, Relay
from tellings.model.spans import Selector, content_id
from tellings.text.anchor import select

ORIGIN: Final = "quotations@1"
_CHAIN: Final = 8
_PRONOUNS: Final = frozenset({"he", "she", "it", "they", "i", "we", "who"})
_BACK: Final = 12


@cache
def _documents() -> dict[str, str]:
    found: dict[str, str] = data.toml("speech")["documents"]
    return found


class Naming:
    """Resolves the sources of one article's drafts by its mentions."""

    def __init__(self, tree: Tree, article: Article, mentions: Iterable[Mention]) -> None:
        self.tree, self.parse, self.article = tree, tree.parse, article
        self.ordered = sorted(mentions, key=lambda m: (m.sel.start, -m.sel.end, m.id))
        self.starts = [m.sel.start for m in self.ordered]
        self.by_id = {m.id: m for m in self.ordered}
        self.last: tuple[str | None, Mention | None] = (None, None)

    def quotations(self, drafts: Iterable[Draft]) -> list[Quotation]:
        """Return a quotation for each draft, by place; a relay named for a speaker goes on with that speaker's next quotations."""
        made: list[Quotation] = []
        by_draft: dict[int, Quotation] = {}
        for draft in drafts:
            found = self._quotation(draft, by_draft)
            by_draft[id(draft)] = found
            made.append(found)
        return made

    def _select(self, first: int, last: int) -> Selector:
        return select(self.article.id, self.article.text, self.parse.starts[first], self.parse.ends[last])

    def _quotation(self, draft: Draft, before: dict[int, Quotation]) -> Quotation:
        content = select(self.article.id, self.article.text, draft.start, draft.end)
        mark = content_id("quotation", self.article.id, content.start, content.end, draft.rule)
        if draft.follows is not None:
            base = before[id(draft.follows)]
            return Quotation(
                id=mark, content=content, kind=draft.kind, source=base.source, source_sel=base.source_sel, source_mention=base.source_mention,
                cue=base.cue, cue_sel=base.cue_sel, relays=base.relays, document=base.document, rule=draft.rule, origin=ORIGIN,
            )  # fmt: skip
        name, mention = self._source(draft.source) if draft.source is not None else (None, None)
        if name is not None and (draft.source is None or self.parse.pos[draft.source] != "PRON"):
            self.last = (name, mention)
        cue_sel = self._select(*draft.cue) if draft.cue is not None else None
        return Quotation(
            id=mark, content=content, kind=draft.kind, source=name,
            source_sel=self._select(*phrase(self.tree, draft.source)) if draft.source is not None else None,
            source_mention=mention.id if mention is not None else None,
            cue=cue_sel.exact if cue_sel else None, cue_sel=cue_sel, relays=tuple(self._relays(draft, name)),
            document=self._document(draft), rule=draft.rule, origin=ORIGIN,
        )  # fmt: skip

    def _relays(self, draft: Draft, source: str | None) -> Iterator[Relay]:
        seen = {source}
        for head in draft.relays:
            name, mention = self._source(head)
            if name is not None and name not in seen:
                seen.add(name)
                yield Relay(name=name, sel=self._select(*phrase(self.tree, head)), mention=mention.id if mention else None)

    def _document(self, draft: Draft) -> str | None:
        parse = self.parse
        if draft.source is not None and (found := self._kind_of_document(draft.source)):
            return found
        if draft.verb is None:
            return None
        if posted(parse.words[draft.verb]):
            return "post"
        for prep in self.tree.kids(draft.verb, "prep"):
            for k in self.tree.kids(prep, "pobj"):
                if (found := _documents().get(parse.lemmas[k])) and parse.words[prep].lower() in {"in", "on", "via", "by"}:
                    return found
        return None

    def _kind_of_document(self, head: int) -> str | None:
        """The kind of document a noun names; a capital marks a name ("The Evening Post")."""
        named = self.parse.pos[head] == "PROPN" and self.parse.words[head][:1].isupper()
        return None if named else _documents().get(self.parse.lemmas[head])

    # ---- names ---------------------------------------------------------------------------------------------------------------------

    def _over(self, token: int) -> Mention | None:
        """The longest mention that covers a token."""
        place = self.parse.starts[token]
        found = None
        at = bisect_right(self.starts, place)
        for m in reversed(self.ordered[max(0, at - _BACK) : at]):
            if m.sel.end > place and (found is None or m.sel.end - m.sel.start > found.sel.end - found.sel.start):
                found = m
        return found

    def _named(self, mention: Mention) -> Mention:
        """The mention at the end of the chain of what it stands for."""
        for _ in range(_CHAIN):
            ahead = self.by_id.get(mention.antecedent or "")
            if ahead is None or ahead.id == mention.id:
                break
            mention = ahead
        return mention

    def _source(self, head: int) -> tuple[str | None, Mention | None]:
        """Name and mention of a source by the head of its noun phrase."""
        parse = self.parse
        found = self._over(head)
        if self._kind_of_document(head) is not None:
            owner = self._owner(head)
            if owner is not None:
                return owner
        if found is None or (found.form == "description" and found.antecedent is None):
            found = self._apposed(head) or found
        if found is not None:
            named = self._named(found)
            if named.form != "pronoun":
                return named.name, found
        if parse.words[head].lower() in _PRONOUNS and parse.pos[head] == "PRON":
            return self.last
        return self._description(head), found

    def _apposed(self, head: int) -> Mention | None:
        for k in self.tree.kids(head, "appos", "compound", "flat"):
            if self.parse.pos[k] == "PROPN" and (found := self._over(k)) and found.kind == "person" and found.form == "name":
                return found
        return None

    def _owner(self, head: int) -> tuple[str | None, Mention | None] | None:
        """Who stands behind a document: the ministry's statement, a letter from the ministry."""
        tree, parse = self.tree, self.parse
        by = [k for p in self._prepositions(head, {"from", "by"}) for k in tree.kids(p, "pobj")]
        places = list(by)
        places += list(tree.kids(head, "poss", "compound", "amod", "nmod"))
        places += [k for p in self._prepositions(head, {"of"}) for k in tree.kids(p, "pobj")]
        for k in places:
            found = self._over(k)
            if found is not None and found.kind in {"person", "organisation", "place"}:
                named = self._named(found)
                return named.name, found
        for k in places:
            if (parse.deps[k] == "pobj" and k in by) or parse.pos[k] == "PROPN":
                return self._description(k), None
        return None

    def _prepositions(self, head: int, words: set[str]) -> list[int]:
        first, last = phrase(self.tree, head)
        return [k for k in range(first, last + 1) if self.parse.words[k].lower() in words and self.parse.pos[k] == "ADP" and k > head]

    def _description(self, head: int) -> str | None:
        """The words that describe an unnamed source: "a police spokesman", without what follows a comma or a relative clause."""
        parse = self.parse
        first, last = phrase(self.tree, head)
        for k in self.tree.kids(head, "relcl", "acl"):
            if head < self.tree.left[k] <= last and parse.pos[head] != "PROPN":
                last = self.tree.left[k] - 1
        words = self.article.text[parse.starts[first] : parse.ends[last]]
        return " ".join(words.split()) or None


def carried(quotations: list[Quotation]) -> list[Quotation]:
    """Return the quotations with the relay that one of a speaker's has given to the same speaker's neighbours that have none."""
    made = list(quotations)
    for step in (1, -1):
        order = range(len(made)) if step == 1 else range(len(made) - 1, -1, -1)
        held: dict[str, tuple[Relay, ...]] = {}
        for k in order:
            q = made[k]
            if q.source is None:
                continue
            if q.relays:
                held[q.source] = q.relays
            elif q.source in held:
                made[k] = replace(q, relays=held[q.source])
    return made
