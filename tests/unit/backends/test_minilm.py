"""The MiniLM embedder: true to float32, and each vector the sentence's own."""

import json
import shutil
from pathlib import Path

import numpy as np
import pytest

from tellings.backends import minilm, sessions
from tellings.backends.minilm import MiniLmEmbedder
from tellings.errors import ConfigError

FILES = Path(str(sessions.MINILM))
REFERENCE = json.loads((FILES / "reference.json").read_text())


@pytest.fixture(scope="module")
def embedder() -> MiniLmEmbedder:
    return MiniLmEmbedder()


def test_cosines_are_those_of_the_float_model(embedder):
    rows = embedder.embed(REFERENCE["sentences"])
    assert np.abs(rows @ rows.T - np.array(REFERENCE["cosines"])).max() < 0.02


def test_reference_gives_the_cosines_published_for_the_model():
    """The model card of sentence-transformers prints these for its three example sentences: .6660, .1046, .1411."""
    cosines = REFERENCE["cosines"]
    assert [cosines[0][1], cosines[0][2], cosines[1][2]] == [0.666, 0.1046, 0.1411]


def test_a_vector_depends_on_its_sentence_alone(embedder):
    sentences = REFERENCE["sentences"]
    together = embedder.embed([*sentences, "x " * 500, sentences[0]])
    alone = np.vstack([embedder.embed([sentence]) for sentence in sentences])
    assert np.array_equal(together[: len(sentences)], alone)
    assert np.array_equal(together[-1], together[0])


@pytest.mark.parametrize("odd", ["", " ", "?", "\ud800 broken", "word " * 2000, "\x00", "漢字 и кириллица", "a" * 5000])
def test_any_text_gives_a_unit_row(embedder, odd):
    rows = embedder.embed([odd])
    assert rows.shape == (1, 384)
    assert rows.dtype == np.float32
    assert np.linalg.norm(rows[0]) == pytest.approx(1, abs=1e-5)


def test_no_sentence_gives_no_row(embedder):
    assert embedder.embed([]).shape == (0, 384)


def test_a_changed_file_is_refused(tmp_path):
    folder = tmp_path / "model"
    shutil.copytree(FILES, folder)
    (folder / "tokenizer.json").write_text((folder / "tokenizer.json").read_text() + " ")
    with pytest.raises(ConfigError, match=r"tokenizer\.json of the model model is not the file that was built"):
        sessions.checked(folder, ["model.onnx", "tokenizer.json"])


def test_a_missing_file_is_named(tmp_path):
    with pytest.raises(ConfigError, match="make model"):
        sessions.checked(tmp_path, ["model.onnx"])


def test_vectors_are_the_same_bits_with_the_steps_of_processors_without_vnni(tmp_path, monkeypatch):
    sentences = ["The port was closed on Monday.", "Nobody in the harbour office knew why the crane had fallen, two dockers said."]
    quick = MiniLmEmbedder().embed(sentences)
    monkeypatch.setattr(sessions, "_CPU", tmp_path / "missing")
    minilm._load.cache_clear()
    try:
        exact = MiniLmEmbedder().embed(sentences)
    finally:
        minilm._load.cache_clear()
    assert (quick == exact).all()
