import subprocess
import sys

import pytest

from tellings.app.contexts import make_context
from tellings.backends.minilm import MiniLmEmbedder
from tellings.backends.spacy_parser import SpacyParser
from tellings.backends.static import StaticEmbedder
from tellings.errors import ConfigError
from tellings.settings import Settings


def test_names_are_those_of_the_loaded_backends():
    context = make_context(Settings())
    assert context.parser.name == SpacyParser(Settings().parser).name
    assert context.embedder.name == MiniLmEmbedder().name
    assert context.quick.name == StaticEmbedder().name
    assert context.embedder.embed(["A ferry sank."]).shape == (1, 384)


def test_a_context_loads_nothing_before_it_is_asked():
    code = (
        "import sys; from tellings.app.contexts import make_context; from tellings.settings import Settings; c = make_context(Settings());"
        "print(c.parser.name, c.embedder.name, c.quick.name, {'spacy', 'onnxruntime', 'tokenizers'} & set(sys.modules))"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert told.strip().endswith("set()")


def test_a_pipeline_in_a_folder_has_its_version_in_its_name(tmp_path):
    (tmp_path / "meta.json").write_text('{"version": "1.2"}', encoding="utf-8")
    assert f"{tmp_path}@1.2, spacy@" in make_context(Settings(parser=str(tmp_path))).parser.name


@pytest.mark.parametrize(
    "wrong", [{"parser": "no_such_pipeline"}, {"parser": "json"}, {"parser": ".x"}, {"embedder": "none"}, {"quick": "none"}]
)
def test_what_is_not_there_is_a_clear_error_at_once(wrong):
    with pytest.raises(ConfigError, match=r"not installed|no embedder"):
        make_context(Settings(**wrong))
