"""Ends the head of a page where browsers end it: at the first element that cannot stand in one, whether or not the page says where its body begins.

The parser follows HTML 4, whose elements alone end a head for it; `<title>…</title><article>…` would be a page whose text stands in its head, unseen.
"""

from typing import Any, Final

# What may stand in a head (WHATWG HTML, 13.2.6.4.4), and what HTML 4 had there.
_OF_HEAD: Final = frozenset(
    ["title", "meta", "link", "script", "style", "base", "noscript", "noframes", "template", "basefont", "bgsound", "isindex", "object"]
)
# Elements whose text no reader sees.
_UNSEEN: Final = frozenset(["script", "style", "template", "noscript", "title"])


def end_head(tree: Any) -> None:
    """Move what cannot stand in the head of the tree to the beginning of its body, with all that follows it there, where a reader would see text of it."""
    head = tree.find("head")
    at = next((at for at, element in enumerate(head) if element.tag not in _OF_HEAD), None) if head is not None else None
    if at is None:
        return
    moved = head[at:]
    if not any(_is_seen(element) for element in moved):
        return
    body = tree.find("body")
    if body is None:
        body = tree.makeelement("body")
        head.addnext(body)
    before = body.text
    body.text = None
    first = next(iter(body), None)
    for element in moved:
        if first is None:
            body.append(element)
        else:
            first.addprevious(element)
    moved[-1].tail = (moved[-1].tail or "") + (before or "") or None


def _is_seen(element: Any) -> bool:
    """True where the element holds text that is not a script's, or stands before some."""
    found = (one.text for one in element.iter() if one.tag not in _UNSEEN)
    tails = (one.tail for one in element.iter())
    return any(text and not text.isspace() for text in found) or any(tail and not tail.isspace() for tail in tails)
