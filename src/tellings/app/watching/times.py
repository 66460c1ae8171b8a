"""When a feed or an address is asked again. Times are ISO 8601 in UTC, to the second, so that their order is that of their letters."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from tellings.errors import ConfigError
from tellings.text.times import moment

# A feed that says nothing of itself is asked this often, and none more often or more seldom than these, whatever it says.
_USUAL: Final = 15 * 60
_SOONEST: Final = 5 * 60
_A_DAY: Final = 24 * 3_600
# The first time that a page is asked again; then it waits as long as it has been known.
_FIRST_AGAIN: Final = 30 * 60
_MOST_DOUBLINGS: Final = 8
# News of the web is not older than the web, nor from beyond tomorrow's date line.
_OLDEST: Final = "1993"
_AHEAD: Final = 36 * 3_600
_LENGTH: Final = re.compile(r"([0-9]{1,6})\s*([smhd])")
_UNITS: Final = {"s": 1, "m": 60, "h": 3_600, "d": _A_DAY}


@dataclass(frozen=True, slots=True, kw_only=True)
class Schedule:
    """How often to ask, in seconds. `every` None: as a feed says itself, else each quarter of an hour. `recheck`: for how long a page is asked again.

    `once`: every list is asked now, save those whose server asked to be left alone for longer.
    """

    every: int | None = None
    recheck: int = 2 * _A_DAY
    once: bool = False

    def gap(self, pace: int | None, failures: int = 0, asked: float | None = None) -> int:
        """Return the seconds until a list is asked again: twice as long with each failure, and no sooner than its server asked for, up to a day."""
        usual = self.every if self.every is not None else min(_A_DAY, max(_SOONEST, pace or _USUAL))
        if not failures:
            return usual
        return min(_A_DAY, max(usual << min(failures, _MOST_DOUBLINGS), int(asked or 0)))

    def is_due(self, checked: str | None, due: str | None, held: str | None, now: str) -> bool:
        """True where a list is to be asked; `held` is until when its server asked to be left alone.

        One that was asked at a later time is: the clock was set back.
        """
        if checked is None or due is None or due <= now or checked > now:
            return True
        return self.once and (held is None or held <= now)

    def again(self, first: str, now: str) -> str | None:
        """Return when a page that was first asked at `first` is asked again; None where it is not."""
        known = seconds_between(first, now)
        left = self.recheck - known
        if left < _FIRST_AGAIN:
            return None
        return later(now, min(left, max(_FIRST_AGAIN, known)))


def retry(tries: int, asked: float | None) -> int:
    """Return the seconds until an address that gave no answer is tried again."""
    return min(_A_DAY, max((_FIRST_AGAIN << min(tries, _MOST_DOUBLINGS)) // 2, int(asked or 0)))


def left_alone_until(now: str, asked: float | None) -> str | None:
    """Return until when a server that asked for so many seconds is left alone, a day at the most; None where it asked for none."""
    return later(now, min(_A_DAY, int(asked))) if asked else None


def later(now: str, seconds: float) -> str:
    """Return the time so many seconds after `now`."""
    return (_read(now) + timedelta(seconds=seconds)).strftime("%Y-%m-%dT%H:%M:%SZ")


def seconds_between(earlier: str, now: str) -> int:
    """Return the seconds from one time to another; 0 where it is the earlier that is later."""
    return max(0, int((_read(now) - _read(earlier)).total_seconds()))


def sober(published: str | None, now: str) -> str | None:
    """Return the date that a list gives a page; None where it lies days ahead or before there was a web: then the list does not know.

    >>> sober("1970-01-01T00:00:00+00:00", "2026-11-23T00:00:00Z")
    >>> sober("2026-11-22", "2026-11-23T00:00:00Z")
    '2026-11-22'
    """
    if published is None or published < _OLDEST or moment(published) > _read(now).timestamp() + _AHEAD:
        return None
    return published


def seconds_of(text: str) -> int:
    """Return the seconds of a length of time as it is typed. Raises ConfigError where it is none.

    >>> seconds_of("15m"), seconds_of("2d")
    (900, 172800)
    """
    found = _LENGTH.fullmatch(text.strip().lower())
    if found is None:
        raise ConfigError(f"{text!r} is no length of time; it is a number with s, m, h or d: 90s, 15m, 2h, 1d")
    return int(found[1]) * _UNITS[found[2]]


def _read(time: str) -> datetime:
    found = datetime.fromisoformat(time)
    return found if found.tzinfo else found.replace(tzinfo=UTC)
