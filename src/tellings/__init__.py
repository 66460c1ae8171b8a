"""Tellings reads what many outlets wrote about one event and gives one brief in which every line points to passages."""

from tellings.app.briefs import brief
from tellings.app.quotes import Quotes, quotes
from tellings.app.readings import Reading
from tellings.errors import AnchorLost, ConfigError, InputError, RetryLater, StoreError, TellingsError
from tellings.model.briefs import Brief
from tellings.settings import Settings
from tellings.version import __version__

__all__ = [
    "AnchorLost", "Brief", "ConfigError", "InputError", "Quotes", "Reading", "RetryLater", "Settings", "StoreError", "TellingsError", "__version__", "brief", "quotes",
]  # fmt: skip
