"""losses.json: what Keras reports as the loss of given logits, targets and sample weights, after this or that activation.

The model is one Activation layer, so that the predictions come from the given logits. `value` is Keras in float32, its default; `value64` in float64,
where the bounds of the clip, 1e-7 and 1 - 1e-7, are exact (in float32, 1 - (1 - 1e-7) is 1.19e-7).
"""

import numpy as np
from common import flat, generic, one_hot, plain, rows_of_one, tensor, unmarked, versions, write

import keras
import tensorflow as tf

rng = np.random.default_rng(1847)
EPSILON = 1e-7
cases = []


def evaluate(activation, loss, logits, targets, weights, dtype):
    keras.config.set_floatx(dtype)
    keras.config.set_dtype_policy(dtype)
    model = keras.Sequential([keras.Input(logits.shape[1:]), keras.layers.Activation(activation)])
    model.compile(loss=loss)
    targets = targets if loss.startswith("sparse") else targets.astype(dtype)
    return model.evaluate(logits.astype(dtype), targets, sample_weight=weights.astype(dtype), batch_size=len(logits), verbose=0)


def softmax(z):
    e = np.exp(z - z.max(axis=1, keepdims=True))
    return e / e.sum(axis=1, keepdims=True)


def clip(p):
    return np.clip(p, EPSILON, 1 - EPSILON)


def again(activation, loss, path, z, t, w):
    """The same in plain numpy."""
    p = {"linear": lambda: z, "tanh": lambda: np.tanh(z), "softmax": lambda: softmax(z), "sigmoid": lambda: 1 / (1 + np.exp(-z))}[activation]()
    if loss == "mse":
        rows = np.square(p - t).mean(axis=1)
    elif loss == "mae":
        rows = np.abs(p - t).mean(axis=1)
    elif loss == "binary_crossentropy":
        q = clip(p)
        rows = (np.maximum(z, 0) - z * t + np.log1p(np.exp(-np.abs(z))) if path == "logits" else -(t * np.log(q) + (1 - t) * np.log(1 - q))).mean(axis=1)
    else:
        if loss.startswith("sparse"):
            t = np.eye(z.shape[1])[t]
            scores = z if path == "logits" else np.log(clip(p))
        elif path == "probabilities":
            return (w * -(t * np.log(clip(p / p.sum(axis=1, keepdims=True)))).sum(axis=1)).sum() / len(w)
        else:
            scores = z
        scores = scores - scores.max(axis=1, keepdims=True)
        rows = -(t * (scores - np.log(np.exp(scores).sum(axis=1, keepdims=True)))).sum(axis=1)
    return (w * rows).sum() / len(w)


def case(loss, activation, logits, targets, path=None):
    """`path` says what a cross-entropy is computed from: the logits, or the activation's output."""
    logits, targets = np.asarray(logits, dtype=float), np.asarray(targets)
    weights = generic(rng, (len(logits),), 0.2, 2.3)
    function = unmarked(activation) if path == "probabilities" and activation in ("sigmoid", "softmax") else activation
    single, double = (evaluate(function, loss, logits, targets, weights, dtype) for dtype in ("float32", "float64"))
    np.testing.assert_allclose(again(activation, loss, path, logits, targets, weights), double, rtol=1e-12)
    np.testing.assert_allclose(single, double, rtol=0.02)
    cases.append({"loss": loss, "activation": activation, "path": path, "logits": tensor(logits), "targets": tensor(targets),
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

write("losses.json", {"versions": versions(tf, keras), "cases": cases})
