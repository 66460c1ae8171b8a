"""Words of others set between quotation marks."""

from typing import Final

_INNER: Final = str.maketrans('“”„"', '‘’‘"')


def quoted(text: str, most: int | None = None) -> str:
    """Return the text on one line between double quotation marks, those within it single and each with its partner; of more than `most` characters the first.

    >>> quoted("The company “rejects all of it”, it said"), quoted("He “left” on Monday", 10)
    ('“The company ‘rejects all of it’, it said”', '“He ‘left’…”')
    >>> quoted("It “rejects the claim that anyone was hurt", 17)
    '“It ‘rejects the’…”'
    """
    words = " ".join(text.split()).translate(_INNER)
    if '"' in words:
        words = "".join(part + mark for part, mark in zip(words.split('"'), _marks(words.count('"')), strict=True))
    cut = most is not None and len(words) > most
    words = words[: (most or 0) - 1].rstrip() if cut else words
    opened = sum(1 for at, char in enumerate(words) if char == "‘") - sum(
        _closes(words, at) for at, char in enumerate(words) if char == "’"
    )
    return f"“{words}{'’' * max(0, opened)}{'…' if cut else ''}”"


def _marks(count: int) -> list[str]:
    return [*("‘’"[at % 2] for at in range(count)), ""]


def _closes(words: str, at: int) -> bool:
    """True of a mark that closes; within a word, or after it before a small letter, it is an apostrophe."""
    return not words[at + 1 : at + 2].isalnum()
