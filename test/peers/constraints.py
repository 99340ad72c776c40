"""constraints.json: what Keras's constraints make of kernels and biases, in float64 and in float32.

Columns shorter than the bounds, longer, between them, and all zeros; a bias counts as one column.
"""

import numpy as np
from common import generic, tensor, versions, write

import keras
import tensorflow as tf

rng = np.random.default_rng(90210)
cases = []


def keras_name(option):
    return {"maxValue": "max_value", "minValue": "min_value"}.get(option, option)


def case(name, options, w):
    made = keras.constraints.get(name)
    for key, value in options.items():
        setattr(made, keras_name(key), value)
    results = {}
    for dtype in ["float64", "float32"]:
        keras.config.set_floatx(dtype)
        results[dtype] = made(tf.constant(w.astype(dtype))).numpy()
        assert results[dtype].dtype == dtype
    np.testing.assert_allclose(results["float64"], again(name, options, w), rtol=1e-14, atol=1e-15)
    np.testing.assert_allclose(results["float64"], results["float32"], rtol=1e-6, atol=1e-7)
    cases.append({"constraint": name, "options": options, "w": tensor(w), "float64": tensor(results["float64"]), "float32": tensor(results["float32"])})


def again(name, options, w):
    """The same in plain numpy."""
    norm = np.sqrt(np.sum(w * w, axis=0, keepdims=True))
    if name == "non_neg":
        return np.where(w > 0, w, 0)
    if name == "unit_norm":
        return w / (1e-7 + norm)
    if name == "max_norm":
        return w * np.minimum(norm, options.get("maxValue", 2)) / (1e-7 + norm)
    low, high, rate = [options.get(key, default) for key, default in [("minValue", 0), ("maxValue", 1), ("rate", 1)]]
    return w * (rate * np.clip(norm, low, high) + (1 - rate) * norm) / (1e-7 + norm)


def kernel(rows, columns):
    """Columns of very different lengths, the second all zeros."""
    w = generic(rng, (rows, columns)) * np.geomspace(0.11, 2.7, columns)
    w[:, 1] = 0
    return np.round(w, 5)


for name, options in [
    ("max_norm", {}), ("max_norm", {"maxValue": 0.7}), ("non_neg", {}), ("unit_norm", {}),
    ("min_max_norm", {}), ("min_max_norm", {"minValue": 0.6, "maxValue": 1.9}), ("min_max_norm", {"minValue": 0.6, "maxValue": 1.9, "rate": 0.35}),
]:
    for w in [kernel(5, 4), kernel(1, 3), generic(rng, (7,), -3, 3), generic(rng, (3,), -0.2, 0.3)]:
        case(name, options, w)

write("constraints.json", {"versions": versions(tf, keras), "cases": cases})
