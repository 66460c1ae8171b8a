"""Numbers with their nouns."""


def counted(number: int, one: str, many: str | None = None) -> str:
    """Return the number with its noun; `many` where the plural takes more than an s.

    >>> counted(1, "story", "stories"), counted(1_200, "article")
    ('1 story', '1,200 articles')
    """
    return f"{number:,} {one if number == 1 else many or one + 's'}"
