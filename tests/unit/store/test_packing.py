"""Bytes that were packed come back, in every thread and after damaged ones."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from tellings.errors import StoreError
from tellings.store.packing import squeeze, unsqueeze


def test_what_is_damaged_is_said_to_be_and_spoils_nothing_after_it():
    packed = squeeze(b"The ferry ran aground off Lirrin. " * 40)
    for damaged in (packed[:-7], packed[:20] + b"\x00\xff" + packed[22:], b"", b"no frame"):
        with pytest.raises(StoreError, match="damaged"):
            unsqueeze(damaged)
        assert unsqueeze(packed) == b"The ferry ran aground off Lirrin. " * 40


def test_threads_unpack_at_once():
    texts = [f"line {k} ".encode() * (k + 1) for k in range(400)]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(unsqueeze, map(squeeze, texts))) == texts
