import importlib.util
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]


def writer():
    spec = importlib.util.spec_from_file_location("write_reference", ROOT / "scripts/write_reference.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("name", ["commands.md", "stages.md", "settings.md", "errors.md", "export-tables.md"])
def test_the_reference_is_what_the_code_says(name):
    assert (ROOT / "docs/reference" / name).read_text() == writer().pages()[name], "write it again: python scripts/write_reference.py"
