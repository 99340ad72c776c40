"""ops-layers.json: values and gradients of the ops behind normalization, reshaping and noise, in float64.

The format is that of ops.json. Normalization and reshaping are TensorFlow's and Keras's own, under a GradientTape. Noise, whose random numbers are this
project's own counter hash, is worked out in numpy; its normal numbers are quantiles by SciPy.
"""

import numpy as np
from common import flat, generic, tensor, versions, write

import keras
import scipy
import tensorflow as tf
from scipy.special import ndtri

keras.config.set_floatx("float64")
rng = np.random.default_rng(20261128)
cases = []


def case(op, function, inputs, constant=(), options={}):
    """Records one case: `function` takes the inputs in order and gives the output."""
    arrays = {name: np.asarray(value, dtype=np.float64) for name, value in inputs.items()}
    tensors = {name: tf.constant(value) for name, value in arrays.items()}
    wanted = {name: t for name, t in tensors.items() if name not in constant}
    with tf.GradientTape() as tape:
        tape.watch(list(wanted.values()))
        output = function(*tensors.values())
        assert output.dtype == tf.float64
        dy = generic(rng, output.shape, -1.6, 1.9)
        total = tf.reduce_sum(tf.constant(dy) * output)
    gradients = tape.gradient(total, wanted) if wanted else {}
    record(op, options, {}, arrays, output.numpy(), dy, {n: g.numpy() for n, g in gradients.items()})


def record(op, options, cells, arrays, output, dy, gradients):
    assert all(np.isfinite(v).all() for v in [output, *gradients.values()]), op
    cases.append({
        "op": op, "options": options, "cells": cells,
        "inputs": [{"name": name, **tensor(value)} for name, value in arrays.items()],
        "output": tensor(output), "dy": flat(dy), "gradients": {n: flat(g) for n, g in gradients.items()},
    })


# Other shapes.
for shape, to in [((3, 4, 2), (3, 8)), ((5, 6), (5, -1, 3)), ((2, 3, 4), (-1,)), ((7,), (1, 7, 1))]:
    case("reshape", lambda x: tf.reshape(x, to), {"x": generic(rng, shape)}, options={"shape": "[" + ", ".join(map(str, to)) + "]"})


def but_last(x):
    return list(range(len(x.shape) - 1))


# Each column: its mean, its variance about a mean that is given, and a moving average of either.
for shape in [(4, 3), (2, 3, 5), (1, 4), (6,)]:
    x = generic(rng, shape, -3, 5)
    case("columnMean", lambda x: tf.reduce_mean(x, but_last(x)), {"x": x})
    case("columnVariance", lambda x, mean: tf.reduce_mean(tf.math.squared_difference(x, mean), but_last(x)),
         {"x": x, "mean": generic(rng, shape[-1:])}, constant=("mean",))
x = generic(rng, (5, 3), -3, 5)
case("columnVariance", lambda x, mean: tf.math.reduce_variance(x, 0), {"x": x, "mean": x.mean(axis=0)}, constant=("mean",))
for momentum, factor, shape in [(0.99, 1, (5,)), (0.93, 1.25, (2, 3)), (0.9, 7 / 6, (4,))]:
    case("movingAverage", lambda a, v: momentum * a + (1 - momentum) * (factor * v), {"average": generic(rng, shape), "value": generic(rng, shape)},
         constant=("average", "value"), options={"momentum": momentum, "factor": factor})

# Normalization of columns by given moments, and of rows by their own. A column and a row of one number alone have no variance.
for shape, epsilon in [((4, 3), 1e-3), ((2, 3, 5), 0.07), ((1, 4), 1e-5), ((6,), 1e-3)]:
    units = shape[-1:]
    case("batchNormalization", lambda x, mean, variance, gamma, beta: tf.nn.batch_normalization(x, mean, variance, beta, gamma, epsilon),
         {"x": generic(rng, shape, -3, 5), "mean": generic(rng, units), "variance": generic(rng, units, 0.1, 4), "gamma": generic(rng, units),
          "beta": generic(rng, units)}, options={"epsilon": epsilon})
for shape, epsilon in [((4, 3), 1e-3), ((2, 3, 5), 0.07), ((1, 4), 1e-5), ((6,), 1e-3), ((3, 1), 1e-3), ((2, 37), 1e-3)]:
    inputs = {"x": generic(rng, shape, -3, 5), "gamma": generic(rng, shape[-1:]), "beta": generic(rng, shape[-1:])}
    case("layerNormalization", lambda x, gamma, beta: keras.ops.layer_normalization(x, gamma, beta, -1, epsilon), inputs, options={"epsilon": epsilon})
    x, gamma, beta = inputs.values()
    plain = gamma * (x - x.mean(-1, keepdims=True)) / np.sqrt(x.var(-1, keepdims=True) + epsilon) + beta
    np.testing.assert_allclose(plain.reshape(-1), cases[-1]["output"]["values"], rtol=1e-13, atol=1e-14)


# Noise: 32 bits for each place, by the hash that ops.py has too.
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


def bits(shape, seed, position, step):
    i = np.arange(np.prod(shape), dtype=np.uint32).reshape(shape)
    return lowbias32(lowbias32(i ^ key(0x9E3779B9, seed, position, step)) + key(0x85EBCA6B, seed, position, step)).astype(np.uint64)


def normal(shape, *place):
    """The quantile of (bits + 1/2) / 2**32, by the shorter tail, where ndtri keeps its digits."""
    t = (bits(shape, *place) + 0.5) / 2**32
    return np.where(t < 0.5, 1, -1) * ndtri(np.minimum(t, 1 - t))


SELU = 1.6732632423543772, 1.0507009873554805
places = [((5, 7), 42, 0, 0), ((2, 3, 11), 5_000_000_019, 2, 17), ((41,), 7_305_000_000_000_011, 1, 9_007_199_254_741)]
for shape, seed, position, step in places:
    place = {"seed": seed, "position": position}
    for strength in [0.3, 0.85]:
        x, dy = generic(rng, shape), generic(rng, shape, 0.4, 1.9)
        z = normal(shape, seed, position, step)
        record("gaussianNoise", {"stddev": strength, **place}, {"step": step}, {"x": x}, x + strength * z, dy, {"x": dy})
        factor = 1 + np.sqrt(strength / (1 - strength)) * z
        record("gaussianDropout", {"rate": strength, **place}, {"step": step}, {"x": x}, x * factor, dy, {"x": dy * factor})
        kept = bits(shape, seed, position, step) >= int(strength * 2**32)
        lowest = -SELU[0] * SELU[1]
        a = ((1 - strength) * (1 + strength * lowest**2)) ** -0.5
        record("alphaDropout", {"rate": strength, **place}, {"step": step}, {"x": x}, a * np.where(kept, x, lowest) - a * lowest * strength, dy,
               {"x": np.where(kept, a * dy, 0)})
lots = normal((1_000_000,), 42, 0, 0)
assert abs(lots.mean()) < 0.004 and abs(lots.std() - 1) < 0.003 and abs((lots**3).mean()) < 0.012 and abs((lots**4).mean() - 3) < 0.03

write("ops-layers.json", {"versions": versions(tf, keras, scipy), "cases": cases})
