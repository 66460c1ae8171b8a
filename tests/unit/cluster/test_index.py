"""The table of telling words takes memory as it is used."""

import subprocess
import sys

_FEW = """
import resource
import numpy as np
from tellings.cluster.index import Index

def most():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024

random = np.random.default_rng(7)
Index(1 << 10).put(0, random.integers(0, 1 << 63, 28, dtype=np.uint64), 9)
before = most()
index = Index()
for number in range(6):
    index.put(number, random.integers(0, 1 << 63, 28, dtype=np.uint64), 700_000)
print(most() - before)
"""


def test_a_handful_of_articles_takes_a_few_megabytes():
    told = subprocess.run([sys.executable, "-c", _FEW], capture_output=True, text=True, check=True)
    assert float(told.stdout) < 30
