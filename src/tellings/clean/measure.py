"""How long a line is in words, in scripts with and without spaces."""

import re
from typing import Final

# Thai, Lao, kana, Han: no spaces between words. A word has about two signs.
_SPACELESS: Final = re.compile(r"[\u0e00-\u0eff\u3040-\u30ff\u3400-\u9fff]")
_SIGNS: Final = 2


def words_in(line: str) -> int:
    """Return the number of words, for scripts without spaces about that."""
    spaced = len(line.split())
    if line.isascii():
        return spaced
    return spaced + len(_SPACELESS.findall(line)) // _SIGNS
