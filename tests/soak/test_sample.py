"""A short sample of each long run of `make soak`."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize("what", ["adding", "migrating", "watching"])
def test_processes_killed_at_random_moments_lose_nothing(what):
    environment = os.environ | {"PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)])}
    call = [sys.executable, "-m", "tests.soak.killing", what, "--kills", "4"]
    ran = subprocess.run(call, capture_output=True, text=True, check=False, cwd=ROOT, env=environment)
    assert ran.returncode == 0, ran.stderr[-3000:]
    assert "4 kills" in ran.stdout
    assert "nothing lost, nothing half there" in ran.stdout
