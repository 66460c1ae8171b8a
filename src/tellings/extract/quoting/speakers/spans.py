"""The words that name a draft's source, as they stand beside its cue."""

from typing import Final

from tellings.extract.quoting.drafts import Draft
from tellings.extract.quoting.speakers.sources import whole_phrase
from tellings.extract.quoting.trees import Tree

_RELATIVES: Final = frozenset({"who", "which", "that"})
# "About four in ten", "at least six officials": the words before a number belong to it.
_ABOUT: Final = frozenset(
    {"about", "around", "nearly", "almost", "roughly", "some", "approximately", "only", "just", "over", "than", "least", "most"}
)
_BEFORE: Final = frozenset({"at", "more", "less", "fewer"})


def source_words(tree: Tree, draft: Draft) -> tuple[int, int]:
    """Return first and last token of the words that name the source: "who" where a relative clause tells it, never the cue or content."""
    assert draft.source is not None
    parse, head = tree.parse, draft.source
    if draft.verb is not None and head == parse.heads[draft.verb] and parse.deps[draft.verb] in {"relcl", "acl"}:
        own = tree.first(draft.verb, "nsubj")
        if own is not None and parse.words[own].lower() in _RELATIVES:
            return own, own
    first, last = whole_phrase(tree, head)
    if draft.cue is not None and first < draft.cue[0] <= last and head < draft.cue[0]:
        last = draft.cue[0] - 1
    begins = tree.at(draft.start)
    if first < begins <= last and head < begins:
        last = begins - 1
    while last > head and (parse.pos[last] == "PUNCT" or parse.deps[last] in {"cc", "mark", "aux"}):
        last -= 1
    while first > 0 and parse.words[first - 1].lower() in _ABOUT and parse.deps[first - 1] in {"advmod", "quantmod"}:
        first -= 1
        if first > 0 and parse.words[first - 1].lower() in _BEFORE:
            first -= 1
    return first, last
