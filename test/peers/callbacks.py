"""callbacks.json: what Keras's ReduceLROnPlateau, LearningRateScheduler and EarlyStopping do to made-up logs.

The callbacks' own hooks are called, epoch by epoch from 0, with a real model whose optimizer has a real learning rate; only the logs are made up.
Every result is worked out a second time in plain Python, in double precision; both must agree, so that no case hangs on Keras comparing in float32.
"""

import re
import warnings

import numpy as np
from common import plain, versions, write

import keras

warnings.filterwarnings("ignore", message=".*is not available")
rng = np.random.default_rng(1974)
cases = []

# mode='auto' reads the direction of a metric from the model's own metrics.
model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
model.compile(loss="mse", metrics=["accuracy", keras.metrics.MeanAbsoluteError(name="mae")])
model.evaluate(np.ones((3, 2)), np.ones((3, 1)), verbose=0)


def snake(options):
    return {re.sub("([A-Z])", r"_\1", k).lower(): v for k, v in options.items()}


def rate(value):
    return plain(np.float32(value))


def run(callback, logs, initial):
    """Calls the hooks of one training; gives the learning rate that each epoch was trained with, shows in its logs, and leaves behind."""
    model.optimizer = keras.optimizers.SGD(learning_rate=initial)
    model.stop_training = False
    callback.set_model(model)
    callback.on_train_begin()
    during, logged, after = [], [], []
    for epoch, given in enumerate(logs):
        callback.on_epoch_begin(epoch)
        during.append(rate(model.optimizer.learning_rate.numpy()))
        shown = dict(given)
        callback.on_epoch_end(epoch, shown)
        logged.append(rate(shown["learning_rate"]) if "learning_rate" in shown else None)
        after.append(rate(model.optimizer.learning_rate.numpy()))
        if model.stop_training:
            break
    callback.on_train_end()
    return during, logged, after


def better(up, minDelta):
    delta = abs(minDelta)
    return lambda value, than: than is None or (value - delta > than if up else value + delta < than)


def upward(monitor, mode):
    return mode == "max" or (mode == "auto" and "accuracy" in monitor)


def plateau_again(logs, initial, monitor="val_loss", factor=0.1, patience=10, mode="auto", minDelta=1e-4, cooldown=0, minLr=0.0):
    """The rules of ReduceLROnPlateau in plain Python. An epoch whose logs lack the monitored value changes nothing, not even a cooldown.

    The last epoch of a cooldown counts again: cooldown 1 is the same as none."""
    improves = better(upward(monitor, mode), minDelta)
    best, wait, cool, learning_rate, rates = None, 0, 0, initial, []
    for given in logs:
        value = given.get(monitor)
        if value is not None:
            if cool > 0:
                cool, wait = cool - 1, 0
            if improves(value, best):
                best, wait = value, 0
            elif cool == 0:
                wait += 1
                if wait >= patience and learning_rate > minLr:
                    learning_rate, cool, wait = max(learning_rate * factor, minLr), cooldown, 0
        rates.append(learning_rate)
    return rates


def logs_of(monitor, values):
    """Logs with one monitored value an epoch; None is an epoch without it, as between validations."""
    return [{"loss": plain(float(np.round(1.7 / (3 + i), 4))), **({} if v is None else {monitor: plain(float(v))})} for i, v in enumerate(values)]


def plateau(name, values, initial=0.08, **options):
    monitor = options.get("monitor", "val_loss")
    logs = [{"loss": plain(float(v))} for v in values] if monitor == "loss" else logs_of(monitor, values)
    keras_options = snake(options)
    during, logged, after = run(keras.callbacks.ReduceLROnPlateau(**keras_options), logs, initial)
    np.testing.assert_allclose(after, plateau_again(logs, initial, **options), rtol=2e-6, err_msg=name)
    assert logged == during == [rate(initial), *after[:-1]], name
    cases.append({"name": name, "callback": "ReduceLROnPlateau", "options": options, "initialLearningRate": initial, "logs": logs,
                  "learningRates": after, "loggedLearningRates": logged, "stoppedEpoch": None})


def schedule_of(rule):
    """The function that a rule describes: (epoch, learning rate) -> learning rate."""
    return {
        "geometric": lambda epoch, lr: lr if epoch < rule.get("from", 0) else lr * rule.get("factor", 1),
        "table": lambda epoch, lr: rule.get("values", [])[epoch],
        "inverse": lambda epoch, lr: rule.get("start", 0) / (1 + rule.get("rate", 0) * epoch),
    }[rule["kind"]]


def scheduler(name, rule, epochs, initial=0.06):
    logs = logs_of("val_loss", np.round(rng.uniform(0.3, 1.2, epochs), 3))
    schedule = schedule_of(rule)
    during, logged, after = run(keras.callbacks.LearningRateScheduler(schedule), logs, initial)
    assert logged == during == after, name
    again = [initial]
    for epoch in range(epochs):
        again.append(schedule(epoch, again[-1]))
    np.testing.assert_allclose(after, again[1:], rtol=2e-6, err_msg=name)
    cases.append({"name": name, "callback": "LearningRateScheduler", "options": {}, "schedule": rule, "initialLearningRate": initial, "logs": logs,
                  "learningRates": after, "loggedLearningRates": logged, "stoppedEpoch": None})


def stopping(name, values, initial=0.05, **options):
    """EarlyStopping where epochs lack the monitored value; early-stopping.json has the rest."""
    monitor = options.get("monitor", "val_loss")
    logs = logs_of(monitor, values)
    callback = keras.callbacks.EarlyStopping(**snake(options))
    _, logged, after = run(callback, logs, initial)
    improves = better(upward(monitor, options.get("mode", "auto")), options.get("minDelta", 0))
    best, best_epoch, wait, stopped = None, 0, 0, 0
    for epoch, value in enumerate(values):
        if value is None or epoch < options.get("startFromEpoch", 0):
            continue
        wait += 1
        if improves(value, best):
            best, best_epoch, wait = value, epoch, 0
        elif wait >= options.get("patience", 0) and epoch > 0:
            stopped = epoch
            break
    assert (callback.stopped_epoch, callback.best_epoch) == (stopped, best_epoch), name
    cases.append({"name": name, "callback": "EarlyStopping", "options": options, "initialLearningRate": initial, "logs": logs,
                  "learningRates": after, "loggedLearningRates": [None] * len(after), "stoppedEpoch": stopped, "bestEpoch": best_epoch, "epochsRun": len(after)})


flat = [0.92, 0.71, 0.73, 0.72, 0.74, 0.71, 0.75, 0.73, 0.76, 0.72, 0.77, 0.74]
bumpy = [1.31, 1.12, 1.17, 0.97, 1.02, 0.99, 0.93, 0.96, 0.95, 0.94, 1.08, 0.91]
falling = [1.31, 1.12, 0.97, 0.88, 0.83, 0.79]
rising = [0.23, 0.41, 0.52, 0.52, 0.49, 0.57, 0.56, 0.55, 0.57, 0.54, 0.53, 0.61]
slow = [0.9, 0.8985, 0.8971, 0.8957, 0.8943, 0.8929, 0.8915, 0.8901]
sparse = [None, 0.81, None, 0.84, None, 0.83, None, 0.79, None, 0.82, None, 0.85, None, 0.86]

plateau("no plateau", falling, factor=0.3, patience=1)
plateau("the defaults wait ten epochs", [0.6, *np.round(0.61 + 0.01 * np.arange(23), 2)])
plateau("patience 2", flat, factor=0.3, patience=2)
plateau("patience 0 reduces at the first epoch that is not better", bumpy, factor=0.7, patience=0)
plateau("patience 1 is the same as 0", bumpy, factor=0.7, patience=1)
plateau("patience 3, the count starts anew after a better epoch", bumpy, factor=0.45, patience=3)
plateau("cooldown 1 is the same as none", flat, factor=0.6, patience=2, cooldown=1)
plateau("cooldown 2", flat, factor=0.6, patience=2, cooldown=2)
plateau("cooldown 4 longer than patience", flat, factor=0.6, patience=1, cooldown=4)
plateau("a better epoch during the cooldown", [0.9, 0.95, 0.94, 0.83, 0.86, 0.85, 0.87, 0.88, 0.84, 0.89], factor=0.35, patience=1, cooldown=3)
plateau("minDelta ignores small steps", slow, factor=0.55, patience=2, minDelta=0.004)
plateau("the default minDelta of 1e-4 lets the same steps pass", slow, factor=0.55, patience=2)
plateau("the sign of minDelta does not count", slow, factor=0.55, patience=2, minDelta=-0.004)
plateau("minDelta 0", [0.7, 0.69995, 0.6999, 0.69985, 0.6998, 0.6999, 0.7], factor=0.4, patience=1, minDelta=0)
plateau("the default minDelta ignores what 0 lets pass", [0.7, 0.69995, 0.6999, 0.69985, 0.6998, 0.6999, 0.7], factor=0.4, patience=1)
plateau("minLr is the floor", flat, factor=0.3, patience=1, minLr=0.011)
plateau("a learning rate below the floor is left alone", flat, initial=0.006, factor=0.3, patience=1, minLr=0.011)
plateau("at the floor there is no cooldown any more", flat, factor=0.2, patience=2, cooldown=3, minLr=0.013)
plateau("accuracy goes up by itself", rising, monitor="val_accuracy", factor=0.65, patience=2)
plateau("mode max", rising, monitor="val_accuracy", mode="max", factor=0.65, patience=3, minDelta=0.03)
plateau("mode min on an accuracy", rising, monitor="val_accuracy", mode="min", factor=0.65, patience=3, cooldown=2)
plateau("mode max on a loss", bumpy, mode="max", factor=0.65, patience=2)
plateau("the training loss", bumpy, monitor="loss", factor=0.65, patience=2)
plateau("a metric that goes down by itself", bumpy, monitor="val_mae", factor=0.65, patience=2)
plateau("a validation every second epoch: the others do not count", sparse, factor=0.5625, patience=2)
plateau("epochs without a validation do not end a cooldown", sparse, factor=0.5625, patience=1, cooldown=2)
plateau("factor 0", flat, factor=0.0, patience=2, minLr=0.0007)

for i in range(8):
    up = bool(rng.integers(2))
    values = np.round(0.5 + (0.5 if up else -0.5) * np.tanh(np.arange(16) * 0.2) * 0.8 + rng.normal(0, 0.05, 16), 2)
    options = {"monitor": "val_accuracy" if up else "val_loss", "factor": round(rng.uniform(0.2, 0.9), 3), "patience": int(rng.integers(0, 4)),
               "cooldown": int(rng.integers(0, 4)), "minDelta": round(rng.uniform(0.001, 0.03), 4), "minLr": round(rng.uniform(0.001, 0.03), 4)}
    plateau(f"everything at once, {i + 1}", values, initial=round(rng.uniform(0.02, 0.1), 4), **options)

scheduler("geometric from the third epoch", {"kind": "geometric", "factor": 0.85, "from": 2}, 7)
scheduler("geometric from the first epoch", {"kind": "geometric", "factor": 1.07, "from": 0}, 4, initial=0.013)
scheduler("a table that goes up and down", {"kind": "table", "values": [0.011, 0.034, 0.057, 0.023, 0.0071]}, 5)
scheduler("inverse time, whatever it was", {"kind": "inverse", "start": 0.17, "rate": 0.37}, 6)

stopping("stopping, a validation every second epoch: the others do not count", sparse, patience=2)
stopping("stopping at once when a validated epoch is not better", sparse, patience=0)
stopping("stopping, accuracy every third epoch", [None, None, 0.41, None, None, 0.47, None, None, 0.44, None, None, 0.46, None, None, 0.43],
         monitor="val_accuracy", patience=3)
stopping("stopping, a late start between validations", sparse, patience=2, startFromEpoch=4)

write("callbacks.json", {"versions": versions(keras), "cases": cases})
print(len(cases), "cases")
