"""How long ago a page says that it was published ("3 hours ago", "gestern"), counted from when it was fetched."""

import re
from datetime import datetime, timedelta
from functools import cache
from typing import Final

from tellings.data import toml

_LONGEST: Final = 60
_MOST: Final = 370
_UNITS: Final = {"minutes": timedelta(minutes=1), "hours": timedelta(hours=1), "days": timedelta(days=1), "weeks": timedelta(weeks=1)}
_ASIDE: Final = " \t|•·●—–-:,./()"
# The clock beside "today" and "yesterday".
_CLOCK: Final = r"(?:\W{1,3}(?:at |um |à |a las |às |alle ore |om |kl\.? |o |в |klo )?\d{1,2}[:.h]\d{2}(?: ?[ap]\.?m\.?| uhr)?)?"


def day_ago(text: str, fetched: str) -> str | None:
    """Return the day of which the text, which holds nothing else, says how long it is before `fetched` (ISO 8601); None for another text.

    The day is of the zone of `fetched`, so it may be off by one where the page's readers live far from it.
    """
    if len(text) > _LONGEST:
        return None
    bare = " ".join(text.casefold().split()).strip(_ASIDE)
    found = _said().fullmatch(bare)
    if found is None:
        return None
    unit = next(name for name, value in found.groupdict().items() if value is not None and not name.startswith("n_"))
    kind = unit.rpartition("_")[0]
    number = next((int(value) for name, value in found.groupdict().items() if name.startswith("n_") and value), 1)
    if kind == "yesterday":
        back = timedelta(days=1)
    else:
        phrase = found.group(unit)
        back = _UNITS[kind] * number if kind != "minutes" or any(c.isdigit() for c in phrase) else timedelta()
    if number > _MOST:
        return None
    return (datetime.fromisoformat(fetched) - back).date().isoformat()


@cache
def _said() -> re.Pattern[str]:
    """One pattern of all phrases; a group is named for its unit and its number's for that."""
    parts: list[str] = []
    for kind in (*_UNITS, "yesterday"):
        phrases = sorted(
            {phrase.casefold() for row in toml("heads")["ago"] for phrase in row[kind]}, key=lambda phrase: (-len(phrase), phrase)
        )
        for at, phrase in enumerate(phrases):
            number = rf"(?P<n_{kind}_{at}>\d{{1,3}})"
            clock = "" if "{n}" in phrase else _CLOCK
            parts.append(rf"(?P<{kind}_{at}>{re.escape(phrase).replace(re.escape('{n}'), number)}){clock}")
    words = "|".join(re.escape(word.casefold()) for word in sorted(toml("credits")["date"]["words"], key=lambda word: (-len(word), word)))
    return re.compile(rf"(?:(?:{words})\W{{0,3}})?(?:{'|'.join(parts)})")
