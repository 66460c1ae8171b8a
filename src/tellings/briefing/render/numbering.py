"""Evidence marks: one number for one passage within a story, in the order in which lines cite them."""

from tellings.model.spans import Selector


class Numbering:
    """Gives passages their numbers, 1 upwards; the same passage has the same number wherever a line of the story cites it."""

    def __init__(self) -> None:
        self._numbers: dict[tuple[str, int, int], int] = {}
        self._passages: list[Selector] = []

    def number(self, sel: Selector) -> int:
        """Return the passage's number, the next one where it has none yet."""
        key = (sel.article, sel.start, sel.end)
        if key not in self._numbers:
            self._passages.append(sel)
            self._numbers[key] = len(self._passages)
        return self._numbers[key]

    @property
    def passages(self) -> tuple[tuple[int, Selector], ...]:
        """The passages cited so far with their numbers, in order."""
        return tuple(enumerate(self._passages, 1))
