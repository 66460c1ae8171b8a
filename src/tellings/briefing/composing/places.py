"""Names of sides as a reader knows them."""

from functools import cache

from tellings import data


def country_name(code: str) -> str:
    """Return the English name of a country by its ISO 3166-1 alpha-3 code; anything else is returned as it is."""
    return _names().get(code, code)


def is_country(side: str) -> bool:
    """Return whether the side is a country, not a body."""
    return side in _names()


@cache
def _names() -> dict[str, str]:
    return {row["code"]: row["name"] for row in data.rows("countries")}
