"""layers.json: Keras's own layers in training and inference, in float64: outputs, gradients under a GradientTape, penalties, moving averages.

Weights, inputs and dy are generic. A gradient is that of Σ dy · output, with the penalty added. Keras rounds slopes, bounds and the factors of penalties
to float32, whatever the layer's floats are: the options here are numbers that float32 holds.
"""

import numpy as np
from common import flat, generic, tensor, versions, write

import keras
import tensorflow as tf

keras.config.set_floatx("float64")
rng = np.random.default_rng(20261129)
cases = []


def camel(name):
    head, *rest = name.split("_")
    return head + "".join(part.title() for part in rest)


def weights_for(layer):
    """Generic weights, a moving variance above 0."""
    return [generic(rng, w.shape, 0.3, 3) if "variance" in w.name else generic(rng, w.shape) for w in layer.weights]


def case(make, rows, shape, low=-2, high=2, frozen=False, steps=0, rounded=False, **options):
    """Records one case. With `steps`, so many batches are seen in training, and the state afterwards is kept.

    `rounded` says that Keras rounds an option to float32 that is none.
    """
    layer = make(**options)
    layer.build((None, *shape))
    weights = weights_for(layer)
    layer.set_weights(weights)
    layer.trainable = not frozen
    x = generic(rng, (rows, *shape), low, high)
    dy = generic(rng, (rows, *layer.compute_output_shape((None, *shape))[1:]), -1.6, 1.9)
    record = {
        "layer": make.__name__, "options": {camel(key): value for key, value in options.items()}, "frozen": frozen, "rounded": rounded,
        "weights": [tensor(w) for w in weights], "x": tensor(x), "dy": tensor(dy),
    }
    for mode in ["training", "inference"]:
        layer.set_weights(weights)
        given = tf.constant(x)
        with tf.GradientTape() as tape:
            tape.watch(given)
            output = layer(given, training=mode == "training")
            penalty = sum(layer.losses)
            total = tf.reduce_sum(dy * output) + penalty
        gradients = tape.gradient(total, [given, *[w.value for w in layer.trainable_weights]])
        assert output.dtype == tf.float64
        record[mode] = result(output.numpy(), gradients[0].numpy(), [g.numpy() for g in gradients[1:]], float(penalty))
    if steps:
        layer.set_weights(weights)
        batches = [generic(rng, (rows + i, *shape), low, high) for i in range(steps)]
        for batch in batches:
            layer(batch, training=True)
        record["batches"], record["after"] = [tensor(b) for b in batches], [tensor(w) for w in layer.get_weights()]
    cases.append(record)


def result(output, dx, gradients, penalty=0.0):
    assert all(np.isfinite(v).all() for v in [output, dx, *gradients])
    return {"output": tensor(output), "dx": flat(dx), "gradients": [flat(g) for g in gradients], "penalty": penalty}


layers = keras.layers
batch, layer_norm = layers.BatchNormalization, layers.LayerNormalization
case(batch, 5, (4,), -3, 5, steps=3)
case(batch, 4, (3, 2), -3, 5, steps=3, momentum=0.7, epsilon=0.02)
case(batch, 6, (3,), steps=3, scale=False)
case(batch, 6, (3,), steps=3, center=False, momentum=0.85)
case(batch, 7, (3,), center=False, scale=False)
case(batch, 5, (3,), 300, 311, steps=3)
case(batch, 1, (4,))
case(batch, 5, (4,), frozen=True, steps=3)
case(layer_norm, 4, (5,), -3, 5)
case(layer_norm, 3, (2, 4), epsilon=0.05)
case(layer_norm, 3, (7,), scale=False)
case(layer_norm, 3, (7,), center=False)
case(layer_norm, 3, (1,))
case(layers.PReLU, 4, (5,))
case(layers.PReLU, 3, (2, 4))
case(layers.LeakyReLU, 4, (5,), rounded=True)
case(layers.LeakyReLU, 4, (5,), negative_slope=0.0703125)
case(layers.ELU, 4, (5,))
case(layers.ELU, 4, (5,), alpha=1.3)
case(layers.ReLU, 4, (5,))
case(layers.ReLU, 4, (5,), max_value=1.125)
case(layers.ReLU, 4, (3, 2), max_value=1.6875, negative_slope=0.15, threshold=0.45)
case(layers.Softmax, 4, (5,))
case(layers.Softmax, 2, (3, 4))
case(layers.Flatten, 3, (2, 3, 2))
case(layers.Flatten, 3, (4,))
case(layers.Reshape, 3, (6,), target_shape=[2, 3])
case(layers.Reshape, 2, (4, 3), target_shape=[2, -1, 2])
case(layers.ActivityRegularization, 4, (5,), l1=0.03125)
case(layers.ActivityRegularization, 3, (2, 4), l1=0.015625, l2=0.40625)
case(layers.ActivityRegularization, 3, (4,))


write("layers.json", {"versions": versions(tf, keras), "cases": cases})
