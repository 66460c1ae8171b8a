"""Finds stories: articles about one happening and what follows from it, by their words, names, figures, times and openings.

A pile is read as a stream (`streaming`) in the order of dates, as one batch, and settled.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import Final

from tellings.backends.base import Context
from tellings.cluster import terms
from tellings.cluster.features import features_of
from tellings.cluster.streaming import StoryStream
from tellings.model.articles import Article
from tellings.model.inputs import Inputs
from tellings.model.observed import Features
from tellings.model.resolved import CopyGroup, Story
from tellings.model.spans import content_id

_ORIGIN: Final = "stories@4"
_WHY_WORDS: Final = 6
# Places of the index for one article: each is put under some seventy keys, and a place has room for thirty-two.
_PLACES: Final = 8
_LEAST_PLACES: Final = 1 << 12
_MOST_PLACES: Final = 1 << 21


def run(inputs: Inputs, context: Context) -> Iterable[object]:
    """Yield the stories, sorted by their articles; each article is in exactly one."""
    articles = sorted(inputs.all(Article), key=lambda a: a.id)
    if not articles:
        return
    known = {features.article: features for features in inputs.all(Features)}
    features = [known.get(article.id) or features_of(article) for article in articles]
    if context.settings.one_story:
        yield _story(articles, _shared(features))
        return
    stream = pile(features, whole_copies(inputs.all(CopyGroup)))
    named = {article.id: article for article in articles}
    for members in sorted(stream.stories().values()):
        yield _story([named[name] for name in members], [stream.why(name).why for name in members])


def pile(found: Sequence[Features], copies: dict[str, tuple[str, ...]]) -> StoryStream:
    """Return the stream that has these articles in settled stories, whatever their order; `copies` gives for each those that carry its whole text."""
    places = 1 << (len(found) * _PLACES).bit_length()
    stream = StoryStream(places=max(_LEAST_PLACES, min(_MOST_PLACES, places)))
    for features in sorted(found, key=lambda f: (f.published is None, f.published or "", f.article)):
        stream.add(features, copies.get(features.article, ()))
    stream.settle()
    return stream


def whole_copies(groups: Iterable[CopyGroup]) -> dict[str, tuple[str, ...]]:
    """Return for each article those that carry substantially the same text."""
    found: dict[str, set[str]] = defaultdict(set)
    for group in groups:
        for article in group.articles if group.kind == "whole" else ():
            found[article].update(group.articles)
    return {article: tuple(sorted(others - {article})) for article, others in found.items()}


def _story(articles: Sequence[Article], why: Iterable[str]) -> Story:
    earliest = min(articles, key=lambda a: (a.published is None, a.published or "", a.id))
    return Story(
        id=content_id("story", earliest.id),
        articles=tuple(article.id for article in articles),
        why=tuple(zip((article.id for article in articles), why, strict=True)),
        origin=_ORIGIN,
    )


def _shared(found: Sequence[Features]) -> Iterable[str]:
    """For each of the articles that somebody took as one story the words it shares with the rest, the most telling first."""
    weights = terms.vectors([Counter(dict(features.terms)) for features in found])
    total: Counter[str] = Counter()
    for vector in weights:
        total.update(vector)
    for vector in weights:
        shared = {word: round(weight * (total[word] - weight), 6) for word, weight in vector.items() if total[word] - weight > 1e-9}
        best = sorted(shared, key=lambda word: (-shared[word], word))[:_WHY_WORDS]
        if len(found) == 1:
            yield "alone: no other article is about this"
        else:
            yield f"taken as one story; shares with the others: {', '.join(best) or 'no telling word'}"
