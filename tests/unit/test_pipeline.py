import pytest

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
