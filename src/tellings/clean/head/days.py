"""When an article was published and changed, from what the page declares, prints by its headline and names in its address."""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta, timezone
from typing import Any, Final

from tellings.clean.head.addresses import date_in_address
from tellings.clean.head.dates import Customs
from tellings.clean.head.declared import Head
from tellings.clean.head.printed import Printed
from tellings.clean.head.survey import names_of, text_of
from tellings.data.outlets import host_of
from tellings.model.articles import MetadataValue

# Names that stand for other days as well: of a change, of a recording, of the page's making.
_UNSURE_META: Final = (
    "dc.date",
    "dcterms.date",
    "article:create_at",
    "creation_date",
    "date.created",
    "release_date",
    "video:release_date",
    "date",
    "uploaddate",
)
_COMMENTS: Final = re.compile(r"comment|related|sidebar|teaser", re.IGNORECASE)
_MONTH_FIRST_TAGS: Final = ("en-us", "en_us", "en-ph", "es-us")
_DAY_FIRST_HOSTS: Final = re.compile(r"\.(?:uk|au|nz|ie|in|za|ng|ke|gh|pk|lk|bd|sg|my|hk|mt|jm|tt|ug|tz|zm|zw|eu|ca|[a-z]{2})$")
# What every such date has, and few pages: it is found many times as fast.
_BETWEEN_STROKES: Final = re.compile(r"/\d{1,2}/\d")
_NUMERIC_DATE: Final = re.compile(r"(?<![\d./-])(\d{1,2})/(\d{1,2})/(?:\d{4}|\d{2})(?![\d/])")
_DAY: Final = len("2025-01-01")
_TIME: Final = len("2025-01-01T00:00:00")
_WEST: Final = -12 * 60
_EAST: Final = 14 * 60


def customs_of(head: Head, fetched: str | None) -> Customs:
    """Return how the page writes its dates."""
    return Customs(month_first=_month_first(head), language=(head.page.language or "")[:8], fetched=fetched)


def put_days(head: Head, node: Mapping[str, Any], printed: Printed, by_headline: tuple[str, str] | None) -> None:
    """Put the times of publication and of the last change; `by_headline` is the time that is printed between headline and text."""
    told = [(where, stamp) for where, value in _published(head, node) if (stamp := head.believed(value))]
    if told:
        head.put("published", told[0][1], told[0][0])
        _agree(head, told, printed)
        _localise(head, by_headline[0] if by_headline is not None else None, printed.published[0] if printed.published else None)
    for where, value in (("json-ld dateModified", node.get("dateModified")), *head.declared("modified")):
        head.put("modified", head.believed(value), where)
    for page in head.linked.pages():
        head.put("modified", head.believed(page.get("dateModified")), "json-ld dateModified")
    first = head.found["published"].value if "published" in head.found else ""
    if printed.modified is not None and printed.modified[0][:_TIME] != first[:_TIME]:
        # a time printed without a zone is of the zone of the time of publication
        zone = first[_TIME:] if len(printed.modified[0]) == _TIME and first[_TIME : _TIME + 1] in {"+", "-"} else ""
        head.put("modified", head.believed(printed.modified[0] + zone), printed.modified[1])
    if printed.published is not None:
        head.put("published", head.believed(printed.published[0]), printed.published[1])
    for page in head.linked.pages():
        head.put("published", head.believed(page.get("datePublished")), "json-ld datePublished")
    head.put("published", head.believed(date_in_address(head.address or "")), "url")
    for where, value in head.declared("published"):
        head.put("published", head.believed(value), where)
    if printed.ago is not None:
        head.put("published", printed.ago[0], printed.ago[1])


def _published(head: Head, node: Mapping[str, Any]) -> Iterator[tuple[str, object]]:
    yield "json-ld datePublished", node.get("datePublished") or node.get("dateCreated")
    for where, value in head.declared("published"):
        if where.removeprefix("meta ") not in _UNSURE_META:
            yield where, value
    yield "json-ld uploadDate", node.get("uploadDate")
    for element in (*head.page.of("date"), *head.page.times):
        if ("datepublished" in (element.get("itemprop") or "").lower() or _is_stamped(element)) and not _in_comment(element):
            yield (
                "itemprop datePublished",
                element.get("content")
                or (element.get("title") if element.tag == "abbr" else None)
                or element.get("datetime")
                or text_of(element)[:80],
            )


def _agree(head: Head, told: list[tuple[str, str]], printed: Printed) -> None:
    """Where the page declares two days, and prints the second, take that: it is what readers are told."""
    if printed.published is None or printed.published[0][:_DAY] == told[0][1][:_DAY]:
        return
    for where, stamp in told[1:]:
        if stamp[:_DAY] == printed.published[0][:_DAY]:
            head.found["published"] = MetadataValue(value=stamp, found=f"{where}, as printed")
            return


def _localise(head: Head, by_headline: str | None, printed: str | None) -> None:
    """Where the declared time is in UTC and readers are shown the time of another zone, take theirs: the day is the local one."""
    declared = head.found["published"]
    if not declared.value.endswith("+00:00"):
        return
    stamp = datetime.fromisoformat(declared.value)
    for shown in (by_headline, printed):
        if shown is None or shown[:_DAY] == declared.value[:_DAY]:
            continue
        if len(shown) == _DAY:
            if shown == by_headline and _next_to(declared.value[:_DAY], shown):
                head.found["published"] = MetadataValue(value=shown, found=f"{declared.found}, as printed")
                return
            continue
        zone = _zone_between(stamp, datetime.fromisoformat(shown))
        if zone is not None:
            head.found["published"] = MetadataValue(value=stamp.astimezone(zone).isoformat(), found=f"{declared.found}, zone as printed")
            return


def _zone_between(stamp: datetime, shown: datetime) -> timezone | None:
    """Return the zone in which a time of UTC is the one shown; None where they are different times."""
    if shown.tzinfo is not None:
        offset = shown.utcoffset()
        return timezone(offset) if offset and abs(shown - stamp) < timedelta(minutes=1) else None
    gap = shown.replace(tzinfo=UTC) - stamp.replace(second=shown.second)
    minutes = round(gap.total_seconds() / 60)
    return timezone(timedelta(minutes=minutes)) if minutes % 15 == 0 and _WEST <= minutes <= _EAST else None


def _is_stamped(element: Any) -> bool:
    """True for the microformat of blogs: `<abbr class="published" title="2025-03-02T21:44:00Z">`."""
    return element.tag == "abbr" and "published" in (element.get("class") or "") and bool(element.get("title"))


def _in_comment(element: Any) -> bool:
    """True for an element within comments or lists of related articles."""
    return any(_COMMENTS.search(names_of(above)) for above in element.iterancestors())


def _next_to(a: str, b: str) -> bool:
    return abs((datetime.fromisoformat(a) - datetime.fromisoformat(b)).days) == 1


def _month_first(head: Head) -> bool:
    """True where the page writes 3/4/2021 for 4 March: its other dates say so, else its language and country."""
    text = head.text[:200_000]
    pairs = [(int(a), int(b)) for a, b in _NUMERIC_DATE.findall(text)] if _BETWEEN_STROKES.search(text) else []
    first, second = sum(a > 12 for a, _ in pairs), sum(b > 12 for _, b in pairs)
    if first != second:
        return second > first
    tag = (head.page.language or "").lower()
    if tag.startswith(_MONTH_FIRST_TAGS):
        return True
    if tag[2:3] in {"-", "_"} or (tag and not tag.startswith("en")):
        return False
    host = host_of(head.address) if head.address else ""
    if host.endswith((".us", ".gov", ".mil", ".edu", ".ph")):
        return True
    return bool(tag) and not _DAY_FIRST_HOSTS.search(host)
