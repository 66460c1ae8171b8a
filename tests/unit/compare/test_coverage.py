"""Coverage: what most tell and one omits, and when nobody may say so."""

from tellings.compare import coverage
from tellings.compare.wordings import Wordings, core_of
from tellings.model.articles import Article
from tellings.model.briefs import Comparison, Coverage
from tellings.model.inputs import Inputs
from tellings.model.observed import Statement
from tellings.model.resolved import Claim, Story
from tellings.model.spans import Span
from tellings.text.anchor import select

TEXT = "The ferry sank near Lagos. The crew swam ashore. Divers came."
TERMS = ("ferry", "sink", "lagos", "night")


def article(name: str) -> Article:
    return Article(id=name, page=name, input=name, text=TEXT, body=(Span(start=0, end=len(TEXT)),), furniture=(), outlet=f"The {name}")


def statement(where: str, name: str, terms: tuple[str, ...], sentence: tuple[int, int] = (0, 26)) -> Statement:
    span = Span(start=sentence[0], end=sentence[1])
    return Statement(
        id=f"{where} {name}", sel=select(where, TEXT, *sentence), sentence=span, predicate="sink", modality="happened", terms=terms
    )


def covered(*statements: Statement, told: tuple[str, ...], independent: int) -> dict[str, Coverage]:
    articles = [article(name) for name in "abcd"]
    made = coverage.run(
        Inputs.of(
            *articles,
            *statements,
            Story(id="s", articles=tuple("abcd")),
            Claim(id="c", story="s", text="The ferry sank", statements=told),
            Comparison(claim="c", status="corroborated", independent=independent, units=()),
        ),
        None,  # type: ignore[arg-type]
    )
    return {one.article: one for one in made}  # type: ignore[attr-defined]


def test_what_most_tell_is_omitted_by_who_says_nothing_like_it() -> None:
    support = [statement(name, "s", TERMS) for name in "abc"]
    found = covered(*support, statement("d", "t", ("diver", "come")), told=tuple(s.id for s in support), independent=3)
    assert found["d"].omits == ("c",)
    assert [found[name].claims for name in "abcd"] == [("c",), ("c",), ("c",), ()]


def test_a_sentence_with_nearly_its_words_is_no_omission() -> None:
    support = [statement(name, "s", TERMS) for name in "abc"]
    near = [statement("d", "t", ("ferry", "sink")), statement("d", "u", ("lagos", "say"))]
    assert covered(*support, *near, told=tuple(s.id for s in support), independent=3)["d"].omits == ()


def test_copies_of_one_passage_are_not_most() -> None:
    support = [statement(name, "s", TERMS) for name in "abc"]
    assert covered(*support, told=tuple(s.id for s in support), independent=1)["d"].omits == ()


def test_the_core_is_what_half_of_the_statements_say_and_few_terms_say_nothing() -> None:
    support = [statement("a", "s", TERMS), statement("b", "s", (*TERMS[:2], "port")), statement("c", "s", TERMS[:3])]
    assert core_of(support) == {"ferry", "sink", "lagos"}
    assert Wordings(support).near("a", frozenset(("ferry", "sink"))) == []
