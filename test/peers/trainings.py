"""trainings.json: small trainings by Keras on the CPU, from given start weights, in Float32 and in Float64.

trainings_cases.py describes them as data, trainings_keras.py makes Keras's models of it; here they are trained and written down. Each case draws its
numbers from a seed of its own, so that a new one leaves the others as they are. `python trainings.py NAME...` runs the named ones and writes nothing.
"""

import copy
import sys
import zlib

import numpy as np
from common import plain, tensor, versions, write
from trainings_cases import DRAWS, WEIGHTS, cases
from trainings_keras import build, doubles, make, snake

import keras
import tensorflow as tf

MARGIN = 5e-4  # no prediction of a training may be this near to where accuracy changes its mind
NEAR = 4e-6  # how far the Float32 run may end from the Float64 run: beyond, the case would test rounding and not formulas
APART = 2e-4  # how much the thing that a case is about must change its weights or its losses


def given_type(array, dtype):
    return array if array.dtype.kind == "i" else array.astype(dtype)


def single(arrays):
    """What Keras wants for one input, output or weight, or for many."""
    return arrays if len(arrays) > 1 else arrays[0]


def margin(predictions):
    """How far predictions are from where accuracy changes its mind."""
    if predictions.shape[-1] == 1:
        return np.abs(predictions - 0.5).min()
    top = np.sort(predictions, axis=-1)
    return (top[..., -1] - top[..., -2]).min()


class Batches(keras.callbacks.Callback):
    """Keeps the loss that is shown after each batch: the mean of the epoch so far."""

    def on_train_begin(self, logs=None):
        self.losses = []

    def on_train_batch_end(self, batch, logs=None):
        self.losses.append(logs["loss"])


def start_weights(case, rng):
    """Generic weights of each layer by name, in Keras's order: kernel, bias; gamma, beta, moving mean, moving variance; alpha."""
    return {layer.name: [np.round(rng.uniform(*WEIGHTS[w.name], w.shape), 3) for w in layer.weights]
            for layer in build(case, "float32").layers if layer.weights}


def run(case, data, weights, dtype, eagerly=False, watch=None):
    """One training; gives losses, history, evaluation, predictions and final weights."""
    model = build(case, dtype, eagerly)
    for name, values in weights.items():
        model.get_layer(name).set_weights(values)
    cast = {k: single([given_type(a, dtype) for a in v]) for k, v in data.items()}
    fit = dict(case["fit"])
    callbacks = [make(c, keras.callbacks) for c in fit.pop("callbacks", [])]
    if "classWeight" in fit:
        fit["classWeight"] = {int(k): v for k, v in fit["classWeight"].items()}
    if fit.pop("validationData", False):
        fit["validationData"] = tuple(cast[k] for k in ["xVal", "tVal", "sampleWeightVal"] if k in cast)
    if "sampleWeight" in cast:
        fit["sampleWeight"] = cast["sampleWeight"]
    if watch is not None:
        compute = model.compute_metrics

        def watched(x, y, y_pred, sample_weight=None):
            watch.extend(margin(p.numpy()) for p in tf.nest.flatten(y_pred))
            return compute(x, y, y_pred, sample_weight)

        model.compute_metrics = watched
    batches = Batches()
    history = model.fit(cast["x"], cast["t"], shuffle=False, verbose=0, callbacks=[batches, *callbacks], **{snake(k): v for k, v in fit.items()})
    batch_size = fit["batchSize"]
    evaluate = lambda **how: model.evaluate(cast["x"], cast["t"], batch_size=batch_size, sample_weight=cast.get("sampleWeight"), verbose=0, **how)
    predictions = model.predict(cast["xVal"], batch_size=batch_size, verbose=0)
    return {
        "epochs": history.epoch, "batchLosses": batches.losses, "history": history.history,
        "evaluate": evaluate(return_dict=True), "evaluateList": np.ravel(evaluate()),
        "predictions": predictions if isinstance(predictions, list) else [predictions],
        "weights": {layer.name: layer.get_weights() for layer in model.layers if layer.weights},
    }


def numbers(result):
    """All numbers of a result, in one order."""
    parts = [result["batchLosses"], *result["history"].values(), *result["evaluate"].values(), *result["predictions"]]
    parts += [w for ws in result["weights"].values() for w in ws]
    return [np.asarray(p, dtype=np.float64) for p in parts]


def away(a, b):
    """max |a − b| / max(1, max |b|) over the tensors; infinite where one trains longer than the other."""
    pairs = list(zip(numbers(a), numbers(b), strict=True))
    if any(p.shape != q.shape for p, q in pairs):
        return np.inf
    return max(np.abs(p - q).max() / max(1, np.abs(q).max()) for p, q in pairs)


def without_output_losses(result):
    """The result without the losses of single outputs, in whose means compiled Keras forgets that the last batch is smaller; eager Keras does not."""
    kept = lambda shown: {k: v for k, v in shown.items() if k in ("loss", "val_loss") or not k.endswith("_loss")}
    return {**result, "history": kept(result["history"]), "evaluate": kept(result["evaluate"])}


def unlike(case, path, value):
    """The case with one thing of its description changed, or taken away where the value is None."""
    changed = copy.deepcopy(case)
    *way, last = path
    place = changed
    for key in way:
        place = place[key]
    if value is None:
        del place[last]
    else:
        place[last] = value
    return changed


def attempt(case, without, seed):
    """Draws data and weights and trains; None where the draw leaves accuracy, or Float32 against Float64, in doubt."""
    rng = np.random.default_rng(seed)
    draw = lambda kind, rows, shape: DRAWS[kind](rng, rows, shape)
    rows, val_rows = case["rows"], 6
    outputs = build(case, "float32").outputs
    data = {
        "x": [draw(case["xKind"], rows, i["shape"]) for i in case["inputs"]], "t": [draw(k, rows, o.shape[1:]) for k, o in zip(case["tKinds"], outputs)],
        "xVal": [draw(case["xKind"], val_rows, i["shape"]) for i in case["inputs"]], "tVal": [draw(k, val_rows, o.shape[1:]) for k, o in zip(case["tKinds"], outputs)],
    }
    if case["weighted"] >= 1:
        data["sampleWeight"] = [draw("weights", rows, ()) for _ in outputs]
    if case["weighted"] >= 2:
        data["sampleWeightVal"] = [draw("weights", val_rows, ()) for _ in outputs]
    weights = start_weights(case, rng)
    if "validationSplit" in case["fit"]:
        kept = int(rows * (1 - case["fit"]["validationSplit"]))
        classes = data["t"][0].argmax(axis=-1) if data["t"][0].ndim > 1 else data["t"][0]
        if set(classes[:kept]) != set(classes[kept:]):
            return "a class on one side only", None

    watch = []
    several = len(outputs) > 1  # compiled, Keras weighs the batches of single outputs' losses all alike, as if the last one were not smaller
    eager = run(case, data, weights, "float32", eagerly=True, watch=watch)
    least = min(watch) if any("accuracy" in key for key in eager["history"]) else np.inf
    if least < MARGIN:
        return f"margin {least:.1e}", None
    with doubles():
        exact = run(case, data, weights, "float64", eagerly=several)
    compiled = run(case, data, weights, "float32")
    result = eager if several else compiled
    apart = away(result, exact)
    if apart > NEAR:
        return f"float64 {apart:.1e} away", None
    try:
        rounded = away(run(case, data, weights, "float64", eagerly=several), exact)
    except (tf.errors.InvalidArgumentError, TypeError, ValueError) as error:
        rounded = type(error).__name__
    moved = min((np.abs(w - s).max() for name, ws in exact["weights"].items() for w, s in zip(ws, weights[name]) if np.abs(w - s).max() > 0))
    least_change = np.inf
    for path, value in without:
        change = away(run(unlike(case, path, value), data, weights, "float32", eagerly=True), eager)
        if change < APART:
            return f"without {path}: {change:.1e}", None
        least_change = min(least_change, change)
    eager_apart = away(without_output_losses(eager), without_output_losses(compiled))
    assert eager_apart < 2e-6, (case["name"], eager_apart)
    note = f"float64 {apart:.1e} away, Keras's own {rounded if isinstance(rounded, str) else format(rounded, '.0e')}, margin {least:.1e}, moved {moved:.0e}, matters {least_change:.0e}"
    described = {k: v for k, v in case.items() if k not in ("rows", "xKind", "tKinds", "weighted")}
    own = rounded if isinstance(rounded, str) else plain(float(f"{rounded:.0e}")) if rounded > 1e-13 else 0
    described.update({k: [tensor(a) for a in v] for k, v in data.items()})
    described.update({
        "layerOrder": [layer.name for layer in build(case, "float32").layers if layer.weights], "weights": {n: [tensor(w) for w in ws] for n, ws in weights.items()},
        "epochs": result["epochs"], "float64Rounded": own, "float32": stored(result, np.float32), "float64": stored(exact, np.float64),
    })
    return note, described


def stored(result, dtype):
    row = lambda values: [plain(dtype(v)) for v in values]
    return {
        "batchLosses": row(result["batchLosses"]), "history": {k: row(v) for k, v in result["history"].items()},
        "evaluate": {k: plain(dtype(v)) for k, v in result["evaluate"].items()}, "evaluateList": row(result["evaluateList"]),
        "predictions": [tensor(p) for p in result["predictions"]],
        "weights": {n: [tensor(w) for w in ws] for n, ws in result["weights"].items()},
    }


def trained(case, without):
    for again in range(15):
        note, described = attempt(case, without, [zlib.crc32(case["name"].encode()), again])
        if described is not None:
            print(f"{case['name']}: {note}, draw {again + 1}", flush=True)
            return described
        print(f"  {case['name']}: {note}", flush=True)
    raise AssertionError(case["name"])


if __name__ == "__main__":
    wanted = sys.argv[1:]
    names = [case["name"] for case, _ in cases]
    assert len(set(names)) == len(names) and set(wanted) <= set(names), set(wanted) - set(names)
    done = [trained(case, without) for case, without in cases if not wanted or case["name"] in wanted]
    if not wanted:
        write("trainings.json", {"versions": versions(tf, keras), "cases": done})
        print(len(done), "cases")
