import gzip
import zlib

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tellings.ingest.fetching.decoding import decoded
from tellings.ingest.fetching.failures import Failure


def bare(data: bytes) -> bytes:
    coder = zlib.compressobj(wbits=-15)
    return coder.compress(data) + coder.flush()


CODERS = {"gzip": gzip.compress, "deflate": zlib.compress, "br": brotli.compress}


def cut_up(data: bytes, size: int) -> list[bytes]:
    return [data[at : at + size] for at in range(0, len(data), size)]


@given(st.binary(max_size=300), st.sampled_from(sorted(CODERS)), st.sampled_from(["", *sorted(CODERS)]), st.integers(1, 50))
def test_what_was_encoded_comes_back_however_it_is_cut(data, inner, outer, size):
    body = CODERS[inner](data)
    if outer:
        body = CODERS[outer](body)
    said = f"{inner}, {outer}" if outer else inner
    assert decoded(cut_up(body, size), said, 10_000) == data


@pytest.mark.parametrize("length", [65_535, 65_536, 65_537, 131_072, 131_073, 131_072 + 257, 131_072 + 258, 1_000_003])
@pytest.mark.parametrize("coder", [gzip.compress, zlib.compress, bare, brotli.compress])
def test_nothing_is_lost_where_a_piece_is_full(coder, length):
    encoding = "gzip" if coder is gzip.compress else "br" if coder is brotli.compress else "deflate"
    for size in (7, 1_000_000):
        assert decoded(cut_up(coder(bytes(length)), size), encoding, length) == bytes(length)


@given(st.binary(max_size=200), st.sampled_from(["gzip", "deflate", "br", "gzip, br", "deflate, gzip"]))
def test_any_bytes_come_to_an_end(body, encoding):
    try:
        result = decoded([body], encoding, 1_000)
    except Failure as failure:
        result = failure.cause.reason
    assert result in {"too-large", "unreadable"} if isinstance(result, str) else len(result) <= 1_000


@given(st.binary(min_size=1, max_size=300), st.sampled_from(sorted(CODERS)), st.data())
def test_a_body_that_stops_early_is_never_taken_for_whole(data, encoding, draw):
    body = CODERS[encoding](data)
    part = body[: draw.draw(st.integers(1, len(body) - 1))]
    with pytest.raises(Failure, match=r"ends before|damaged"):
        decoded([part], encoding, 10_000)


def test_no_body_is_no_damage():
    assert decoded([], "gzip", 10) == decoded([b""], "br", 10) == decoded([], "deflate, gzip", 10) == b""


def test_members_without_content_are_left_soon():
    with pytest.raises(Failure, match="members"):
        decoded([gzip.compress(b"") * 5_000], "gzip", 1_000_000)
    with pytest.raises(Failure, match=r"members|limit"):
        decoded([gzip.compress(gzip.compress(b"") * 1_000_000)], "gzip, gzip", 1_000_000)


def test_the_cap_holds_between_encodings_too():
    with pytest.raises(Failure) as caught:
        decoded([gzip.compress(bytes(2_000_000))], "deflate, gzip", 1_000_000)
    assert caught.value.cause.reason in {"too-large", "unreadable"}


def test_at_the_cap_whole_lines_are_kept_where_asked():
    assert decoded([b"one\ntwo\nthr", b"ee\n"], "", 9, cut=True) == b"one\ntwo\n"
    assert decoded([gzip.compress(b"one\ntwo\nthree\n")], "gzip", 40, cut=True) == b"one\ntwo\nthree\n"
    assert decoded([gzip.compress(b"a\n" * 999)], "gzip", 101, cut=True) == b"a\n" * 50
    assert decoded([b"a" * 50], "", 9, cut=True) == b""
