"""Tellings reads what many outlets wrote about one event and gives one brief in which every line points to passages."""

from tellings.app.briefs import brief
from tellings.app.claims import Claims, claims
from tellings.app.quotes import Quotes, quotes
from tellings.app.readings import Reading
from tellings.app.sidebyside import side_by_side
from tellings.briefing.claims import Wanted
from tellings.briefing.sidebyside import SideBySide
from tellings.errors import AnchorLost, ConfigError, InputError, RetryLater, StoreError, TellingsError
from tellings.model.briefs import Brief
from tellings.settings import Settings
from tellings.version import __version__

__all__ = [
    "AnchorLost", "Brief", "Claims", "ConfigError", "InputError", "Quotes", "Reading", "RetryLater", "Settings", "SideBySide", "StoreError", "TellingsError", "Wanted", "__version__", "brief", "claims", "quotes", "side_by_side",
]  # fmt: skip
