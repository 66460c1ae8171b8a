"""Make selectors, check them, and find them again in an edited text."""

from tellings.errors import AnchorLost
from tellings.model.spans import CONTEXT, Selector


def select(article: str, text: str, start: int, end: int) -> Selector:
    """Return the selector of `text[start:end]`, white space at its ends left out.

    Raises AnchorLost where the span is outside the text or holds nothing but white space.
    """
    if not 0 <= start < end <= len(text):
        raise AnchorLost(f"span {start}-{end} is outside a text of {len(text)} code points ({article})")
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start == end:
        raise AnchorLost(f"span ending at {end} holds only white space ({article})")
    return Selector(
        article=article,
        start=start,
        end=end,
        exact=text[start:end],
        prefix=text[max(0, start - CONTEXT) : start],
        suffix=text[end : end + CONTEXT],
    )


def check(sel: Selector, text: str) -> None:
    """Return only where `text[sel.start:sel.end] == sel.exact`; raise AnchorLost otherwise."""
    if text[sel.start : sel.end] != sel.exact or not sel.exact:
        raise AnchorLost(f"{sel.exact[:40]!r} is not at {sel.start}-{sel.end} of article {sel.article}")


def find_again(sel: Selector, text: str) -> Selector:
    """Return the selector's passage in a changed text: the occurrence whose surroundings agree best, the nearest on a tie.

    Raises AnchorLost where the exact words are gone.
    """
    best: tuple[int, int, int] | None = None
    at = text.find(sel.exact)
    while at >= 0 and sel.exact:
        end = at + len(sel.exact)
        agree = _shared_end(text[max(0, at - CONTEXT) : at], sel.prefix) + _shared_start(text[end : end + CONTEXT], sel.suffix)
        rank = (-agree, abs(at - sel.start), at)
        best = rank if best is None else min(best, rank)
        at = text.find(sel.exact, at + 1)
    if best is None:
        raise AnchorLost(f"{sel.exact[:40]!r} is not in the text any more ({sel.article})")
    return select(sel.article, text, best[2], best[2] + len(sel.exact))


def _shared_start(a: str, b: str) -> int:
    n = 0
    for x, y in zip(a, b, strict=False):
        if x != y:
            break
        n += 1
    return n


def _shared_end(a: str, b: str) -> int:
    return _shared_start(a[::-1], b[::-1])
