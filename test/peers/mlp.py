"""mlp.json: trainings of scikit-learn's MLPClassifier and MLPRegressor in float64, each about one thing."""

import json
import os
import platform
import warnings
from pathlib import Path

os.environ.setdefault("OMP_NUM_THREADS", "1")  # one order of summation

import numpy as np
import sklearn
from sklearn.neural_network import MLPClassifier, MLPRegressor

HERE = Path(__file__).parent
warnings.filterwarnings("ignore")
rng = np.random.default_rng(1958)

snake = {
    "hiddenLayerSizes": "hidden_layer_sizes", "batchSize": "batch_size", "learningRate": "learning_rate", "learningRateInit": "learning_rate_init",
    "powerT": "power_t", "maxIter": "max_iter", "randomState": "random_state", "warmStart": "warm_start", "nesterovsMomentum": "nesterovs_momentum",
    "earlyStopping": "early_stopping", "validationFraction": "validation_fraction", "beta1": "beta_1", "beta2": "beta_2", "nIterNoChange": "n_iter_no_change",
}


def generic(shape, low=-2.0, high=2.0, digits=4):
    return np.round(rng.uniform(low, high, shape), digits)


def blobs(rows, columns, classes, spread):
    """Rows around one centre for each class, in no order."""
    centres = generic((classes, columns))
    labels = rng.integers(0, classes, rows)
    return np.round(centres[labels] + spread * rng.normal(size=(rows, columns)), 4), labels


x3, t3 = blobs(90, 5, 3, 0.9)
x2, t2 = blobs(77, 4, 2, 1.4)
xm = generic((70, 4))
tm = np.stack([xm[:, 0] + xm[:, 1] > 0.1, xm[:, 2] * xm[:, 3] > 0, xm[:, 0] > 0.7], axis=1).astype(int)
xr = generic((80, 3))
tr = np.round(np.sin(xr[:, 0]) + 0.6 * xr[:, 1] * xr[:, 2] + 0.1 * rng.normal(size=80), 4)
tr2 = np.round(np.stack([tr, xr[:, 0] ** 2 - 0.4 * xr[:, 2], 0.3 * xr[:, 1] + 1.7], axis=1), 4)
tc = rng.poisson(np.exp(0.4 * xr[:, 0] - 0.5 * xr[:, 1] + 0.2))
names = np.array(["roble", "abeto", "olmo"])
weights = {"w90": generic(90, 0.1, 3), "w77": np.where(rng.uniform(size=77) < 0.2, 0, generic(77, 0.2, 2)), "w70": generic(70, 0.1, 3), "w80": generic(80, 0.1, 3)}

data = {
    "three": {"x": x3, "t": t3}, "names": {"x": x3, "t": names[t3]}, "two": {"x": x2, "t": t2}, "yes": {"x": x2, "t": t2 == 1},
    "labels": {"x": xm, "t": tm}, "numbers": {"x": xr, "t": tr}, "rows": {"x": xr, "t": tr2}, "counts": {"x": xr, "t": tc},
    "rows of counts": {"x": xr, "t": np.stack([tc, rng.poisson(np.exp(0.3 * xr[:, 2]))], axis=1)},
}


def digits(part, rows=None):
    table = np.loadtxt(HERE.parent.parent / "data" / f"optdigits_{part}.csv", delimiter=",")
    return table[:rows, :64] / 16, table[:rows, 64].astype(int)


def finite(v):
    if isinstance(v, (list, tuple)):
        return [finite(x) for x in v]
    if isinstance(v, np.generic):
        v = v.item()
    if isinstance(v, float) and not np.isfinite(v):
        return "NaN" if np.isnan(v) else "Infinity" if v > 0 else "-Infinity"
    return v


def listed(array):
    return finite(np.asarray(array).reshape(-1).tolist())


def result(m, x, t, sums):
    """What is known after training. Of large nets the weights are told by sums: plain, and weighted by their places."""
    def matrix(w):
        w = np.asarray(w)
        flat = w.reshape(-1)
        return {"shape": list(w.shape), "sum": float(flat.sum()), "weighted": float(flat @ np.cos(np.arange(flat.size)))} if sums else {"shape": list(w.shape), "values": listed(w)}
    out = {
        "nIter": m.n_iter_, "t": int(m.t_), "loss": float(m.loss_), "lossCurve": listed(m.loss_curve_),
        "bestLoss": finite(m.best_loss_), "validationScores": None if m.validation_scores_ is None else listed(m.validation_scores_),
        "bestValidationScore": finite(m.best_validation_score_), "outActivation": m.out_activation_,
        "coefs": [matrix(w) for w in m.coefs_], "intercepts": [matrix(b) for b in m.intercepts_],
        "score": float(m.score(x, t)), "predictions": listed(m.predict(x[:20])),
    }
    if isinstance(m, MLPClassifier):
        out["classes"] = listed(m.classes_)
        out["probabilities"] = listed(m.predict_proba(x[:20]))
    return out


def training(name, kind, on, options, calls=None, sums=False):
    """`calls`: [method, first row, after the last, weights or None, classes or None]."""
    maker = MLPClassifier if kind == "classifier" else MLPRegressor
    given = {snake.get(k, k): (np.inf if v == "Infinity" else v) for k, v in options.items() if k != "multilabel"}
    m = maker(**{"random_state": 0, **given})
    if on.startswith("digits"):
        _, part, *rows = on.split()
        x, t = digits(part, int(rows[0]) if rows else None)
    else:
        x, t = data[on]["x"], data[on]["t"]
    made = calls or [["fit", 0, len(x), None, None]]
    for method, first, last, w, classes in made:
        more = {} if w is None else {"sample_weight": weights[w][first:last]}
        if method == "fit":
            m.fit(x[first:last], t[first:last], **more)
        else:
            m.partial_fit(x[first:last], t[first:last], **more, **({} if classes is None else {"classes": classes}))
    keys = ["method", "first", "last", "weights", "classes"]
    return {"name": name, "estimator": kind, "data": on, "options": options, "calls": [dict(zip(keys, c)) for c in made], **result(m, x, t, sums)}


C, R = "classifier", "regressor"
small = {"hiddenLayerSizes": [7], "maxIter": 12, "learningRateInit": 0.02}
sgd = {**small, "solver": "sgd", "learningRateInit": 0.1}
cases = [
    training("the golden curve of the defaults", C, "digits test", {"randomState": 1, "maxIter": 5}, sums=True),
    training("defaults on the training digits", C, "digits train", {"randomState": 1, "maxIter": 5}, sums=True),
    training("descent on the training digits", C, "digits train", {"hiddenLayerSizes": [20], "activation": "tanh", "solver": "sgd", "batchSize": 150, "learningRateInit": 0.1, "randomState": 7, "maxIter": 5}, sums=True),
    training("digits, stopped early", C, "digits test 900", {"hiddenLayerSizes": [16], "earlyStopping": True, "learningRateInit": 0.01, "nIterNoChange": 3, "maxIter": 60}, sums=True),
    *[training(f"{activation} with {solver}", C, "three", {**(sgd if solver == "sgd" else small), "activation": activation})
      for activation in ["identity", "logistic", "tanh", "relu"] for solver in ["adam", "sgd"]],
    training("two hidden layers", C, "three", {**small, "hiddenLayerSizes": [8, 5], "activation": "tanh"}),
    training("three hidden layers", C, "three", {**sgd, "hiddenLayerSizes": [6, 5, 4], "activation": "relu"}),
    training("no hidden layer", C, "three", {**sgd, "hiddenLayerSizes": []}),
    training("one size as a number", C, "three", {**small, "hiddenLayerSizes": 6}),
    training("plain descent", C, "three", {**sgd, "momentum": 0, "nesterovsMomentum": False}),
    training("Nesterov without momentum", C, "three", {**sgd, "momentum": 0}),
    training("momentum that is not Nesterov's", C, "three", {**sgd, "momentum": 0.7, "nesterovsMomentum": False}),
    training("inverse scaling", C, "three", {**sgd, "learningRate": "invscaling", "learningRateInit": 0.6}),
    training("inverse scaling by a third", C, "three", {**sgd, "learningRate": "invscaling", "powerT": 0.31}),
    training("adaptive", C, "three", {**sgd, "learningRate": "adaptive", "nIterNoChange": 2, "tol": 0.02, "maxIter": 40}),
    training("adaptive until it is too small", C, "three", {**sgd, "learningRate": "adaptive", "learningRateInit": 0.0005, "nIterNoChange": 1, "tol": 0.2, "maxIter": 60}),
    training("stops when nothing improves", C, "three", {**small, "tol": 0.03, "nIterNoChange": 2, "maxIter": 80}),
    training("never stops", C, "three", {**small, "tol": 0.5, "nIterNoChange": "Infinity", "maxIter": 25}),
    training("Adam's constants", C, "three", {**small, "beta1": 0.7, "beta2": 0.93, "epsilon": 1e-3}),
    training("batches of 13", C, "three", {**sgd, "batchSize": 13}),
    training("single rows", C, "three", {**small, "batchSize": 1, "maxIter": 3}),
    training("a batch larger than all", C, "three", {**small, "batchSize": 500}),
    training("no shuffle", C, "three", {**sgd, "batchSize": 32, "shuffle": False}),
    training("no penalty", C, "three", {**small, "alpha": 0}),
    training("a strong penalty", C, "three", {**sgd, "alpha": 2.5, "batchSize": 20}),
    training("early stopping", C, "three", {**small, "earlyStopping": True, "maxIter": 60, "nIterNoChange": 4, "validationFraction": 0.23}),
    training("early stopping of two classes", C, "two", {**sgd, "earlyStopping": True, "maxIter": 60, "nIterNoChange": 3, "validationFraction": 0.2}),
    training("early stopping, adaptive", C, "two", {**sgd, "earlyStopping": True, "learningRate": "adaptive", "maxIter": 40, "nIterNoChange": 2}),
    training("early stopping of weighted rows", C, "two", {**small, "earlyStopping": True, "maxIter": 30, "nIterNoChange": 5, "validationFraction": 0.3}, [["fit", 0, 77, "w77", None]]),
    training("names", C, "names", small),
    training("two classes", C, "two", {**small, "activation": "tanh"}),
    training("true and false", C, "yes", sgd),
    training("two classes, weighted", C, "two", {**small, "batchSize": 25}, [["fit", 0, 77, "w77", None]]),
    training("three classes, weighted", C, "three", {**sgd, "batchSize": 17}, [["fit", 0, 90, "w90", None]]),
    training("several labels", C, "labels", {**small, "multilabel": True}),
    training("several labels, weighted", C, "labels", {**sgd, "multilabel": True, "batchSize": 16}, [["fit", 0, 70, "w70", None]]),
    training("several labels, stopped early", C, "labels", {**small, "multilabel": True, "earlyStopping": True, "maxIter": 20}),
    training("warm start", C, "three", {**small, "warmStart": True, "maxIter": 4}, [["fit", 0, 90, None, None]] * 3),
    training("warm start of descent, on other rows", C, "three", {**sgd, "warmStart": True, "maxIter": 5, "learningRate": "invscaling"}, [["fit", 0, 70, None, None], ["fit", 20, 90, None, None]]),
    training("fit again without warm start", C, "three", {**small, "maxIter": 3}, [["fit", 0, 40, None, None], ["fit", 30, 90, None, None]]),
    training("partial fits", C, "three", {**small, "batchSize": 10}, [["partial_fit", 0, 30, None, [0, 1, 2]], ["partial_fit", 30, 60, None, None], ["partial_fit", 60, 90, None, None], ["partial_fit", 0, 47, None, None]]),
    training("partial fits of descent, weighted", C, "names", sgd, [["partial_fit", 0, 30, "w90", ["roble", "olmo", "abeto"]], ["partial_fit", 30, 60, "w90", None], ["partial_fit", 60, 90, None, None]]),
    training("a class that never occurs", C, "three", small, [["partial_fit", 0, 60, None, [0, 1, 2, 7]], ["partial_fit", 60, 90, None, None]]),
    training("fit, then partial fits", C, "three", {**small, "maxIter": 5}, [["fit", 0, 60, None, None], ["partial_fit", 60, 90, None, None], ["partial_fit", 0, 30, None, None]]),
    training("partial fits, adaptive", C, "three", {**sgd, "learningRate": "adaptive", "nIterNoChange": 1, "tol": 0.4}, [["partial_fit", 0, 90, None, [0, 1, 2]]] + [["partial_fit", 0, 90, None, None]] * 7),
    training("numbers", R, "numbers", {**small, "activation": "tanh"}),
    training("numbers by descent", R, "numbers", {**sgd, "learningRateInit": 0.01, "batchSize": 21}),
    training("numbers, weighted", R, "numbers", {**small, "batchSize": 30}, [["fit", 0, 80, "w80", None]]),
    training("rows of numbers", R, "rows", {**small, "batchSize": 25}),
    training("rows of numbers by descent, weighted", R, "rows", {**sgd, "learningRateInit": 0.01, "activation": "logistic"}, [["fit", 0, 80, "w80", None]]),
    training("numbers, stopped early", R, "numbers", {**small, "earlyStopping": True, "maxIter": 50, "nIterNoChange": 3}),
    training("rows of numbers, stopped early, weighted", R, "rows", {**small, "earlyStopping": True, "maxIter": 50, "nIterNoChange": 3, "validationFraction": 0.2}, [["fit", 0, 80, "w80", None]]),
    training("counts", R, "counts", {**small, "loss": "poisson"}),
    training("counts by descent, weighted", R, "counts", {**sgd, "learningRateInit": 0.02, "loss": "poisson", "batchSize": 19}, [["fit", 0, 80, "w80", None]]),
    training("rows of counts", R, "rows of counts", {**small, "loss": "poisson"}),
    training("counts, stopped early", R, "counts", {**small, "loss": "poisson", "earlyStopping": True, "maxIter": 30}),
    training("partial fits of numbers", R, "numbers", small, [["partial_fit", 0, 40, None, None], ["partial_fit", 40, 80, "w80", None], ["partial_fit", 0, 40, None, None]]),
    training("warm start of numbers", R, "numbers", {**sgd, "learningRateInit": 0.01, "warmStart": True, "maxIter": 4, "learningRate": "adaptive"}, [["fit", 0, 80, None, None]] * 2),
]


def quasi_newton(name, kind, on, options, w=None):
    """Where SciPy's L-BFGS-B ends, for comparison of the loss: another line search takes another path."""
    m = (MLPClassifier if kind == C else MLPRegressor)(solver="lbfgs", **{"random_state": 0, **{snake.get(k, k): v for k, v in options.items() if k != "multilabel"}})
    if on.startswith("digits"):
        _, part, rows = on.split()
        x, t = digits(part, int(rows))
    else:
        x, t = data[on]["x"], data[on]["t"]
    m.fit(x, t, **({} if w is None else {"sample_weight": weights[w]}))
    return {"name": name, "estimator": kind, "data": on, "options": {"solver": "lbfgs", **options}, "weights": w, "loss": float(m.loss_), "nIter": m.n_iter_, "score": float(m.score(x, t))}


# Losses with one minimum, or a minimum that all paths reach, so that what is compared is not chance.
minima = [
    quasi_newton("logistic regression", C, "two", {"hiddenLayerSizes": [], "alpha": 0.3, "tol": 1e-7}),
    quasi_newton("softmax regression", C, "three", {"hiddenLayerSizes": [], "alpha": 0.5, "tol": 1e-7}),
    quasi_newton("softmax regression, weighted", C, "names", {"hiddenLayerSizes": [], "alpha": 0.5, "tol": 1e-7}, "w90"),
    quasi_newton("several labels", C, "labels", {"hiddenLayerSizes": [], "alpha": 0.2, "tol": 1e-7, "multilabel": True}),
    quasi_newton("least squares", R, "numbers", {"hiddenLayerSizes": [], "alpha": 0.7, "tol": 1e-9}),
    quasi_newton("least squares, several outputs", R, "rows", {"hiddenLayerSizes": [], "alpha": 0.7, "tol": 1e-9}),
    quasi_newton("Poisson regression, weighted", R, "counts", {"hiddenLayerSizes": [], "alpha": 0.4, "loss": "poisson", "tol": 1e-7}, "w80"),
    quasi_newton("a hidden layer that shrinks to nothing", R, "numbers", {"hiddenLayerSizes": [5], "activation": "tanh", "alpha": 60, "tol": 1e-7, "maxIter": 500}),
    quasi_newton("a hidden layer", C, "two", {"hiddenLayerSizes": [6], "activation": "tanh", "alpha": 1, "tol": 1e-6, "maxIter": 500}),
    quasi_newton("two hidden layers", C, "three", {"hiddenLayerSizes": [8, 6], "activation": "tanh", "alpha": 1.5, "tol": 1e-6, "maxIter": 800}),
    quasi_newton("digits", C, "digits test 500", {"hiddenLayerSizes": [12], "activation": "tanh", "alpha": 9, "tol": 1e-5, "maxIter": 400}),
]


def table(array):
    array = np.asarray(array)
    return {"shape": list(array.shape), "values": listed(array)}


value = {
    "versions": {"python": platform.python_version(), "numpy": np.__version__, "sklearn": sklearn.__version__},
    "data": {name: {"x": table(d["x"]), "t": table(d["t"])} for name, d in data.items()},
    "weights": {name: listed(w) for name, w in weights.items()},
    "cases": cases,
    "minima": minima,
}


def text(v, indent=0):
    """JSON with a line for each list of scalars."""
    simple = not isinstance(v, (dict, list)) or (isinstance(v, list) and not any(isinstance(x, (dict, list)) for x in v))
    if simple or (isinstance(v, dict) and ("shape" in v or "method" in v)):
        return json.dumps(v, ensure_ascii=False, allow_nan=False)
    pad, end = "\n" + " " * (indent + 1), "\n" + " " * indent
    if isinstance(v, list):
        return "[" + pad + ("," + pad).join(text(x, indent + 1) for x in v) + end + "]"
    return "{" + pad + ("," + pad).join(f"{json.dumps(k)}: {text(x, indent + 1)}" for k, x in v.items()) + end + "}"


body = text(value) + "\n"
assert json.loads(body) == value
(HERE / "mlp.json").write_text(body, encoding="utf-8")
print(f"mlp.json: {len(cases)} trainings, {len(body.encode()) / 1000:.1f} kB")
