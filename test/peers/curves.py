"""curves.json: scikit-learn's measures of scores and probabilities on small generic data: ROC, precision-recall and DET curves with their areas,
counts and best thresholds, log loss and Brier score, top-k accuracy, calibration curves."""

import math
import warnings

import numpy as np
from common import generic, plain, versions, write

import sklearn
from sklearn import metrics as m
from sklearn.calibration import calibration_curve

warnings.filterwarnings("ignore")
np.seterr(all="ignore")
rng = np.random.default_rng(1959)
SNAKE = {"posLabel": "pos_label", "sampleWeight": "sample_weight", "dropIntermediate": "drop_intermediate", "maxFpr": "max_fpr",
         "multiClass": "multi_class", "nBins": "n_bins", "scaleByHalf": "scale_by_half"}


def stored(value):
    """A result for JSON: what is not finite as text."""
    if isinstance(value, dict):
        return {key: stored(v) for key, v in value.items()}
    if isinstance(value, (tuple, list, np.ndarray)):
        return [stored(v) for v in value]
    value = plain(value)
    if isinstance(value, float) and not math.isfinite(value):
        return "NaN" if math.isnan(value) else "Infinity" if value > 0 else "-Infinity"
    return value


def run(function, *given, names=None, **options):
    """The result, a tuple by names; or what was raised."""
    options = {SNAKE.get(key, key): np.array(v) if key in ("sampleWeight", "labels") else v for key, v in options.items()}
    try:
        result = function(*[np.array(v) for v in given], **options)
    except (ValueError, NotImplementedError, ZeroDivisionError) as error:
        return {"raises": f"{type(error).__name__}: {str(error).splitlines()[0][:110]}"}
    return stored(dict(zip(names, result)) if names else result)


def some_weights(count, kind):
    """'quarters' are exact in every sum; 'zeros' are some."""
    if kind == "quarters":
        return (rng.integers(0, 9, count) / 4).tolist()
    weights = generic(rng, count, 0.1, 3, 2)
    return np.where(rng.uniform(size=count) < 0.3, 0, weights).tolist() if kind == "zeros" else weights.tolist()


# Binary problems -------------------------------------------------------------------------------------------------------------------


def problem(rows, digits=3, low=0.0, high=1.0, labels=(0, 1), share=0.45, skill=0.25):
    """Labels, and scores that know something of them; few digits make ties. The last of the labels is drawn with `share`."""
    positive = rng.uniform(size=rows) < share
    others = [labels[i] for i in rng.integers(0, len(labels) - 1, rows)]
    targets = [labels[-1] if p else other for p, other in zip(positive, others)]
    middle = np.where(positive, 0.5 + skill / 2, 0.5 - skill / 2)
    scores = np.clip(middle + rng.normal(0, 0.25, rows), 0, 1)
    return targets, [plain(v) for v in np.round(low + (high - low) * scores, digits)]


BINARY = []


def binary(targets, scores, **options):
    BINARY.append((targets, scores, options))


binary([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8])
binary([0, 0, 1, 1, 0, 1, 0, 1], [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8])
for rows in (2, 3, 5, 8, 13, 21, 34, 55):
    binary(*problem(rows))
    binary(*problem(rows, digits=1))
for kind in ("generic", "zeros", "quarters"):
    for digits in (1, 1, 4):
        targets, scores = problem(17, digits)
        binary(targets, scores, sampleWeight=some_weights(17, kind))
for _ in range(3):
    binary(*problem(23, 2, labels=(-1, 1)))
    binary(*problem(19, 2, -4.0, 7.0))
    binary(*problem(16, 1, labels=("Mine", "Rock")), posLabel="Rock")
    binary(*problem(16, 1, labels=("Mine", "Rock")), posLabel="Mine", sampleWeight=some_weights(16, "quarters"))
    binary(*problem(15, 1, labels=("setosa", "virginica", "versicolor")), posLabel="versicolor")
    binary(*problem(15, 2, labels=(3, 0, 7)), posLabel=7, sampleWeight=some_weights(15, "zeros"))
binary(*problem(14, 1, labels=(False, True)))
binary(*problem(14, 2, labels=(False, True)), posLabel=False)
binary(*problem(12, 2, labels=(1, 2)))  # scikit-learn asks which is positive
binary(*problem(12, 2, labels=(1, 2)), posLabel=2)
binary(*problem(12, 2, labels=(1, 2)), posLabel=1)
binary(*problem(12, 2), posLabel=0)
binary(*problem(12, 2), posLabel=5)  # not among the targets
binary(*problem(9, 2, labels=("no", "yes")))
binary(*problem(9, 2, labels=(0, 1, 2)))
for label in (0, 1, -1):
    binary([label] * 6, [0.3, 0.8, 0.3, 0.1, 0.55, 0.7])
binary([1, 1, 1], [0.4, 0.4, 0.4])
binary([4, 4, 4], [0.2, 0.9, 0.4])
binary([4, 4, 4], [0.2, 0.9, 0.4], posLabel=4)
binary(["a", "a"], [0.2, 0.9], posLabel="a")
binary(["a", "a"], [0.2, 0.9], posLabel="b")
binary([0, 1, 1, 0, 1], [0.7] * 5)
binary([0, 1, 1, 0, 1], [0.7] * 5, sampleWeight=[0.3, 0, 2.1, 0.4, 1])
binary([1], [0.6])
binary([0], [0.6])
binary([0, 1], [0.2, 0.9])
binary([0, 1], [0.9, 0.2])
binary([0, 1], [0.5, 0.5])
binary([1, 0, 1], [0.0, -0.0, 0.0])
binary([1, 0, 1, 0], [0.0, 1.0, 1.0, 0.0])
binary([0, 1, 1, 0], [1e-300, 3e-308, 1e300, -1e300])
binary([0, 1, 1, 0], [0.1, 0.2, 0.3, 0.4], sampleWeight=[1, 0, 0, 2])  # no positive row is left
binary([0, 1, 1, 0], [0.1, 0.2, 0.3, 0.4], sampleWeight=[0, 1.5, 1, 0])
binary([0, 1, 1, 0], [0.1, 0.2, 0.3, 0.4], sampleWeight=[0, 0, 0, 0])
binary([0, 1, 1, 0], [0.1, math.inf, 0.3, 0.4])
binary([0, 1, 1, 0], [0.1, math.nan, 0.3, 0.4])
binary([0, 1, 1], [0.1, 0.2, 0.3, 0.4])
binary([0, 1], [[0.4, 0.6], [0.3, 0.7]])
binary([0.1, 0.4, 0.35, 0.8], [0, 0, 1, 1])  # the wrong way round

COUNTS = ["trueNegatives", "falsePositives", "falseNegatives", "truePositives", "thresholds"]
FORMULAS = {
    "accuracy": lambda tp, fp, fn, tn: (tp + tn) / (tp + fp + fn + tn),
    "balanced_accuracy": lambda tp, fp, fn, tn: tn / (tn + fp) if tp + fn == 0 else tp / (tp + fn) if tn + fp == 0 else (tp / (tp + fn) + tn / (tn + fp)) / 2,
    "f1": lambda tp, fp, fn, tn: 2 * tp / (2 * tp + fp + fn) if tp + fp + fn else 0,
    "jaccard": lambda tp, fp, fn, tn: tp / (tp + fp + fn) if tp + fp + fn else 0,
    "matthews_corrcoef": lambda tp, fp, fn, tn: (tp * tn - fp * fn) / math.sqrt((tp + fp) * (tp + fn) * (tn + fp) * (tn + fn)) if (tp + fp) * (tp + fn) * (tn + fp) * (tn + fn) else 0,
    "youden": lambda tp, fp, fn, tn: tp / (tp + fn) - fp / (fp + tn) if (tp + fn) * (fp + tn) else math.nan,
}
PEERS = {"accuracy": m.accuracy_score, "balanced_accuracy": m.balanced_accuracy_score, "f1": m.f1_score, "jaccard": m.jaccard_score, "matthews_corrcoef": m.matthews_corrcoef}
COSTS = [(1, 1), (5, 1), (0.25, 3), (0, 2), (2, 0)]


def best_thresholds(targets, scores, posLabel=1, sampleWeight=None):
    """By trying every score: the highest of the thresholds that no other beats, and its score. Formulas are held against scikit-learn's functions."""
    positive = np.array(targets) == posLabel
    scores = np.array(scores, dtype=float)
    weight = np.ones(len(scores)) if sampleWeight is None else np.array(sampleWeight)
    best = {}
    for threshold in [math.inf, *sorted(set(scores[weight > 0]), reverse=True)]:
        chosen = scores >= threshold
        tp, fp, fn, tn = (float(weight[mask].sum()) for mask in (positive & chosen, ~positive & chosen, positive & ~chosen, ~positive & ~chosen))
        tried = {name: formula(tp, fp, fn, tn) for name, formula in FORMULAS.items()}
        for name, peer in PEERS.items():
            options = {"zero_division": 0} if name in ("f1", "jaccard") else {}
            assert abs(peer(positive, chosen, sample_weight=weight, **options) - tried[name]) < 1e-12, name
        for cost in COSTS:
            tried[f"{cost[0]}, {cost[1]}"] = -cost[0] * fp - cost[1] * fn
        for name, value in tried.items():
            if not math.isnan(value) and (name not in best or value > best[name]["score"] + 1e-12):
                best[name] = {"threshold": threshold, "score": value}
    return {"scores": {name: best.get(name, {"raises": "no score"}) for name in FORMULAS},
            "costs": [{"falsePositive": a, "falseNegative": b, **best[f"{a}, {b}"]} for a, b in COSTS]}


def binary_case(targets, scores, options):
    pos, weight = {k: options[k] for k in options if k == "posLabel"}, {k: options[k] for k in options if k == "sampleWeight"}
    counts = run(m.confusion_matrix_at_thresholds, targets, scores, names=COUNTS, **options)
    case = {"targets": targets, "scores": stored(scores), "options": options, "counts": counts}
    curves = {"roc": (m.roc_curve, ["fpr", "tpr", "thresholds"]), "precisionRecall": (m.precision_recall_curve, ["precision", "recall", "thresholds"]),
              "det": (m.det_curve, ["fpr", "fnr", "thresholds"])}
    for key, (function, names) in curves.items():
        case[key] = {"all": run(function, targets, scores, names=names, drop_intermediate=False, **options),
                     "dropped": run(function, targets, scores, names=names, drop_intermediate=True, **options)}
    case["rocAuc"] = run(m.roc_auc_score, targets, scores, **weight)
    case["partial"] = [{"maxFpr": f, "value": run(m.roc_auc_score, targets, scores, maxFpr=f, **weight)} for f in (0.07, 0.31, 0.5, 1)]
    case["averagePrecision"] = run(m.average_precision_score, targets, scores, **options)
    case["best"] = counts if "raises" in counts else stored(best_thresholds(targets, scores, **options))
    return case


# Several classes and several labels ------------------------------------------------------------------------------------------------


def probabilities(codes, classes, digits=3, skill=0.6):
    """Rows of sum 1 that know something of the classes."""
    p = rng.uniform(0.02, 1, (len(codes), classes)) + skill * np.eye(classes)[codes]
    p = np.round(p / p.sum(axis=1, keepdims=True), digits)
    p[:, 0] = np.round(1 - p[:, 1:].sum(axis=1), digits)
    return [[plain(v) for v in row] for row in np.abs(p)]


def classes_case(targets, scores, weights=None, labels=None):
    """ROC AUC and average precision in all their averages."""
    weight, names = {} if weights is None else {"sampleWeight": weights}, {} if labels is None else {"labels": labels}
    tries = [dict(multiClass="ovr", average=a, **weight, **names) for a in ("macro", "weighted", "micro", None, "samples")]
    tries += [dict(multiClass="ovo", average=a, **names) for a in ("macro", "weighted", "micro", None)]
    tries += [dict(multiClass="ovo", **weight, **names), dict(multiClass="raise", **names), dict(multiClass="ovr", maxFpr=0.4, **names), dict(multiClass="ovr", maxFpr=1, **names)]
    precision = [dict(average=a, **weight) for a in ("macro", "weighted", "micro", "samples", None)]
    return {"targets": targets, "scores": scores,
            "rocAuc": [{"options": o, "value": run(m.roc_auc_score, targets, scores, **o)} for o in tries],
            "averagePrecision": [{"options": o, "value": run(m.average_precision_score, targets, scores, **o)} for o in precision]}


def draw(classes, rows):
    return rng.permutation(np.concatenate([np.arange(classes), rng.integers(0, classes, rows - classes)]))


CLASSES = []
for classes, rows, digits in ((3, 7, 3), (3, 12, 1), (3, 25, 2), (4, 9, 2), (4, 30, 1), (5, 20, 2), (7, 40, 2), (10, 45, 2), (3, 3, 2), (4, 4, 1)):
    for kind in (None, "generic", "zeros"):
        codes = draw(classes, rows)
        names = [[f"c{c}" for c in codes], [plain(c) for c in codes], [plain(2 * c - 3) for c in codes]][int(rng.integers(3))]
        CLASSES.append(classes_case(names, probabilities(codes, classes, digits), None if kind is None else some_weights(rows, kind)))
missing = draw(3, 14)
CLASSES.append(classes_case([plain(c) for c in missing], probabilities(missing, 4), labels=[0, 1, 2, 3]))
CLASSES.append(classes_case([plain(c) for c in missing], probabilities(missing, 4)))
CLASSES.append(classes_case([plain(2 * (c % 2)) for c in missing], probabilities(missing, 3), labels=[0, 1, 2]))
CLASSES.append(classes_case([plain(c % 2) for c in missing], probabilities(missing, 3)))
CLASSES.append(classes_case([plain(c) for c in missing], probabilities(missing, 3), labels=[0, 2, 1]))
CLASSES.append(classes_case([plain(c) for c in missing], probabilities(missing, 3), labels=[0, 1, 1]))
CLASSES.append(classes_case([plain(c) for c in missing], probabilities(missing, 3), labels=[0, 1, 5]))
CLASSES.append(classes_case([plain(c) for c in missing], generic(rng, (14, 3)).tolist()))  # logits
CLASSES.append(classes_case([plain(c) for c in missing], generic(rng, 14).tolist()))
CLASSES.append(classes_case([plain(c) for c in missing], [[0.25, 0.5, 0.25]] * 14))


def labels_case(targets, scores, weights=None):
    weight = {} if weights is None else {"sampleWeight": weights}
    averages = [dict(average=a, **weight) for a in ("macro", "weighted", "micro", "samples", None)]
    tries = averages + [dict(maxFpr=0.4, average=a, **weight) for a in ("macro", "micro")]
    return {"targets": targets, "scores": scores,
            "rocAuc": [{"options": o, "value": run(m.roc_auc_score, targets, scores, **o)} for o in tries],
            "averagePrecision": [{"options": o, "value": run(m.average_precision_score, targets, scores, **o)} for o in averages]}


def indicators(rows, columns, digits, mixed=True):
    """Every column has both kinds, and where `mixed` so has every row."""
    while True:
        t = rng.integers(0, 2, (rows, columns))
        if all(0 < s < rows for s in t.sum(0)) and (not mixed or all(0 < s < columns for s in t.sum(1))):
            return t.tolist(), np.round(0.3 * t + rng.uniform(0, 0.7, t.shape), digits).tolist()


LABELS = []
for rows, columns, digits in ((4, 2, 3), (6, 3, 1), (11, 3, 2), (9, 4, 1), (20, 5, 2)):
    for mixed in (True, False):
        for kind in (None, "generic", "zeros"):
            LABELS.append(labels_case(*indicators(rows, columns, digits, mixed), None if kind is None else some_weights(rows, kind)))
LABELS.append(labels_case([[1, 0, 0], [0, 0, 1], [1, 0, 1]], [[0.7, 0.2, 0.4], [0.3, 0.1, 0.6], [0.2, 0.9, 0.8]]))  # a label that never occurs
LABELS.append(labels_case([[0, 0], [0, 0]], [[0.7, 0.2], [0.3, 0.1]]))

# Probabilities ---------------------------------------------------------------------------------------------------------------------


def losses_case(targets, p, **options):
    """Options that a function does not have are left out; `posLabel` and `scaleByHalf` are Brier's, `normalize` the log loss's."""
    log = {k: v for k, v in options.items() if k in ("labels", "sampleWeight")}
    brier = {k: v for k, v in options.items() if k in ("labels", "sampleWeight", "posLabel")}
    logs = [dict(log), dict(normalize=False, **log)]
    briers = [dict(brier), dict(scaleByHalf=True, **brier), dict(scaleByHalf=False, **brier)]
    return {"targets": targets, "probabilities": stored(p), "logLoss": [{"options": o, "value": run(m.log_loss, targets, p, **o)} for o in logs],
            "brier": [{"options": o, "value": run(m.brier_score_loss, targets, p, **o)} for o in briers]}


LOSSES = []
for rows in (2, 3, 6, 11, 18, 30):
    for labels in ((0, 1), (-1, 1), ("a", "b"), (1, 2)):
        targets, p = problem(rows, 3, labels=labels)
        targets[0], targets[1] = labels
        LOSSES.append(losses_case(targets, p, **({"posLabel": "b"} if labels[1] == "b" else {})))
        targets, p = problem(rows, 2, labels=labels)
        targets[0], targets[1] = labels[::-1]
        LOSSES.append(losses_case(targets, [[1 - v, v] for v in p], sampleWeight=[1, *some_weights(rows - 1, "zeros")]))
for classes, rows in ((3, 5), (3, 16), (4, 11), (5, 23), (10, 31)):
    for kind in ("generic", "zeros"):
        codes = draw(classes, rows)
        LOSSES.append(losses_case([plain(c) for c in codes], probabilities(codes, classes)))
        LOSSES.append(losses_case([f"c{c}" for c in codes], probabilities(codes, classes), sampleWeight=some_weights(rows, kind)))
codes = draw(3, 8)
numbers = [plain(c) for c in codes]
LOSSES += [
    losses_case([0, 1, 1, 0], [0, 1, 1, 0]),
    losses_case([0, 1, 1, 0], [1, 0, 0.5, 0]),
    losses_case([0, 1, 1, 0], [1e-17, 1 - 1e-16, 1e-300, 0.3]),
    losses_case([0, 2, 1], [[1, 0, 0], [0, 0, 1], [0, 1, 0]]),
    losses_case([0, 2, 1], [[0, 1, 0], [0.5, 0.5, 0], [0, 1, 0]]),
    losses_case([0, 2, 1], [[0.3, 0.3, 0.3], [0.9, 0.9, 0.2], [0.1, 0.2, 0.3]]),  # rows that do not sum to 1
    losses_case(numbers, probabilities(codes, 4), labels=[0, 1, 2, 3]),
    losses_case(numbers, probabilities(codes, 4)),
    losses_case(numbers, probabilities(codes, 3), labels=[0, 1]),
    losses_case(numbers, probabilities(codes, 3)[:-1]),
    losses_case(numbers, [0.3] * 8),
    losses_case([1, 1, 1], [0.3, 0.9, 0.6]),
    losses_case([1, 1, 1], [0.3, 0.9, 0.6], labels=[0, 1]),
    losses_case([0, 0], [[0.3, 0.7], [0.6, 0.4]], labels=[0, 1], sampleWeight=[2, 0.5]),
    losses_case([0, 0], [0.3, 0.7]),
    losses_case([-1, -1], [0.3, 0.8]),
    losses_case(["x", "x"], [0.3, 0.7], posLabel="x"),
    losses_case(["x", "x"], [0.3, 0.7], posLabel="y"),
    losses_case(["x", "y"], [0.3, 0.7]),
    losses_case([True, False, True], [0.3, 0.7, 0.9]),
    losses_case([0, 1], [0.3, 1.2]),
    losses_case([0, 1], [-0.1, 0.4]),
    losses_case([0, 1], [0.1, math.nan]),
    losses_case([0, 1], [0.1, 0.3], sampleWeight=[0, 0]),
    losses_case([0, 1, 0], [[0.1], [0.3], [0.8]], posLabel=0),
    losses_case([5, 5], [0.1, 0.3]),
    losses_case([0, 1], [0.1, 0.3], labels=[1]),
]

# Top k -----------------------------------------------------------------------------------------------------------------------------


def top_case(targets, scores, **options):
    tries = [dict(k=k, normalize=n, **options) for k in (1, 2, 3) for n in (True, False)] + [dict(options)]
    return {"targets": targets, "scores": stored(scores), "results": [{"options": o, "value": run(m.top_k_accuracy_score, targets, scores, **o)} for o in tries]}


TOP = []
for classes, rows in ((3, 4), (3, 13), (4, 10), (5, 17), (8, 30), (10, 40)):
    for digits in (1, 3):
        for kind in (None, "generic", "zeros"):
            codes = draw(classes, rows)
            names = [f"c{c}" for c in codes] if digits == 1 else [plain(c) for c in codes]
            scores = np.round(rng.uniform(-1, 1, (rows, classes)) + 0.5 * np.eye(classes)[codes], digits).tolist()
            TOP.append(top_case(names, scores, **({} if kind is None else {"sampleWeight": some_weights(rows, kind)})))
for rows in (3, 6, 12, 20):
    TOP.append(top_case(*problem(rows, 1)))
    TOP.append(top_case(*problem(rows, 1, -1.0, 1.0, labels=("a", "b")), labels=["a", "b"]))
    TOP.append(top_case(*problem(rows, 2, labels=(-1, 1)), labels=[-1, 1], sampleWeight=some_weights(rows, "generic")))
few = [plain(c) for c in draw(2, 6)]
TOP += [
    top_case([0, 1, 2, 2], [[0.5, 0.2, 0.2], [0.3, 0.4, 0.2], [0.2, 0.4, 0.3], [0.7, 0.2, 0.1]]),
    top_case([0, 1, 2, 0], [[0.5, 0.5, 0.5]] * 4),
    top_case([0, 1, 2, 3], [[0.5, 0.2, 0.5, 0.5], [0.2, 0.2, 0.2, 0.1], [0.3, 0.3, 0.3, 0.3], [0.4, 0.4, 0.1, 0.1]]),
    top_case(few, generic(rng, (6, 4)).tolist(), labels=[0, 1, 2, 3]),
    top_case(few, generic(rng, (6, 3)).tolist()),
    top_case(few, generic(rng, (6, 2)).tolist()),
    top_case(few, generic(rng, (6, 3)).tolist(), labels=[0, 2, 1]),
    top_case(few, generic(rng, (6, 3)).tolist(), labels=[0, 2, 4]),
    top_case(few, generic(rng, (6, 3)).tolist(), labels=[0, 1, 1]),
    top_case(few, generic(rng, (5, 3)).tolist(), labels=[0, 1, 2]),
    top_case([0, 1, 2], [0.1, 0.4, 0.3]),
    top_case([0, 1, 2], [[0.1, 0.4], [0.3, 0.2], [0.5, 0.6]]),
    top_case([1, 1, 1], [0.1, 0.4, 0.7]),
    top_case([1, 1, 1], [0.1, 0.4, 0.7], labels=[0, 1]),
    top_case([0, 1, 1], [0.5, 0.5, 0.9]),
    top_case([0, 1, 1], [0.3, 0.6, 1.9]),
    top_case([0, 1, 1], [0.0, 0.0, -0.9]),
]

# Calibration -----------------------------------------------------------------------------------------------------------------------


def calibration_case(targets, p, **options):
    tries = [dict(strategy=s, nBins=n, **options) for s in ("uniform", "quantile") for n in (1, 3, 10)] + [dict(options)]
    return {"targets": targets, "probabilities": stored(p),
            "results": [{"options": o, "value": run(calibration_curve, targets, p, names=["probTrue", "probPred"], **o)} for o in tries]}


CALIBRATION = []
for rows in (1, 2, 3, 5, 8, 13, 21, 34, 55):
    for digits in (1, 2, 4):
        CALIBRATION.append(calibration_case(*problem(rows, digits)))
        CALIBRATION.append(calibration_case(*problem(rows, digits, labels=("no", "yes")), posLabel="yes"))
CALIBRATION += [
    calibration_case(*problem(20, 2, labels=(-1, 1))),
    calibration_case(*problem(20, 2, labels=(1, 2)), posLabel=2),
    calibration_case(*problem(20, 2, labels=(False, True))),
    calibration_case([0, 1, 0, 1, 1, 0, 0, 1, 1, 0, 1], [0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1]),
    calibration_case([0, 1, 1, 0, 1, 1, 0], [0.1 + 0.2, 0.3, 3 * 0.2, 0.6, 7 * 0.1, 0.7, 0.35]),  # on edges, as they are rounded
    calibration_case([0, 1, 0, 1, 1, 0], [0.2, 0.2, 0.2, 0.6, 0.6, 0.6]),
    calibration_case([1, 1, 1], [0.2, 0.6, 0.9]),
    calibration_case([0, 0, 0], [0.2, 0.6, 0.9]),
    calibration_case([0, 1, 0], [0.4, 0.4, 0.4]),
    calibration_case([0, 1, 0, 1], [0, 0, 1, 1]),
    calibration_case(["a", "b"], [0.3, 0.4]),
    calibration_case([0, 1, 2], [0.3, 0.4, 0.5]),
    calibration_case([0, 1, 2], [0.3, 0.4, 0.5], posLabel=1),
    calibration_case([0, 1], [0.3, 1.4]),
    calibration_case([0, 1], [-0.3, 0.4]),
    calibration_case([0, 1, 1], [0.3, 0.4]),
]

# Areas -----------------------------------------------------------------------------------------------------------------------------


def area_case(x, y):
    return {"x": x, "y": y, "value": run(m.auc, x, y)}


AREAS = [area_case(sorted(generic(rng, n).tolist(), reverse=r), generic(rng, n).tolist()) for n in (2, 3, 7, 20) for r in (False, True)]
AREAS += [area_case(*xy) for xy in (([0, 0.5, 0.5, 1], [0, 0.4, 0.7, 1]), ([1, 1, 1], [0.2, 0.9, 0.4]), ([0, 1, 0.5], [0, 1, 2]), ([1, 0, 0.5], [0, 1, 2]),
                                    ([0.5], [0.3]), ([], []), ([0, 1], [0, 1, 2]), ([1, 1, 0.2], [0.5, 0.7, 0.1]))]

write("curves.json", {
    "versions": versions(sklearn), "binary": [binary_case(*given) for given in BINARY], "classes": CLASSES, "labels": LABELS, "probabilities": LOSSES,
    "topK": TOP, "calibration": CALIBRATION, "areas": AREAS,
})
print({"binary": len(BINARY), "classes": len(CLASSES), "labels": len(LABELS), "probabilities": len(LOSSES), "topK": len(TOP), "calibration": len(CALIBRATION), "areas": len(AREAS)})
