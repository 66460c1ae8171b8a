"""Candidate extractions of a page, and the choice between them: the cheapest first, another only where that one is doubtful."""

import contextlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from tellings.clean.maintext.again import found_again
from tellings.clean.maintext.extractor import text_of_page
from tellings.clean.maintext.live import with_entries
from tellings.clean.maintext.recover import recover
from tellings.clean.maintext.refine import is_boxed, reads, refine, shared_words
from tellings.clean.measure import words_in
from tellings.model.articles import Markup, PageText

# An extraction is doubtful that is this short (letters) and holds less than this share of the sentences outside boxes.
_SHORT: Final = 1500
_SHARE: Final = 0.35
# Another one must hold this much more of them.
_GAIN: Final = 1.5
_SENTENCE_WORDS: Final = 8
# Letters that a reader sees, beside which a text in a script is not asked for.
_SEEN: Final = 250
_NO_WORDS: Final = frozenset[str]()


@dataclass(frozen=True, slots=True)
class Choice:
    """Which blocks belong to the article's text, whether the page is a live blog's, and whether its entries were found."""

    kept: list[bool]
    live: bool = False
    entries: bool = False


def choose(markup: Markup, text: PageText) -> Choice:
    """Return for each block whether it belongs to the article's text: all entries of a live blog, elsewhere the best extraction.

    Where no extractor finds anything, blocks that read as sentences and stand in no box are taken; text that no reader sees only where
    there is next to nothing else.
    """
    sentences = _sentences(text)
    kept = refine(text, found_again(extracted(markup, fast=True), text))
    if _is_doubtful(text, kept, sentences):
        found = found_again(extracted(markup, fast=False), text)
        if _letters(text, kept) >= _SEEN:
            found = [take and block.tag != "script" for block, take in zip(text.blocks, found, strict=True)]
        other = refine(text, found)
        if _own_letters(text, other, kept) > _GAIN * _letters(text, kept) or (_is_nothing(text, kept) and not _is_nothing(text, other)):
            kept = other
    if not any(kept):
        kept = sentences
    scripted = [block.tag == "script" for block in text.blocks]
    if any(scripted) and _letters(text, kept) < _SEEN:
        kept = [(take and told) or unseen for take, told, unseen in zip(kept, sentences, scripted, strict=True)]
    kept = recover(text, kept)
    entries = with_entries(markup, text, kept)
    return Choice(kept) if entries is None else Choice(entries[0], live=True, entries=entries[1])


def extracted(markup: Markup, *, fast: bool) -> list[str]:
    """Return the lines that the extractor takes for the article's; fast, without the extractors it compares itself to."""
    if markup.tree is None:
        return []
    with contextlib.suppress(Exception):  # an extractor that gives up on a broken page has found nothing in it
        return (text_of_page(markup.tree, fast=fast) or "").splitlines()
    return []


def _sentences(text: PageText) -> list[bool]:
    """Return for each block whether it reads as a sentence and stands in no box."""
    running = [block.tag != "script" and reads(text, block, _SENTENCE_WORDS) for block in text.blocks]
    common = shared_words(text.blocks, running)
    return [take and not is_boxed(block, common) for block, take in zip(text.blocks, running, strict=True)]


def _letters(text: PageText, kept: Sequence[bool]) -> int:
    return sum(block.end - block.start for block, take in zip(text.blocks, kept, strict=True) if take)


def _is_doubtful(text: PageText, kept: Sequence[bool], sentences: Sequence[bool]) -> bool:
    if _letters(text, kept) >= _SHORT:
        return False
    both = [a and b for a, b in zip(kept, sentences, strict=True)]
    return _is_nothing(text, kept) or _letters(text, both) < _SHARE * _letters(text, sentences)


def _is_nothing(text: PageText, kept: Sequence[bool]) -> bool:
    """Return whether no line that was kept has the words of a sentence and stands outside menus and dialogs."""
    return not any(
        take
        and block.link_share < _SHARE
        and words_in(text.text[block.start : block.end]) >= _SENTENCE_WORDS
        and not is_boxed(block, _NO_WORDS, strong=True)
        for block, take in zip(text.blocks, kept, strict=True)
    )


def _own_letters(text: PageText, other: Sequence[bool], kept: Sequence[bool]) -> int:
    """Count the letters of `other` that stand in no box that `kept` does not stand in too."""
    common = shared_words(text.blocks, kept)
    return _letters(text, [take and not is_boxed(block, common, strong=True) for block, take in zip(text.blocks, other, strict=True)])
