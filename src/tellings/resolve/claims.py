"""Aligns statements to claims."""

from collections.abc import Iterable

from tellings.backends.base import Context
from tellings.model.inputs import Inputs


def run(inputs: Inputs, context: Context) -> Iterable[object]:
    """Not written yet."""
    return ()
