"""Records of every type with any content, for properties that hold of all of them."""

import dataclasses
import functools
import inspect
import types
import typing

from hypothesis import strategies as st

from tellings.model import articles, briefs, observed, resolved, spans

# Words that databases, encodings and patterns have stumbled over.
AWKWARD = ("", " ", "\0", "a\0b", "'; DROP TABLE articles; --", "100%", "under_score", "back\\slash", "İstanbul", "e\u0301", "שלום", "👩‍👩‍👧", "\ufeff", "\u2028", "N\U0010ffff")  # fmt: skip
TEXTS = st.one_of(st.sampled_from(AWKWARD), st.text(max_size=12))
_PLAIN = {
    str: TEXTS,
    int: st.integers(-(2**63), 2**63 - 1),
    float: st.floats(allow_nan=False, allow_infinity=False),
    bool: st.booleans(),
    bytes: st.binary(max_size=20),
    type(None): st.none(),
}


def record_types() -> list[type]:
    """Every record type of the model, by name; without Markup, whose tree is no record."""
    found = {
        kind
        for module in (spans, articles, observed, resolved, briefs)
        for _, kind in inspect.getmembers(module, dataclasses.is_dataclass)
        if kind is not articles.Markup
    }
    return sorted(found, key=lambda kind: kind.__name__)


@functools.cache
def any_of(kind: object) -> st.SearchStrategy:
    """Values of the type."""
    origin, parts = typing.get_origin(kind), typing.get_args(kind)
    if kind in _PLAIN:
        return _PLAIN[kind]
    if origin is typing.Literal:
        return st.sampled_from(parts)
    if origin in {typing.Union, types.UnionType}:
        return st.one_of(*(any_of(part) for part in parts))
    if origin is tuple and parts[-1] is Ellipsis:
        return st.lists(any_of(parts[0]), max_size=2).map(tuple)
    if origin is tuple:
        return st.tuples(*(any_of(part) for part in parts))
    if dataclasses.is_dataclass(kind):
        hints = typing.get_type_hints(kind)
        return st.builds(kind, **{one.name: any_of(hints[one.name]) for one in dataclasses.fields(kind)})
    raise TypeError(f"no values of {kind} are known")
