"""ops.json: values and gradients of every op, in float64, by TensorFlow's and Keras's own functions under a GradientTape.

A gradient is that of sum(dy * output), with generic dy. Dropout, whose mask is this project's own counter hash, is worked out in numpy,
and a second time in Python integers.
"""

import numpy as np
from common import flat, generic, one_hot, rows_of_one, tensor, versions, write

import keras
import tensorflow as tf

keras.config.set_floatx("float64")
rng = np.random.default_rng(20261124)
cases = []


def case(op, function, inputs, constant=(), options={}, cells={}):
    """Records one case: `function` takes the inputs in order and gives the output."""
    arrays = {name: np.asarray(value, dtype=np.float64) for name, value in inputs.items()}
    tensors = {name: tf.constant(value) for name, value in arrays.items()}
    wanted = [name for name in inputs if name not in constant]
    with tf.GradientTape() as tape:
        for name in wanted:
            tape.watch(tensors[name])
        output = function(*tensors.values())
        assert output.dtype == tf.float64
        dy = generic(rng, output.shape, -1.6, 1.9)
        total = tf.reduce_sum(tf.constant(dy) * output)
    gradients = tape.gradient(total, [tensors[name] for name in wanted]) if wanted else []
    record(op, options, cells, arrays, output.numpy(), dy, {n: g.numpy() for n, g in zip(wanted, gradients)})


def record(op, options, cells, arrays, output, dy, gradients):
    assert all(np.isfinite(v).all() for v in [output, *gradients.values()]), op
    cases.append({
        "op": op, "options": options, "cells": cells,
        "inputs": [{"name": name, **tensor(value)} for name, value in arrays.items()],
        "output": tensor(output), "dy": flat(dy), "gradients": {n: flat(g) for n, g in gradients.items()},
    })


# Element by element, two inputs.
for op, function in [("add", tf.add), ("subtract", tf.subtract), ("multiply", tf.multiply)]:
    for shape in [(3, 5), (2, 3, 4), (7,)]:
        case(op, function, {"a": generic(rng, shape), "b": generic(rng, shape, -3, 3)})

for shape in [(4, 3), (2, 3, 5)]:
    case("addBias", tf.nn.bias_add, {"x": generic(rng, shape), "bias": generic(rng, shape[-1:])})

for shape, factor in [((3, 4), -1.7), ((5,), 0.35)]:
    case("scale", lambda x: tf.multiply(tf.constant(factor, tf.float64), x), {"x": generic(rng, shape)}, options={"factor": factor})
for shape in [(3, 4), (2, 5, 3)]:
    case("negate", tf.negative, {"x": generic(rng, shape)})

for a, b in [((3, 4), (4, 2)), ((5, 1), (1, 3)), ((2, 3, 4), (4, 5)), ((2, 1, 3, 5), (5, 4))]:
    case("matmul", tf.matmul, {"a": generic(rng, a), "b": generic(rng, b)})

for op, function in [("sum", tf.reduce_sum), ("mean", tf.reduce_mean)]:
    for shape in [(3, 5), (2, 3, 4), (7,)]:
        case(op, function, {"x": generic(rng, shape)})

# Element by element, one input.
for shape in [(3, 5), (7,)]:
    case("square", tf.square, {"x": generic(rng, shape)})


def with_zero(shape):
    """Generic numbers of both signs with one exact 0, where relu and |x| have their kink."""
    x = generic(rng, shape)
    x.reshape(-1)[2] = 0
    return x


for op, function in [("absolute", tf.abs), ("relu", tf.nn.relu)]:
    case(op, function, {"x": generic(rng, (3, 5))})
    case(op, function, {"x": with_zero((2, 3, 4))})
case("exp", tf.exp, {"x": generic(rng, (3, 4))})
case("exp", tf.exp, {"x": generic(rng, (9,), -90, 30)})
case("log", tf.math.log, {"x": generic(rng, (3, 4), 0.05, 4)})
case("log", tf.math.log, {"x": [1.3e-7, 0.00042, 0.9999, 17.3, 2.7e5]})
case("sigmoid", tf.sigmoid, {"x": generic(rng, (3, 5), -6, 6)})
case("sigmoid", tf.sigmoid, {"x": np.append(generic(rng, (2, 4), -90, 90), [[-89.7, -38.2, 37.6, 88.9]], axis=0)})
case("tanh", tf.tanh, {"x": generic(rng, (3, 5), -3, 3)})
case("tanh", tf.tanh, {"x": np.append(generic(rng, (7,), -25, 25), [1.3e-5, -4.1e-9])})
case("softmax", tf.nn.softmax, {"x": generic(rng, (3, 5), -4, 4)})
case("softmax", tf.nn.softmax, {"x": generic(rng, (2, 3, 4), -4, 4)})
case("softmax", tf.nn.softmax, {"x": [[-300, 297.25, 299.5, 1.75], [300, -297, 12.5, -0.75], [-300, -298.75, -301.5, -299.25]]})
case("softmax", tf.nn.softmax, {"x": generic(rng, (6,), -4, 4)})


# Dropout: the mask is a hash of the place, so it is made and not stored.
def lowbias32(x):
    x = np.asarray(x, dtype=np.uint32).copy()
    x ^= x >> np.uint32(16)
    x *= np.uint32(0x7FEB352D)
    x ^= x >> np.uint32(15)
    x *= np.uint32(0x846CA68B)
    x ^= x >> np.uint32(16)
    return x


def key(start, seed, position, step):
    h = np.array([start], dtype=np.uint32)
    for word in [seed % 2**32, seed // 2**32, position, step % 2**32, step // 2**32]:
        h = lowbias32((h ^ np.uint32(word)) + np.uint32(0x9E3779B9))
    return h


def kept(count, rate, seed, position, step):
    """True where element i survives."""
    k1, k2 = key(0x9E3779B9, seed, position, step), key(0x85EBCA6B, seed, position, step)
    i = np.arange(count, dtype=np.uint32)
    return lowbias32(lowbias32(i ^ k1) + k2).astype(np.uint64) >= np.uint64(int(np.floor(rate * 2**32)))


def kept_again(count, rate, seed, position, step):
    """The same in Python's unbounded integers, element by element."""
    def bias(x):
        for shift, factor in [(16, 0x7FEB352D), (15, 0x846CA68B)]:
            x = (x ^ (x >> shift)) * factor % 2**32
        return x ^ (x >> 16)

    def fold(h):
        for word in [seed % 2**32, seed // 2**32, position, step % 2**32, step // 2**32]:
            h = bias(((h ^ word) + 0x9E3779B9) % 2**32)
        return h

    k1, k2 = fold(0x9E3779B9), fold(0x85EBCA6B)
    return [bias((bias(i ^ k1) + k2) % 2**32) >= int(rate * 2**32) for i in range(count)]


for shape, rate, seed, position, step in [
    ((5, 7), 0.3, 42, 0, 0),
    ((5, 7), 0.3, 42, 0, 1),
    ((5, 7), 0.3, 42, 3, 1),
    ((2, 3, 11), 0.62, 5_000_000_019, 2, 17),
    ((41,), 0.17, 7_305_000_000_000_011, 1, 9_007_199_254_741),
    ((3, 4), 0, 11, 1, 5),
    ((3, 5), 1, 11, 1, 5),
]:
    x, dy = generic(rng, shape, 0.3, 2.7), generic(rng, shape, 0.4, 1.9)
    mask = kept(x.size, rate, seed, position, step)
    assert mask.tolist() == kept_again(x.size, rate, seed, position, step)
    mask = mask.reshape(shape)
    share = 1 - rate or 1  # nothing is kept at rate 1
    record("dropout", {"rate": rate, "seed": seed, "position": position}, {"step": step}, {"x": x},
           np.where(mask, x / share, 0), dy, {"x": np.where(mask, dy / share, 0)})
lots = kept(1_000_000, 0.3, 42, 0, 0)
assert abs(lots.mean() - 0.7) < 0.002 and abs(np.corrcoef(lots[1:], lots[:-1])[0, 1]) < 0.004


# Losses: sum_r w_r * loss_r / rows, which is what Keras's 'sum_over_batch_size' gives, and is checked against it each time.
def over_rows(per_row, keras_loss):
    def function(targets, predictions, weights):
        value = tf.reduce_sum(weights * per_row(targets, predictions)) / len(weights)
        theirs = keras_loss(targets, predictions, sample_weight=weights)
        np.testing.assert_allclose(value, theirs, rtol=1e-14)
        return value
    return function


def loss(op, function, targets, name, predictions):
    weights = generic(rng, (len(targets),), 0.2, 2.3)
    case(op, function, {"targets": targets, name: predictions, "weights": weights}, constant=("targets", "weights"))


softmax_ce = over_rows(
    lambda t, z: tf.nn.softmax_cross_entropy_with_logits(labels=t, logits=z),
    keras.losses.CategoricalCrossentropy(from_logits=True))
hot = one_hot([2, 0, 3, 1, 3], 4)
loss("softmaxCrossEntropy", softmax_ce, hot, "logits", generic(rng, (5, 4), -4, 4))
loss("softmaxCrossEntropy", softmax_ce, rows_of_one(rng, 3, 5), "logits", generic(rng, (3, 5), -4, 4))
loss("softmaxCrossEntropy", softmax_ce, one_hot([1, 2, 0, 2], 3), "logits", [[120, -120, 3.25], [-119.5, 118.25, 120], [120, -118.75, 0.125], [-120, -121.5, -119]])

sigmoid_ce = over_rows(
    lambda t, z: tf.reduce_mean(tf.nn.sigmoid_cross_entropy_with_logits(labels=t, logits=z), axis=1),
    keras.losses.BinaryCrossentropy(from_logits=True))
loss("sigmoidCrossEntropy", sigmoid_ce, [[1], [0], [0], [1], [0]], "logits", generic(rng, (5, 1), -4, 4))
loss("sigmoidCrossEntropy", sigmoid_ce, generic(rng, (4, 3), 0, 1), "logits", generic(rng, (4, 3), -4, 4))
loss("sigmoidCrossEntropy", sigmoid_ce, [[1, 0], [0, 1], [1, 0]], "logits", [[-40, 40], [38.5, 41.25], [39.25, -40.5]])

for op, name in [("meanSquaredError", "MeanSquaredError"), ("meanAbsoluteError", "MeanAbsoluteError")]:
    function = over_rows(getattr(keras.losses, {"MeanSquaredError": "mean_squared_error", "MeanAbsoluteError": "mean_absolute_error"}[name]),
                         getattr(keras.losses, name)())
    loss(op, function, generic(rng, (5, 1)), "predictions", generic(rng, (5, 1)))
    targets, predictions = generic(rng, (4, 3)), generic(rng, (4, 3))
    predictions[1, 2] = targets[1, 2]  # no error: gradient 0
    loss(op, function, targets, "predictions", predictions)

categorical = over_rows(keras.losses.categorical_crossentropy, keras.losses.CategoricalCrossentropy())
binary = over_rows(keras.losses.binary_crossentropy, keras.losses.BinaryCrossentropy())
low = 1e-9  # outside Keras's clip range [1e-7, 1 - 1e-7]: the loss is -log 1e-7 and the clipped term passes no gradient
loss("categoricalCrossEntropy", categorical, hot, "probabilities", generic(rng, (5, 4), 0.04, 0.93))
loss("categoricalCrossEntropy", categorical, rows_of_one(rng, 3, 5), "probabilities", generic(rng, (3, 5), 0.04, 0.93))
loss("categoricalCrossEntropy", categorical, one_hot([1, 0, 2], 3), "probabilities", [[0.43, low, 0.39], [0.87, low, low], [0.21, 0.34, 0.29]])
loss("categoricalCrossEntropy", categorical, rows_of_one(rng, 2, 3), "probabilities", [[low, 0.71, 0.18], [0.93, low, low]])
loss("binaryCrossEntropy", binary, [[1], [0], [0], [1], [0]], "probabilities", generic(rng, (5, 1), 0.04, 0.93))
loss("binaryCrossEntropy", binary, generic(rng, (4, 3), 0, 1), "probabilities", generic(rng, (4, 3), 0.04, 0.93))
loss("binaryCrossEntropy", binary, [[1, 0], [0, 1], [1, 0]], "probabilities", [[low, 0.37], [1 - low, 0.28], [0.83, low]])

# Penalties, and labels to targets.
case("sumSquares", lambda x: tf.reduce_sum(tf.square(x)), {"x": generic(rng, (3, 4))})
case("sumSquares", lambda x: tf.reduce_sum(tf.square(x)), {"x": generic(rng, (7,))})
case("sumAbsolute", lambda x: tf.reduce_sum(tf.abs(x)), {"x": generic(rng, (3, 4))})
case("sumAbsolute", lambda x: tf.reduce_sum(tf.abs(x)), {"x": with_zero((7,))})
for labels, classes in [([2, 0, 3, 3, 1], 4), ([5, 1, 2], 6)]:
    case("oneHotRows", lambda l: tf.one_hot(tf.cast(l, tf.int32), classes, dtype=tf.float64), {"labels": labels}, constant=("labels",), options={"classes": classes})

# A second opinion in plain numpy on the cross-entropies.
for c in cases:
    if "CrossEntropy" not in c["op"]:
        continue
    t, p, w = [np.array(i["values"], dtype=float).reshape(i["shape"]) for i in c["inputs"]]
    if c["op"] == "softmaxCrossEntropy":
        z = p - p.max(axis=1, keepdims=True)
        rows = -(t * (z - np.log(np.exp(z).sum(axis=1, keepdims=True)))).sum(axis=1)
    elif c["op"] == "sigmoidCrossEntropy":
        rows = (np.maximum(p, 0) - p * t + np.log1p(np.exp(-np.abs(p)))).mean(axis=1)
    elif c["op"] == "categoricalCrossEntropy":
        rows = -(t * np.log(np.clip(p / p.sum(axis=1, keepdims=True), 1e-7, 1 - 1e-7))).sum(axis=1)
    else:
        q = np.clip(p, 1e-7, 1 - 1e-7)
        rows = -(t * np.log(q) + (1 - t) * np.log(1 - q)).mean(axis=1)
    np.testing.assert_allclose((w * rows).sum() / len(w), c["output"]["values"][0], rtol=1e-13)

write("ops.json", {"versions": versions(tf, keras), "cases": cases})
