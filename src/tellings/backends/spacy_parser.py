"""The parser on spaCy: any English pipeline a user names works."""

from collections.abc import Iterator
from typing import Any, Final

import spacy
from spacy.language import Language
from spacy.pipeline.dep_parser import DependencyParser
from spacy.pipeline.ner import EntityRecognizer
from spacy.tokens import Doc, Token
from thinc.api import Model, NumpyOps
from threadpoolctl import threadpool_limits

from tellings.backends.coarse_tags import CoarseTags
from tellings.backends.naming import pipeline_name
from tellings.errors import ConfigError
from tellings.model.articles import Article
from tellings.model.observed import Parse
from tellings.model.spans import Span
from tellings.text import segment

# The greedy transition systems that `_step_through` knows; a subclass of them may decode otherwise.
_GREEDY: Final = (DependencyParser, EntityRecognizer)
# Paragraphs are parsed in runs of about this many code points, so that memory stays flat on a book-length page.
_RUN: Final = 12_000
# What may be split off the end of a run without blanks is looked for in its last code points alone: the tokenizer asks again after each
# piece, which would take the square of a long row of brackets or stars.
_TAIL: Final = 200


class SpacyParser:
    """Parses article bodies, one article at a time, its paragraphs as one batch: what stands in other articles leaves no trace."""

    def __init__(self, pipeline: str) -> None:
        """Load the pipeline; raises ConfigError where it is not installed or lacks a parser."""
        try:
            self._nlp: Language = spacy.load(pipeline)
        except OSError as error:
            raise ConfigError(f"the spaCy pipeline {pipeline!r} is not installed") from error
        missing = {"parser", "tagger"} - set(self._nlp.pipe_names)
        if missing and "transformer" not in self._nlp.pipe_names:
            raise ConfigError(f"the spaCy pipeline {pipeline!r} has no {' and no '.join(sorted(missing))}")
        # The lemmatizer is a third of the time and asks only (word, tag): its answers are kept instead.
        self._lemmatizer: Any = self._nlp.get_pipe("lemmatizer") if "lemmatizer" in self._nlp.pipe_names else None
        if self._lemmatizer is not None:
            self._nlp.disable_pipe("lemmatizer")
            _index_by_set(self._lemmatizer)
        _bound_suffixes(self._nlp)
        self._tags = CoarseTags.of(self._nlp)
        _use_openblas(self._nlp)
        self._lemmas: dict[tuple[str, str, str], str] = {}
        self._pipeline = pipeline

    @property
    def name(self) -> str:
        """Pipeline and spaCy with their versions."""
        return pipeline_name(self._pipeline)

    def parse(self, article: Article) -> Parse:
        """Return the parse of the article's body; sentences are those of `text.segment`, not the parser's own."""
        columns = _Columns()
        for run in _runs(segment.paragraphs(article.text, article.body)):
            self._parse_run(article.text, run, columns)
        return columns.parse(article.id)

    def _parse_run(self, text: str, paras: list[Span], columns: "_Columns") -> None:
        docs = [self._nlp.make_doc(text[para.start : para.end]) for para in paras]
        for doc, para in zip(docs, paras, strict=True):
            _set_sentence_starts(doc, {s.start - para.start for s in segment.sentences(text, para)})
        # one batch of the article's own paragraphs: the transition systems step through them side by side
        pipe: Any
        for _, pipe in self._nlp.pipeline:
            if type(pipe) in _GREEDY and pipe.cfg.get("beam_width", 1) == 1:
                pipe.set_annotations(docs, _step_through(pipe, docs))
            elif hasattr(pipe, "pipe"):
                docs = list(pipe.pipe(docs, batch_size=len(docs)))
            else:
                docs = [pipe(doc) for doc in docs]
        for doc, para in zip(docs, paras, strict=True):
            columns.add(doc, para.start, self)

    def tag(self, token: Token) -> tuple[str, str]:
        """Return coarse tag and lower-case lemma of a token of a finished document."""
        pos, morph, lemma = self._tags.of_token(token) if self._tags is not None else (token.pos_, "", "")
        if lemma:
            return pos, lemma.lower()
        key = (token.text, token.tag_, pos)
        found = self._lemmas.get(key)
        if found is None:
            if self._tags is not None:
                token.pos_ = pos
                token.set_morph(morph)  # type: ignore[attr-defined]  # missing in the stubs
            found = self._lemmatizer.lemmatize(token)[0] if self._lemmatizer is not None else token.lemma_ or token.lower_
            found = found.lower()
            self._lemmas[key] = found
        return pos, found


class _Columns:
    def __init__(self) -> None:
        self.words: list[str] = []
        self.starts: list[int] = []
        self.ends: list[int] = []
        self.lemmas: list[str] = []
        self.pos: list[str] = []
        self.tags: list[str] = []
        self.deps: list[str] = []
        self.heads: list[int] = []
        self.ner: list[str] = []
        self.ner_start: list[bool] = []
        self.sents: list[tuple[int, int]] = []
        self.paras: list[tuple[int, int]] = []

    def add(self, doc: Doc, base: int, tags: SpacyParser) -> None:
        kept = [t for t in doc if not t.is_space]
        place = {t.i: len(self.words) + k for k, t in enumerate(kept)}
        if kept:
            self.paras.append((len(self.words), len(self.words)))
        for t in kept:
            here = place[t.i]
            if t.is_sent_start or self.paras[-1][0] == here or not self.sents:
                self.sents.append((here, here))
            self.words.append(t.text)
            self.starts.append(base + t.idx)
            self.ends.append(base + t.idx + len(t.text))
            pos, lemma = tags.tag(t)
            self.lemmas.append(lemma)
            self.pos.append(pos)
            self.tags.append(t.tag_)
            head = t.head
            while head.is_space and head.head.i != head.i:
                head = head.head
            self.heads.append(place.get(head.i, here))
            self.deps.append("ROOT" if place.get(head.i, here) == here else t.dep_)
            self.ner.append(t.ent_type_)
            self.ner_start.append(t.ent_iob_ == "B")
            self.sents[-1] = (self.sents[-1][0], here + 1)
            self.paras[-1] = (self.paras[-1][0], here + 1)

    def parse(self, article: str) -> Parse:
        """Return the columns as a record."""
        return Parse(
            article=article, words=tuple(self.words), starts=tuple(self.starts), ends=tuple(self.ends), lemmas=tuple(self.lemmas),
            pos=tuple(self.pos), tags=tuple(self.tags), deps=tuple(self.deps), heads=tuple(self.heads), ner=tuple(self.ner),
            ner_start=tuple(self.ner_start), sents=tuple(self.sents), paras=tuple(self.paras),
        )  # fmt: skip


def _index_by_set(lemmatizer: Any) -> None:
    """Let a rule lemmatizer look its known words up in sets: English brings them as lists, 57,000 nouns in one."""
    index = lemmatizer.lookups.get_table("lemma_index", {})
    for part in list(index):
        index[part] = frozenset(index[part])


def _step_through(pipe: Any, docs: list[Doc]) -> list[Any]:
    """Return the final states of greedy decoding: what `pipe.predict` gives, by the steps that spaCy's own training takes.

    `predict` lets go of the interpreter's lock and, in builds by Cython 3, asks for it back several times a token and label, which is most
    of its time (decision 0010). These steps keep it.
    """
    states: list[Any] = pipe.moves.init_batch(docs)
    model = pipe.model.predict(docs)
    going = [state for state in states if not state.is_final()]
    while going:
        going = pipe.transition_states(going, model.predict(going))
    model.clear_memory()
    return states


def _use_openblas(nlp: Language) -> None:
    """Multiply matrices by numpy's BLAS, a quarter faster here than the one that spaCy brings, on one thread: the same bits everywhere."""
    threadpool_limits(limits=1, user_api="blas")
    for _, pipe in nlp.pipeline:
        model = getattr(pipe, "model", None)
        if isinstance(model, Model):
            for layer in model.walk():
                if isinstance(layer.ops, NumpyOps):
                    layer.ops.use_blis = False


def _bound_suffixes(nlp: Language) -> None:
    tokenizer: Any = nlp.tokenizer
    search = getattr(tokenizer, "suffix_search", None)
    if search is not None:
        tokenizer.suffix_search = lambda run: search(run if len(run) <= _TAIL else run[-_TAIL:])


def _runs(paras: tuple[Span, ...]) -> Iterator[list[Span]]:
    run: list[Span] = []
    for para in paras:
        if run and para.end - run[0].start > _RUN:
            yield run
            run = []
        run.append(para)
    if run:
        yield run


def _set_sentence_starts(doc: Doc, firsts: set[int]) -> None:
    waiting = False
    for token in doc:
        waiting = waiting or token.idx in firsts
        if token.i == 0:
            token.is_sent_start = True
            waiting = False
        elif token.is_space:
            token.is_sent_start = False
        else:
            token.is_sent_start = waiting
            waiting = False
