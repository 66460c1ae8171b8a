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
