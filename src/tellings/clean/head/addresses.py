"""The day that a web address names."""

import re
from typing import Final

from tellings.clean.head.dates import normalised

_URL_DATE: Final = re.compile(r"/(20[0-3]\d|199\d)[/-]?(0[1-9]|1[0-2])[/-]?(0[1-9]|[12]\d|3[01])(?=[/\-_.?]|\d{0,6}(?:\D|$))")
_URL_INNER: Final = re.compile(
    r"[-_/](20[0-3]\d)(0[1-9]|1[0-2])(0[1-9]|[12]\d|3[01])(?=[-_./?]|[a-z]?\.\w+$|$)|[-_](20[0-3]\d)-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])(?=\D|$)"
)
_URL_DAY_FIRST: Final = re.compile(r"/(0[1-9]|[12]\d|3[01])[/-](0[1-9]|1[0-2])[/-](20[0-3]\d)(?=[/\-_.?]|$)")
_URL_DATE_WORDS: Final = re.compile(
    r"/(20[0-3]\d|199\d)/(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*/(\d{1,2})(?=/|$)", re.IGNORECASE
)
_MONTHS: Final = ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"]


def date_in_address(address: str) -> str | None:
    """Return the day that a web address names ("/2021/08/24/", "/20210824-", "/2021/aug/24/"), None where it names none."""
    hit = _URL_DATE.search(address)
    if hit:
        return normalised("-".join(hit.groups()))
    hit = _URL_DATE_WORDS.search(address)
    if hit:
        return normalised(f"{hit.group(1)}-{_MONTHS.index(hit.group(2).lower()) + 1:02}-{int(hit.group(3)):02}")
    hit = _URL_INNER.search(address)
    if hit:
        return normalised("-".join(part for part in hit.groups() if part))
    hit = _URL_DAY_FIRST.search(address)
    return normalised("-".join(reversed(hit.groups()))) if hit else None
