"""ops-merges.json: values and gradients of the ops that join inputs, and of those that compare directions, in float64.

The format is that of ops.json. Where a row is shorter than epsilon, Keras's own gradient is not a number for a row of zeros, so those rows are not quite zero.
"""

import numpy as np
from common import flat, generic, tensor, versions, write

import keras
import tensorflow as tf

keras.config.set_floatx("float64")
rng = np.random.default_rng(5171)
cases = []


def case(op, function, inputs, options={}, many=False):
    """Records one case: `function` takes the inputs in order, or under `many` as one list, and gives the output."""
    arrays = {name: np.asarray(value, dtype=np.float64) for name, value in inputs.items()}
    tensors = {name: tf.constant(value) for name, value in arrays.items()}
    with tf.GradientTape() as tape:
        tape.watch(list(tensors.values()))
        output = function(list(tensors.values())) if many else function(*tensors.values())
        assert output.dtype == tf.float64
        dy = generic(rng, output.shape, -1.6, 1.9)
        total = tf.reduce_sum(tf.constant(dy) * output)
    gradients = tape.gradient(total, tensors)
    assert all(np.isfinite(v).all() for v in [output, *gradients.values()]), op
    cases.append({
        "op": op, "options": options, "cells": {},
        "inputs": [{"name": name, **tensor(value)} for name, value in arrays.items()],
        "output": tensor(output.numpy()), "dy": flat(dy), "gradients": {n: flat(g) for n, g in gradients.items()},
    })


# Side by side. The inputs have their places as names.
for shapes in [((3, 5), (3, 2)), ((2, 3, 4), (2, 3, 1), (2, 3, 2)), ((4,), (1,), (6,)), ((3, 4),)]:
    case("concatenate", lambda inputs: tf.concat(inputs, axis=-1), {str(i): generic(rng, shape) for i, shape in enumerate(shapes)}, many=True)

# The larger and the smaller: with a pair of equals, and two zeros of different signs.
for op, function in [("maximum", tf.maximum), ("minimum", tf.minimum)]:
    for shape in [(3, 5), (2, 3, 4), (7,)]:
        a, b = generic(rng, shape), generic(rng, shape)
        a.reshape(-1)[2] = b.reshape(-1)[2]
        a.reshape(-1)[4], b.reshape(-1)[4] = -0.0, 0.0
        case(op, function, {"a": a, "b": b})

# Scalar products along the last axes, by Keras's own layer.
for a, b in [((3, 5), (3, 5)), ((1, 4), (1, 4)), ((2, 3, 5), (2, 4, 5)), ((3, 4), (3, 2, 4)), ((3, 2, 4), (3, 4)), ((2, 2, 3, 5), (2, 4, 5))]:
    case("batchDot", lambda x, y: keras.layers.Dot(axes=(x.ndim - 1, y.ndim - 1))([x, y]), {"a": generic(rng, a), "b": generic(rng, b)})

# Rows of length one; with one below epsilon. UnitNormalization has another epsilon than Dot and the regularizer.
for shape, epsilon in [((3, 5), 1e-7), ((2, 3, 4), 1e-7), ((6,), 1e-7), ((3, 4), 0.0125)]:
    x = generic(rng, shape)
    if epsilon > 1e-3:
        x[1] *= 1e-3
    case("normalizeRows", lambda x: keras.ops.normalize(x, axis=-1, epsilon=epsilon), {"x": x}, {"epsilon": epsilon})

# The penalty of directions that are not perpendicular, for a factor of 1.
for mode in ["rows", "columns"]:
    for shape in [(3, 5), (4, 2), (2, 7)]:
        regularizer = keras.regularizers.OrthogonalRegularizer(1.0, mode)
        regularizer.factor = tf.constant(1, tf.float64)
        case("orthogonalPenalty", regularizer, {"x": generic(rng, shape)}, {"mode": mode})
x = generic(rng, (3, 4))
x[0] *= 2e-8  # shorter than epsilon
case("orthogonalPenalty", regularizer, {"x": x.T}, {"mode": "columns"})

# A second opinion in plain numpy.
for c in cases:
    arrays = [np.array(i["values"], dtype=float).reshape(i["shape"]) for i in c["inputs"]]
    if c["op"] == "orthogonalPenalty":
        x = arrays[0] if c["options"]["mode"] == "rows" else arrays[0].T
        u = x / np.maximum(np.linalg.norm(x, axis=1, keepdims=True), 1e-7)
        cosines = [abs(u[i] @ u[j]) for i in range(len(u)) for j in range(i)]
        expected = np.mean(cosines)
    elif c["op"] == "batchDot":
        a, b = [x.reshape(len(x), -1, x.shape[-1]) for x in arrays]
        expected = np.einsum("rpk,rqk->rpq", a, b).reshape(c["output"]["shape"])
    elif c["op"] == "normalizeRows":
        expected = arrays[0] / np.maximum(np.linalg.norm(arrays[0], axis=-1, keepdims=True), c["options"]["epsilon"])
    else:
        continue
    np.testing.assert_allclose(expected, np.array(c["output"]["values"]).reshape(c["output"]["shape"]), rtol=1e-13, atol=1e-15)

write("ops-merges.json", {"versions": versions(tf, keras), "cases": cases})
