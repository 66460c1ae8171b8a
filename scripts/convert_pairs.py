"""Writes the cross-encoder of the package as int8 ONNX from the weights that `train_pairs.py` leaves: `make model WEIGHTS=FILE`, without torch.

    python scripts/convert_pairs.py WEIGHTS.safetensors [FOLDER]
    python scripts/convert_pairs.py --upper WEIGHTS.safetensors [FOLDER]

FOLDER gets `pairs.onnx` (int8, opset 17) and `manifest.json` (SHA-256 of the files, and what the weights were learnt from); the word pieces are MiniLM's.
With `--upper` the `pairs.onnx` of the folder stays, and what differs from it is written beside it, one `layer-N.npz` a layer: layers that were learnt
later come into the repository without the rest a second time. The graph is
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
from convert_minilm import LAYERS, Array, Graph, tensors
from onnx import TensorProto, helper, numpy_helper

MODELS: Final = Path(__file__).parent.parent / "src/tellings/backends/models"
TOKENS: Final = 160
OUTPUTS: Final = 12
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
    for layer in folder.glob("layer-*.npz"):
        layer.unlink()
    (folder / "pairs.onnx").write_bytes(model)
    _manifest(folder, raw)


def upper(weights_file: Path, folder: Path) -> None:
    """Write the layers that differ from the folder's model beside it; stop where what comes before them differs as well."""
    raw, model = converted(weights_file)
    before, after = (_constants(onnx.load_from_string(m)) for m in ((folder / "pairs.onnx").read_bytes(), model))
    layers: dict[str, dict[str, Array]] = {}
    for name, value in after.items():
        if not np.array_equal(value, before[name]):
            if name.startswith("encoder.layer."):
                layers.setdefault(name.split(".")[2], {})[name] = value
            elif name.startswith("head"):
                layers.setdefault(str(LAYERS - 1), {})[name] = value
            else:
                raise SystemExit(f"{name} differs from the model of {folder}: convert it as a whole")
    for number, constants in sorted(layers.items()):
        np.savez_compressed(folder / f"layer-{number}.npz", **dict(sorted(constants.items())))  # type: ignore[arg-type]
    _manifest(folder, raw)


def _constants(model: onnx.ModelProto) -> dict[str, Array]:
    return {one.name: numpy_helper.to_array(one) for one in model.graph.initializer}


def _manifest(folder: Path, weights: bytes) -> None:
    files = [folder / "pairs.onnx", *sorted(folder.glob("layer-*.npz"))]
    manifest = {
        "name": "tellings-pairs",
        "licence": "Apache-2.0",
        "from": "all-MiniLM-L6-v2 (Apache-2.0), learnt on scripts/scenes by scripts/train_pairs.py",
        "weights_sha256": hashlib.sha256(weights).hexdigest(),
        "onnx": onnx.__version__,
        "files": {file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in files},
    }
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(manifest, indent=1), *(f"{file.name} {file.stat().st_size:,} bytes" for file in files), sep="\n")


if __name__ == "__main__":
    given = [argument for argument in sys.argv[1:] if argument != "--upper"]
    write = upper if "--upper" in sys.argv else main
    write(Path(given[0]), Path(given[1]) if len(given) > 1 else MODELS / "pairs")
