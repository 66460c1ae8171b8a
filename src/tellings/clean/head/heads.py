"""What an HTML page says of its article: in JSON-LD, in meta elements, around the headline and in its address."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, Final

from tellings.clean.head.alone import is_told_of
from tellings.clean.head.bylines import desk_of, is_person, people_of
from tellings.clean.head.credits import like_outlet
from tellings.clean.head.days import customs_of, put_days
from tellings.clean.head.declared import Head, meta_names
from tellings.clean.head.elsewhere import elsewhere
from tellings.clean.head.headings import Heading, agreement, choose
from tellings.clean.head.linked import clean, types_of
from tellings.clean.head.printed import Printed, around, crumb, is_walled, last_section
from tellings.clean.head.sites import Houses, fold, front_words, names_at_home, names_in_copyright, stripped
from tellings.clean.head.survey import text_of
from tellings.data import toml
from tellings.data.outlets import by_host, find, host_of, is_address
from tellings.model.articles import Block, MetadataValue


def read_head(
    tree: Any, given_url: str | None, *, fetched: str | None = None, text: str = "", blocks: Sequence[Block] = ()
) -> dict[str, MetadataValue]:
    """Return what is found of the fields of Metadata that a page's mark-up says, each with the place that says it.

    Dates come from JSON-LD, meta, time elements, elements by the headline or named for a date, and the address; never from running text.
    None is believed that is after the day on which the page was `fetched` (ISO 8601), but for the zones' one day; what it says of its age
    ("3 hours ago") is counted from there.
    """
    head = Head(tree, given_url, fetched, text)
    persons = [name for person in head.linked.kind("Person") for name in head.linked.texts(person)]
    houses = Houses(_house_names(head, tree), head.address, persons)
    articles = head.linked.articles()
    sections = _sections(head, articles)
    declared, named, between = _titles(head, articles, houses, [name for name, _ in sections])
    heading = choose(head.page, declared, houses)
    _stand(head, heading)
    node = _node_of(articles, heading)
    if heading is not None:
        head.put("headline", heading.text, heading.found)
    customs = customs_of(head, fetched)
    printed = around(head.page, heading, houses, customs=customs)
    by_headline = printed.published if printed.close else None
    elsewhere(head.page, printed, houses, customs=customs)
    put_days(head, node, printed, by_headline)
    _people(head, node, printed, houses)
    _outlet(head, node, houses, named)
    _section(head, sections, printed, houses, between)
    head.put("credit", next((value for _, value in head.declared("credit") if len(value) <= 60), None), "meta source")
    if printed.credit is not None:
        head.put("credit", printed.credit[0], f"agency: {printed.credit[1]}")
    head.put("dateline", printed.dateline, "place by the headline")
    paid = _paywalled(head, node)
    if paid or (paid is None and is_walled(text, blocks)):
        head.put("paywalled", "true", "declared" if paid else "words of a paywall")
    language = head.page.language or next(iter(head.linked.texts(node.get("inLanguage"))), None)
    head.put("language", language, "html lang")
    return head.found


# So many boxes around the headline hold what goes with it, save those that hold the whole page or text.
_BOXES: Final = 3
# A "name" of so many words that is the page's title is its headline.
_MANY: Final = 5
_MOST_NAME_WORDS: Final = 7
_NAME_WORDS: Final = (2, 3)
_WHOLE: Final = frozenset(("html", "body", "main", "article"))


def _stand(head: Head, heading: Heading | None) -> None:
    above: list[Any] = []
    element = heading.element if heading is not None else None
    while element is not None:
        above.append(element)
        element = element.getparent()
    boxes = [holder for holder in above[1 : 1 + _BOXES] if holder.tag not in _WHOLE]
    head.page.stand(above, boxes)


def _titles(
    head: Head, articles: Sequence[dict[str, Any]], houses: Houses, sections: Sequence[str]
) -> tuple[list[tuple[str, str]], str | None, str | None]:
    """Return where and what is declared as headline, bare; with the site's name and the section that a title had."""
    found: list[tuple[str, str]] = []
    named: str | None = None
    between: str | None = None
    raw: list[tuple[str, str]] = []
    for node in articles[:6]:
        raw += [("json-ld headline", text) for text in head.linked.texts(node.get("headline") or node.get("name"))[:1]]
    raw += list(head.declared("headline"))
    if head.page.title:
        raw.append(("title", clean(head.page.title)))
    for where, text in raw:
        bare, name, section = stripped(text, houses, sections)
        named = named or name
        between = between or section
        if bare and (where, bare) not in found and len(bare) <= 350 and not (houses.named(bare) and len(raw) > 1):
            found.append((where, bare))
    title = clean(head.page.title)
    if ": " in title and len(raw) == 1:
        found.append(("title after its colon", title.split(": ", 1)[1]))
    order = {"json-ld headline": 1, "meta og:title": 0}
    found.sort(key=lambda pair: order.get(pair[0], 2))
    return found, named, between


def _node_of(articles: Sequence[dict[str, Any]], heading: Heading | None) -> dict[str, Any]:
    """Return the node that tells of this article: the one whose headline agrees best, else the first; empty where none does."""
    if not articles:
        return {}
    if heading is None or len(articles) == 1:
        return articles[0]
    scored = [
        (agreement(clean(str(node.get("headline") or node.get("name") or "")), heading.text), -at) for at, node in enumerate(articles)
    ]
    best, at = max(scored)
    return articles[-at] if best else {}


def _house_names(head: Head, tree: Any) -> list[str]:
    """Return the names that the page gives its site: declared, then at its home link, then in its line of copyright."""
    writers = {fold(value) for _, value in head.declared("byline")}
    title = fold(head.page.title)
    names = [
        value
        for where, value in head.declared("outlet")
        if (where == "meta og:site_name" or fold(value) not in writers)
        and 2 <= len(value) <= 80
        and not value.startswith("http")
        and not (fold(value) == title and len(value.split()) >= _MANY)
    ]
    for node in (*head.linked.articles()[:3], *head.linked.pages()[:2]):
        names += head.linked.texts(node.get("publisher"))
    names += [text for node in head.linked.kind("WebSite", "NewsMediaOrganization", "Newspaper") for text in head.linked.texts(node)]
    known = by_host(head.address) if head.address else None
    names += [known.name, *known.aliases] if known is not None else []
    names += names_at_home(tree, head.page.title, head.address)
    names += names_in_copyright(head.text, head.page.title)
    return [name.lstrip("@") for name in dict.fromkeys(names) if fold(name) and name.casefold() not in front_words()]


def _outlet(head: Head, node: Mapping[str, Any], houses: Houses, named: str | None) -> None:
    address = head.address or ""
    for where, value in head.declared("outlet"):
        if where in {"meta publisher", "meta cre", "meta copyright-holder"} and not houses.own(value):
            continue
        if not value.startswith("http") and len(value) <= 80 and not is_address(value):
            head.put("outlet", value.lstrip("@"), where)
    for value in head.linked.texts(node.get("publisher"))[:1]:
        head.put("outlet", value, "json-ld publisher")
    for other in (*head.linked.pages(), *head.linked.kind("WebSite")):
        for value in (*head.linked.texts(other.get("publisher")), *(head.linked.texts(other) if "WebSite" in types_of(other) else []))[:1]:
            head.put("outlet", value, "json-ld publisher")
    head.put("outlet", _microdata_publisher(head), "itemprop publisher")
    if named and not is_address(named) and find(named) is None:
        same = next((name for name in houses.names if fold(name) and fold(named).startswith(fold(name))), None)
        head.put("outlet", same or named, "name in the title")
    for value in houses.names:
        if not is_address(value):
            head.put("outlet", value, "name at the head of the page")
    for _, value in head.declared("outlet"):
        head.put("outlet", value if not is_address(value) else host_of(value), "meta")
    if address and host_of(address):
        head.put("outlet", host_of(address), "host of the address")


def _sections(head: Head, articles: Sequence[dict[str, Any]]) -> list[tuple[str, str]]:
    """Return the sections that are declared, with where, the surest first."""
    found: list[tuple[str, str]] = []
    for node in articles[:3]:
        found += [(text, "json-ld articleSection") for text in head.linked.texts(node.get("articleSection"))[:1]]
    found += [(value, where) for where, value in head.declared("section")]
    for node in head.linked.kind("BreadcrumbList"):
        steps = node.get("itemListElement")
        items = [step for step in steps if isinstance(step, dict)] if isinstance(steps, list) else []
        items.sort(
            key=lambda step: (
                float(step["position"]) if isinstance(step.get("position"), int | float) or str(step.get("position")).isdigit() else 0.0
            )
        )
        named = [text for item in items for text in (head.linked.texts(item) or head.linked.texts(item.get("item")))[:1]]
        found += [(text, "json-ld breadcrumbs") for text in reversed(named) if text.casefold() not in front_words()]
    return [(text, where) for text, where in found if 1 < len(text) <= 80 and text.casefold() not in front_words()]


def _section(head: Head, sections: Sequence[tuple[str, str]], printed: Printed, houses: Houses, between: str | None) -> None:
    headline = head.found["headline"].value if "headline" in head.found else ""
    declared = [(text, where) for text, where in sections if where != "json-ld breadcrumbs"]
    for text, where in declared:
        first = re.split(r"\s*[,;|>]\s*", text)[0]
        if not houses.own(first):
            head.put("section", first, where)
    steps = [text for text, where in sections if where == "json-ld breadcrumbs"]
    head.put("section", last_section(steps[::-1], headline, houses), "json-ld breadcrumbs")
    head.put("section", crumb(head.page, headline, houses), "breadcrumbs")
    if printed.section is not None and printed.section[0].casefold() not in front_words():
        head.put("section", printed.section[0], printed.section[1])
    head.put("section", between, "title")


def _microdata_publisher(head: Head) -> str | None:
    for element in head.page.of("publisher"):
        if (element.get("itemprop") or "").lower() == "publisher":
            named = next((inner for inner in element.iter("*") if (inner.get("itemprop") or "").lower() == "name"), None)
            value = element.get("content") if named is None else named.get("content") or text_of(named)
            return " ".join(value.split()) if value and not value.startswith("http") else None
    return None


def _people(head: Head, node: Mapping[str, Any], printed: Printed, houses: Houses) -> None:
    told = list(_told(head, node, houses))
    where, listed = told[0] if told else ("", [])
    for place, more in told[1:]:
        if set(listed) < set(more) and all(len(name.split()) > 1 for name in more):
            where, listed = place, more
    if printed.people is not None:
        shown, place = printed.people
        plain = all(len(name.split()) == 1 for name in listed)
        fuller = plain and any(len(name.split()) > 1 for name in shown)
        if not listed or fuller:
            where, listed = place, shown
    if not listed and printed.alone is not None:
        title = head.found["headline"].value if "headline" in head.found else ""
        if not any(is_told_of(name, head.text, title) for name in printed.alone):
            where, listed = "name alone by the headline", printed.alone
    if listed:
        head.put("byline", ", ".join(listed), where)
    elif printed.desk is not None:
        head.put("desk", *printed.desk)
    else:
        head.put("desk", *(_declared_desk(head, node, houses) or (None, "")))


def _declared_desk(head: Head, node: Mapping[str, Any], houses: Houses) -> tuple[str, str] | None:
    """Return the desk, agency or other house that is declared as the writer.

    The site's own name, which many systems declare of every page, counts only where it can be a person's.
    """
    authors = node.get("author") or node.get("creator")
    declared = [("json-ld author", item) for item in (authors if isinstance(authors, list) else [authors])]
    for where, item in (*declared, *head.declared("byline")):
        whole = head.linked.whole(item)
        house = isinstance(whole, dict) and "Organization" in types_of(whole)
        for text in head.linked.texts(item)[:1]:
            if text.startswith("http") or is_address(text) or where == "meta twitter:data1" or len(text.split()) > _MOST_NAME_WORDS:
                continue
            if houses.own(text):
                if is_person(text) and len(text.split()) in _NAME_WORDS and not like_outlet(text):
                    return text, where
                continue
            desk = text if house else desk_of(text)
            if desk:
                return desk, where
    return None


def _told(head: Head, node: Mapping[str, Any], houses: Houses) -> Iterator[tuple[str, list[str]]]:
    authors = node.get("author") or node.get("creator")
    persons = [
        whole for item in (authors if isinstance(authors, list) else [authors])
        if not (isinstance(whole := head.linked.whole(item), dict) and "Organization" in types_of(whole) and "Person" not in types_of(whole))
    ]  # fmt: skip
    named = [person for text in head.linked.texts(persons) for person in _declared_people(head, text, houses)]
    if named:
        yield "json-ld author", list(dict.fromkeys(named))
    for name in meta_names()["byline"]:
        values = [clean(value) for value in head.page.meta.get(name, ())[:8]]
        if name == "twitter:data1" and not _labels_writer(head):
            continue
        found = [person for value in values if not value.startswith("http") for person in _declared_people(head, value, houses)]
        if found:
            yield f"meta {name}", list(dict.fromkeys(found))


def _labels_writer(head: Head) -> bool:
    label = " ".join(head.page.meta.get("twitter:label1", ())).casefold()
    return any(
        label.startswith(word)
        for word in (
            "written by",
            "verfasst von",
            "geschrieben von",
            "écrit par",
            "escrito por",
            "scritto da",
            "geschreven door",
            "napisane przez",
            "written",
        )
    )


def _declared_people(head: Head, text: str, houses: Houses) -> list[str]:
    found = people_of(text, printed=False, handles=True, houses=houses.no_persons)
    if len(found) == 2 and re.fullmatch(r"[^,]+,\s*[^,]+", text):
        turned = f"{found[1]} {found[0]}"
        if turned in head.text or (len(found[0].split()) == 1 == len(found[1].split()) and found[0] not in head.text):
            return [turned]
    return found


def _paywalled(head: Head, node: Mapping[str, Any]) -> bool | None:
    """Return whether the page declares that its text is for those who pay; None where it declares nothing."""
    free = [node.get("isAccessibleForFree"), *(part.get("isAccessibleForFree") for part in _parts(node.get("hasPart")))]
    said = [str(value).strip().casefold() for value in free if value is not None]
    if any(value in {"false", "no", "0"} for value in said):
        return True
    if said:
        return False
    tiers = toml("heads")["tiers"]
    for where, value in head.declared("tier"):
        name = where.removeprefix("meta ")
        if value.casefold() in tiers["paid"] or (name in tiers["paid_where"] and value.casefold() == "false"):
            return True
        if value.casefold() == "free":
            return False
    return None


def _parts(value: Any) -> list[dict[str, Any]]:
    return [part for part in (value if isinstance(value, list) else [value]) if isinstance(part, dict)]
