"""ops-losses.json: values and gradients of the ops behind the further losses, in float64, by Keras's own functions under a GradientTape.

The format, and what a gradient is, are those of ops.json; a loss is sum_r w_r * loss_r / rows, which Keras's 'sum_over_batch_size' gives, and is checked
against it each time. Each value is also worked out in plain numpy. Keras's log_cosh takes ln 2 in 32 bits whatever the tensors are: it is put right.
At its kinks each function has the gradient that Keras has on TensorFlow.
"""

import numpy as np
from common import flat, generic, one_hot, rows_of_one, tensor, versions, write

import keras
import tensorflow as tf

keras.config.set_floatx("float64")
rng = np.random.default_rng(20261129)
cases = []
losses = keras.losses
EPSILON = 1e-7


def record(op, options, inputs, output, dy, gradients):
    assert all(np.isfinite(v).all() for v in [output, *gradients.values()]), op
    cases.append({
        "op": op, "options": options, "cells": {},
        "inputs": [{"name": name, **tensor(value)} for name, value in inputs.items()],
        "output": tensor(output), "dy": flat(dy), "gradients": {n: flat(g) for n, g in gradients.items()},
    })


class Weighed(keras.losses.Loss):
    """A loss of Keras's, made of a function that gives the loss of each row."""

    def __init__(self, per_row):
        super().__init__(dtype="float64")
        self.per_row = per_row

    def call(self, y_true, y_pred):
        return self.per_row(y_true, y_pred)


def loss(op, per_row, in_numpy, targets, predictions, name="predictions", options={}, weights=None):
    """`per_row` is Keras's function, `in_numpy` the same in plain numpy: both give a loss for each row."""
    t, p = np.asarray(targets, dtype=float), np.asarray(predictions, dtype=float)
    w = generic(rng, (len(t),), 0.2, 2.3) if weights is None else np.asarray(weights, dtype=float)
    dy = generic(rng, (), -1.6, 1.9)
    given = tf.constant(p)
    with tf.GradientTape() as tape:
        tape.watch(given)
        rows = per_row(tf.constant(t), given)
        value = tf.reduce_sum(tf.constant(w) * rows) / len(w)
        total = tf.constant(dy) * value
    theirs = Weighed(per_row)(tf.constant(t), given, sample_weight=tf.constant(w))
    np.testing.assert_allclose(value, theirs, rtol=1e-14)
    np.testing.assert_allclose(rows, in_numpy(t, p), rtol=1e-12, atol=1e-15)
    record(op, options, {"targets": t, name: p, "weights": w}, value.numpy(), dy, {name: tape.gradient(total, given).numpy()})


def mean(term):
    return lambda t, p: term(t, p).mean(axis=1)


def total(term):
    return lambda t, p: term(t, p).sum(axis=1)


def meeting(shape, low=-2, high=2):
    """Targets and predictions, one of which is what was wanted, to the last bit."""
    t, p = generic(rng, shape, low, high), generic(rng, shape, low, high)
    p[-1, 0] = t[-1, 0]
    return t, p


def positive(shape, high):
    return generic(rng, shape, 0.1, high)


for shape, delta in [((4, 3), 1), ((6, 1), 0.37), ((3, 5), 2.4)]:
    huber = mean(lambda t, p: np.where(np.abs(p - t) <= delta, (p - t) ** 2 / 2, delta * np.abs(p - t) - delta**2 / 2))
    loss("huberLoss", lambda t, p: losses.huber(t, p, delta), huber, *meeting(shape, -3, 3), options={"delta": delta})
loss("huberLoss", losses.huber, mean(lambda t, p: np.where(np.abs(p - t) <= 1, (p - t) ** 2 / 2, np.abs(p - t) - 1 / 2)), [[1.25, -0.75, 0.5]], [[2.25, -1.75, 1e5]])

ln2 = keras.ops.convert_to_numpy(keras.ops.log(2.0)).astype(float)
assert 1e-9 < ln2 - np.log(2) < 2e-9
log_cosh = lambda t, p: losses.log_cosh(t, p) + (ln2 - np.log(2))
in_numpy = mean(lambda t, p: np.abs(p - t) + np.log1p(np.exp(-2 * np.abs(p - t))) - np.log(2))
loss("logCoshLoss", log_cosh, in_numpy, *meeting((4, 3)))
loss("logCoshLoss", log_cosh, in_numpy, generic(rng, (5, 1), -60, 60), generic(rng, (5, 1), -60, 60))
loss("logCoshLoss", log_cosh, in_numpy, [[0.3, -0.2]], [[1e4, -800.5]])

mape = losses.mean_absolute_percentage_error
in_numpy = mean(lambda t, p: 100 * np.abs(p - t) / np.maximum(np.abs(t), EPSILON))
loss("meanAbsolutePercentageError", mape, in_numpy, *meeting((4, 3), 0.3, 2))
loss("meanAbsolutePercentageError", mape, in_numpy, generic(rng, (5, 1), -4, -0.2), generic(rng, (5, 1)))
loss("meanAbsolutePercentageError", mape, in_numpy, [[0, 3.5e-8, -1.25], [0, 0, 0]], [[0.3, -0.2, 0.4], [0, 1.5, -0.7]])

msle = losses.mean_squared_logarithmic_error
in_numpy = mean(lambda t, p: (np.log1p(np.maximum(p, EPSILON)) - np.log1p(np.maximum(t, EPSILON))) ** 2)
loss("meanSquaredLogarithmicError", msle, in_numpy, *meeting((4, 3), 0.1, 5))
loss("meanSquaredLogarithmicError", msle, in_numpy, generic(rng, (5, 1), 0, 900), generic(rng, (5, 1), 0, 900))
loss("meanSquaredLogarithmicError", msle, in_numpy, [[0, 3.5, -1.25]], [[-0.3, -1.7, 0.4]])

poisson = mean(lambda t, p: p - t * np.log(p + EPSILON))
loss("poissonLoss", losses.poisson, poisson, *meeting((4, 3), 0.2, 4))
loss("poissonLoss", losses.poisson, poisson, [[3], [0], [7], [1], [12]], positive((5, 1), 9))
loss("poissonLoss", losses.poisson, poisson, [[0, 2, 0]], [[0, 0, 1e4]])

signs = np.array([[1, -1, -1], [-1, 1, 1], [1, 1, -1], [-1, -1, 1.0]])
bits = (signs + 1) / 2
hinge = mean(lambda t, p: np.maximum(0, 1 - np.where(t == 0, -1, t) * p))
squared = mean(lambda t, p: np.maximum(0, 1 - np.where(t == 0, -1, t) * p) ** 2)
for op, per_row, in_numpy in [("hingeLoss", losses.hinge, hinge), ("squaredHingeLoss", losses.squared_hinge, squared)]:
    loss(op, per_row, in_numpy, signs, generic(rng, (4, 3)))
    loss(op, per_row, in_numpy, bits, generic(rng, (4, 3)))
    loss(op, per_row, in_numpy, [[1], [-1], [-1], [1], [1]], generic(rng, (5, 1), -6, 6))
    loss(op, per_row, in_numpy, [[1, -1, 1, -1]], [[1, -1, 0, 1]])  # at the kink, and where a perceptron would be

categorical = lambda t, p: np.maximum(0, 1 + ((1 - t) * p).max(axis=1) - (t * p).sum(axis=1))
hot = one_hot([2, 0, 3, 1, 3], 4)
loss("categoricalHingeLoss", losses.categorical_hinge, categorical, hot, generic(rng, (5, 4)))
loss("categoricalHingeLoss", losses.categorical_hinge, categorical, 2 * hot - 1, generic(rng, (5, 4)))
loss("categoricalHingeLoss", losses.categorical_hinge, categorical, one_hot([0, 1, 2], 3), [[-0.3, -0.2, -0.5], [0.7, 2.1, 0.4], [1e4, -1e4, 3.5]])
loss("categoricalHingeLoss", losses.categorical_hinge, categorical, one_hot([0, 1, 2], 3), [[0, 0, 0], [0.25, 0.125, 0.25], [0.5, 0.25, 1.5]])  # several are the largest, and a lead of 1

kl = total(lambda t, p: np.clip(t, EPSILON, 1) * np.log(np.clip(t, EPSILON, 1) / np.clip(p, EPSILON, 1)))
loss("klDivergence", losses.kl_divergence, kl, rows_of_one(rng, 5, 4), rows_of_one(rng, 5, 4), "probabilities")
loss("klDivergence", losses.kl_divergence, kl, hot, positive((5, 4), 0.93), "probabilities")
loss("klDivergence", losses.kl_divergence, kl, [[0, 1, 0], [0.3, 0.2, 0.5], [0, 0, 0]], [[1e-9, 1, 0], [1.5, 1e-9, 0.5], [0.1, 0.7, 0.2]], "probabilities")


def lengths(x):
    return np.maximum(np.sqrt((x**2).sum(axis=1, keepdims=True)), EPSILON)


cosine = total(lambda t, p: -t / lengths(t) * p / lengths(p))
loss("cosineSimilarityLoss", losses.cosine_similarity, cosine, *meeting((5, 4)))
loss("cosineSimilarityLoss", losses.cosine_similarity, cosine, generic(rng, (4, 1)), generic(rng, (4, 1)))
t, p = generic(rng, (4, 3)), generic(rng, (4, 3))
t[1], p[2], p[3] = 0, 0, [2e-9, -1e-9, 3e-9]  # no direction; a length below 1e-7
loss("cosineSimilarityLoss", losses.cosine_similarity, cosine, t, p, weights=[1.3, 0.7, 1.9, 0.4])
loss("cosineSimilarityLoss", losses.cosine_similarity, cosine, [[0.3, -0.4, 1.2]], [[1e4, 2.5e4, -7e3]])


# Targets and row weights on their way to the loss: with them, Keras's losses without options give what those with options give.
def smoothed(t, smoothing, classes):
    return t * (1 - smoothing) + smoothing / classes


for targets, smoothing, classes in [(hot, 0.15, 4), (rows_of_one(rng, 3, 5), 0.37, 5), ([[1], [0], [0.2]], 0.1, 2), (hot, 0, 4)]:
    t = np.asarray(targets, dtype=float)
    p = rows_of_one(rng, *t.shape) if t.shape[1] > 1 else positive(t.shape, 0.9)
    cross = losses.categorical_crossentropy if classes > 2 else losses.binary_crossentropy
    np.testing.assert_allclose(cross(t, p, label_smoothing=smoothing), cross(smoothed(t, smoothing, classes), p), rtol=1e-12)
    record("smoothTargets", {"smoothing": smoothing, "classes": classes}, {"targets": t}, smoothed(t, smoothing, classes), generic(rng, t.shape), {})

for weights in [generic(rng, (7,), 0.2, 2.3), np.array([1.7]), np.array([0, 1.2, 0, 0.4]), np.zeros(3)]:
    values = generic(rng, weights.shape)
    own = weights * (len(weights) / weights.sum() if weights.any() else 0)
    theirs = losses.MeanAbsoluteError(reduction="mean_with_sample_weight", dtype="float64")(values[:, None], 0 * values[:, None], sample_weight=weights)
    np.testing.assert_allclose((own * np.abs(values)).mean(), theirs, rtol=1e-12)
    record("normalizeWeights", {}, {"weights": weights}, own, generic(rng, weights.shape), {})

for x, value in [([2, 0, -1, 3, -1], -1), ([[0, 4], [4, 1]], 4), ([1, 2], 0)]:
    different = tf.cast(tf.not_equal(tf.constant(x, tf.float64), value), tf.float64).numpy()
    record("notEqual", {"value": value}, {"x": np.asarray(x, dtype=float)}, different, generic(rng, np.shape(x)), {})

write("ops-losses.json", {"versions": versions(tf, keras), "cases": cases})
