"""ops-activations.json: values and gradients of the activation functions, in float64, by Keras's own under a GradientTape.

The format, and what a gradient is, are those of ops.json. At its kinks each function has the derivative that Keras has on TensorFlow;
those of `boundedRelu`, where Keras has several, are left out.
"""

import math

import numpy as np
from common import flat, generic, tensor, versions, write

import keras
import tensorflow as tf

keras.config.set_floatx("float64")
rng = np.random.default_rng(20261127)
cases = []


def case(op, function, inputs, options={}, formula=None):
    """Records one case. `formula`, of the first input alone, is a second opinion on its values."""
    arrays = {name: np.asarray(value, dtype=np.float64) for name, value in inputs.items()}
    tensors = {name: tf.constant(value) for name, value in arrays.items()}
    with tf.GradientTape() as tape:
        tape.watch(list(tensors.values()))
        output = function(*tensors.values())
        assert output.dtype == tf.float64
        dy = generic(rng, output.shape, -1.6, 1.9)
        total = tf.reduce_sum(tf.constant(dy) * output)
    gradients = {name: g.numpy() for name, g in zip(tensors, tape.gradient(total, list(tensors.values())))}
    assert all(np.isfinite(v).all() for v in [output.numpy(), *gradients.values()]), op
    if formula is not None:
        np.testing.assert_allclose(output.numpy(), np.vectorize(formula)(arrays["x"]), rtol=1e-13, atol=1e-15)
    cases.append({
        "op": op, "options": options, "cells": {},
        "inputs": [{"name": name, **tensor(value)} for name, value in arrays.items()],
        "output": tensor(output.numpy()), "dy": flat(dy), "gradients": {n: flat(g) for n, g in gradients.items()},
    })


def planted(shape, low, high, *numbers):
    """Generic numbers, with these in the first places."""
    x = generic(rng, shape, low, high)
    x.reshape(-1)[:len(numbers)] = numbers
    return x


def sigma(x):
    return 1 / (1 + math.exp(-x)) if x > 0 else math.exp(x) / (1 + math.exp(x))


def log_one_plus_exp(x):
    return max(x, 0) + math.log1p(math.exp(-abs(x)))


activations = keras.activations


def gelu(approximate):
    """Keras's gelu with its constants in 64 bits: TensorFlow rounds its √2 and 0.044715 to 32 bits whatever the tensors are."""
    def function(x):
        u = math.sqrt(2 / math.pi) * (x + 0.044715 * x**3)
        y = 0.5 * x * (1 + (tf.tanh(u) if approximate else tf.math.erf(x / math.sqrt(2))))
        np.testing.assert_allclose(y, activations.gelu(x, approximate=approximate), rtol=1e-6, atol=3e-8)
        return y
    return function


# Keras on TensorFlow keeps the options of relu and leaky_relu in 32 bits whatever the tensors are; of these numbers nothing is lost.
SLOPE, MOST, THRESHOLD = 0.1484375, 3.3125, 0.703125
for slope in [SLOPE, 0.0126953125, 1.3125]:
    case("leakyRelu", lambda x: activations.leaky_relu(x, negative_slope=slope), {"x": planted((3, 5), -3, 3, 0)},
         options={"negativeSlope": slope}, formula=lambda x: x if x > 0 else slope * x)

# relu6, the other options of Keras's relu one by one, and all together.
case("boundedRelu", activations.relu6, {"x": planted((3, 5), -4, 11, 0, 6)}, options={"maxValue": 6}, formula=lambda x: min(max(x, 0), 6))
for options in [{}, {"maxValue": MOST}, {"threshold": THRESHOLD}, {"negativeSlope": SLOPE}, {"maxValue": MOST, "threshold": THRESHOLD, "negativeSlope": SLOPE}]:
    names = {"maxValue": "max_value", "threshold": "threshold", "negativeSlope": "negative_slope"}
    given = {names[name]: value for name, value in options.items()}
    case("boundedRelu", lambda x: activations.relu(x, **given), {"x": generic(rng, (4, 5), -3, 6)}, options=options)
    layer = keras.layers.ReLU(**given)
    np.testing.assert_array_equal(layer(np.array(cases[-1]["inputs"][0]["values"])), cases[-1]["output"]["values"])


def prelu(x, alpha):
    """Keras's layer with these slopes; the formula is its `call`, in which the slopes can be watched."""
    layer = keras.layers.PReLU()
    layer.build((1, len(alpha)))
    layer.alpha.assign(alpha)
    y = activations.relu(x) - alpha * activations.relu(-x)
    np.testing.assert_array_equal(y, layer(x))
    return y


for shape in [(4, 3), (2, 3, 5), (7,)]:
    alpha = generic(rng, shape[-1:], -0.4, 0.9)
    if len(shape) == 2:
        case("prelu", prelu, {"x": planted(shape, -3, 3, 1.3, 0), "alpha": alpha})
    else:
        case("prelu", lambda x, a: activations.relu(x) - a * activations.relu(-x), {"x": generic(rng, shape), "alpha": alpha})

for alpha in [1, 1.7, 0.4]:
    case("elu", lambda x: activations.elu(x, alpha=alpha), {"x": planted((3, 5), -4, 4, 0, -37.5)},
         options={} if alpha == 1 else {"alpha": alpha}, formula=lambda x: x if x > 0 else alpha * math.expm1(x))
case("selu", activations.selu, {"x": planted((3, 5), -4, 4, 0, -37.5)})

WIDE = [-90.7, -38.2, 37.6, 88.9, 1.3e-5, -4.1e-9]
for op, function, formula in [
    ("softplus", activations.softplus, log_one_plus_exp),
    ("logSigmoid", activations.log_sigmoid, lambda x: -log_one_plus_exp(-x)),
    ("softsign", activations.softsign, lambda x: x / (1 + abs(x))),
    ("silu", activations.silu, lambda x: x * sigma(x)),
    ("mish", activations.mish, lambda x: x * math.tanh(log_one_plus_exp(x))),
    ("gelu", gelu(False), lambda x: x * 0.5 * math.erfc(-x / math.sqrt(2))),
]:
    case(op, function, {"x": generic(rng, (3, 5), -6, 6)}, formula=formula)
    case(op, function, {"x": planted((9,), -25, 25, *WIDE)}, formula=formula)
for low, high in [(-3, 3), (-12, 12)]:
    case("gelu", gelu(True), {"x": generic(rng, (3, 5), low, high)}, options={"approximate": "tanh"})

case("hardSigmoid", activations.hard_sigmoid, {"x": planted((4, 5), -5, 5, 3, -3, 0)}, formula=lambda x: min(max(x / 6 + 0.5, 0), 1))
case("hardSilu", activations.hard_silu, {"x": planted((4, 5), -5, 5, 3, -3, 0)}, formula=lambda x: x * min(max(x / 6 + 0.5, 0), 1))
case("hardTanh", activations.hard_tanh, {"x": planted((4, 5), -2, 2, 1, -1, 0)}, formula=lambda x: min(max(x, -1), 1))

case("logSoftmax", activations.log_softmax, {"x": generic(rng, (3, 5), -4, 4)})
case("logSoftmax", activations.log_softmax, {"x": generic(rng, (2, 3, 4), -4, 4)})
case("logSoftmax", activations.log_softmax, {"x": [[-300, 297.25, 299.5, 1.75], [300, -297, 12.5, -0.75], [-300, -298.75, -301.5, -299.25]]})
case("logSoftmax", activations.log_softmax, {"x": generic(rng, (6,), -4, 4)})

write("ops-activations.json", {"versions": versions(tf, keras), "cases": cases})
