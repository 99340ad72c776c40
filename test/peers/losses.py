"""losses.json: what Keras reports as the loss of given logits, targets and sample weights, after this or that activation, with this or that option.

The model is one Activation layer, so that the predictions come from the given logits. `value` is Keras in float32, its default; `value64` in float64,
where the bounds of the clip, 1e-7 and 1 - 1e-7, are exact (in float32, 1 - (1 - 1e-7) is 1.19e-7). `path` says what a cross-entropy is computed from.
"""

import re

import numpy as np
from common import flat, generic, one_hot, plain, rows_of_one, tensor, unmarked, versions, write

import keras
import tensorflow as tf

rng = np.random.default_rng(1847)
EPSILON = 1e-7
cases = []

CLASSES = {
    "binary_crossentropy": "BinaryCrossentropy", "categorical_crossentropy": "CategoricalCrossentropy",
    "sparse_categorical_crossentropy": "SparseCategoricalCrossentropy", "huber": "Huber", "mse": "MeanSquaredError", "mae": "MeanAbsoluteError",
    "hinge": "Hinge", "kl_divergence": "KLDivergence", "cosine_similarity": "CosineSimilarity", "categorical_hinge": "CategoricalHinge",
}


def snake(name):
    return re.sub("[A-Z]", lambda letter: "_" + letter[0].lower(), name)


def evaluate(activation, loss, options, logits, targets, weights, dtype):
    keras.config.set_floatx(dtype)
    keras.config.set_dtype_policy(dtype)
    given = getattr(keras.losses, CLASSES[loss])(**{snake(name): value for name, value in options.items()}) if options else loss
    model = keras.Sequential([keras.Input(logits.shape[1:]), keras.layers.Activation(activation)])
    model.compile(loss=given)
    targets = targets if loss.startswith("sparse") else targets.astype(dtype)
    return model.evaluate(logits.astype(dtype), targets, sample_weight=weights.astype(dtype), batch_size=len(logits), verbose=0)


def softmax(z):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def clip(p):
    return np.clip(p, EPSILON, 1 - EPSILON)


def lengths(x):
    return np.maximum(np.sqrt((x**2).sum(axis=1, keepdims=True)), EPSILON)


def positive(x):
    return np.maximum(x, EPSILON)


ACTIVATIONS = {"linear": lambda z: z, "tanh": np.tanh, "softmax": softmax, "sigmoid": lambda z: 1 / (1 + np.exp(-z)), "relu": lambda z: np.maximum(z, 0)}

ROWS = {
    "mse": lambda p, t: np.square(p - t).mean(axis=1),
    "mae": lambda p, t: np.abs(p - t).mean(axis=1),
    "mape": lambda p, t: 100 * (np.abs(p - t) / positive(np.abs(t))).mean(axis=1),
    "msle": lambda p, t: np.square(np.log1p(positive(p)) - np.log1p(positive(t))).mean(axis=1),
    "huber": lambda p, t, delta=1: np.where(np.abs(p - t) <= delta, (p - t) ** 2 / 2, delta * np.abs(p - t) - delta**2 / 2).mean(axis=1),
    "log_cosh": lambda p, t: (np.abs(p - t) + np.log1p(np.exp(-2 * np.abs(p - t))) - np.log(2)).mean(axis=1),
    "hinge": lambda p, t: np.maximum(0, 1 - np.where(t == 0, -1, t) * p).mean(axis=1),
    "squared_hinge": lambda p, t: np.square(np.maximum(0, 1 - np.where(t == 0, -1, t) * p)).mean(axis=1),
    "categorical_hinge": lambda p, t: np.maximum(0, 1 + ((1 - t) * p).max(axis=1) - (t * p).sum(axis=1)),
    "kld": lambda p, t: (np.clip(t, EPSILON, 1) * np.log(np.clip(t, EPSILON, 1) / np.clip(p, EPSILON, 1))).sum(axis=1),
    "poisson": lambda p, t: (p - t * np.log(p + EPSILON)).mean(axis=1),
    "cosine_similarity": lambda p, t: -(t / lengths(t) * p / lengths(p)).sum(axis=1),
}
ROWS["kl_divergence"] = ROWS["kld"]


def cross_entropies(loss, path, z, p, t, labelSmoothing=0, ignoreClass=None):
    """Of each row, and whether the row counts."""
    counts = np.ones(len(z), dtype=bool)
    if loss == "binary_crossentropy":
        t = t * (1 - labelSmoothing) + labelSmoothing / 2
        q = clip(p)
        return (np.maximum(z, 0) - z * t + np.log1p(np.exp(-np.abs(z))) if path == "logits" else -(t * np.log(q) + (1 - t) * np.log(1 - q))).mean(axis=1), counts
    if loss.startswith("sparse"):
        counts = t != ignoreClass
        t = np.eye(z.shape[1])[np.where(counts, t, 0)]
        scores = z if path == "logits" else np.log(clip(p))
    else:
        t = t * (1 - labelSmoothing) + labelSmoothing / z.shape[1]
        if path == "probabilities":
            return -(t * np.log(clip(p / p.sum(axis=1, keepdims=True)))).sum(axis=1), counts
        scores = z
    scores = scores - scores.max(axis=1, keepdims=True)
    return -(t * (scores - np.log(np.exp(scores).sum(axis=1, keepdims=True)))).sum(axis=1), counts


def again(activation, loss, path, options, z, t, w):
    """The same in plain numpy."""
    options = dict(options)
    reduction = options.pop("reduction", "sum_over_batch_size")
    p = ACTIVATIONS[activation](z)
    z = p if options.pop("fromLogits", False) else z
    rows, counts = cross_entropies(loss, path, z, p, t, **options) if "crossentropy" in loss else (ROWS[loss](p, t, **options), np.ones(len(z)))
    total = (w * counts * rows).sum()
    return total / {"sum": 1, "mean_with_sample_weight": (w * counts).sum()}.get(reduction, counts.sum())


def case(loss, activation, logits, targets, path=None, **options):
    logits, targets = np.asarray(logits, dtype=float), np.asarray(targets)
    weights = generic(rng, (len(logits),), 0.2, 2.3)
    function = unmarked(activation) if path == "probabilities" and activation in ("sigmoid", "softmax") else activation
    single, double = (evaluate(function, loss, options, logits, targets, weights, dtype) for dtype in ("float32", "float64"))
    # Keras's log_cosh takes ln 2 in 32 bits, whatever the tensors are
    exact = {"rtol": 0, "atol": 2e-9 * weights.mean()} if loss == "log_cosh" else {"rtol": 1e-12, "atol": 1e-15}
    np.testing.assert_allclose(again(activation, loss, path, options, logits, targets, weights), double, **exact)
    np.testing.assert_allclose(single, double, rtol=0.02, atol=1e-6)
    cases.append({"loss": loss, "options": options, "activation": activation, "path": path, "logits": tensor(logits), "targets": tensor(targets),
                  "weights": flat(weights), "value": plain(np.float32(single)), "value64": plain(double)})


hot = one_hot([2, 0, 3, 1, 3], 4)
bits = np.array([[1, 0, 0], [0, 1, 1], [1, 1, 0], [0, 0, 1.0]])

for loss in ["mse", "mae"]:
    for activation in ["linear", "sigmoid", "tanh", "softmax"]:
        case(loss, activation, generic(rng, (5, 4), -3, 3), hot)
    case(loss, "linear", generic(rng, (6, 1), -3, 3), generic(rng, (6, 1), -3, 3))

CCE, SPARSE, BCE = "categorical_crossentropy", "sparse_categorical_crossentropy", "binary_crossentropy"
extreme = [[120, -120, 3.25], [-119.5, 118.25, 120], [120, -118.75, 0.125], [-120, -121.5, -119]]
moderate = lambda: generic(rng, (5, 4), -4, 4)
inside = lambda: generic(rng, (5, 4), 0.04, 0.93)  # probabilities as they are, rows not summing to 1

case(CCE, "softmax", moderate(), hot, "logits")
case(CCE, "softmax", moderate(), rows_of_one(rng, 5, 4), "logits")
case(CCE, "softmax", extreme, one_hot([1, 2, 0, 2], 3), "logits")
case(CCE, "softmax", extreme, one_hot([1, 2, 0, 2], 3), "probabilities")
case(CCE, "sigmoid", moderate(), hot, "logits")
case(CCE, "sigmoid", moderate(), hot, "probabilities")
case(CCE, "sigmoid", moderate(), rows_of_one(rng, 5, 4), "probabilities")
case(CCE, "linear", inside(), hot, "probabilities")
case(CCE, "linear", [[1e-9, 0.71, 0.18], [0.43, 1e-9, 0.39], [0.93, 1e-9, 2e-9]], one_hot([0, 2, 0], 3), "probabilities")

case(SPARSE, "softmax", moderate(), [2, 0, 3, 1, 3], "logits")
case(SPARSE, "softmax", extreme, [1, 2, 0, 2], "logits")
case(SPARSE, "softmax", extreme, [1, 2, 0, 2], "probabilities")
case(SPARSE, "sigmoid", moderate(), [2, 0, 3, 1, 3], "logits")
case(SPARSE, "sigmoid", moderate(), [2, 0, 3, 1, 3], "probabilities")
case(SPARSE, "linear", inside(), [2, 0, 3, 1, 3], "probabilities")
case(SPARSE, "tanh", generic(rng, (5, 4), -2, 3), [2, 0, 3, 1, 3], "probabilities")

case(BCE, "sigmoid", generic(rng, (5, 1), -4, 4), [[1], [0], [0], [1], [0]], "logits")
case(BCE, "sigmoid", generic(rng, (4, 3), -4, 4), bits, "logits")
case(BCE, "sigmoid", [[-40, 40], [38.5, 41.25], [39.25, -40.5]], [[1, 0], [0, 1], [1, 0]], "logits")
case(BCE, "sigmoid", [[-40, 3.25], [38.5, -41.25], [-2.75, 39.25]], [[1, 0], [0, 1], [1, 0]], "probabilities")
case(BCE, "sigmoid", generic(rng, (4, 3), -4, 4), bits, "probabilities")
case(BCE, "softmax", generic(rng, (4, 3), -4, 4), bits, "logits")
case(BCE, "softmax", generic(rng, (4, 3), -4, 4), bits, "probabilities")
case(BCE, "linear", generic(rng, (4, 3), 0.04, 0.93), generic(rng, (4, 3), 0, 1), "probabilities")
case(BCE, "tanh", generic(rng, (4, 3), -2, 3), bits, "probabilities")

# The further losses. Below, `targets` meet their predictions in a row, and are zeros in another.
numbers = lambda low=-2.0, high=3.0: generic(rng, (5, 4), low, high)
far = np.array([[1e4, -1e4, 3.25], [-2.5e3, 118.25, 120], [7e3, -118.75, 0.125], [-120, -121.5, -119]])


def with_special_rows(logits, low=-2.0, high=3.0):
    targets = numbers(low, high)
    targets[1], targets[2] = logits[1], 0
    return targets


for loss in ["huber", "log_cosh", "cosine_similarity"]:
    for activation in ["linear", "sigmoid", "tanh", "softmax"]:
        case(loss, activation, moderate(), numbers())
    z = numbers()
    case(loss, "linear", z, with_special_rows(z))
    case(loss, "linear", far, generic(rng, far.shape))
for activation in ["linear", "sigmoid", "tanh"]:
    case("mape", activation, moderate(), numbers(0.3, 2))
z = numbers()
case("mape", "linear", z, with_special_rows(z))
case("mape", "linear", far, generic(rng, far.shape, -3, -0.2))
for activation in ["linear", "sigmoid", "relu"]:
    case("msle", activation, moderate(), numbers(0.1, 5))
    case("poisson", activation, moderate() if activation != "linear" else numbers(0.2, 4), np.floor(numbers(0, 6)))
z = numbers(0.1, 3)
case("msle", "linear", z, with_special_rows(z, 0.1, 3))
case("msle", "relu", far, generic(rng, far.shape, 0.2, 900))
case("poisson", "softmax", moderate(), numbers(0.2, 4))
case("poisson", "linear", z, with_special_rows(z, 0.1, 3))
case("poisson", "relu", far, np.floor(generic(rng, far.shape, 0, 9)))

signs = 2 * bits - 1
for loss in ["hinge", "squared_hinge"]:
    for activation in ["linear", "tanh"]:
        case(loss, activation, generic(rng, (4, 3), -2, 2), signs)
        case(loss, activation, generic(rng, (4, 3), -2, 2), bits)
    case(loss, "linear", generic(rng, (5, 1), -2, 2), [[1], [-1], [-1], [1], [-1]])
    case(loss, "linear", far, signs)
    case(loss, "linear", signs, signs)
for activation in ["linear", "softmax", "tanh"]:
    case("categorical_hinge", activation, moderate(), hot)
case("categorical_hinge", "linear", moderate(), 2 * hot - 1)
case("categorical_hinge", "linear", far, one_hot([1, 2, 0, 2], 3))
case("categorical_hinge", "linear", hot, hot)
for activation in ["softmax", "sigmoid"]:
    case("kld", activation, moderate(), rows_of_one(rng, 5, 4))
    case("kld", activation, moderate(), hot)
case("kld", "softmax", far, one_hot([1, 2, 0, 2], 3))
z = rows_of_one(rng, 5, 4)
case("kld", "linear", z, z)
case("kld", "linear", [[1e-9, 0.71, 1.18], [0.43, 1e-9, 0.39]], [[0, 0.4, 0.6], [0, 0, 0]])

# Options.
for delta in [0.37, 2.4]:
    case("huber", "linear", moderate(), numbers(), delta=delta)
for reduction in ["mean", "sum", "mean_with_sample_weight"]:
    case("mse", "tanh", moderate(), hot, reduction=reduction)
    case("huber", "linear", moderate(), numbers(), delta=1.7, reduction=reduction)
    case("hinge", "linear", generic(rng, (4, 3), -2, 2), bits, reduction=reduction)
    case("kl_divergence", "softmax", moderate(), rows_of_one(rng, 5, 4), reduction=reduction)
    case("cosine_similarity", "linear", moderate(), numbers(), reduction=reduction)
    case(CCE, "softmax", moderate(), hot, "logits", reduction=reduction)
    case(CCE, "linear", inside(), hot, "probabilities", reduction=reduction)
    case(BCE, "sigmoid", generic(rng, (4, 3), -4, 4), bits, "logits", reduction=reduction)
    case(SPARSE, "softmax", moderate(), [2, 0, 3, 1, 3], "logits", ignoreClass=3, reduction=reduction)
case(CCE, "softmax", moderate(), hot, "logits", labelSmoothing=0.15)
case(CCE, "softmax", extreme, one_hot([1, 2, 0, 2], 3), "logits", labelSmoothing=0.15)
case(CCE, "softmax", moderate(), rows_of_one(rng, 5, 4), "probabilities", labelSmoothing=0.37)
case(CCE, "linear", inside(), hot, "probabilities", labelSmoothing=0.1, reduction="sum")
case(CCE, "linear", moderate(), hot, "logits", fromLogits=True)
case(CCE, "linear", extreme, one_hot([1, 2, 0, 2], 3), "logits", fromLogits=True)
case(CCE, "tanh", moderate(), hot, "logits", fromLogits=True, labelSmoothing=0.2)
case(BCE, "sigmoid", generic(rng, (4, 3), -4, 4), bits, "logits", labelSmoothing=0.15)
case(BCE, "sigmoid", generic(rng, (4, 3), -4, 4), bits, "probabilities", labelSmoothing=0.37)
case(BCE, "linear", generic(rng, (4, 3), -4, 4), bits, "logits", fromLogits=True)
case(BCE, "linear", [[-40, 40], [38.5, 41.25], [39.25, -40.5]], [[1, 0], [0, 1], [1, 0]], "logits", fromLogits=True, labelSmoothing=0.1)
case(SPARSE, "linear", moderate(), [2, 0, 3, 1, 3], "logits", fromLogits=True)
case(SPARSE, "softmax", moderate(), [2, -1, 3, 1, -1], "logits", ignoreClass=-1)
case(SPARSE, "softmax", moderate(), [2, 7, 3, 1, 7], "probabilities", ignoreClass=7)
case(SPARSE, "linear", moderate(), [2, 0, 255, 1, 3], "logits", fromLogits=True, ignoreClass=255)

write("losses.json", {"versions": versions(tf, keras), "cases": cases})
