"""Numbers with their nouns."""

from collections.abc import Sequence


def counted(number: int, one: str, many: str | None = None) -> str:
    """Return the number with its noun; `many` where the plural takes more than an s.

    >>> counted(1, "story", "stories"), counted(1_200, "article")
    ('1 story', '1,200 articles')
    """
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def some_of(names: Sequence[str], most: int) -> list[str]:
    """Return all of the names, or as many as are to be shown and a last one that counts those left out.

    >>> some_of(["a", "b", "c", "d"], 2)
    ['a', 'b', '2 others']
    """
    left = len(names) - most
    return [*names] if left <= 0 else [*names[:most], counted(left, "other")]
