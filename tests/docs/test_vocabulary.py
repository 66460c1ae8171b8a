"""Every type of the model is a word of the vocabulary, and nothing there names a type that is gone."""

import ast
import re
from pathlib import Path

ROOT = Path(__file__).parents[2]


def model_types() -> set[str]:
    found = set()
    for path in (ROOT / "src/tellings/model").glob("*.py"):
        found |= {node.name for node in ast.parse(path.read_text()).body if isinstance(node, ast.ClassDef)}
    return found


def test_every_type_of_the_model_is_in_the_vocabulary():
    types = (ROOT / "docs/vocabulary.md").read_text().split("## The types")[1]
    named = set(re.findall(r"`([A-Z]\w+)`", types))
    assert named == model_types()
