"""What a host's robots.txt lets us fetch (RFC 9309), asked once a host and run."""

import re
import threading
from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import httpx
from protego import Protego

from tellings.ingest.fetching.addresses import host_of, joined, origin_of
from tellings.ingest.fetching.exchange import PAGE, Answer
from tellings.ingest.fetching.failures import Cause, Failure
from tellings.ingest.fetching.guard import Guard
from tellings.ingest.fetching.limits import Limits

REDIRECTS: Final = frozenset({301, 302, 303, 307, 308})
_AGENT_LINE: Final = re.compile(r"\s*user[- ]?agent\s*:?\s*(?P<agent>[^#]*)", re.IGNORECASE)
# The name under which all groups for others are kept; no product token holds a digit.
_OTHERS: Final = "0"

Ask = Callable[[httpx.URL], Answer]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rules:
    """What holds for one scheme, host and port: `refusal` forbids all of it, `parsed` says what is open; neither: all is open."""

    refusal: Cause | None = None
    parsed: Protego | None = None
    delay: float = 0.0
    size: int = 0


class Robots:
    """Keeps the rules of the hosts met last, as many as `limits` has room for. `product` is our token in lower case; `guard` holds for the way to a robots.txt too."""

    def __init__(self, product: str, guard: Guard, limits: Limits) -> None:
        self._product = product
        self._guard = guard
        self._limits = limits
        self._lock = threading.Lock()
        self._known: OrderedDict[str, Rules] = OrderedDict()
        self._size = 0

    def rules(self, url: httpx.URL, ask: Ask) -> Rules:
        """Return the rules that hold for the address; `ask` is called where they are not known yet.

        Only one thread at a time may ask for one host: the queue of the host sees to that.
        """
        origin = origin_of(url)
        with self._lock:
            rules = self._known.get(origin)
            if rules is not None:
                self._known.move_to_end(origin)
                return rules
        rules = self._fetched(url, ask)
        with self._lock:
            self._known[origin] = rules
            self._size += rules.size
            while len(self._known) > 1 and (len(self._known) > self._limits.hosts_known or self._size > self._limits.robots_known):
                self._size -= self._known.popitem(last=False)[1].size
        return rules

    def forget_refusals(self) -> None:
        """Forget the hosts whose robots.txt could not be had: they are asked for it again."""
        with self._lock:
            for origin in [name for name, rules in self._known.items() if rules.refusal is not None]:
                self._size -= self._known.pop(origin).size

    def check(self, url: httpx.URL, rules: Rules) -> None:
        """Raise Failure where the rules forbid the address."""
        if rules.refusal is not None:
            raise Failure(rules.refusal.reason, rules.refusal.detail)
        if rules.parsed is not None and not rules.parsed.can_fetch(str(url), self._product):
            raise Failure("refused", f"robots.txt of {host_of(url)} does not let {self._product} fetch it")

    def _fetched(self, url: httpx.URL, ask: Ask) -> Rules:
        at = url.copy_with(raw_path=b"/robots.txt")
        try:
            for _ in range(self._limits.robots_redirects + 1):
                answer = ask(at)
                if answer.status not in REDIRECTS:
                    return self._rules(answer)
                at = joined(at, answer.headers.get("location", ""), self._guard)
        except Failure as failure:
            # RFC 9309, 2.3.1.4: what cannot be reached forbids everything. A file of some other kind, or one that is no text, says nothing.
            if failure.cause.reason == "unsupported-type":
                return Rules()
            cause = failure.cause
            return Rules(refusal=cause if cause.reason == "refused" else Cause(reason="unreachable", detail=f"robots.txt: {cause.detail}"))
        return Rules()  # RFC 9309, 2.3.1.2: more redirects than five are as good as no file

    def _rules(self, answer: Answer) -> Rules:
        if answer.status in PAGE:
            return self._parsed(answer.raw.decode("utf-8", "replace"))
        if 400 <= answer.status < 500:
            return Rules()
        return Rules(refusal=Cause(reason="unreachable", detail=f"robots.txt: status {answer.status}, which closes the host for now"))

    def _parsed(self, text: str) -> Rules:
        parsed = Protego.parse(_ours(text.removeprefix("\ufeff"), self._product))
        asked = parsed.crawl_delay(self._product) or 0.0
        return Rules(parsed=parsed, delay=min(asked, self._limits.crawl_delay), size=len(text))


def _ours(text: str, product: str) -> str:
    """Return the file with the groups of all other products under one name.

    The parser copies each rule to every product of its group: a file of 500 KiB could fill the memory. It also knows no versions, while
    "Tellings/2.0" means Tellings (RFC 9309, 2.2.1).
    """
    lines = []
    previous = ""
    for line in text.splitlines():
        found = _AGENT_LINE.match(line)
        if found is None:
            lines.append(line)
            previous = line if line.strip() else previous
            continue
        agent = found.group("agent").strip().lower()
        name = "*" if agent == "*" else product if re.match(r"[a-z_-]*", agent).group().strip() == product else _OTHERS  # type: ignore[union-attr]
        if (told := f"User-agent: {name}") != previous:
            lines.append(told)
        previous = told
    return "\n".join(lines)
