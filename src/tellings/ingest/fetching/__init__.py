"""Addresses of the web to bytes: guarded against private networks, capped in time and size, polite to hosts. See `Fetcher`."""

from tellings.ingest.fetching.fetcher import Fetcher
from tellings.ingest.fetching.keeping import FolderKept, Kept, KeptAnswer

__all__ = ["Fetcher", "FolderKept", "Kept", "KeptAnswer"]
