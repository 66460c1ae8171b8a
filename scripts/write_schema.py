"""Writes docs/reference/brief-1.schema.json from the types of the contract."""

import json
from pathlib import Path

from tellings.briefing.schema import json_schema

TARGET = Path(__file__).parents[1] / "docs/reference/brief-1.schema.json"

if __name__ == "__main__":
    TARGET.write_text(json.dumps(json_schema(), indent=1, sort_keys=True) + "\n", encoding="utf-8")
