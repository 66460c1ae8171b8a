"""Writes into README.md what `tellings brief examples` prints today, shortened: the first lines of each section, "…" for the rest."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
# How many entries of each section are shown; of those who said what, the one named.
SHOWN = {"WHAT HAPPENED": 3, "CORROBORATED": 2, "IN CONFLICT": 9, "TOLD BY ONE OUTLET": 3, "WHO SAID WHAT": 1, "PASSAGES": 3}
SPEAKER = "Selim Gharsani"


def main() -> None:
    """Rewrite the block after the first command."""
    command = [sys.executable, "-m", "tellings", "brief", "examples", "--quiet"]
    out = subprocess.run(command, cwd=ROOT, env={**os.environ, "COLUMNS": "80"}, capture_output=True, text=True, check=True).stdout
    readme = ROOT / "README.md"
    text = readme.read_text(encoding="utf-8")
    shown = "\n".join(line.rstrip() for line in _shortened(out))
    readme.write_text(re.sub(r"(```text\n).*?(\n```)", lambda m: m[1] + shown + m[2], text, count=1, flags=re.DOTALL), encoding="utf-8")


def _shortened(out: str) -> Iterator[str]:
    head, *sections = re.split(r"\n\n(?=[A-Z][A-Z ]+\n)", out.strip("\n"))
    yield head
    for section in sections:
        title, _, body = section.partition("\n")
        if title not in SHOWN:
            continue
        entries = re.split(r"\n(?= • | {0,1}\[\d+\]| {1,2}\S| {4}\S| {2}\[)", body)
        if title == "WHO SAID WHAT":
            at = next(k for k, entry in enumerate(entries) if SPEAKER in entry and not entry.startswith(" •"))
            chosen = ["…", *entries[at : at + 1 + SHOWN[title]], "…"]
        else:
            chosen = entries[: SHOWN[title]] + ["…"] * (len(entries) > SHOWN[title])
        yield "\n".join(["", title, *chosen])


if __name__ == "__main__":
    main()
