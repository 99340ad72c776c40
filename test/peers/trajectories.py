"""trajectories.json: small trainings by Keras in float32 on the CPU, from given start weights, step by step.

18 rows in batches of 4 without shuffling, for two epochs: ten updates, the fifth and the tenth of two rows only. Each training runs twice: by
`fit`, and by hand, batch by batch, which also gives the loss of each batch before its update. Both must agree, and a third run in
float64 must stay near: otherwise the case would test rounding and not formulas.
"""

import re

import numpy as np
from common import generic, one_hot, plain, rows_of_one, tensor, unmarked, versions, write

import keras
import tensorflow as tf

rng = np.random.default_rng(1958)
ROWS, VALIDATION_ROWS, INPUTS, BATCH, EPOCHS = 18, 6, 4, 4, 2
MARGIN = 5e-4  # no prediction of a training may be this near to where accuracy changes its mind
cases = []


def snake(name):
    return re.sub("([A-Z0-9]+)", r"_\1", name).lower()


def dense(units, activation="linear", **more):
    return {"type": "Dense", "units": units, "activation": activation, "useBias": True, **more}


def penalty(given):
    if not given:
        return None
    kind = {("l1",): keras.regularizers.L1, ("l2",): keras.regularizers.L2}.get(tuple(given), keras.regularizers.L1L2)
    return kind(**given)


def build(case, weights, dtype):
    """The compiled model of a case with its start weights."""
    keras.config.set_floatx(dtype)
    keras.config.set_dtype_policy(dtype)  # layers ask the policy, which remembers the first floatx
    model = keras.Sequential([keras.Input((INPUTS,))])
    for layer in case["layers"]:
        last = layer is case["layers"][-1]
        activation = unmarked(layer["activation"]) if last and case["path"] == "probabilities" else layer["activation"]
        model.add(keras.layers.Dense(
            layer["units"], activation=activation, use_bias=layer["useBias"],
            kernel_regularizer=penalty(layer.get("kernelRegularizer")), bias_regularizer=penalty(layer.get("biasRegularizer"))))
    optimizer = getattr(keras.optimizers, case["optimizer"]["name"])
    model.compile(optimizer=optimizer(**{snake(k): v for k, v in case["optimizer"]["options"].items()}), loss=case["loss"], metrics=case["metrics"])
    model.set_weights(weights)
    assert {w.dtype for w in model.weights} == {dtype} == {model.outputs[0].dtype}
    return model


def margin(predictions):
    """How far predictions are from where accuracy changes its mind."""
    if predictions.shape[1] == 1:
        return np.abs(predictions - 0.5).min()
    top = np.sort(predictions, axis=1)
    return (top[:, -1] - top[:, -2]).min()


def by_hand(model, x, t, x_val):
    """Trains batch by batch; gives the losses before each update and the least margin seen."""
    losses, least = [], np.inf
    for _ in range(EPOCHS):
        for start in range(0, len(x), BATCH):
            xb, tb = x[start:start + BATCH], t[start:start + BATCH]
            before = np.ravel(model.test_on_batch(xb, tb))[0]
            least = min(least, margin(model.predict_on_batch(xb)))
            during = np.ravel(model.train_on_batch(xb, tb))[0]
            np.testing.assert_allclose(before, during, rtol=1e-6)
            losses.append(before)
        least = min(least, margin(model.predict_on_batch(x_val)))
    return losses, min(least, margin(model.predict_on_batch(x)))


def case(name, layers, loss, optimizer, targets, metrics=("accuracy",), path="logits", **options):
    c = {"name": name, "inputs": INPUTS, "layers": layers, "loss": loss, "path": path if "crossentropy" in loss else None, "metrics": list(metrics),
         "optimizer": {"name": optimizer, "options": options}, "batchSize": BATCH, "epochs": EPOCHS}
    while not attempt(c, targets):
        pass
    cases.append(c)


def attempt(c, targets):
    """Draws data and weights, trains, and fills the case; False where the draw leaves accuracy or the float64 run in doubt."""
    x, x_val = generic(rng, (ROWS, INPUTS), -1.7, 2.1, 3), generic(rng, (VALIDATION_ROWS, INPUTS), -1.7, 2.1, 3)
    t, t_val = targets(ROWS, c["layers"][-1]["units"]), targets(VALIDATION_ROWS, c["layers"][-1]["units"])
    weights, inputs = [], INPUTS
    for layer in c["layers"]:
        weights.append(generic(rng, (inputs, layer["units"]), -0.9, 1.1, 3))
        if layer["useBias"]:
            weights.append(generic(rng, (layer["units"],), -0.4, 0.3, 3))
        inputs = layer["units"]

    exact = [build(c, weights, "float64")]
    by_hand(exact[0], x, t, x_val)

    single = lambda a: a if a.dtype.kind == "i" else a.astype(np.float32)
    x32, t32, x_val32, t_val32 = map(single, [x, t, x_val, t_val])
    model, other = build(c, weights, "float32"), build(c, weights, "float32")
    history = model.fit(x32, t32, batch_size=BATCH, epochs=EPOCHS, shuffle=False, validation_data=(x_val32, t_val32), verbose=0).history
    step_losses, least = by_hand(other, x32, t32, x_val32)
    final = model.get_weights()
    for mine, hand in zip(final, other.get_weights()):
        np.testing.assert_array_equal(mine, hand)
    sizes = [len(x[s:s + BATCH]) for s in range(0, ROWS, BATCH)]
    np.testing.assert_allclose(history["loss"], np.reshape(step_losses, (EPOCHS, -1)) @ sizes / ROWS, rtol=1e-6)

    away = max(np.abs(w - e).max() for w, e in zip(final, exact[0].get_weights()))
    moved = min(np.abs(w - s).max() for w, s in zip(final, weights))
    if away > 3e-6 or (c["metrics"] and least < MARGIN):
        print(f"  {c['name']}: drawn again (float64 {away:.1e} away, margin {least:.1e})")
        return False
    assert moved > 1e-3, c["name"]
    print(f"  {c['name']}: float64 {away:.1e} away, margin {least:.1e}, loss {step_losses[0]:.4f} -> {step_losses[-1]:.4f}")

    f32 = lambda values: [plain(np.float32(v)) for v in values]
    evaluated = np.ravel(model.evaluate(x32, t32, batch_size=BATCH, verbose=0))
    c.update({
        "x": tensor(x), "t": tensor(t), "xVal": tensor(x_val), "tVal": tensor(t_val), "weights": [tensor(w) for w in weights],
        "stepLosses": f32(step_losses), "history": {k: f32(v) for k, v in history.items()}, "evaluate": f32(evaluated),
        "predictions": tensor(model.predict(x_val32, batch_size=BATCH, verbose=0)), "finalWeights": [tensor(w) for w in final],
    })
    return True


# Targets of `rows` rows for `units` outputs.
def labels(rows, units):
    return rng.integers(0, units, rows)


def hot(rows, units):
    return one_hot(labels(rows, units), units)


def shares(rows, units):
    return rows_of_one(rng, rows, units)


def bits(rows, units):
    return rng.integers(0, 2, (rows, units)).astype(float)


def numbers(rows, units):
    return generic(rng, (rows, units), -1.4, 1.9, 3)


CCE, SPARSE, BCE = "categorical_crossentropy", "sparse_categorical_crossentropy", "binary_crossentropy"

case("sgd", [dense(5, "tanh"), dense(3, "softmax")], CCE, "SGD", hot, learningRate=0.13)
case("sgd, momentum", [dense(5, "relu"), dense(3)], "mse", "SGD", hot, learningRate=0.04, momentum=0.8)
case("sgd, nesterov", [dense(6, "sigmoid"), dense(1, "sigmoid")], BCE, "SGD", bits, learningRate=0.17, momentum=0.7, nesterov=True)
case("rmsprop", [dense(5, "tanh"), dense(3, "sigmoid")], BCE, "RMSprop", bits, learningRate=0.013)
case("rmsprop, momentum", [dense(6, "tanh"), dense(5, "relu"), dense(3, "softmax")], SPARSE, "RMSprop", labels, learningRate=0.007, rho=0.8, momentum=0.6)
case("rmsprop, centered", [dense(5, "tanh"), dense(1)], "mae", "RMSprop", numbers, metrics=(), learningRate=0.011, rho=0.85, centered=True, epsilon=1e-4)
case("rmsprop, centered with momentum", [dense(3, "softmax")], CCE, "RMSprop", shares, learningRate=0.009, rho=0.7, momentum=0.35, centered=True, epsilon=1e-3)
case("adam", [dense(5, "tanh"), dense(3, "softmax")], CCE, "Adam", hot, learningRate=0.01)
case("adam, other betas", [dense(6, "sigmoid"), dense(2)], "mean_squared_error", "Adam", numbers, metrics=(), learningRate=0.03, beta1=0.75, beta2=0.94, epsilon=1e-3)
case("adam, one sigmoid unit", [dense(5, "relu"), dense(1, "sigmoid")], BCE, "Adam", bits, learningRate=0.02, beta1=0.8)
case("mae, three units", [dense(5, "tanh"), dense(3, "tanh")], "mean_absolute_error", "SGD", hot, learningRate=0.09, momentum=0.6, nesterov=True)
case("sparse, one layer", [dense(3, "softmax")], SPARSE, "Adam", labels, learningRate=0.04, beta2=0.99)
case("four layers", [dense(5), dense(6, "tanh"), dense(2, "sigmoid"), dense(3, "softmax")], CCE, "SGD", hot, learningRate=0.3, momentum=0.55)
case("l2 of the kernels", [dense(5, "tanh", kernelRegularizer={"l2": 0.03}), dense(3, "softmax", kernelRegularizer={"l2": 0.007})], CCE, "SGD", hot, learningRate=0.11)
case("l1 of a kernel", [dense(5, "relu", kernelRegularizer={"l1": 0.012}), dense(2)], "mse", "SGD", numbers, metrics=(), learningRate=0.05, momentum=0.4)
case("l1 and l2 of kernel and bias", [dense(6, "tanh", kernelRegularizer={"l1": 0.004, "l2": 0.021}, biasRegularizer={"l2": 0.05}),
                                    dense(3, "sigmoid", biasRegularizer={"l1": 0.03, "l2": 0.011})], BCE, "Adam", bits, learningRate=0.014)
case("l1 of a bias", [dense(5, "sigmoid", biasRegularizer={"l1": 0.017}), dense(3, "softmax")], SPARSE, "RMSprop", labels, learningRate=0.012)
case("no bias", [dense(5, "tanh", useBias=False), dense(6, "relu"), dense(3, "softmax", useBias=False, kernelRegularizer={"l2": 0.009})], CCE, "Adam", hot, learningRate=0.015)

# A cross-entropy after the other one's activation. Keras on TensorFlow goes back to what went into the sigmoid and applies softmax to that.
case("categorical after sigmoid, as Keras does", [dense(5, "tanh"), dense(3, "sigmoid")], CCE, "SGD", hot, path="logits", learningRate=0.12)
case("categorical after sigmoid, from probabilities", [dense(5, "tanh"), dense(3, "sigmoid")], CCE, "SGD", hot, path="probabilities", learningRate=0.12)
case("sparse after sigmoid, from probabilities", [dense(5, "tanh"), dense(3, "sigmoid")], SPARSE, "Adam", labels, path="probabilities", learningRate=0.018)
case("binary after softmax, as Keras does", [dense(5, "relu"), dense(3, "softmax")], BCE, "SGD", bits, path="logits", learningRate=0.16, momentum=0.3)
case("binary after softmax, from probabilities", [dense(5, "relu"), dense(3, "softmax")], BCE, "SGD", bits, path="probabilities", learningRate=0.16, momentum=0.3)

write("trajectories.json", {"versions": versions(tf, keras), "cases": cases})
