"""Watching: feeds, sitemaps and lists of addresses, asked again and again; what they name goes into an archive."""

from tellings.app.watching.session import Hooks, Report, watch
from tellings.app.watching.times import Schedule, seconds_of

__all__ = ["Hooks", "Report", "Schedule", "seconds_of", "watch"]
