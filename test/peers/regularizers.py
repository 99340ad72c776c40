"""regularizers.json: penalties of Keras's regularizers with their gradients, in float64; and penalties on the output of a Dense layer.

Keras rounds all factors to float32, also where all else is float64: here they are numbers that float32 holds.
"""

import numpy as np
from common import flat, generic, tensor, versions, write

import keras
import tensorflow as tf

keras.config.set_floatx("float64")
rng = np.random.default_rng(31337)


def make(name, options):
    made = keras.regularizers.get(name) if name != "l1_l2" else keras.regularizers.L1L2()
    for key, value in options.items():
        setattr(made, key, tf.constant(value, tf.float64) if key in ("l1", "factor") and name != "l1_l2" else value)
    return made


cases = []
for name, options in [
    ("l1", {"l1": 0.0390625}), ("l2", {"l2": 0.0703125}), ("l1_l2", {"l1": 0.01953125, "l2": 0.296875}), ("l1_l2", {"l2": 0.390625}),
    ("orthogonal_regularizer", {"factor": 0.6875}), ("orthogonal_regularizer", {"factor": 0.21875, "mode": "columns"}),
]:
    for shape in [(3, 5), (6, 2)] + ([(7,)] if name.startswith("l") else []):
        w = generic(rng, shape)
        x = tf.constant(w)
        with tf.GradientTape() as tape:
            tape.watch(x)
            penalty = make(name, options)(x)
        assert penalty.dtype == tf.float64
        cases.append({"regularizer": name, "options": options, "w": tensor(w), "penalty": float(penalty), "gradient": flat(tape.gradient(penalty, x).numpy())})

# On the output of a layer: its penalty, and what a loss with it comes to, whatever the batches and the weights of the rows.
activity = []
for name, options, batch_size in [("l2", {"l2": 0.296875}, 7), ("l2", {"l2": 0.296875}, 3), ("l1_l2", {"l1": 0.0390625, "l2": 0.01171875}, 4), ("orthogonal_regularizer", {"factor": 0.21875, "mode": "columns"}, 7)]:
    layer = keras.layers.Dense(3, activation="tanh", activity_regularizer=make(name, options))
    model = keras.Sequential([keras.Input((4,)), layer])
    model.compile(loss="mse")
    kernel, bias, x, t = generic(rng, (4, 3)), generic(rng, (3,)), generic(rng, (7, 4)), generic(rng, (7, 3))
    weights = generic(rng, (7,), 0.2, 2.3)
    model.set_weights([kernel, bias])
    layer(x)
    [penalty] = layer.losses
    activity.append({
        "regularizer": name, "options": options, "batchSize": batch_size,
        "kernel": tensor(kernel), "bias": tensor(bias), "x": tensor(x), "t": tensor(t), "weights": flat(weights),
        "penalty": float(penalty), "loss": model.evaluate(x, t, batch_size=batch_size, verbose=0),
        "weightedLoss": model.evaluate(x, t, batch_size=batch_size, sample_weight=weights, verbose=0),
    })

# Names: what each stands for; an orthogonal regularizer's factor is what float32 makes of 0.01.
names = {name: {k: round(v, 9) if isinstance(v, float) else v for k, v in keras.regularizers.get(name).get_config().items()} for name in ["l1", "l2", "orthogonal_regularizer"]}

write("regularizers.json", {"versions": versions(tf, keras), "cases": cases, "activity": activity, "names": names})
