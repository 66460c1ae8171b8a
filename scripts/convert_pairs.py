"""Writes the cross-encoder of the package as int8 ONNX from the weights that `train_pairs.py` leaves: `make model WEIGHTS=FILE`, without torch.

    python scripts/convert_pairs.py WEIGHTS.safetensors [FOLDER]

FOLDER gets `pairs.onnx` (int8, opset 17) and `manifest.json` (its SHA-256, and what the weights were learnt from); the word pieces are MiniLM's. The graph is
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
from onnx import TensorProto, helper

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


def main(weights_file: Path, folder: Path) -> None:
    """Write both files into the folder."""
    raw, tokenizer = weights_file.read_bytes(), (MODELS / "minilm-l6-v2/tokenizer.json").read_bytes()
    weights = {name.removeprefix("bert."): value for name, value in tensors(raw).items()}
    plain = PairGraph(weights)
    model = PairGraph(weights, sizes(plain, tokenizer)).build().SerializeToString(deterministic=True)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "pairs.onnx").write_bytes(model)
    manifest = {
        "name": "tellings-pairs",
        "licence": "Apache-2.0",
        "from": "all-MiniLM-L6-v2 (Apache-2.0), learnt on scripts/scenes by scripts/train_pairs.py",
        "weights_sha256": hashlib.sha256(raw).hexdigest(),
        "onnx": onnx.__version__,
        "files": {"pairs.onnx": hashlib.sha256(model).hexdigest()},
    }
    (folder / "manifest.json").write_text(json.dumps(manifest, indent=1) + "\n", encoding="utf-8")
    print(json.dumps(manifest, indent=1), f"{len(model):,} bytes", sep="\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else MODELS / "pairs")
