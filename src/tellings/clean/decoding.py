"""Bytes to text, whatever the page declares."""

import codecs
import re
from typing import Final

from charset_normalizer import from_bytes

_MARKS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED: Final = re.compile(
    rb"""<(?:meta|\?xml)\b[^>]{0,300}?(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_:.\-]{2,40})""", re.IGNORECASE
)
_HEAD: Final = 4096
# What browsers read where a page declares the name on the left (WHATWG Encoding).
_READ_AS: Final = {
    "iso8859-1": "cp1252", "ascii": "cp1252", "latin-1": "cp1252", "iso8859-9": "cp1254", "iso8859-11": "cp874", "gb2312": "gb18030",
    "gbk": "gb18030", "shift_jis": "cp932", "euc_kr": "cp949", "ks_c_5601-1987": "cp949", "tis-620": "cp874", "big5": "big5hkscs",
}  # fmt: skip
# Names that Python knows and the web does not: they stand for no character set, or for one that browsers refuse.
_NOT_OF_THE_WEB: Final = frozenset(
    ["unicode-escape", "raw-unicode-escape", "punycode", "idna", "utf-7", "undefined", "charmap", "mbcs", "oem"]
)
_ESCAPED: Final = re.compile("[\udc80-\udcff]+")
# Broken UTF-8 has few bytes that do not fit among many that do; another encoding has hardly one that does.
_BROKEN_SHARE: Final = 0.2
# English with a few accented names: its bytes tell a detector too little, and the web's default is right.
_FEW_ACCENTS: Final = 0.04
_DETECT_ON: Final = 30_000


def decode(raw: bytes, *, html: bool = False, declared: str | None = None) -> tuple[str, str]:
    """Return the text and the encoding it was read in; a byte-order mark is dropped, and no byte makes it fail.

    A mark wins, then valid UTF-8, then what the answer's header declares (`declared`) or the HTML does, if the bytes can be that, then
    detection. Bytes that fit nowhere are read as Windows-1252, or become U+FFFD.
    """
    for mark, wide in _MARKS:
        if raw.startswith(mark):
            return _encodable(raw[len(mark) :].decode(wide, "replace")), wide
    said = [name for name in (_known(declared) if declared else None, _declared(raw) if html else None) if name is not None]
    if said and said[0].startswith("iso2022"):
        return raw.decode(said[0], "replace"), said[0]
    try:
        return raw.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        pass
    unmarked = _wide(raw)
    if unmarked is not None:
        return _encodable(raw.decode(unmarked, "replace")), unmarked
    mended = _mended(raw)
    if mended is not None:
        return mended, "utf-8"
    for name in (*said, _detected(raw)):
        if name is not None and not name.startswith("utf"):
            try:
                return _encodable(raw.decode(name)), name
            except (UnicodeError, LookupError):
                continue
    return raw.decode("cp1252", "replace"), "cp1252"


def _declared(raw: bytes) -> str | None:
    found = _DECLARED.search(raw[:_HEAD])
    if found is None:
        return None
    return _known(found.group(1).decode("ascii"))


def _known(label: str) -> str | None:
    """Return what a browser reads where this is declared; None for a name that is none."""
    name = label.strip("\"' ").lower()
    try:
        known = codecs.lookup(name).name
    except (LookupError, ValueError):
        return _READ_AS.get(name)
    return None if known in _NOT_OF_THE_WEB else _READ_AS.get(known, _READ_AS.get(name, known))


def _wide(raw: bytes) -> str | None:
    sample = raw[:2000]
    for name, high in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[::2])):
        if len(high) > 16 and high.count(0) > 0.4 * len(high):
            return name
    return None


def _mended(raw: bytes) -> str | None:
    text = raw.decode("utf-8", "surrogateescape")
    bad = sum(len(run) for run in _ESCAPED.findall(text))
    good = len(text) - len(text.encode("ascii", "ignore")) - bad
    if bad > _BROKEN_SHARE * good:
        return None
    return _ESCAPED.sub(lambda run: run.group().encode("utf-8", "surrogateescape").decode("cp1252", "replace"), text)


def _detected(raw: bytes) -> str | None:
    sample = raw[:_DETECT_ON]
    high = len(sample) - len(sample.decode("ascii", "ignore"))
    if high <= _FEW_ACCENTS * len(sample):
        return "cp1252"
    found = from_bytes(sample).best()
    return found.encoding if found is not None else None


def _encodable(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8") if any("\ud800" <= c <= "\udfff" for c in set(text)) else text
