"""Writes docs/reference/ from the code: commands, stages, settings, errors, tables of an export. A test holds that what stands there is what the code says."""

import inspect
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from typer.main import get_command

from tellings import cli, errors
from tellings.app.exporting import columns
from tellings.pipeline import STAGES
from tellings.settings import describe

TARGET = Path(__file__).parents[1] / "docs/reference"


def pages() -> dict[str, str]:
    """Return file name -> text of each generated page."""
    return {
        "commands.md": commands(),
        "stages.md": stages(),
        "settings.md": settings(),
        "errors.md": error_slugs(),
        "export-tables.md": columns.describe(),
    }


def commands() -> str:
    """Return the commands with their options, from the parser itself."""
    group = get_command(cli.app)
    parts = [
        "# Commands",
        "Exit codes: 0 at least one input was read, 1 a fault of ours, 2 wrong usage or settings, 3 nothing could be read.",
    ]
    for name, command in _flat(group):
        parts.append(f"## tellings {name}\n\n{command.help}")
        rows = [f"| `{_flags(p)}` | {getattr(p, 'help', None) or ''} | {_default(p)} |" for p in command.params]
        parts.append("\n".join(["| option | what it does | default |", "|---|---|---|", *rows]))
    return "\n\n".join(parts) + "\n"


def _flat(group: Any, before: str = "") -> Iterator[tuple[str, Any]]:
    """The commands with their whole names; of a group its own commands."""
    for name, command in sorted(group.commands.items()):
        if hasattr(command, "commands"):
            yield from _flat(command, f"{before}{name} ")
        else:
            yield f"{before}{name}", command


def _flags(param: object) -> str:
    names = [*getattr(param, "opts", []), *getattr(param, "secondary_opts", [])]
    return (getattr(param, "metavar", None) or "PATH") if getattr(param, "param_type_name", "") == "argument" else ", ".join(names)


def _default(param: object) -> str:
    value = getattr(param, "default", None)
    if value is None or getattr(param, "required", False) or value is False:
        return ""
    return f"`{getattr(value, 'value', value)}`"


def stages() -> str:
    """Return the stages in the order they run."""
    rows = [
        f"| `{s.origin}` | {s.scope} | {', '.join(k.__name__ for k in s.requires)} | {', '.join(k.__name__ for k in s.produces)} | {s.about} |"
        for s in STAGES
    ]
    head = ["# Stages", "", "| stage | scope | requires | produces | what it does |", "|---|---|---|---|---|"]
    return "\n".join([*head, *rows]) + "\n"


def settings() -> str:
    """Return every setting with default and help."""
    rows = [f"| `{name}` | `{default}` | {text} |" for name, default, text in describe()]
    return "\n".join(["# Settings", "", "| name | default | what it does |", "|---|---|---|", *rows]) + "\n"


def error_slugs() -> str:
    """Return the exception tree and the table of slugs."""
    rows = [f"| `{slug}` | {code} | {errors.HTTP_STATUS[slug]} |" for slug, code in errors.EXIT_CODES.items()]
    tree = inspect.cleandoc(errors.__doc__ or "")
    return "\n".join(["# Errors", "", "```text", tree, "```", "", "| slug | exit code | HTTP status |", "|---|---|---|", *rows]) + "\n"


if __name__ == "__main__":
    for file, text in pages().items():
        (TARGET / file).write_text(text, encoding="utf-8")
