"""The extractor's searches of a tree, answered from memory: most elements of a page bear names that were asked about before.

The extractor finds the body and what stands in its way by XPath with regular expressions, which are called from Python for each element: half of
its time. `remembered` reads such an expression as tests of tags and attributes, and asks them once of each value.
"""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Any, Final

_TOKEN: Final = re.compile(r"\s*('[^']*'|\"[^\"]*\"|\.//|self::[\w-]+|re:test|@[\w-]+|[\w-]+|[()\[\],|=*])")
_REMEMBERED: Final = 1 << 11

Search = Callable[[Any], Iterable[Any]]
_Condition = Callable[[Any], bool]


@dataclass(frozen=True, slots=True)
class _Test:
    """A test of an attribute that an element bears; of several names, of the first one that it bears."""

    names: tuple[str, ...]
    passes: Callable[[str], bool]

    def __call__(self, element: Any) -> bool:
        value = element.get(self.names[0]) if len(self.names) == 1 else _first(element, self.names)
        return value is not None and self.passes(value)


@dataclass(frozen=True, slots=True)
class _Step:
    """A path of an expression: elements of these tags, any where there are none, on which the conditions hold."""

    tags: tuple[str, ...]
    conditions: "tuple[_Either, ...]"


def remembered(search: Any) -> Search:
    """Return a function that finds below an element what the XPath expression finds, in the order of the page.

    An expression that asks for the first of its kind (`[1]`) gets the first of all, which is what its callers take. One that cannot be read here
    is returned as it is.
    """
    try:
        return _Reader(search.path).search()
    except ValueError:
        found: Search = search
        return found


class _Reader:
    """Reads paths of the form `.//*[self::div or self::p][conditions]`, joined by bars."""

    def __init__(self, path: str) -> None:
        self.at = 0
        self.tokens: list[str] = []
        path = path.strip()
        end = 0
        while end < len(path):
            token = _TOKEN.match(path, end)
            if token is None:
                raise ValueError(path)
            self.tokens.append(token.group(1))
            end = token.end()

    def search(self) -> Search:
        """Return the function for the whole expression."""
        grouped = self.takes("(")
        steps = [self.step()]
        while self.takes("|"):
            steps.append(self.step())
        if grouped:
            self.expect(")")
        first = self.takes("[", "1", "]")
        if self.at < len(self.tokens) or (first and len(steps) > 1) or (grouped and not first):
            raise ValueError("the expression goes on")
        found = _one_step(steps[0]) if len(steps) == 1 else _any_step(steps)
        return (lambda tree: islice(found(tree), 1)) if first else (lambda tree: list(found(tree)))

    def step(self) -> _Step:
        self.expect(".//")
        name = self.next()
        tags: tuple[str, ...] = () if name == "*" else (name,)
        conditions: list[_Either] = []
        while self.peek() == "[" and self.tokens[self.at + 1] != "1":
            self.expect("[")
            start = self.at
            condition = self.either()
            words = self.tokens[start : self.at]
            self.expect("]")
            if not tags and not conditions and all(word == "or" or word.startswith("self::") for word in words):
                tags = tuple(word.removeprefix("self::") for word in words if word != "or")
            else:
                conditions.append(condition)
        return _Step(tags, tuple(conditions))

    def either(self) -> "_Either":
        conditions = [self.one()]
        while self.takes("or"):
            conditions.append(self.one())
        return _either(conditions)

    def one(self) -> _Condition:
        word = self.next()
        if word.startswith("self::"):
            tag = word.removeprefix("self::")
            return lambda element: element.tag == tag
        if word.startswith("@"):
            wanted = self.literal() if self.takes("=") else None
            return _Test((word[1:],), lambda value: wanted is None or value == wanted)
        if word == "not":
            self.expect("(")
            inner = self.either()
            self.expect(")")
            return lambda element: not inner(element)
        if word == ".//":
            path = f".//{self.next()}"
            return lambda element: element.find(path) is not None
        if word in {"contains", "starts-with", "re:test"}:
            return self.test(word)
        raise ValueError(word)

    def test(self, kind: str) -> _Test:
        self.expect("(")
        changed = self.takes("translate", "(")
        names = [self.next()]
        while self.takes("|"):
            names.append(self.next())
        letters: dict[int, int] = {}
        if changed:
            self.expect(",")
            before = self.literal()
            self.expect(",")
            letters = dict(zip(map(ord, before), map(ord, self.literal()), strict=False))
            self.expect(")")
            if len(letters) != len(before):
                raise ValueError(before)
        self.expect(",")
        wanted = self.literal()
        flags = self.literal() if self.takes(",") else ""
        self.expect(")")
        if not all(name.startswith("@") for name in names) or flags not in {"", "i"}:
            raise ValueError(names)
        passes = _passing(kind, wanted, flags)
        if passes(""):  # then it passes where the attribute is missing
            raise ValueError(wanted)
        return _Test(tuple(name[1:] for name in names), (lambda value: passes(value.translate(letters))) if letters else passes)

    def literal(self) -> str:
        token = self.next()
        if token[:1] not in {"'", '"'}:
            raise ValueError(token)
        return token[1:-1]

    def peek(self) -> str:
        return self.tokens[self.at] if self.at < len(self.tokens) else ""

    def next(self) -> str:
        token = self.peek()
        self.at += 1
        return token

    def takes(self, *tokens: str) -> bool:
        if tuple(self.tokens[self.at : self.at + len(tokens)]) != tokens:
            return False
        self.at += len(tokens)
        return True

    def expect(self, token: str) -> None:
        if self.next() != token:
            raise ValueError(token)


def _passing(kind: str, wanted: str, flags: str) -> Callable[[str], bool]:
    if kind == "contains":
        return lambda value: wanted in value
    if kind == "starts-with":
        return lambda value: value.startswith(wanted)
    pattern = re.compile(wanted, re.IGNORECASE if flags else 0)
    return lambda value: pattern.search(value) is not None


def _first(element: Any, names: Sequence[str]) -> str | None:
    """Return the value of the first of its attributes that has one of the names: what XPath takes for the string of several."""
    return next((value for name, value in element.items() if name in names), None)


@dataclass(frozen=True, slots=True)
class _Either:
    """Holds where one of some conditions does: tests of one attribute, asked once of each value; of several; others."""

    single: tuple[tuple[str, Callable[[str], bool]], ...]
    several: tuple[tuple[tuple[str, ...], Callable[[str], bool]], ...]
    others: tuple[_Condition, ...]

    def __call__(self, element: Any) -> bool:
        get = element.get
        for name, passes in self.single:
            value = get(name)
            if value is not None and passes(value):
                return True
        return self.rest(element)

    def rest(self, element: Any) -> bool:
        """Return whether another condition holds than the tests of one attribute."""
        for names, passes in self.several:
            values = [value for name in names if (value := element.get(name)) is not None]
            value = values[0] if len(values) == 1 else _first(element, names) if values else None
            if value is not None and passes(value):
                return True
        return bool(self.others) and any(condition(element) for condition in self.others)


def _either(conditions: Sequence[_Condition]) -> _Either:
    tests: dict[tuple[str, ...], list[Callable[[str], bool]]] = {}
    for condition in conditions:
        if isinstance(condition, _Test):
            tests.setdefault(condition.names, []).append(condition.passes)
    return _Either(
        single=tuple((names[0], _remembering(passes)) for names, passes in tests.items() if len(names) == 1),
        several=tuple((names, _remembering(passes)) for names, passes in tests.items() if len(names) > 1),
        others=tuple(condition for condition in conditions if not isinstance(condition, _Test)),
    )


def _remembering(passes: Sequence[Callable[[str], bool]]) -> Callable[[str], bool]:
    def one_passes(value: str) -> bool:
        for test in passes:  # noqa: SIM110 - a generator takes longer than most of the tests
            if test(value):
                return True
        return False

    return lru_cache(maxsize=_REMEMBERED)(passes[0] if len(passes) == 1 else one_passes)


def _one_step(step: _Step) -> Callable[[Any], Iterator[Any]]:
    if not step.conditions:
        return lambda tree: iter(tree.iterdescendants(*step.tags or ("*",)))
    tags = step.tags or ("*",)
    names, *others = step.conditions
    single = names.single
    rest = names.rest if names.several or names.others else None

    def found(tree: Any) -> Iterator[Any]:
        for element in tree.iterdescendants(*tags):
            get = element.get
            for name, passes in single:  # not by a call of `names`: there are thousands of elements
                value = get(name)
                if value is not None and passes(value):
                    break
            else:
                if rest is None or not rest(element):
                    continue
            if all(condition(element) for condition in others):
                yield element

    return found


def _any_step(steps: Sequence[_Step]) -> Callable[[Any], Iterator[Any]]:
    plain = frozenset(tag for step in steps if not step.conditions for tag in step.tags)
    others = tuple(step for step in steps if step.conditions or not step.tags)

    def found(tree: Any) -> Iterator[Any]:
        for element in tree.iterdescendants("*"):
            tag = element.tag
            if tag in plain:
                yield element
                continue
            for step in others:
                if not step.tags or tag in step.tags:
                    for condition in step.conditions:
                        if not condition(element):
                            break
                    else:
                        yield element
                        break

    return found
