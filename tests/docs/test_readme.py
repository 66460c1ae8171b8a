"""The README's commands run, and the output it shows is real."""

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
COMMANDS = [
    line for block in re.findall(r"```sh\n(.*?)```", README, re.DOTALL) for line in block.splitlines() if line and not line.startswith("#")
]


def run(arguments, **more):
    env = {**os.environ, "COLUMNS": "100", "PYTHONPATH": str(ROOT / "src"), "NO_COLOR": "1"}
    return subprocess.run(arguments, cwd=ROOT, env=env, capture_output=True, text=True, encoding="utf-8", check=False, **more)


def as_tellings(command, tmp_path):
    """A `make brief` or `tellings` line as the call it stands for, its output file put aside; None for the targets that only wrap others."""
    words = command.split(" #")[0]
    if found := re.match(r"make brief\b(.*)", words):
        named = dict(re.findall(r'(\w+)="([^"]*)"', found[1]))
        line = f"{named.get('ARGS', '')} {named.get('PAGES', 'examples')}"
        listed = ["brief", *line.split()]
    elif found := re.match(r"(?:\.venv/bin/)?tellings (.*)", words):
        listed = found[1].split()
    else:
        return None
    return [
        sys.executable,
        "-m",
        "tellings",
        *(str(tmp_path / w) if before == "-o" else w for before, w in zip(["", *listed], listed, strict=False)),
    ]


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_of_the_readme_runs(command, tmp_path):
    if command.startswith("make "):
        assert shutil.which("make"), "make is asked for by the README"
        dry = run(["make", "--dry-run", *re.sub(r'\w+="[^"]*"', "", command.split(" #")[0]).split()[1:]])
        assert dry.returncode == 0, dry.stderr
    if call := as_tellings(command, tmp_path):
        done = run(call)
        assert done.returncode == 0, done.stderr
        assert "-o" in call or done.stdout.strip()


def test_the_first_command_gives_the_output_that_is_shown(tmp_path):
    command, shown = re.search(r"```sh\n(.*?)\n```\n+```text\n(.*?)```", README, re.DOTALL).groups()
    real = [line.rstrip() for line in run(as_tellings(command.splitlines()[0], tmp_path)).stdout.splitlines()]
    at = 0
    for line in (line.rstrip() for line in shown.splitlines()):
        if line.strip() == "…":
            continue  # lines are left out here
        assert line in real[at:], f"not in the output after line {at}: {line!r}"
        at += real[at:].index(line) + 1


def test_every_link_of_the_docs_leads_somewhere():
    for page in [ROOT / "README.md", ROOT / "CONTRIBUTING.md", *(ROOT / "docs").rglob("*.md")]:
        for link in re.findall(r"\]\(([^)#\s]+)", page.read_text(encoding="utf-8")):
            if "://" not in link:
                assert (page.parent / link).exists(), f"{page.name}: {link}"
