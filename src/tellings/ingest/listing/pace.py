"""How often a feed asks to be read, and whether it came whole."""

from typing import Final

from tellings.ingest.listing.markup import Markup
from tellings.ingest.sources import Source
from tellings.settings import Settings

# RSS 1.0 module "syndication": how long a period is, of which `updateFrequency` says how many readings it holds.
_PERIODS: Final = {"hourly": 3_600, "daily": 86_400, "weekly": 604_800, "monthly": 2_592_000, "yearly": 31_536_000}
_OF_FEED: Final = frozenset({"ttl", "updateperiod", "updatefrequency"})
# Elements of a feed's own stand no deeper than this: rss, channel, the element.
_DEEPEST: Final = 2


def pace(source: Source, settings: Settings) -> tuple[int | None, bool]:
    """Return the seconds between two readings that the feed asks for (RSS `ttl`, `sy:updatePeriod`), None where it asks for none, and True where its XML is whole."""
    said: dict[str, str] = {}
    markup = Markup(source, settings)
    for element in markup.elements():
        if element.at == "end" and element.above <= _DEEPEST and element.name in _OF_FEED:
            said.setdefault(element.name, element.text.strip())
    return _seconds(said), not markup.faults


def _seconds(said: dict[str, str]) -> int | None:
    minutes = said.get("ttl", "")
    if minutes.isascii() and minutes.isdigit() and int(minutes[:9]):
        return int(minutes[:9]) * 60
    period = _PERIODS.get(said.get("updateperiod", "").lower())
    if period is None:
        return None
    times = said.get("updatefrequency", "")
    return max(1, period // max(1, int(times[:9]))) if times.isascii() and times.isdigit() else period
