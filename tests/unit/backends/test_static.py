import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tellings.backends import static
from tellings.backends.static import StaticEmbedder
from tellings.errors import ConfigError

SAME = ("The harbour was closed after the blast.", "An explosion shut down the port.")
OTHER = "The choir sang two songs by a young composer."


def test_sentences_of_one_meaning_are_nearer_than_others():
    a, b, c = StaticEmbedder().embed([*SAME, OTHER])
    assert a @ b > a @ c + 0.2
    assert a @ b > b @ c + 0.2


@given(st.lists(st.text(max_size=80), max_size=5))
def test_a_row_has_length_one_or_none_and_depends_on_its_sentence_alone(sentences):
    rows = StaticEmbedder().embed(sentences)
    assert rows.shape[0] == len(sentences)
    for sentence, row in zip(sentences, rows, strict=True):
        assert np.linalg.norm(row) == pytest.approx(1, abs=1e-5) or not row.any()
        assert np.array_equal(StaticEmbedder().embed([sentence])[0], row)


def test_another_file_than_the_one_built_is_refused(tmp_path, monkeypatch):
    for name in ("static-minilm/manifest.json", "static-minilm/static.npz", "minilm-l6-v2/tokenizer.json"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes((static.MODELS / name).read_bytes())
    (tmp_path / "static-minilm/static.npz").write_bytes(b"x")
    monkeypatch.setattr(static, "MODELS", tmp_path)
    static._load.cache_clear()
    with pytest.raises(ConfigError, match="SHA-256"):
        StaticEmbedder()
    monkeypatch.undo()
    static._load.cache_clear()
