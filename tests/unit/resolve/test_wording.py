import pytest

from tellings.model.observed import Statement
from tellings.model.spans import Selector, Span
from tellings.resolve.aligning.wording import text_of


@pytest.mark.parametrize(
    ("exact", "rule", "text"),
    [
        ("and the port was closed on Monday", "joined", "The port was closed on Monday"),
        ("when the blast tore through the engine room", "relative", "The blast tore through the engine room"),
        ("After the Danish minister, the king received the envoy", "main", "After the Danish minister, the king received the envoy"),
        ("if the dam holds until Friday", "subordinate", "If the dam holds until Friday"),
        ("When in Rome the envoy met the pope", "main", "When in Rome the envoy met the pope"),
    ],
)
def test_only_what_changes_nothing_is_left_out(exact: str, rule: str, text: str) -> None:
    sel = Selector(article="a", start=0, end=len(exact), exact=exact)
    statement = Statement(id="s", sel=sel, sentence=Span(start=0, end=len(exact)), predicate="do", modality="happened", rule=rule)
    assert text_of([statement]) == text


def test_a_line_without_a_full_stop_words_a_claim_only_where_nothing_else_does() -> None:
    def statement(article: str, exact: str, suffix: str) -> Statement:
        sel = Selector(article=article, start=0, end=len(exact), exact=exact, suffix=suffix)
        span = Span(start=0, end=len(exact))
        return Statement(
            id=article, sel=sel, sentence=span, predicate="follow", modality="happened", rule="main", subject=exact.split(maxsplit=1)[0]
        )

    title = statement("a", "Talks follow a fire that killed three of the crew", "\nBy Ada Moor")
    told = statement("b", "Talks followed a fire that killed three of the crew", ". It was put out")
    assert text_of([title, told]) == told.sel.exact
    assert text_of([title]) == title.sel.exact


def test_who_is_named_words_a_claim_before_who_is_only_pointed_back_to() -> None:
    def statement(article: str, exact: str, subject: str) -> Statement:
        sel = Selector(article=article, start=0, end=len(exact), exact=exact)
        span = Span(start=0, end=len(exact))
        return Statement(
            id=article, sel=sel, sentence=span, predicate="sell", modality="happened", rule="main", subject=subject, actors=("m",)
        )

    pointing = statement("a", "The company sold its last two ferries on Monday", "The company")
    naming = statement("b", "Norlin Ferries sold its last two ferries on Monday", "Norlin Ferries")
    assert text_of([pointing, naming]) == naming.sel.exact
