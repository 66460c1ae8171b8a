"""What to call each article and each speaker of a story, in lines and in lists of passages alike."""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Final

from tellings.model.articles import Article
from tellings.model.observed import Mention
from tellings.model.resolved import Entity

_POSSESSIVE: Final = ("his ", "her ", "its ", "their ", "my ", "our ", "your ")


def in_order(articles: Iterable[Article]) -> tuple[Article, ...]:
    """Return the articles as briefs list them: by date, those without one last."""
    return tuple(sorted(articles, key=lambda a: (a.published is None, a.published or "", a.input, a.id)))


def names_of(articles: Iterable[Article]) -> dict[str, str]:
    """Return a name for each article id, no two the same: who wrote it, else where it stood.

    Where several articles carry one writer's text, each goes by the outlet that printed it; what then still is the same is numbered.
    """
    ordered = in_order(articles)
    written = Counter(article.name for article in ordered)
    names = {a.id: a.outlet or a.name if written[a.name] > 1 else a.name for a in ordered}
    shared = Counter(names.values())
    seen: Counter[str] = Counter()
    for key, name in names.items():
        if shared[name] > 1:
            seen[name] += 1
            names[key] = f"{name} ({seen[name]})"
    return names


def is_unnamed(entity: Entity, mentions: Mapping[str, Mention]) -> bool:
    """Return whether an entity is only ever described or called by an office whose holder nobody names, a person who corrects neither."""
    if "name" in entity.judged:
        return False
    forms = {mentions[m].form for m in entity.mentions}
    return forms <= {"description", "pronoun"} or (entity.known is None and forms <= {"description", "pronoun", "office"})


def called(own: str | None, entity: Entity | None, mentions: Mapping[str, Mention]) -> str | None:
    """Return what to call a speaker or relay: the entity's name, or `own`, the quotation's words for one who has none."""
    if entity is None:
        return own
    # "its foreign ministry" says less than any name
    says = own is not None and not own.lower().startswith(_POSSESSIVE)
    return own if says and is_unnamed(entity, mentions) else entity.name
