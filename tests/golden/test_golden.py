import pytest
from tests.golden.cases import HERE, names, produce


@pytest.mark.parametrize("case", names())
def test_a_golden_case_comes_out_as_reviewed(case):
    for name, text in produce(case).items():
        assert (HERE / case / name).read_text(encoding="utf-8") == text, (
            f"{case}/{name} differs; if it should, run make golden and review the diff"
        )
