import re
from pathlib import Path

import tellings

ROOT = Path(__file__).parents[2]


def test_the_changelog_knows_this_version():
    text = (ROOT / "CHANGELOG.md").read_text()
    assert "## Unreleased" in text or f"## {tellings.__version__}" in text


def test_every_decision_says_what_a_decision_says():
    files = sorted((ROOT / "docs/decisions").glob("*.md"))
    assert [int(path.name[:4]) for path in files] == list(range(1, len(files) + 1))
    for path in files:
        for part in ("Context", "Choice", "Measured", "What would change our mind"):
            assert re.search(rf"\*\*{part}\.\*\*", path.read_text()), f"{path.name} lacks {part}"


def test_all_is_the_documented_api():
    page = (ROOT / "docs/reference/python.md").read_text()
    assert set(re.findall(r"^## `tellings\.(\w+)", page, re.MULTILINE)) == set(tellings.__all__) - {"__version__"}
