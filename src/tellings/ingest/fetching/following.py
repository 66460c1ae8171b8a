"""One address followed from hop to hop until it gives bytes or a reason why not."""

import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import Final

import httpx
import stamina

from tellings.ingest.fetching import addresses, decoding
from tellings.ingest.fetching.agent import product, user_agent
from tellings.ingest.fetching.exchange import AS_BYTES, PAGE, Answer, Budget, Exchange
from tellings.ingest.fetching.failures import Failure, rejected
from tellings.ingest.fetching.guard import Guard
from tellings.ingest.fetching.keeping import Kept, KeptAnswer
from tellings.ingest.fetching.limits import Limits
from tellings.ingest.fetching.network import Network
from tellings.ingest.fetching.robots import REDIRECTS, Robots
from tellings.ingest.fetching.turns import Result, Way
from tellings.ingest.received import Received
from tellings.model.articles import AnswerHead
from tellings.settings import Settings

_ACCEPT: Final = "text/html, application/xhtml+xml, application/xml;q=0.9, application/feed+json;q=0.9, text/*;q=0.8, */*;q=0.5"
_PASSING: Final = frozenset({429, 502, 503, 504})
_GONE: Final = frozenset({404, 410})
_SHUT: Final = {401: "a login is asked for", 402: "payment is asked for", 403: "forbidden", 451: "withheld for legal reasons"}
_LOG: Final = logging.getLogger(__name__)
# stamina says each retry on this logger; without a handler of the user's own it would be printed.
logging.getLogger("stamina").addHandler(logging.NullHandler())


@dataclass(slots=True, kw_only=True)
class Luggage:
    """What an address carries from hop to hop: its time, the cookies set on the way (and forgotten after it), where it has been."""

    budget: Budget
    cookies: httpx.Cookies = field(default_factory=httpx.Cookies)
    seen: set[tuple[str, str]] = field(default_factory=set)
    hops: int = 0


class Follower:
    """Follows addresses under the settings; safe to use from several threads, each with its own way."""

    def __init__(self, settings: Settings, limits: Limits, network: Network, kept: Kept | None) -> None:
        self._settings = settings
        self._limits = limits
        self._kept = kept
        self._guard = Guard(allow_private=settings.allow_private)
        agent = user_agent(settings.user_agent)
        self._robots = Robots(product(agent), self._guard, limits)
        self._exchange = Exchange(self._guard, network, limits)
        self._strikes: dict[str, int] = {}
        self._waits: dict[str, float] = {}
        self._headers = {"User-Agent": agent, "Accept": _ACCEPT, "Accept-Language": "en, *;q=0.5", "Accept-Encoding": decoding.ACCEPTED}

    def close(self) -> None:
        """Close all connections."""
        self._exchange.close()

    def begin_round(self) -> None:
        """Forget which hosts gave no answer, and the robots.txt that could not be had."""
        self._strikes.clear()
        self._waits.clear()
        self._robots.forget_refusals()

    def wait_asked(self, address: str) -> float | None:
        """Return the seconds that the server asked to wait when it gave no answer for the address; None where it asked for none."""
        return self._waits.get(address)

    def start(self, way: Way) -> Result | None:
        """Put the way at its first host, or return why it has none."""
        try:
            way.url = addresses.cleaned(way.address, self._guard)
        except Failure as failure:
            return rejected(way.address, failure.cause)
        way.host = addresses.host_of(way.url)
        way.luggage = Luggage(budget=Budget(self._settings.fetch_timeout))
        return None

    def step(self, way: Way) -> Result | None:
        """Follow the way as long as it stays at its host; return its result, None where it goes on elsewhere."""
        way.pause = 0.0
        host = way.host
        try:
            while way.host == host and not way.call.closed:
                result = self._hop(way)
                if result is not None:
                    return result
        except Failure as failure:
            if failure.cause.wait is not None:
                self._waits[way.address] = failure.cause.wait
            return rejected(way.address, failure.cause)
        return None

    def _hop(self, way: Way) -> Result | None:
        rules = self._robots.rules(way.url, lambda url: self._robots_answer(way, url))
        self._robots.check(way.url, rules)
        if way.call.closed:
            return None
        url = str(way.url)
        kept = self._kept.get(url) if self._kept else None
        way.pause = max(self._settings.fetch_delay, rules.delay)
        answer = self._asked(way, kept)
        if answer.status in REDIRECTS:
            self._redirect(way, answer)
            return None
        if answer.status == 304 and kept is not None:
            if len(kept.raw) > self._settings.max_page_bytes:
                raise decoding.too_large(self._settings.max_page_bytes)
            return _received(way, kept.raw, kept.content_type)  # its head is that of an earlier answer: the one of now has no body
        if answer.status not in PAGE:
            raise _refusal(answer)
        if not answer.raw.strip():
            raise Failure("empty", "the page has no bytes" if not answer.raw else "the page holds only white space")
        self._keep(url, answer)
        return _received(way, answer.raw, answer.headers.get("content-type"), answer.head)

    def _robots_answer(self, way: Way, url: httpx.URL) -> Answer:
        way.pause = self._settings.fetch_delay
        budget = Budget(self._settings.fetch_timeout)
        return self._tried(budget, lambda: self._exchange.get(url, self._headers, budget, cap=self._limits.robots_bytes, cut=True))

    def _asked(self, way: Way, kept: KeptAnswer | None) -> Answer:
        luggage: Luggage = way.luggage
        request = httpx.Request("GET", way.url)
        request.headers.encoding = AS_BYTES
        luggage.cookies.set_cookie_header(request)
        state = (str(way.url), request.headers.get("cookie", ""))
        if state in luggage.seen:
            raise Failure("unreachable", "redirects in a circle")
        luggage.seen.add(state)
        headers = dict(self._headers)
        if "cookie" in request.headers:
            headers["Cookie"] = request.headers["cookie"]
        if kept and kept.etag:
            headers["If-None-Match"] = kept.etag
        if kept and kept.last_modified:
            headers["If-Modified-Since"] = kept.last_modified
        answer = self._answered(way, headers)
        response = httpx.Response(answer.status, headers=answer.headers, request=request)
        response.headers.encoding = AS_BYTES
        luggage.cookies.extract_cookies(response)
        return answer

    def _answered(self, way: Way, headers: dict[str, str]) -> Answer:
        """Return the answer of the way's host. Raises Failure, at once where the host has given none too often."""
        strikes = self._strikes.get(way.host, 0)
        if strikes >= self._limits.strikes:
            way.pause = 0.0
            raise Failure("unreachable", f"{way.host} gave no answer {strikes} times in a row and is asked no more")
        budget: Budget = way.luggage.budget
        # A host is not to blame for the time that was spent at others on the way to it.
        fair = budget.left > self._settings.fetch_timeout / 2
        try:
            answer = self._tried(budget, lambda: self._exchange.get(way.url, headers, budget, cap=self._settings.max_page_bytes))
        except Failure as failure:
            if fair and failure.cause.reason == "unreachable":
                self._strikes[way.host] = strikes + 1
            raise
        self._strikes.pop(way.host, None)
        return answer

    def _tried(self, budget: Budget, ask: Callable[[], Answer]) -> Answer:
        """Return the answer, after another try where the failure may pass and there is time. Raises Failure."""

        def again(error: Exception) -> bool | float:
            if not isinstance(error, Failure) or not error.cause.passing or budget.left <= 0:
                return False
            return True if error.cause.wait is None else error.cause.wait

        first = self._limits.retry_first
        for attempt in stamina.retry_context(
            on=again,
            attempts=self._settings.fetch_retries + 1,
            timeout=None,
            wait_initial=first,
            wait_max=self._limits.retry_most,
            wait_jitter=first,
        ):
            with attempt:
                answer = ask()
                if answer.status in _PASSING:
                    raise self._passing(answer)
                return answer
        raise AssertionError("the last try ends in an answer or a failure")

    def _passing(self, answer: Answer) -> Failure:
        what = "too many requests" if answer.status == 429 else "the server cannot answer now"
        wait = _retry_after(answer.headers.get("retry-after", ""))
        if wait is not None and wait > self._limits.retry_after:
            return Failure("unreachable", f"status {answer.status}: {what}, and asks to wait for {wait:.0f} seconds", wait=wait)
        return Failure("unreachable", f"status {answer.status}: {what}", passing=True, wait=wait)

    def _redirect(self, way: Way, answer: Answer) -> None:
        luggage: Luggage = way.luggage
        luggage.hops += 1
        if luggage.hops > self._limits.redirects:
            raise Failure("unreachable", f"more than {self._limits.redirects} redirects")
        location = _in_utf8(answer.headers.get("location", ""))
        if not location.strip():
            raise Failure("unreachable", f"status {answer.status}: a redirect that leads nowhere")
        way.url = addresses.joined(way.url, location, self._guard)
        way.host = addresses.host_of(way.url)

    def _keep(self, url: str, answer: Answer) -> None:
        etag, modified = answer.headers.get("etag"), answer.headers.get("last-modified")
        if self._kept is None or not (etag or modified) or "no-store" in answer.headers.get("cache-control", "").lower():
            return
        kind = answer.headers.get("content-type")
        try:
            self._kept.put(KeptAnswer(url=url, raw=answer.raw, content_type=kind, etag=etag, last_modified=modified))
        except OSError as error:
            # The page itself is there: a full disk costs the next run its time, not this one its page.
            _LOG.warning("keep_folder: %s", error.strerror or error)


def _received(way: Way, raw: bytes, content_type: str | None, head: AnswerHead | None = None) -> Received:
    now = datetime.now(UTC).isoformat(timespec="seconds")
    kind = content_type and content_type[:200]
    return Received(name=way.address, raw=raw, url=str(way.url), content_type=kind, fetched_at=now, answer=head)


def _in_utf8(value: str) -> str:
    """Return a header's value read as UTF-8, which is what stands in a Location beyond ASCII; as it came where it is none."""
    try:
        return value.encode(AS_BYTES).decode("utf-8")
    except UnicodeError:
        return value


def _refusal(answer: Answer) -> Failure:
    status = answer.status
    if status in _GONE:
        return Failure("not-found", f"status {status}: {'not found' if status == 404 else 'gone'}")
    if status in _SHUT:
        return Failure("refused", f"status {status}: {_SHUT[status]}")
    if status in {204, 205}:
        return Failure("empty", f"status {status}: no content")
    if 400 <= status < 500 and status != 408:
        return Failure("refused", f"status {status}: the server does not take the request")
    return Failure("unreachable", f"status {status}: no page")


def _retry_after(value: str) -> float | None:
    """Return the seconds a Retry-After header asks for, as a number or a date (RFC 9110, 10.2.3); None where it says nothing."""
    value = value.strip()
    if value.isdigit() and value.isascii():
        return float(value[:9])
    try:
        until = parsedate_to_datetime(value)
        return max(0.0, (until if until.tzinfo else until.replace(tzinfo=UTC)).timestamp() - datetime.now(UTC).timestamp())
    except (ValueError, OverflowError):
        return None
