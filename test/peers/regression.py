"""regression.json: scikit-learn's scores of regression on small generic data, one output and several, awkward ones included."""

import warnings

import numpy as np
from common import flat, generic, tensor, versions, write

import sklearn
from sklearn import metrics

warnings.filterwarnings("ignore")
rng = np.random.default_rng(1905)

ERRORS = {
    "meanAbsoluteError": metrics.mean_absolute_error,
    "meanSquaredError": metrics.mean_squared_error,
    "rootMeanSquaredError": metrics.root_mean_squared_error,
    "meanAbsolutePercentageError": metrics.mean_absolute_percentage_error,
    "meanSquaredLogarithmicError": metrics.mean_squared_log_error,
    "rootMeanSquaredLogarithmicError": metrics.root_mean_squared_log_error,
    "medianAbsoluteError": metrics.median_absolute_error,
}
SCORES = {"r2Score": metrics.r2_score, "explainedVarianceScore": metrics.explained_variance_score}
SNAKE = {"sampleWeight": "sample_weight", "multioutput": "multioutput", "forceFinite": "force_finite"}


def result(score, *arguments, **options):
    """A number, a list, "raises"; what is not finite as a text."""
    try:
        value = score(*arguments, **{SNAKE[k]: v for k, v in options.items()})
    except (TypeError, ValueError, ZeroDivisionError):
        return "raises"
    text = lambda v: v if np.isfinite(v) else {"inf": "Infinity", "-inf": "-Infinity", "nan": "NaN"}[str(float(v))]
    return [text(v) for v in flat(value)] if np.ndim(value) == 1 else text(flat(value)[0])


def case(name, t, y, **options):
    """All scores of one input. `options` are for all; forceFinite and 'variance_weighted' for those that have them."""
    t, y = np.asarray(t), np.asarray(y)
    both = {k: v for k, v in options.items() if k != "forceFinite"}
    if both.get("multioutput") == "variance_weighted":
        both = None
    results = {n: result(f, t, y, **both) for n, f in ERRORS.items()} if both is not None and "forceFinite" not in options else {}
    results |= {n: result(f, t, y, **options) for n, f in SCORES.items()}
    if not options:
        results["maxError"] = result(metrics.max_error, t, y)
    return {"name": name, "targets": tensor(t), "predictions": tensor(y), "options": options, "results": results}


def drawn(rows, outputs=None, low=-3.0, high=9.0, noise=1.5):
    shape = rows if outputs is None else (rows, outputs)
    t = generic(rng, shape, low, high, 3)
    return t, np.round(t + rng.normal(size=shape) * noise, 3)


def weights(rows, zeros=0):
    w = generic(rng, rows, 0.1, 2.7, 3)
    w[rng.permutation(rows)[:zeros]] = 0
    return w.tolist()


cases = []
for rows in [2, 3, 4, 5, 8, 17, 60, 201]:
    cases.append(case(f"{rows} rows", *drawn(rows)))
    cases.append(case(f"{rows} rows, positive", *np.abs(drawn(rows))))
    cases.append(case(f"{rows} rows, weights", *drawn(rows), sampleWeight=weights(rows)))
for rows in [4, 7, 30]:
    cases.append(case(f"{rows} rows, weights of which some are 0", *np.abs(drawn(rows)), sampleWeight=weights(rows, rows // 2)))
for rows, outputs in [(2, 3), (5, 2), (9, 4), (40, 3)]:
    for multioutput in ["uniform_average", "raw_values", "variance_weighted", weights(outputs)]:
        t, y = drawn(rows, outputs)
        cases.append(case(f"{rows} rows, {outputs} outputs", t, y, multioutput=multioutput))
        cases.append(case(f"{rows} rows, {outputs} outputs, positive, weights", np.abs(t), np.abs(y), multioutput=multioutput, sampleWeight=weights(rows, rows // 3)))
t, y = drawn(6)
column = lambda v: np.asarray(v).reshape(-1, 1)
cases += [
    case("one row", [3.2], [2.7]),
    case("one row that is met", [3.2], [3.2]),
    case("one row, a list", [[3.2]], [[2.7]], multioutput="raw_values"),
    case("one row, two outputs, a list", [[3.2, 1.7]], [[2.7, 1.7]], multioutput="raw_values"),
    case("one row, two outputs by variance", [[3.2, 1.7]], [[2.7, 1.7]], multioutput="variance_weighted"),
    case("targets in a column", column(t), y),
    case("predictions in a column", t, column(y), multioutput="raw_values"),
    case("both in columns, weights", column(t), column(y), sampleWeight=weights(6)),
    case("all met", t, t),
    case("all met, not finite", t, t, forceFinite=False),
    case("an error that is always the same", [0.5, 2.25, -1.75, 4], [0.75, 2.5, -1.5, 4.25]),
    case("constant targets", [3.25] * 5, [3.1, 3.4, 3.25, 2.9, 3.3]),
    case("constant targets, not finite", [3.25] * 5, [3.1, 3.4, 3.25, 2.9, 3.3], forceFinite=False),
    case("constant targets that are met", [3.25] * 5, [3.25] * 5),
    case("constant targets that are met, not finite", [3.25] * 5, [3.25] * 5, forceFinite=False),
    case("constant targets and weights", [3.25] * 4, [3.1, 3.4, 3.25, 2.9], sampleWeight=[0.5, 1.25, 2, 0]),
    case("constant predictions", t, [2.4] * 6),
    case("one constant output of three", np.stack([t, [1.5] * 6, y], 1), np.stack([y, y, t], 1), multioutput="raw_values"),
    case("one constant output of three, not finite", np.stack([t, [1.5] * 6, y], 1), np.stack([y, y, t], 1), multioutput="raw_values", forceFinite=False),
    case("one constant output of three by variance", np.stack([t, [1.5] * 6, y], 1), np.stack([y, y, t], 1), multioutput="variance_weighted"),
    case("one constant output of three by variance, not finite", np.stack([t, [1.5] * 6, y], 1), np.stack([y, y, t], 1), multioutput="variance_weighted", forceFinite=False),
    case("all outputs constant by variance", [[1.5, 2.25]] * 4, [[1.25, 2.5], [1.5, 2], [1, 2.25], [1.75, 2]], multioutput="variance_weighted"),
    case("targets of 0", [0, 1.7, 0, -2.4, 0.3], [0, 1.2, 0.4, -2.9, 0.1]),
    case("targets of 0 that are met", [0, 0, 0], [0, 0, 0]),
    case("tiny targets", [1e-17, 3e-16, -2e-300], [2e-17, 1e-16, 1e-300]),
    case("huge targets", [3.1e100, -2.2e120, 4.7e99], [2.9e100, -2.1e120, 5.2e99]),
    case("numbers just above -1", [-0.97, -0.4, 2.1], [-0.99, -0.3, 2.4]),
    case("a target of -1", [-1, 0.4, 2.1], [-0.99, 0.3, 2.4]),
    case("a prediction below -1", [-0.2, 0.4, 2.1], [-1.3, 0.3, 2.4]),
    case("ties in the middle", [1, 2, 3, 4, 5, 6], [1.5, 2.5, 3.5, 4.5, 4.75, 6.25]),
    case("weights with half of them below", [1, 2, 3, 4], [1.25, 2.5, 3.75, 5], sampleWeight=[1.5, 0.5, 0, 2]),
    case("weights with half of them below, then nothing", [1, 2, 3, 4], [1.25, 2.5, 3.75, 5], sampleWeight=[1, 1, 0, 0]),
    case("weights all 0", [1, 2, 3], [1.25, 2.5, 3.75], sampleWeight=[0, 0, 0]),
    case("weights for one output", t, y, multioutput=[1.3]),
    case("weights for other outputs", [[1, 2], [3, 5]], [[1, 3], [4, 5]], multioutput=[0.2, 0.3, 0.5]),
    case("weights of outputs that sum to 0", [[1, 2], [3, 5]], [[1, 3], [4, 5]], multioutput=[1, -1]),
    case("negative weights of outputs", [[1, 2], [3, 5]], [[1, 3], [4, 5.5]], multioutput=[3, -1]),
    case("rows that differ", [1, 2, 3], [1, 2]),
    case("outputs that differ", [[1, 2], [3, 4]], [[1], [2]]),
    case("a column against a row", [[1], [2], [3]], [[1, 2, 3]]),
]

write("regression.json", {"versions": versions(sklearn), "cases": cases})
