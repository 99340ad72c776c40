"""What the peer scripts share: quiet imports, generic seeded numbers, and JSON that a reader can follow."""

import json
import os
import platform
from pathlib import Path

# Before anything imports TensorFlow: the CPU, no chatter, and one order of summation whatever the machine.
os.environ["KERAS_BACKEND"] = "tensorflow"
os.environ["CUDA_VISIBLE_DEVICES"] = ""
os.environ["TF_CPP_MIN_LOG_LEVEL"] = "3"
os.environ["TF_ENABLE_ONEDNN_OPTS"] = "0"

import numpy as np
import tensorflow

HERE = Path(__file__).parent
tensorflow.get_logger().setLevel("ERROR")


def versions(*modules):
    """{ name: version } of Python, numpy and the given modules, for the head of a JSON file."""
    return {"python": platform.python_version(), "numpy": np.__version__, **{m.__name__: m.__version__ for m in modules}}


def generic(rng, shape, low=-2.0, high=2.0, digits=4):
    """Numbers with few digits, drawn evenly from [low, high): none of them round, zero or alike by design."""
    return np.round(rng.uniform(low, high, shape), digits)


def rows_of_one(rng, rows, classes):
    """Generic target probabilities: every row sums to 1."""
    t = rng.uniform(0.05, 1, (rows, classes))
    t = np.round(t / t.sum(axis=1, keepdims=True), 3)
    t[:, -1] = np.round(1 - t[:, :-1].sum(axis=1), 3)
    return t


def one_hot(labels, classes):
    return np.eye(classes)[np.asarray(labels)]


def unmarked(activation):
    """A sigmoid or softmax whose output the losses take for probabilities.

    Keras on TensorFlow marks the output of its own two with their logits, and every cross-entropy then starts from those, whichever of the two it was.
    A bare TensorFlow op is recognised too, but only by the cross-entropy that fits it; behind `identity` it is not.
    """
    return lambda z: tensorflow.identity(getattr(tensorflow.nn, activation)(z))


def plain(value):
    """A scalar for JSON. A float32 becomes the shortest decimal that rounds to it in float32; whole numbers lose their '.0'."""
    if isinstance(value, np.float32):
        value = float(str(value))
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float) and value.is_integer() and abs(value) < 2**53:
        return -0.0 if value == 0 and np.signbit(value) else int(value)
    return value


def flat(array):
    """Row-major list of an array's elements."""
    return [plain(v) for v in np.asarray(array).reshape(-1)]


def tensor(array):
    """{ shape, values } of an array."""
    return {"shape": list(np.shape(array)), "values": flat(array)}


def text(value, indent=0):
    """JSON with one list of scalars, or one small object of scalars, on a line."""
    def one_line(v):
        if isinstance(v, dict):
            return all(not isinstance(x, (dict, list)) for x in v.values()) and len(json.dumps(v, ensure_ascii=False)) < 120
        return not isinstance(v, list) or not any(isinstance(x, (dict, list)) for x in v)

    if one_line(value):
        return json.dumps(value, ensure_ascii=False, allow_nan=False)
    pad, end = "\n" + " " * (indent + 1), "\n" + " " * indent
    if isinstance(value, list):
        return "[" + pad + ("," + pad).join(text(v, indent + 1) for v in value) + end + "]"
    if isinstance(value.get("values"), list):
        return json.dumps(value, ensure_ascii=False, allow_nan=False)
    return "{" + pad + ("," + pad).join(f"{json.dumps(k, ensure_ascii=False)}: {text(v, indent + 1)}" for k, v in value.items()) + end + "}"


def write(name, value):
    """Writes `value` as `name` beside the scripts."""
    body = text(value) + "\n"
    assert json.loads(body) == value
    (HERE / name).write_text(body, encoding="utf-8")
    print(f"{name}: {len(body.encode()) / 1000:.1f} kB")
