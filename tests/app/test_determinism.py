"""Same inputs, same bytes: again, in another order, under another hash seed, in one or two processes."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
PAGES = sorted(str(path.relative_to(ROOT)) for path in (ROOT / "examples").iterdir())


def run(*arguments, seed="0"):
    done = subprocess.run(
        [sys.executable, "-m", "tellings", "brief", "--format", "json", "--quiet", *arguments],
        cwd=ROOT, env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": "src"}, capture_output=True, check=True,
    )  # fmt: skip
    return done.stdout


def test_a_brief_has_the_same_bytes_whatever_the_order_the_seed_and_the_processes():
    first = run(*PAGES, "--processes", "1")
    assert run(*reversed(PAGES), "--processes", "2", seed="4711") == first
    assert run("examples", "--processes", "1", seed="99") == first
    assert len(first) > 10_000
