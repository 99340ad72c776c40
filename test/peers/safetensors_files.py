"""safetensors.json: files that the Python package `safetensors` wrote, what it reads from ours, and files that it refuses."""

import base64
import json
import struct
import tempfile
from pathlib import Path

import ml_dtypes
import numpy as np
from common import generic, plain, versions, write

import safetensors
from safetensors import deserialize
from safetensors.numpy import save

rng = np.random.default_rng(1997)


TYPES = {"float32": "F32", "float64": "F64", "float16": "F16", "bfloat16": "BF16", "bool": "BOOL",
         **{f"{kind}int{bits}": f"{kind.upper() or 'I'}{bits}" for kind in ["", "u"] for bits in [8, 16, 32, 64]}}


def number(value):
    """As JSON holds it; NaN and infinities as texts."""
    return str(value) if isinstance(value, np.floating) and not np.isfinite(value) else plain(value)


def tensors(arrays):
    """Values of 16 bits as float64, whose decimals are exact."""
    wide = {name: a.astype(np.float64) if a.dtype.itemsize == 2 and a.dtype.kind not in "iu" else a for name, a in arrays.items()}
    return [{"name": name, "dtype": str(arrays[name].dtype), "shape": list(a.shape), "values": [number(v) for v in a.reshape(-1)]} for name, a in wide.items()]


def text(data):
    return base64.b64encode(data).decode()


def metadata_of(data):
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "x.safetensors"
        path.write_bytes(data)
        with safetensors.safe_open(path, "np") as file:
            return file.metadata() or {}


def same(data, arrays):
    """Whether the package reads these arrays, to the last bit."""
    there = {name: (found["dtype"], tuple(found["shape"]), bytes(found["data"])) for name, found in deserialize(data)}
    return there == {name: (TYPES[str(a.dtype)], a.shape, a.astype(a.dtype.newbyteorder("<")).tobytes()) for name, a in arrays.items()}


def by_hand(header, data=b""):
    """A file put together from the words of the specification, blanks up to a multiple of 8; `header` is an object, or JSON."""
    head = (header if isinstance(header, str) else json.dumps(header, separators=(",", ":"), ensure_ascii=False)).encode()
    head += b" " * (-len(head) % 8)
    return struct.pack("<Q", len(head)) + head + data


def theirs(name, arrays, metadata=None):
    """A file that the package wrote. It puts wide numbers first, then goes by the alphabet."""
    data = save(arrays, metadata)
    assert same(data, arrays)
    return {"name": name, "bytes": text(data), "metadata": metadata or {}, "tensors": tensors(arrays)}


def ours(name, arrays, metadata=None):
    """What this project's writer should give: the package must read it."""
    header, at = ({"__metadata__": metadata} if metadata else {}), 0
    for key, a in arrays.items():
        header[key] = {"dtype": f"F{8 * a.itemsize}", "shape": list(a.shape), "data_offsets": [at, at + a.nbytes]}
        at += a.nbytes
    data = by_hand(header, b"".join(a.astype(a.dtype.newbyteorder("<")).tobytes() for a in arrays.values()))
    assert same(data, arrays) and metadata_of(data) == (metadata or {})
    return {"name": name, "bytes": text(data), "metadata": metadata or {}, "tensors": tensors(arrays)}


def refused(name, data):
    try:
        deserialize(data)
    except safetensors.SafetensorError:
        return {"name": name, "bytes": text(data)}
    raise AssertionError(f"{name} was read")


def f32(*shape):
    return np.asarray(generic(rng, shape), np.float32)


def entry(start, end, dtype="F32", shape=None):
    return {"dtype": dtype, "shape": [(end - start) // 4] if shape is None else shape, "data_offsets": [start, end]}


special = np.array([np.nan, np.inf, -np.inf, -0.0, 1e-45, 3.4e38, 1.17549435e-38])
halves = np.array([0.1, -3.3, 65504, 6.1e-5, 5.96e-8, -2e-7, np.inf, -np.inf, np.nan, -0.0])
integers = {f"{kind}{bits}": np.array([np.iinfo(f"{kind}{bits}").min, 7, np.iinfo(f"{kind}{bits}").max - (bits == 64) * 1023], f"{kind}{bits}")
            for kind in ["int", "uint"] for bits in [8, 16, 32, 64]}
net = {"Oculto/kernel": f32(3, 2), "Oculto/bias": f32(2), "salida/kernel": f32(2, 1), "salida/bias": f32(1)}
two = f32(2).tobytes()

write("safetensors.json", {
    "versions": versions(safetensors, ml_dtypes),
    "theirs": [
        theirs("a net", net, {"config": '{"name": "Iris", "seed": 42, "año": "ñ"}'}),
        theirs("two float types", {"b": f32(3), "a": generic(rng, (2, 2, 1)), "c": f32(1)}),
        theirs("a number, and no numbers", {"one": f32(), "none": f32(0, 3), "last": f32(2)}),
        theirs("what is not finite or normal", {"x": special.astype(np.float32), "y": special}),
        theirs("halves", {"half": halves.astype(np.float16), "brain": halves.astype(ml_dtypes.bfloat16)}),
        theirs("whole numbers", {**integers, "bool": np.array([[True, False], [False, True]])}),
        theirs("no tensors", {}),
    ],
    "ours": [
        ours("a net", net, {"format": "multiperceptron", "config": '{"año": "ñ 🙂", "quote": "\\""}'}),
        ours("a net in float64", {name: a.astype(np.float64) / 3 for name, a in net.items()}),
        ours("names", {"ñandú": f32(2), 'a "b"\\c\n{}:': f32(1), "": f32(3), "__proto__": f32(2), "7": f32(1)}),
        ours("a number, and no numbers", {"none": f32(0, 3), "one": f32(), "nothing": f32(0), "last": f32(2)}),
        ours("what is not finite or normal", {"x": special.astype(np.float32), "y": special}),
        ours("two float types", {"a": f32(3), "b": generic(rng, (2,))}),
        ours("no tensors", {}),
    ],
    "refused": [
        refused("nothing", b""),
        refused("a header that is longer than the file", struct.pack("<Q", 100) + b"{}"),
        refused("a header that is far too long", struct.pack("<Q", 2**63) + b"{}      "),
        refused("a header that is no JSON", by_hand('{"x":')),
        refused("a header that is a list", by_hand("[]")),
        refused("two values in the header", by_hand("{}{}")),
        refused("an unknown dtype", by_hand({"x": entry(0, 8, "F33")}, two)),
        refused("no dtype", by_hand({"x": {"shape": [2], "data_offsets": [0, 8]}}, two)),
        refused("no shape", by_hand({"x": {"dtype": "F32", "data_offsets": [0, 8]}}, two)),
        refused("no place", by_hand({"x": {"dtype": "F32", "shape": [2]}}, two)),
        refused("a tensor that is null", by_hand({"x": None})),
        refused("a negative length", by_hand({"x": entry(0, 8, shape=[-2])}, two)),
        refused("a length that is not whole", by_hand({"x": entry(0, 8, shape=[2.5])}, two)),
        refused("a size that does not fit", by_hand({"x": entry(0, 8, shape=[3])}, two)),
        refused("lengths beyond all numbers", by_hand({"x": entry(0, 8, shape=[2**52, 2**52])}, two)),
        refused("a place beyond the end", by_hand({"x": entry(0, 12)}, two)),
        refused("a place from back to front", by_hand({"x": entry(8, 0, shape=[2])}, two)),
        refused("three offsets", by_hand({"x": {"dtype": "F32", "shape": [2], "data_offsets": [0, 8, 8]}}, two)),
        refused("a hole at the beginning", by_hand({"x": entry(4, 8)}, two)),
        refused("a hole", by_hand({"x": entry(0, 4), "y": entry(8, 12)}, two + two[:4])),
        refused("one place for two", by_hand({"x": entry(0, 8), "y": entry(0, 8)}, two)),
        refused("places that overlap", by_hand({"x": entry(0, 8), "y": entry(4, 12)}, two + two[:4])),
        refused("bytes that are nobody's", by_hand({"x": entry(0, 8)}, two + b"\0\0\0\0")),
        refused("metadata that are no texts", by_hand({"__metadata__": {"a": 7}})),
        refused("metadata that are a list", by_hand({"__metadata__": ["a"]})),
        refused("metadata that are a text", by_hand({"__metadata__": "a"})),
        refused("a name twice", by_hand('{"x":{"dtype":"F32","shape":[1],"data_offsets":[0,4]},"x":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}', two)),
        refused("a header that is not UTF-8", struct.pack("<Q", 8) + b'{"\xff":7}'),
    ],
})
