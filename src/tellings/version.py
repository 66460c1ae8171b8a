"""The version of Tellings, as the manifest of a brief shows it."""

from typing import Final

__version__: Final = "0.1.0"
