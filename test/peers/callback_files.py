"""callback-files.json: the text that Keras's CSVLogger writes, and the files that its ModelCheckpoint names, for made-up logs.

The callbacks' own hooks are called; CSVLogger writes into a temporary folder, ModelCheckpoint asks a stand-in for the model that only writes names down.
"""

import contextlib
import io
import re
import tempfile
from pathlib import Path

import numpy as np
from common import plain, versions, write

import keras

rng = np.random.default_rng(1987)

# mode='auto' reads the direction of a metric from the model's own metrics.
real = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
real.compile(loss="mse", metrics=["accuracy"])
real.evaluate(np.ones((3, 2)), np.ones((3, 1)), verbose=0)


def snake(options):
    return {re.sub("([A-Z])", r"_\1", k).lower(): v for k, v in options.items()}


def some(names, epochs):
    return [{name: plain(float(np.round(rng.uniform(0.1, 1.4), 5))) for name in names.split()} for _ in range(epochs)]


def without(logs, start, *epochs):
    """Logs that lack the names with this start in these epochs."""
    return [{k: v for k, v in one.items() if not (k.startswith(start) and i in epochs)} for i, one in enumerate(logs)]


def csv(name, *trainings, before="", **options):
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "log.csv"
        if before:
            file.write_bytes(before.encode())
        for logs in trainings:
            callback = keras.callbacks.CSVLogger(str(file), **options)
            callback.on_train_begin()
            for epoch, one in enumerate(logs):
                callback.on_epoch_end(epoch, {k: float(v) for k, v in one.items()})
            callback.on_train_end()
        return {"name": name, "options": options, "before": before, "trainings": list(trainings), "text": file.read_bytes().decode()}


class StandIn:
    metrics = real.metrics

    def __init__(self):
        self.saved = []

    def save(self, path, overwrite):
        self.saved.append(["model", path])

    def save_weights(self, path, overwrite):
        self.saved.append(["weights", path])


def checkpoint(path, logs, steps=3, **options):
    model, callback = StandIn(), keras.callbacks.ModelCheckpoint(path, verbose=1, **snake(options))
    callback.set_model(model)
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        callback.on_train_begin()
        for epoch, one in enumerate(logs):
            callback.on_epoch_begin(epoch)
            for batch in range(steps):
                callback.on_train_batch_end(batch, {k: v for k, v in one.items() if not k.startswith("val_")})
            callback.on_epoch_end(epoch, one)
        callback.on_train_end()
    lines = [line for line in printed.getvalue().split("\n") if line and "finished saving" not in line]
    return {"path": path, "steps": steps, "options": options, "logs": logs, "saved": model.saved, "lines": lines}


all_four = "accuracy loss val_accuracy val_loss"
tables = [
    csv("all validated", some(all_four, 4)),
    csv("another separator", some(all_four, 2), separator=";"),
    csv("a learning rate beside them", some(f"{all_four} learning_rate", 3)),
    csv("names in another order", some("val_zeta loss val_loss zeta", 2)),
    csv("every second epoch validated", without(some(all_four, 4), "val_", 0, 2)),
    csv("every second epoch validated, from the first on", without(some(all_four, 4), "val_", 1, 3)),
    csv("nothing validated", some("accuracy loss", 3)),
    csv("whole, small and large numbers", [{"loss": 1.0, "val_loss": 0.0}, {"loss": 1e-7, "val_loss": 2.5e-11}, {"loss": 12345678.0, "val_loss": 3e21}]),
    csv("two trainings in one file", some(all_four, 2), some(all_four, 3), append=True),
    csv("a file that is written over", some(all_four, 2), before="epoch,old\r\n0,0.3\r\n"),
    csv("a name that holds the separator and a quote", some('a;b say"x" val_loss', 2), separator=";"),
]

made = some(all_four, 4)
negative = [{**one, "val_loss": -one["val_loss"]} for one in some(all_four, 3)]
best = [{**one, "val_loss": v} for one, v in zip(some(all_four, 6), [0.91, 0.83, 0.87, 0.83, 0.71, 0.94], strict=True)]
up = [{**one, "val_accuracy": v} for one, v in zip(some(all_four, 5), [0.31, 0.29, 0.47, 0.47, 0.52], strict=True)]
checkpoints = [
    checkpoint("last.keras", made),
    checkpoint("m-{epoch:02d}-{val_loss:.2f}.keras", made),
    checkpoint("only.weights.h5", made, saveWeightsOnly=True),
    checkpoint("{epoch}-{epoch:d}-{epoch:4d}-{epoch:03d}.keras", made),
    checkpoint("{loss:f}-{loss:e}-{loss:.3e}-{accuracy:9.4f}-{accuracy:.0f}.keras", made),
    checkpoint("{val_loss:08.3f}-{val_loss:8.3f}-{val_loss:012.2e}.keras", negative),
    checkpoint("{loss}-{{x}}.keras", made),
    checkpoint("{epoch:.1f}-{epoch:05.1f}.keras", made),
    checkpoint("best.keras", best, saveBestOnly=True),
    checkpoint("best-{epoch:02d}.keras", best, saveBestOnly=True, initialValueThreshold=0.85),
    checkpoint("best-{epoch:02d}.keras", best, saveBestOnly=True, mode="max"),
    checkpoint("best-{epoch:02d}.keras", up, saveBestOnly=True, monitor="val_accuracy"),
    checkpoint("b-{epoch}-{batch}.keras", made, saveFreq=2),
    checkpoint("b-{epoch}-{batch:02d}-{loss:.3f}.keras", made, steps=4, saveFreq=5),
    # Keras fails at the second batch that is to be judged before the first epoch has ended: here there is none.
    checkpoint("b-{epoch}-{batch}.keras", best, steps=2, saveFreq=2, saveBestOnly=True, monitor="loss"),
]

write("callback-files.json", {"versions": versions(keras), "tables": tables, "checkpoints": checkpoints})
print(len(tables), "tables,", len(checkpoints), "checkpoints")
