import re
from pathlib import Path

import pytest

import tellings
from tellings.errors import ConfigError
from tellings.model.articles import Article, Page
from tellings.model.observed import Mention
from tellings.pipeline import STAGES, Stage, check_pipeline


def stage(**changes):
    given = {"name": "s", "version": 1, "scope": "page", "requires": (Page,), "produces": (Article,), "run": lambda _i, _c: ()}
    return Stage(**(given | changes))


def test_the_declared_stages_hold():
    check_pipeline()


def test_every_stage_says_what_it_does():
    for one in STAGES:
        assert len(one.about) > 12, one.name


def test_what_stages_make_says_the_version_that_is_declared():
    declared = {one.name: one.version for one in STAGES}
    written = {
        (name, int(version))
        for layer in ("clean", "extract", "cluster", "resolve", "compare")
        for path in (Path(tellings.__file__).parent / layer).rglob("*.py")
        for name, version in re.findall(r'"([a-z-]+)@(\d+)"', path.read_text())
        if name in declared
    }
    assert len(written) > 12
    assert {name: version for name, version in written if declared[name] != version} == {}


@pytest.mark.parametrize(
    ("stages", "says"),
    [
        ([stage(requires=(Mention,))], "requires Mention"),
        ([stage(), stage()], "two stages"),
        ([stage(produces=())], "produces nothing"),
        ([stage(name="a", scope="story"), stage(name="b", scope="page")], "earlier pass"),
    ],
)
def test_a_pipeline_that_cannot_run_is_refused(stages, says):
    with pytest.raises(ConfigError, match=says):
        check_pipeline(stages)


def test_a_stage_may_not_require_what_a_later_one_makes():
    with pytest.raises(ConfigError):
        check_pipeline(tuple(reversed(STAGES)))
