"""Words without their endings."""

import pytest

from tellings.text.stems import stem


@pytest.mark.parametrize(
    ("word", "stemmed"), [("rescued", "rescu"), ("rescues", "rescu"), ("ferries", "ferri"), ("as", "as"), ("sing", "sing")]
)
def test_stems(word, stemmed):
    assert stem(word) == stemmed
