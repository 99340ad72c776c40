"""ops-more.json: values and gradients of the op that passes numbers on and no gradient back, in float64.

The format is that of ops.json; an input that never takes a gradient is not in `gradients`.
"""

import numpy as np
from common import flat, generic, tensor, versions, write

import keras
import tensorflow as tf

keras.config.set_floatx("float64")
rng = np.random.default_rng(7207)
cases = []

# Constants: TensorFlow gives no gradient (None), and Keras the same numbers.
for shape in [(3, 5), (2, 3, 4), (7,), ()]:
    value, dy = generic(rng, shape), generic(rng, shape, -1.6, 1.9)
    x = tf.constant(value, tf.float64)
    with tf.GradientTape(persistent=True) as tape:
        tape.watch(x)
        output = keras.ops.stop_gradient(x)
        alone = tf.reduce_sum(tf.constant(dy) * output)
        product = tf.reduce_sum(x * output)
    assert tape.gradient(alone, x) is None
    np.testing.assert_array_equal(tape.gradient(product, x), value)  # and not twice the value
    cases.append({
        "op": "stopGradient", "options": {}, "cells": {}, "inputs": [{"name": "x", **tensor(value)}],
        "output": tensor(output.numpy()), "dy": flat(dy), "gradients": {},
    })

write("ops-more.json", {"versions": versions(tf, keras), "cases": cases})
