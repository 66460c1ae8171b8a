import pytest

from tellings.clean.head.credits import credits_of


@pytest.mark.parametrize(
    ("line", "names"),
    [
        ("Source AFP", ("AFP",)), ("Fonte – ANSA", ("ANSA",)), ("Quelle dpa", ("dpa",)), ("출처=연합뉴스", ("Yonhap",)), ("Courtesy; KNA", ("Kenya News Agency",)),
        ("This report by The Canadian Press was first published Nov. 3, 2026.", ("The Canadian Press",)), ("Forwarded from Harbour Watch", ("Harbour Watch",)),
        ("Preluat din Ecoul Cheiului", ()), ("Preluat din: Ecoul Cheiului", ("Ecoul Cheiului",)), ("Source of the trouble is the pier", ()), ("From London to Paris", ()),
    ],
)  # fmt: skip
def test_source_lines_with_and_without_a_mark(line, names):
    assert tuple(name for credit in credits_of(line, 0, None) for name in credit.names) == names
