"""The extractor with searches that remember: the library's own functions, called as it calls them, and the same text."""

from functools import cache
from importlib import import_module
from types import FunctionType
from typing import Any, Final

import trafilatura
from lxml.etree import XPath
from trafilatura.settings import Extractor

from tellings.clean.maintext.searches import remembered

# The functions that search, or call one that does, module by module: each after those that it calls.
_SEARCHING: Final = {
    "trafilatura.baseline": ("basic_cleaning", "html2txt"),
    "trafilatura.main_extractor": ("prune_unwanted_sections", "recover_wild_text", "_extract", "extract_content"),
    "trafilatura.core": ("_extract_and_compare", "_recall_retry", "trafilatura_sequence", "bare_extraction"),
}


def text_of_page(tree: Any, *, fast: bool) -> str | None:
    """Return what `trafilatura.bare_extraction` takes for the text of the page, without comments; None where it finds nothing.

    In its fast mode it does without the other extractors that it compares itself to.
    """
    document = _bare_extraction()(tree, options=_options(fast=fast))
    text = getattr(document, "text", None)
    return text if isinstance(text, str) else None


@cache
def _options(*, fast: bool) -> Extractor:
    return Extractor(output_format="python", fast=fast, comments=False)


@cache
def _bare_extraction() -> Any:
    """Return the library's function, bound to searches that remember; as it is where the library is of another build than is known here.

    The functions are bound anew, beside the library's own, which stay as they are for whoever else calls them.
    """
    made: dict[str, Any] = {}
    try:
        for name, functions in _SEARCHING.items():
            names = dict(vars(import_module(name)))
            scope = {key: _remembering(value) for key, value in names.items()}
            scope.update((key, value) for key, value in made.items() if key in names)
            for function in functions:
                made[function] = scope[function] = _bound(names[function], scope)
    except KeyError:
        return trafilatura.bare_extraction
    return made["bare_extraction"]


def _remembering(value: Any) -> Any:
    if isinstance(value, XPath):
        return remembered(value)
    if isinstance(value, list) and value and all(isinstance(search, XPath) for search in value):
        return [remembered(search) for search in value]
    return value


def _bound(function: FunctionType, scope: dict[str, Any]) -> FunctionType:
    bound = FunctionType(function.__code__, scope, function.__name__, function.__defaults__, function.__closure__)
    bound.__kwdefaults__ = function.__kwdefaults__
    return bound
