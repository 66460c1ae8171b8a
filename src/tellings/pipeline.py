"""The stages, in the order they run: declarations only. `check_pipeline` holds that each requires what an earlier one produces."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from inspect import getdoc, getmodule
from typing import Final, Literal

from tellings.backends.base import Context
from tellings.briefing import compose
from tellings.clean import body, markup, metadata, pages, sitewide
from tellings.cluster import copies, features, stories
from tellings.compare import conflicts, corroboration, coverage, revisions, sides
from tellings.errors import ConfigError
from tellings.extract import entities as mentions
from tellings.extract import events as event_mentions
from tellings.extract import ledes, parses, quotations, statements, times
from tellings.model.articles import Article, Markup, Metadata, Page, PageText, Rejected
from tellings.model.briefs import Comparison, Coverage, Meeting, SideAccount, StoryBrief
from tellings.model.inputs import Inputs
from tellings.model.observed import EventMention, Features, Mention, Parse, Quotation, Statement, TimeExpression, Vectors
from tellings.model.resolved import Claim, Conflict, CopyGroup, Entity, Event, Link, Story, Utterance
from tellings.model.versions import Earlier, Revision
from tellings.resolve import claims, entities, events, utterances

Scope = Literal["page", "site", "article", "window", "story", "archive"]
Run = Callable[[Inputs, Context], Iterable[object]]
# In the order of the passes that the engine makes.
SCOPES: Final[tuple[Scope, ...]] = ("page", "site", "article", "window", "story", "archive")
# Types of which a page or an article has exactly one: a stage that requires one is not run where it is missing.
SINGLE: Final[frozenset[type]] = frozenset({Page, Markup, PageText, Metadata, Article, Parse})


@dataclass(frozen=True, slots=True, kw_only=True)
class Stage:
    """A pure function over one partition. `name@version` is the origin of what it makes; raise the version when its results change."""

    name: str
    version: int
    scope: Scope
    requires: tuple[type, ...]
    produces: tuple[type, ...]
    run: Run

    @property
    def origin(self) -> str:
        """The origin written on its records: name@version."""
        return f"{self.name}@{self.version}"

    @property
    def about(self) -> str:
        """The first paragraph of the docstring of the module that holds it."""
        return " ".join((getdoc(getmodule(self.run)) or "").split("\n\n")[0].split())


def _stage(  # positional, so that the table below reads as one
    name: str, version: int, scope: Scope, run: Run, requires: tuple[type, ...], produces: tuple[type, ...]
) -> Stage:
    return Stage(name=name, version=version, scope=scope, run=run, requires=requires, produces=produces)


_OBSERVED: Final = (Article, Parse, Mention, TimeExpression, Quotation)
_RESOLVED: Final = (Article, Story, Mention, Entity, TimeExpression, Quotation, Utterance, Statement)
_COMPARED: Final = (*_RESOLVED, Claim, Conflict, CopyGroup)

STAGES: Final[tuple[Stage, ...]] = (
    _stage("markup", 2, "page", markup.run, (Page,), (Markup,)),
    _stage("text", 3, "page", pages.run, (Page, Markup), (PageText, Rejected)),
    _stage("metadata", 3, "page", metadata.run, (Page, Markup, PageText), (Metadata,)),
    _stage("body", 3, "page", body.run, (Page, Markup, PageText, Metadata), (Article, Rejected)),
    _stage("sitewide", 1, "site", sitewide.run, (Article,), (Article,)),
    _stage("parse", 1, "article", parses.run, (Article,), (Parse, Rejected)),
    _stage("times", 4, "article", times.run, (Article, Parse), (TimeExpression,)),
    _stage("mentions", 4, "article", mentions.run, (Article, Parse), (Mention,)),
    _stage("quotations", 3, "article", quotations.run, (Article, Parse, Mention), (Quotation,)),
    _stage("statements", 3, "article", statements.run, _OBSERVED, (Statement,)),
    _stage("event-mentions", 1, "article", event_mentions.run, _OBSERVED, (EventMention,)),
    _stage("ledes", 1, "article", ledes.run, (Article, Parse), (Vectors,)),
    _stage("features", 1, "article", features.run, (Article, Mention, TimeExpression, Vectors), (Features,)),
    _stage("copies", 4, "window", copies.run, (Article,), (CopyGroup,)),
    _stage("stories", 4, "window", stories.run, (Article, Features, CopyGroup), (Story,)),
    _stage("entities", 4, "story", entities.run, (Article, Story, Mention, Link), (Entity, Link)),
    _stage("utterances", 2, "story", utterances.run, (Article, Story, Mention, Entity, TimeExpression, Quotation, Link), (Utterance, Link)),
    _stage("claims", 5, "story", claims.run, (*_RESOLVED, Link), (Claim,)),
    _stage("events", 1, "story", events.run, (Article, Story, Mention, Entity, TimeExpression, EventMention, CopyGroup), (Event, Link)),
    _stage("conflicts", 5, "story", conflicts.run, (*_RESOLVED, Claim, CopyGroup, Link), (Conflict,)),
    _stage("corroboration", 2, "story", corroboration.run, _COMPARED, (Comparison,)),
    _stage("sides", 3, "story", sides.run, (*_COMPARED, EventMention, Event), (SideAccount, Meeting)),
    _stage("coverage", 2, "story", coverage.run, (*_COMPARED, Comparison), (Coverage,)),
    _stage("revisions", 2, "story", revisions.run, (Article, Story, Statement, Earlier), (Revision,)),
    _stage(
        "compose", 3, "story", compose.run,
        (*_COMPARED, EventMention, Event, Comparison, SideAccount, Meeting, Coverage, Revision, Earlier), (StoryBrief,),
    ),
)  # fmt: skip

# What exists before any stage has run: pages, what persons have judged, and of an archive the earlier versions of articles.
GIVEN: Final[frozenset[type]] = frozenset({Page, Link, Earlier})


def check_pipeline(stages: Sequence[Stage] = STAGES, given: Iterable[type] = GIVEN) -> None:
    """Return only where names are unique, scopes follow one another, and each stage requires what is given or made before; else ConfigError."""
    known = set(given)
    names: set[str] = set()
    latest = 0
    for stage in stages:
        if stage.name in names:
            raise ConfigError(f"two stages are named {stage.name!r}")
        names.add(stage.name)
        missing = [kind.__name__ for kind in stage.requires if kind not in known]
        if missing:
            raise ConfigError(f"stage {stage.name!r} requires {', '.join(missing)}, which no earlier stage produces")
        if SCOPES.index(stage.scope) < latest:
            raise ConfigError(f"stage {stage.name!r} has a scope of an earlier pass than a stage before it")
        latest = SCOPES.index(stage.scope)
        if not stage.produces:
            raise ConfigError(f"stage {stage.name!r} produces nothing")
        known |= set(stage.produces)
