"""What to call each article of a story, in lines and in lists of passages alike."""

from collections import Counter
from collections.abc import Iterable

from tellings.model.articles import Article


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
