"""optimizers.json: paths of ten updates by every optimizer of Keras, option by option, in float32 and in float64.

Two parameters with given start values take the same gradients in every path, so a path holds nothing but formulas. In float64, Keras still rounds to
float32 what it casts by itself (momentum, the betas of Adam's family, weight_decay, Adagrad's start, 0.96 in Nadam): the values given there are numbers
that float32 can hold, and Nadam alone stays about 1e-8 away.
"""

import re

import numpy as np
from common import generic, plain, tensor, versions, write

import keras
import tensorflow as tf

rng = np.random.default_rng(2718)
STEPS = 10
WEIGHTS = {"dense/kernel": generic(rng, (2, 3), -1.5, 1.7), "dense/bias": generic(rng, (3,), -0.9, 1.1)}
GRADIENTS = [{name: generic(rng, w.shape, -1.3, 1.6) for name, w in WEIGHTS.items()} for _ in range(STEPS)]


def snake(name):
    return re.sub("([A-Z0-9]+)", r"_\1", name).lower()


def path(optimizer, options, dtype):
    """All weights, one parameter after the other, after each update."""
    keras.config.set_floatx(dtype)
    given = {snake(k): v for k, v in options.items()}
    words = given.pop("exclude_from_weight_decay", None)
    made = getattr(keras.optimizers, optimizer)(**given)
    if words:
        made.exclude_from_weight_decay(var_names=words)
    variables = [keras.Variable(w, dtype=dtype, name=name.split("/")[1]) for name, w in WEIGHTS.items()]
    steps = []
    for gradients in GRADIENTS:
        made.apply(([tf.constant(g, dtype) for g in gradients.values()]), variables)
        values = np.concatenate([v.numpy().ravel() for v in variables])
        assert values.dtype == dtype
        steps.append([plain(v) for v in values])
    return steps


def case(optimizer, dtypes=("float32", "float64"), **options):
    return [{"optimizer": optimizer, "options": options, "dtype": dtype, "path": path(optimizer, options, dtype)} for dtype in dtypes]


SINGLE = ("float32",)
cases = [
    *case("SGD", learningRate=0.13),
    *case("SGD", learningRate=0.07, momentum=0.828125),
    *case("SGD", learningRate=0.07, momentum=0.828125, nesterov=True),
    *case("RMSprop", SINGLE),
    *case("RMSprop", learningRate=0.023, rho=0.78, epsilon=1e-4),
    *case("RMSprop", learningRate=0.023, rho=0.78, momentum=0.37, centered=True, epsilon=1e-2),
    *case("Adam", SINGLE),
    *case("Adam", learningRate=0.03, beta1=0.890625, beta2=0.953125, epsilon=1e-3),
    *case("Adam", learningRate=0.03, beta1=0.890625, beta2=0.703125, amsgrad=True),
    *case("AdamW", SINGLE),
    *case("AdamW", learningRate=0.03, beta1=0.890625, beta2=0.953125, weightDecay=0.203125),
    *case("AdamW", learningRate=0.03, beta1=0.890625, beta2=0.703125, amsgrad=True, weightDecay=0.203125, excludeFromWeightDecay=["bias"]),
    *case("Adagrad", SINGLE),
    *case("Adagrad", learningRate=0.17, initialAccumulatorValue=0.359375, epsilon=1e-3),
    *case("Adadelta", SINGLE),
    *case("Adadelta", learningRate=0.9, rho=0.82, epsilon=1e-3),
    *case("Adamax", SINGLE),
    *case("Adamax", learningRate=0.04, beta1=0.828125, beta2=0.734375, epsilon=1e-3),
    *case("Nadam", SINGLE),
    *case("Nadam", learningRate=0.03, beta1=0.890625, beta2=0.953125, epsilon=1e-3),
    *case("Lion", SINGLE),
    *case("Lion", learningRate=0.03, beta1=0.828125, beta2=0.734375),
    # Clipping, where some gradients are long enough and some are not: their norms are 0.87 to 2.5, those of both together 2.15 to 2.84.
    *case("SGD", learningRate=0.13, clipnorm=1.7),
    *case("SGD", learningRate=0.13, momentum=0.703125, clipvalue=0.83),
    *case("SGD", learningRate=0.13, globalClipnorm=2.3),
    *case("Adam", learningRate=0.03, beta1=0.890625, beta2=0.953125, clipnorm=1.1),
    *case("RMSprop", learningRate=0.03, globalClipnorm=1.3),
    # Decay of the weights themselves, together with clipping, and in all but one parameter.
    *case("SGD", learningRate=0.13, weightDecay=0.203125),
    *case("SGD", learningRate=0.13, momentum=0.703125, weightDecay=0.203125, excludeFromWeightDecay=["kernel"], clipvalue=0.83),
    *case("RMSprop", learningRate=0.03, weightDecay=0.203125, excludeFromWeightDecay=["bias", "gamma"]),
    *case("Lion", learningRate=0.03, beta1=0.828125, beta2=0.734375, weightDecay=0.40625, globalClipnorm=1.9),
]

for name in ["clipnorm", "clipvalue", "globalClipnorm", "weightDecay"]:
    plainly = [c for c in cases if c["optimizer"] == "SGD" and c["options"] == {"learningRate": 0.13}][0]
    changed = [c for c in cases if name in c["options"] and c["dtype"] == "float32"]
    assert changed and all(c["path"] != plainly["path"] for c in changed), name
norms = np.array([[np.linalg.norm(g) for g in gs.values()] for gs in GRADIENTS])
both = np.sqrt((norms**2).sum(axis=1))
assert norms.min() < 1.7 < norms.max() and both.min() < 2.3 < both.max(), (norms, both)

write("optimizers.json", {
    "versions": versions(tf, keras),
    "weights": {name: tensor(w) for name, w in WEIGHTS.items()},
    "gradients": [{name: tensor(g) for name, g in gradients.items()} for gradients in GRADIENTS],
    "cases": cases,
})
