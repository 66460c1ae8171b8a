"""Writes the cross-encoder of the package as int8 ONNX from the weights that `train_pairs.py` leaves: `make model WEIGHTS=FILE`, without torch.

    python scripts/convert_pairs.py WEIGHTS.safetensors [FOLDER]
    python scripts/convert_pairs.py --upper WEIGHTS.safetensors [FOLDER]
    python scripts/convert_pairs.py --halves [FOLDER]

FOLDER gets `pairs.onnx` (int8, opset 17) and `manifest.json` (SHA-256 of the files, and what the weights were learnt from); the word pieces are MiniLM's.
Beside it stand its two halves, `lower.onnx` (ids, types -> hidden) and `upper.onnx` (hidden, types -> logits): graphs whose larger constants are places in `pairs.onnx` (external
data of the ONNX format), so that the layers that both ways of reading share can be run once. `--halves` writes these alone.
With `--upper` the `pairs.onnx` of the folder stays, and `strict.onnx` is written beside it: the upper half with layers that were learnt
later, which come into the repository without the rest a second time. The graph is
that of `convert_minilm.py` over two passages, `[CLS] a [SEP] b [SEP]`, and a linear layer over five vectors: that of [CLS], the means of either
passage, their distance and their product. It gives 12 numbers: same, conflict, different; number, time, place, actor, polarity, manner; contradiction,
update, precision (logits, three groups).
"""

import hashlib
import json
import sys
from pathlib import Path
from typing import Any, Final

import numpy as np
import onnx
from convert_minilm import Array, Graph, tensors
from onnx import TensorProto, helper, numpy_helper

MODELS: Final = Path(__file__).parent.parent / "src/tellings/backends/models"
TOKENS: Final = 160
OUTPUTS: Final = 12
# Layers that both ways of reading share.
SHARED: Final = 3
# Constants of fewer bytes stand in the graph of a half itself.
_LITTLE: Final = 1024
# Invented; what the sizes of activations are measured on.
PAIRS: Final = (
    ("At least 14 people died when the ferry capsized off Port Lendal.", "the sinking killed fourteen"),
    ("The ministry denied that any talks had taken place.", "Envoys met twice last week, officials conceded"),
    ("Parliament passed the budget after a night of debate.", "Lawmakers approved next year's spending plan early on Friday."),
    ("She resigned on Monday", "Monday's resignation of the minister, who had been in office since 2019"),
    ("A wildfire north of the capital forced hundreds from their homes.", "Rain put an end to the drought"),
    ("The firm will cut 1,200 jobs, $40m a year", "Twelve hundred staff are to go, the company said in a statement on Thursday"),
)


class PairGraph(Graph):
    """BERT of 6 layers over two passages without padding: ids (1, n), types (1, n) -> logits (1, 12)."""

    def build(self, *, taps: bool = False) -> onnx.ModelProto:
        """Return the checked model; with `taps` it gives the inputs of the linear layers as outputs as well."""
        self._begin()
        joined = self._op("Concat", *self._vectors(self._encoded()), axis=1)
        weight, bias = self._weights["head.weight"], self._weights["head.bias"]
        product = self._op("MatMul", joined, self._constant("head", np.ascontiguousarray(weight.T)))
        self._nodes.append(helper.make_node("Add", [product, self._constant("head.bias", bias)], ["logits"]))
        return self._model("tellings-pairs", ("ids", "types"), ("logits", OUTPUTS), taps=taps)

    def _embeddings(self) -> str:
        weights = self._weights
        axis = self._constant("axis0", np.array([0], dtype=np.int64))
        ids, types = self._op("Squeeze", "ids", axis), self._op("Squeeze", "types", axis)
        self._second = self._op("Unsqueeze", self._op("Cast", types, to=TensorProto.FLOAT), self._constant("axis1", np.array([1])))
        words = self._rows(ids, weights["embeddings.word_embeddings.weight"])
        kinds = self._op("Gather", self._constant("kinds", weights["embeddings.token_type_embeddings.weight"]), types)
        count = self._op("Shape", ids)
        zero = self._constant("zero1", np.array([0], dtype=np.int64))
        table = self._constant("positions", weights["embeddings.position_embeddings.weight"][:TOKENS])
        places = self._op("Slice", table, zero, count, zero)
        return self._norm(self._op("Add", self._op("Add", words, places), kinds), "embeddings.LayerNorm")

    def _vectors(self, hidden: str) -> list[str]:
        """The five vectors that the last layer looks at, each (1, 384)."""
        zero, one = (self._constant(f"at {k}", np.array([k], dtype=np.int64)) for k in (0, 1))
        first = self._op("Slice", hidden, zero, one, zero)
        a = self._mean(hidden, self._op("Sub", self._number(1), self._second))
        b = self._mean(hidden, self._second)
        return [first, a, b, self._op("Abs", self._op("Sub", a, b)), self._op("Mul", a, b)]

    def _mean(self, hidden: str, inside: str) -> str:
        zero = self._constant("axis0", np.array([0], dtype=np.int64))
        total = self._op("ReduceSum", self._op("Mul", hidden, inside), zero, keepdims=1)
        return self._op("Div", total, self._op("ReduceSum", inside, zero, keepdims=1))


def encoded(words: Any, a: str, b: str) -> dict[str, Array]:
    """Return the inputs of the graph for two passages."""
    found = words.encode(a, b)
    return {"ids": np.array([found.ids], dtype=np.int64), "types": np.array([found.type_ids], dtype=np.int64)}


def sizes(plain: PairGraph, tokenizer: bytes) -> dict[str, Array]:
    """Return the largest absolute activation of each channel into each linear layer, over the pairs."""
    from onnxruntime import InferenceSession  # noqa: PLC0415  # the throwaway environment has it; reading this file does not need it
    from tokenizers import Tokenizer  # noqa: PLC0415

    words = Tokenizer.from_buffer(tokenizer)
    words.no_padding()
    session = InferenceSession(plain.build(taps=True).SerializeToString())
    most = [np.zeros(1)] * len(plain.linear_inputs)
    for a, b in PAIRS:
        outputs = session.run(None, encoded(words, a, b))
        most = [np.maximum(before, np.abs(tap).max(axis=0)) for before, tap in zip(most, outputs[1:], strict=True)]
    return dict(zip(plain.linear_inputs, most, strict=True))


def converted(weights_file: Path) -> tuple[bytes, bytes]:
    """Return the weights as they are, and the int8 model."""
    raw, tokenizer = weights_file.read_bytes(), (MODELS / "minilm-l6-v2/tokenizer.json").read_bytes()
    weights = {name.removeprefix("bert."): value for name, value in tensors(raw).items()}
    model = PairGraph(weights, sizes(PairGraph(weights), tokenizer)).build()
    return raw, model.SerializeToString(deterministic=True)


def main(weights_file: Path, folder: Path) -> None:
    """Write both files into the folder."""
    raw, model = converted(weights_file)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "strict.onnx").unlink(missing_ok=True)
    (folder / "pairs.onnx").write_bytes(model)
    halves(folder)
    _manifest(folder, hashlib.sha256(raw).hexdigest())


def halves(folder: Path) -> None:
    """Write the two halves of the folder's model."""
    whole = (folder / "pairs.onnx").read_bytes()
    for name in ("lower", "upper"):
        (folder / f"{name}.onnx").write_bytes(_half(name, whole, whole))


def _half(name: str, model: bytes, whole: bytes) -> bytes:
    """One half of a model; its larger constants are places in the file `pairs.onnx` (`whole`) where they stand there."""
    made = onnx.shape_inference.infer_shapes(onnx.load_from_string(model))
    between = next(node.output[0] for node in made.graph.node if f"encoder.layer.{SHARED - 1}.output.LayerNorm.weight" in node.input)
    given, asked = (["ids", "types"], [between]) if name == "lower" else ([between, "types"], ["logits"])
    half = onnx.utils.Extractor(made).extract_model(given, asked)
    for node in half.graph.node:
        for names in (node.input, node.output):
            names[:] = ["hidden" if one == between else one for one in names]
    for value in (*half.graph.input, *half.graph.output):
        value.name = "hidden" if value.name == between else value.name
    for one in half.graph.initializer:
        at = whole.find(one.raw_data) if len(one.raw_data) >= _LITTLE else -1
        if at >= 0:
            onnx.external_data_helper.set_external_data(one, location="pairs.onnx", offset=at, length=len(one.raw_data))
            one.ClearField("raw_data")
    return bytes(half.SerializeToString(deterministic=True))


def upper(weights_file: Path, folder: Path) -> None:
    """Write the upper half of a model that differs in its upper layers alone; stop where what comes before them differs as well."""
    raw, model = converted(weights_file)
    whole = (folder / "pairs.onnx").read_bytes()
    before, after = (_constants(onnx.load_from_string(m)) for m in (whole, model))
    for name, value in after.items():
        ours = name.startswith("head") or (name.startswith("encoder.layer.") and int(name.split(".")[2]) >= SHARED)
        if not ours and not np.array_equal(value, before[name]):
            raise SystemExit(f"{name} differs from the model of {folder}: convert it as a whole")
    (folder / "strict.onnx").write_bytes(_half("upper", model, whole))
    _manifest(folder, hashlib.sha256(raw).hexdigest())


def _constants(model: onnx.ModelProto) -> dict[str, Array]:
    return {one.name: numpy_helper.to_array(one) for one in model.graph.initializer}


def _manifest(folder: Path, weights: str) -> None:
    files = [file for name in ("pairs", "lower", "upper", "strict") if (file := folder / f"{name}.onnx").exists()]
    manifest = {
        "name": "tellings-pairs",
        "licence": "Apache-2.0",
        "from": "all-MiniLM-L6-v2 (Apache-2.0), learnt on scripts/scenes by scripts/train_pairs.py",
        "weights_sha256": weights,
        "onnx": onnx.__version__,
        "files": {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in files},
    }
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(manifest, indent=1), *(f"{file.name} {file.stat().st_size:,} bytes" for file in files), sep="\n")


if __name__ == "__main__":
    given = [argument for argument in sys.argv[1:] if not argument.startswith("--")]
    if "--halves" in sys.argv:
        where = Path(given[0]) if given else MODELS / "pairs"
        halves(where)
        _manifest(where, json.loads((where / "manifest.json").read_text())["weights_sha256"])
    else:
        write = upper if "--upper" in sys.argv else main
        write(Path(given[0]), Path(given[1]) if len(given) > 1 else MODELS / "pairs")
