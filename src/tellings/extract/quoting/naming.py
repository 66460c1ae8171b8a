"""Turns drafts into quotations: names the source, the relays and the document by the article's mentions."""

from collections.abc import Iterable, Iterator
from typing import Final

from tellings.data.outlets import find
from tellings.extract.quoting.cues import posted
from tellings.extract.quoting.drafts import Draft
from tellings.extract.quoting.speakers.sources import beside_with, phrase, subjects_above
from tellings.extract.quoting.speakers.spans import source_words
from tellings.extract.quoting.speakers.whois import Named, Whois, documents
from tellings.extract.quoting.trees import Tree
from tellings.model.articles import Article
from tellings.model.observed import Mention, Quotation, Relay
from tellings.model.spans import Selector, content_id
from tellings.text.anchor import select

ORIGIN: Final = "quotations@3"

# So many sentences later "the statement" is still the one before.
_GOES_ON: Final = 5


class Naming:
    """Resolves the sources of one article's drafts by its mentions."""

    def __init__(self, tree: Tree, article: Article, mentions: Iterable[Mention]) -> None:
        self.tree, self.parse, self.article = tree, tree.parse, article
        self.whois = Whois(tree, article.text, mentions)
        self.issued: dict[str, tuple[int, Named]] = {}

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
        self.whois.voices.hear(draft.start, draft.end, marked=draft.kind == "direct")
        if draft.source is None and draft.relays and draft.signature is None:
            # "she said it was not ruled out that": nobody else is known to have said it
            draft.source, draft.relays = draft.relays[0], draft.relays[1:]
        draft.source = self._speaker(draft)
        name, mention = self.whois.source(draft.source) if draft.source is not None else (None, None)
        if draft.signature is not None:
            signer, signed = self.whois.signer(*draft.signature)
            return Quotation(
                id=mark, content=content, kind=draft.kind, source=signer,
                source_sel=select(self.article.id, self.article.text, *draft.signature),
                source_mention=signed.id if signed is not None else None, document="post", rule=draft.rule, origin=ORIGIN,
            )  # fmt: skip
        document = self._document(draft)
        if mention is None and draft.source is not None and (issued := self._issued(draft.source, document)) is not None:
            name, mention = issued
        if document is not None and mention is not None:
            self.issued[document] = (self.tree.sent_of[max(0, self.tree.over(draft.start))], (name, mention))
        cue_sel = self._select(*draft.cue) if draft.cue is not None else None
        return Quotation(
            id=mark, content=content, kind=draft.kind, source=name,
            source_sel=self._select(*source_words(self.tree, draft)) if draft.source is not None else None,
            source_mention=mention.id if mention is not None else None,
            cue=cue_sel.exact if cue_sel else None, cue_sel=cue_sel, relays=tuple(self._relays(draft, name)),
            document=document, rule=draft.rule, origin=ORIGIN,
        )  # fmt: skip

    def _issued(self, head: int, document: str | None) -> Named | None:
        """Whose document "the statement" is that goes on: that of the last one who was said to speak by such a document."""
        sent, named = self.issued.get(document or "", (0, None))
        its_own = self.whois.kind_of_document(head) is not None and self.tree.left[head] == head - 1
        definite = its_own and self.parse.words[head - 1].lower() in {"the", "this", "that"}
        return named if definite and named is not None and self.tree.sent_of[head] - sent <= _GOES_ON else None

    def _speaker(self, draft: Draft) -> int | None:
        """The head that speaks: of a participle whose subject cannot, the subject of a clause around it that can."""
        head = draft.source
        if head is None or draft.verb is None or self.parse.deps[draft.verb] != "advcl" or self.parse.tags[draft.verb] != "VBG":
            return head
        if self.whois.can_speak(head):
            return head
        others = (*subjects_above(self.tree, draft.verb), *beside_with(self.tree, draft.verb))
        return next((k for k in others if self.whois.can_speak(k)), head)

    def _relays(self, draft: Draft, source: str | None) -> Iterator[Relay]:
        seen = {_bare(source or "")}
        for head in draft.relays:
            if head in draft.unsure and not self.whois.outlets.may_be_outlet(head):
                continue
            name, mention = self.whois.relay(head, source, hears=draft.passes)
            if name is not None and _bare(name) not in seen and not self._is_own(name):
                seen.add(_bare(name))
                yield Relay(name=name, sel=self._select(*phrase(self.tree, head)), mention=mention.id if mention else None)

    def _is_own(self, name: str) -> bool:
        """Return whether the name is that of the outlet whose article this is, where it stands or who wrote it: it passes nothing on."""
        houses = [house for house in (self.article.outlet, self.article.written_by) if house]
        known = find(name)
        return any(name.casefold() == house.casefold() or (known is not None and known == find(house)) for house in houses)

    def _document(self, draft: Draft) -> str | None:
        parse = self.parse
        if draft.source is not None and (found := self.whois.kind_of_document(draft.source)):
            return found
        if draft.verb is None:
            return None
        if posted(parse.words[draft.verb]):
            return "post"
        if parse.deps[draft.verb] == "acl" and (found := self.whois.kind_of_document(parse.heads[draft.verb])):
            return found
        for prep in self.tree.kids(draft.verb, "prep"):
            for k in self.tree.kids(prep, "pobj"):
                if (found := documents().get(parse.lemmas[k])) and parse.words[prep].lower() in {"in", "on", "via", "by"}:
                    return found
        return None


def _bare(name: str) -> str:
    return name.casefold().removeprefix("the ")
