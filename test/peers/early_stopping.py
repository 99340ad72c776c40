"""early-stopping.json: when Keras's EarlyStopping stops, and which weights it restores, for made-up sequences of a monitored value.

The callback's own hooks are called with a stand-in for the model, whose weights are the number of the epoch. Epochs count from 0, as in the callback.
"""

import re

import numpy as np
from common import plain, versions, write

import keras

rng = np.random.default_rng(1969)
cases, single_precision = [], []

# A real model answers mode='auto': the direction of 'accuracy' is read from its metrics.
real = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
real.compile(loss="mse", metrics=["accuracy"])
real.evaluate(np.ones((3, 2)), np.ones((3, 1)), verbose=0)


class StandIn:
    metrics = real.metrics
    stop_training, epoch, restored = False, None, None

    def get_weights(self):
        return self.epoch

    def set_weights(self, epoch):
        self.restored = epoch


def run(options, values):
    snake = {re.sub("([A-Z])", r"_\1", k).lower(): v for k, v in options.items()}
    callback, model = keras.callbacks.EarlyStopping(**snake), StandIn()
    callback.set_model(model)
    callback.on_train_begin()
    for epoch, value in enumerate(values):
        model.epoch = epoch
        callback.on_epoch_end(epoch, {callback.monitor: value})
        if model.stop_training:
            break
    callback.on_train_end()
    return {"epochsRun": epoch + 1, "stoppedEpoch": callback.stopped_epoch, "bestEpoch": callback.best_epoch, "restoredEpoch": model.restored}


def again(values, monitor="val_loss", mode="auto", minDelta=0, patience=0, baseline=None, restoreBestWeights=False, startFromEpoch=0):
    """The rules in plain Python, comparing in double precision."""
    up = mode == "max" or (mode == "auto" and "accuracy" in monitor)
    better = lambda value, than: than is None or (value - abs(minDelta) > than if up else value + abs(minDelta) < than)
    best, best_epoch, wait, stopped, restored = None, 0, 0, 0, None
    for epoch, value in enumerate(values):
        if epoch < startFromEpoch:
            continue
        wait += 1
        if better(value, best):
            best, best_epoch = value, epoch
            if baseline is None or better(value, baseline):
                wait = 0
        elif wait >= patience and epoch > 0:
            stopped = epoch
            break
    if restoreBestWeights and best is not None:
        restored = best_epoch
    return {"epochsRun": epoch + 1, "stoppedEpoch": stopped, "bestEpoch": best_epoch, "restoredEpoch": restored}


def case(values, into=cases, **options):
    values = [plain(float(v)) for v in values]
    options = {"monitor": "val_loss", **options}
    result = run(options, values)
    assert (result == again(values, **options)) == (into is cases), (options, values, result, again(values, **options))
    into.append({"options": options, "values": values, **result})


falling = [1.31, 1.12, 0.97, 0.88, 0.83]
bumpy = [1.31, 1.12, 1.17, 0.97, 1.02, 0.99, 0.93, 0.96, 0.95, 0.94, 1.08]
plateau = [0.92, 0.71, 0.71, 0.71, 0.71, 0.64, 0.64, 0.64, 0.64, 0.64]
never = [0.41, 0.47, 0.52, 0.58, 0.61, 0.66]
rising = [0.23, 0.41, 0.52, 0.52, 0.49, 0.57, 0.56, 0.55, 0.57, 0.54, 0.53]

# Patience.
case(falling)
for patience in [0, 1, 2, 3, 5]:
    case(never, patience=patience)
case(never, patience=17)
for patience in [0, 1, 2, 3]:
    case(bumpy, patience=patience, restoreBestWeights=True)
case(plateau, patience=3)
case(plateau, patience=4, restoreBestWeights=True)
case(plateau, patience=5, restoreBestWeights=True)
case([0.87])

# Direction.
case(rising, monitor="val_accuracy", patience=2, restoreBestWeights=True)
case(rising, monitor="val_accuracy", mode="auto", patience=4, restoreBestWeights=True)
case(rising, monitor="val_accuracy", mode="max", patience=1)
case(rising, monitor="val_accuracy", mode="min", patience=3, restoreBestWeights=True)
case(bumpy, monitor="loss", patience=2)
case(rising, monitor="accuracy", patience=3)
case(bumpy, monitor="val_loss", mode="max", patience=2)

# The least change that counts. These numbers are exact in binary: an improvement of just minDelta is none.
exact = [1.375, 1.25, 1.125, 1, 0.875, 0.75]
case(exact, minDelta=0.125, patience=2, restoreBestWeights=True)
case(exact, minDelta=0.25, patience=2, restoreBestWeights=True)
case(exact, minDelta=0.25, patience=3, restoreBestWeights=True)
case(exact, minDelta=-0.125, patience=3)
case([0.25, 0.375, 0.5, 0.625, 0.8125], monitor="val_accuracy", minDelta=0.125, patience=2, restoreBestWeights=True)
case(falling, minDelta=0.07, patience=2, restoreBestWeights=True)
case(bumpy, minDelta=0.03, patience=3, restoreBestWeights=True)
case(rising, monitor="val_accuracy", minDelta=0.04, patience=3, restoreBestWeights=True)

# A baseline: what does not beat it does not end the waiting, but an epoch that improves never stops.
case(bumpy, baseline=0.85, patience=3, restoreBestWeights=True)
case(falling, baseline=0.11, patience=2, restoreBestWeights=True)
case(never, baseline=0.37, patience=2, restoreBestWeights=True)
case(bumpy, baseline=1.05, patience=3, restoreBestWeights=True)
case(bumpy, baseline=1.05, patience=2)
case([1.31, 0.96, 0.95, 0.99], baseline=0.98, minDelta=0.04, patience=2, restoreBestWeights=True)
case(rising, monitor="val_accuracy", baseline=0.44, patience=4, restoreBestWeights=True)
case(rising, monitor="val_accuracy", baseline=0.93, patience=4, restoreBestWeights=True)

# A late start.
case(never, startFromEpoch=2, patience=2, restoreBestWeights=True)
case(bumpy, startFromEpoch=3, restoreBestWeights=True)
case(bumpy, startFromEpoch=4, patience=2, minDelta=0.02, restoreBestWeights=True)
case(falling, startFromEpoch=9, patience=1, restoreBestWeights=True)
case(rising, monitor="val_accuracy", startFromEpoch=3, baseline=0.51, patience=3, restoreBestWeights=True)
case(plateau, startFromEpoch=1, patience=2)

# Everything at once, at random.
for _ in range(12):
    up = bool(rng.integers(2))
    values = np.round(0.5 + (0.5 if up else -0.5) * np.tanh(np.arange(14) * 0.15) * 0.8 + rng.normal(0, 0.05, 14), 2)
    options = {"monitor": "val_accuracy" if up else "val_loss", "minDelta": round(rng.uniform(0, 0.03), 3), "patience": int(rng.integers(0, 5)),
               "restoreBestWeights": bool(rng.integers(2)), "startFromEpoch": int(rng.integers(0, 4))}
    if rng.integers(2):
        options["baseline"] = round(rng.uniform(0.25, 0.75), 3)
    case(values, **options)

# Keras compares in float32, so that in decimals too an improvement of just minDelta is none; in double precision these numbers pass for a little more.
case([0.8, 0.7, 0.6, 0.55], single_precision, minDelta=0.1, patience=2, restoreBestWeights=True)
case([0.9, 0.7, 0.5, 0.45], single_precision, minDelta=0.2, patience=1, restoreBestWeights=True)

assert any(c["stoppedEpoch"] == 0 for c in cases) and any(c["restoredEpoch"] is None for c in cases if c["options"].get("restoreBestWeights"))
write("early-stopping.json", {"versions": versions(keras), "cases": cases, "singlePrecision": single_precision})
print(len(cases), "cases")
