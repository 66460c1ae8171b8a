"""The options that are settings: shared by the commands, with the settings' own defaults."""

import inspect
from dataclasses import fields

import pytest
import typer
from typer.main import get_command
from typer.testing import CliRunner

from tellings import cli
from tellings.cli.options import READING, Quiet, settings_of, taking
from tellings.settings import Settings

DEFAULTS = {field.name: field.default for field in fields(Settings)}


def command(*names: str):
    app = typer.Typer()
    said: list[Settings] = []

    @app.command()
    @taking(*names)
    def act(context: typer.Context, word: str, quiet: Quiet = False) -> None:
        """Do it."""
        said.append((word, quiet, settings_of(context)))

    return app, act, said


def test_what_is_given_is_a_setting_and_the_rest_is_as_the_settings_have_it():
    app, act, said = command("parser", "max_links")
    assert list(inspect.signature(act).parameters) == ["context", "word", "parser", "max_links", "quiet"]
    assert act.__doc__ == "Do it."
    ran = CliRunner().invoke(app, ["x", "--max-links", "7", "--quiet"])
    assert (ran.exit_code, said) == (0, [("x", True, Settings(max_links=7))])


def test_an_option_that_is_not_taken_is_none():
    app, _, said = command("parser")
    assert CliRunner().invoke(app, ["x", "--max-links", "7"]).exit_code == 2
    assert said == []


@pytest.mark.parametrize("name", sorted(get_command(cli.app).commands))
def test_every_command_has_the_defaults_of_the_settings(name):
    for option in get_command(cli.app).commands[name].params:
        if option.name in READING:
            assert option.default == DEFAULTS[option.name]
