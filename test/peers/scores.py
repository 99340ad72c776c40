"""scores.json: scikit-learn's scores of labels: accuracy and its kin, confusion matrices, precision, recall and F, reports, MCC, kappa, Jaccard."""

import warnings

import numpy as np
from common import generic, plain, versions, write

import sklearn
from sklearn import metrics

warnings.filterwarnings("ignore")
rng = np.random.default_rng(1979)
UNDEFINED = float("nan")

SNAKE = {
    "normalize": "normalize", "sampleWeight": "sample_weight", "adjusted": "adjusted", "labels": "labels", "samplewise": "samplewise", "average": "average",
    "posLabel": "pos_label", "zeroDivision": "zero_division", "beta": "beta", "targetNames": "target_names", "digits": "digits", "weights": "weights",
    "replaceUndefinedBy": "replace_undefined_by",
}


def stored(value):
    """Arrays as lists, numbers for JSON: what is not finite becomes its name."""
    if isinstance(value, dict):
        return {key: stored(v) for key, v in value.items()}
    if isinstance(value, (list, tuple, np.ndarray)):
        return [stored(v) for v in value]
    if isinstance(value, (float, np.floating)) and not np.isfinite(value):
        return "NaN" if np.isnan(value) else "Infinity" if value > 0 else "-Infinity"
    return plain(value)


def case(name, data, **options):
    """{ score, targets, predictions, options, value }, or `raises` in place of the value; `multilabel` is told by the shape."""
    function = getattr(metrics, "".join("_" + c.lower() if c.isupper() else c for c in name))
    targets, predictions = data
    given = dict(options)
    if given.pop("multilabel", False):
        targets, predictions = np.array(targets), np.array(predictions)
    head = {"score": name, "targets": stored(data[0]), "predictions": stored(data[1]), "options": stored(options)}
    given = {SNAKE[k]: v for k, v in given.items()}
    try:
        if name == "classificationReport":
            return {**head, "text": function(targets, predictions, **given), "value": stored(function(targets, predictions, output_dict=True, **given))}
        value = function(targets, predictions, **given)
    except Exception as error:
        return {**head, "raises": type(error).__name__}
    if name == "precisionRecallFscoreSupport":
        return {**head, "value": stored(dict(zip(["precision", "recall", "fscore", "support"], value)))}
    text = {"text": str(value)} if name == "confusionMatrix" else {}
    return {**head, "value": stored(value), **text}


def draw(classes, count, right):
    """Labels, and predictions of which about the share `right` is right."""
    t = rng.choice(classes, count)
    return t.tolist(), np.where(rng.uniform(size=count) < right, t, rng.choice(classes, count)).tolist()


def sets(rows, labels, density=0.4, right=0.7):
    """Rows of several labels, and predictions of which about the share `right` is right."""
    t = (rng.uniform(size=(rows, labels)) < density).astype(int)
    return t.tolist(), np.where(rng.uniform(size=t.shape) < right, t, 1 - t).tolist()


def weigh(data, whole=False, zeros=False):
    """Weights of the rows: fractions or whole numbers, some of them zero."""
    w = rng.integers(1, 9, len(data[0])) if whole else generic(rng, len(data[0]), 0.1, 2.3, 3)
    if zeros:
        w[rng.uniform(size=len(w)) < 0.3] = 0
        w[0] = 3
    return w.tolist()


plain_ones = {
    "three": draw([0, 1, 2], 19, 0.6),
    "four": draw([0, 1, 2, 3], 45, 0.75),
    "two": draw([0, 1], 23, 0.7),
    "signs": draw([-1, 1], 15, 0.6),
    "words": draw(["no", "sí"], 14, 0.7),
    "pets": draw(["gato", "perro", "ave", "pez"], 21, 0.6),
    "numbers": draw([-7, 2, 10, 113], 26, 0.5),
    "claims": draw([False, True], 13, 0.6),
    "many": draw(list(range(12)), 70, 0.8),
    "rare": draw([0, 0, 0, 0, 0, 0, 0, 1], 29, 0.8),
    "one class": ([5, 5, 5], [5, 5, 5]),
    "one class, named": (["solo", "solo"], ["solo", "solo"]),
    "never predicted": ([3, 8, 1, 3, 8], [1, 1, 1, 3, 3]),
    "never true": ([3, 1, 1, 3, 1], [1, 7, 1, 3, 7]),
    "always one": ([1, 0, 1, 1, 0], [0, 0, 0, 0, 0]),
    "always the other": ([1, 0, 1, 1, 0], [1, 1, 1, 1, 1]),
    "one true class": ([1, 1, 1, 1, 1], [1, 0, 1, 1, 0]),
    "all wrong": ([0, 1, 2, 0], [1, 2, 0, 1]),
    "all wrong, two": ([0, 1, 1], [1, 0, 0]),
    "apart": ([0, 0, 1], [2, 3, 2]),
    "all right": ([2, 0, 1, 1, 2, 0, 0], [2, 0, 1, 1, 2, 0, 0]),
    "one row, right": ([4], [4]),
    "one row, wrong": ([4], [6]),
}
some = ["three", "two", "words", "pets", "numbers", "claims", "never true", "always one"]
few = {name: plain_ones[name] for name in some}
marked = {
    "several": sets(11, 4),
    "many": sets(24, 9, 0.3, 0.85),
    "empty rows": ([[0, 0, 0], [1, 0, 1], [0, 0, 0], [0, 1, 0], [1, 1, 0]], [[0, 0, 0], [1, 0, 0], [0, 1, 0], [0, 0, 0], [1, 1, 1]]),
    "nothing predicted": ([[1, 0], [0, 0], [1, 1]], [[0, 0], [0, 0], [0, 0]]),
    "nothing true": ([[0, 0], [0, 0], [0, 0]], [[1, 0], [0, 0], [1, 1]]),
    "an empty column": ([[1, 0, 0], [1, 0, 1], [0, 0, 1]], [[1, 0, 1], [0, 0, 1], [0, 0, 1]]),
    "all right": ([[1, 0, 1], [0, 1, 0], [0, 0, 0]], [[1, 0, 1], [0, 1, 0], [0, 0, 0]]),
    "all wrong": ([[1, 0], [0, 1], [1, 1]], [[0, 1], [1, 0], [0, 0]]),
    "one row": ([[1, 0, 1, 1]], [[1, 1, 0, 1]]),
}
mistakes = {
    "lengths": ([0, 1, 1], [0, 1]),
    "kinds": (["a", "b"], [0, 1]),
    "nothing": ([], []),
    "probabilities": ([0, 1, 1], [0.2, 0.9, 0.4]),
}
wrong_sets = {"columns": ([[1, 0], [0, 1]], [[1, 0, 0], [0, 1, 1]]), "rows": ([[1, 0], [0, 1]], [[1, 0]])}


def all_wrong(name, **options):
    """What no score takes."""
    two = plain_ones["two"]
    return [
        *[case(name, data, **options) for data in mistakes.values()],
        *[case(name, two, **options, sampleWeight=w) for w in ([0.3, 2], [0] * 23, [UNDEFINED] + [1] * 22)],
    ]


accuracies = [
    *[case("accuracyScore", data) for data in plain_ones.values()],
    *[case("accuracyScore", data, normalize=False, sampleWeight=weigh(data)) for data in few.values()],
    *[case("accuracyScore", data, sampleWeight=weigh(data, whole=True, zeros=True)) for data in few.values()],
    *[case("accuracyScore", data, multilabel=True) for data in marked.values()],
    *[case("accuracyScore", data, multilabel=True, normalize=False, sampleWeight=weigh(data, zeros=True)) for data in marked.values()],
    *[case("balancedAccuracyScore", data, adjusted=adjusted) for data in plain_ones.values() for adjusted in (False, True)],
    *[case("balancedAccuracyScore", data, sampleWeight=weigh(data, zeros=True)) for data in few.values()],
    *[case("zeroOneLoss", data, normalize=normalize) for data in plain_ones.values() for normalize in (False, True)],
    *[case("zeroOneLoss", data, normalize=normalize, sampleWeight=weigh(data)) for data in few.values() for normalize in (False, True)],
    *[case("zeroOneLoss", data, multilabel=True) for data in marked.values()],
    *[case("hammingLoss", data) for data in plain_ones.values()],
    *[case("hammingLoss", data, sampleWeight=weigh(data, zeros=True)) for data in few.values()],
    *[case("hammingLoss", data, multilabel=True) for data in marked.values()],
    *[case("hammingLoss", data, multilabel=True, sampleWeight=weigh(data)) for data in marked.values()],
    *[raised for name in ("accuracyScore", "balancedAccuracyScore", "zeroOneLoss", "hammingLoss") for raised in all_wrong(name)],
    *[case(name, data, multilabel=True) for name in ("accuracyScore", "zeroOneLoss", "hammingLoss") for data in wrong_sets.values()],
]

deck = ([0] * 103 + [1] * 1200 + [2] * 7, [0] * 101 + [1, 2] + [1] * 1199 + [0] + [2] * 6 + [1])  # shares that differ by more than a thousand times
halves = ([0] * 512 + [1] * 100, [0] * 511 + [1] + [1] * 100)  # 1/512 = 0.001953125 lies halfway between two numbers of eight decimals
rarer = ([0] * 8192 + [1] * 3, [0] * 8191 + [1] + [1] * 3)  # 1/8192 = 1.220703125e-04 as well
matrices = [
    *[case("confusionMatrix", data) for data in plain_ones.values()],
    *[case("confusionMatrix", data, normalize=normalize) for name, data in plain_ones.items() if name != "many" for normalize in ("true", "pred", "all")],
    *[case("confusionMatrix", data, sampleWeight=weigh(data, whole=True)) for data in few.values()],
    *[case("confusionMatrix", data, sampleWeight=weigh(data, zeros=True)) for data in few.values()],
    *[case("confusionMatrix", data, sampleWeight=weigh(data), normalize="true") for data in few.values()],
    *[case("confusionMatrix", data, sampleWeight=[1e-6 * w for w in weigh(data)]) for data in few.values()],
    *[case("confusionMatrix", data, sampleWeight=[1e8 * w + 0.37 for w in weigh(data)]) for data in few.values()],
    *[case("confusionMatrix", plain_ones["pets"], labels=labels) for labels in (["perro", "gato"], ["pez", "león", "ave", "perro", "gato"], ["ave"], ["león"])],
    *[case("confusionMatrix", plain_ones["four"], labels=labels) for labels in ([3, 1, 0, 2], [2, 7], [0, 1, 2], [7])],
    *[case("confusionMatrix", plain_ones["numbers"], labels=[10, -7, 5], normalize=normalize) for normalize in ("true", "pred", "all")],
    *[case("confusionMatrix", data, normalize=normalize) for data in (deck, halves) for normalize in ("true", "pred", "all")],
    case("confusionMatrix", rarer, normalize="true"),
    case("confusionMatrix", plain_ones["two"], normalize="rows"),
    case("confusionMatrix", plain_ones["two"], labels=[]),
    *[case("multilabelConfusionMatrix", data) for data in plain_ones.values()],
    *[case("multilabelConfusionMatrix", data, sampleWeight=weigh(data, zeros=True)) for data in few.values()],
    *[case("multilabelConfusionMatrix", plain_ones["pets"], labels=labels) for labels in (["perro", "gato"], ["pez", "león"], ["ave"])],
    *[case("multilabelConfusionMatrix", data, multilabel=True, samplewise=samplewise) for data in marked.values() for samplewise in (False, True)],
    *[case("multilabelConfusionMatrix", data, multilabel=True, samplewise=samplewise, sampleWeight=weigh(data)) for data in marked.values() for samplewise in (False, True)],
    *[case("multilabelConfusionMatrix", marked["several"], multilabel=True, labels=labels) for labels in ([2, 0], [3], [4], [-1])],
    case("multilabelConfusionMatrix", marked["several"], multilabel=True, labels=[3, 1], samplewise=True, sampleWeight=weigh(marked["several"])),
    case("multilabelConfusionMatrix", plain_ones["two"], samplewise=True),
    *[raised for name in ("confusionMatrix", "multilabelConfusionMatrix") for raised in all_wrong(name)],
    *[case("multilabelConfusionMatrix", data, multilabel=True) for data in wrong_sets.values()],
]

scored = ["precisionRecallFscoreSupport", "precisionScore", "recallScore", "f1Score", "fbetaScore"]


def with_beta(name):
    return {"beta": 0.7} if name == "fbetaScore" else {}


divisions = (0, 1, UNDEFINED, "warn")
awkward = ["never predicted", "never true", "apart", "all wrong", "one class"]
binary = {name: data for name, data in plain_ones.items() if len(set(data[0] + data[1])) <= 2 and name != "one class, named"}  # there 1 is no label
fscores = [
    *[case("precisionRecallFscoreSupport", data, average=average) for data in plain_ones.values() for average in (None, "micro", "macro", "weighted")],
    *[case("precisionRecallFscoreSupport", data, average=None, zeroDivision=UNDEFINED) for data in plain_ones.values()],
    *[case(name, data, **with_beta(name)) for name in scored[1:] for data in binary.values()],
    *[case(name, data, **with_beta(name), posLabel=plain_ones[label][0][0], sampleWeight=weigh(data, zeros=True)) for name in scored[1:]
      for label, data in binary.items() if not label.startswith("one ")],
    *[case(name, plain_ones[label], **with_beta(name), average=average, zeroDivision=zero) for name in scored for label in awkward
      for average in ("macro", "weighted", None) for zero in divisions[1:3]],
    *[case(name, data, **with_beta(name), average=average, sampleWeight=weigh(data)) for name in scored for data in few.values() for average in ("micro", "weighted")],
    *[case(name, plain_ones["pets"], **with_beta(name), average=average, labels=["perro", "león", "ave"]) for name in scored for average in (None, "micro", "macro", "weighted")],
    *[case("precisionRecallFscoreSupport", plain_ones["pets"], average=average, labels=["león"], zeroDivision=zero) for average in (None, "micro", "macro", "weighted") for zero in divisions],
    *[case(name, data, **with_beta(name), average=average, multilabel=True) for name in scored for data in marked.values() for average in ("samples", "micro", "macro")],
    *[case("precisionRecallFscoreSupport", data, average=average, multilabel=True, sampleWeight=weigh(data, zeros=True), zeroDivision=zero) for data in marked.values()
      for average in (None, "samples", "weighted") for zero in divisions[1:3]],
    *[case("precisionRecallFscoreSupport", marked["several"], average=average, multilabel=True, labels=[3, 1]) for average in (None, "samples", "micro")],
    *[case("fbetaScore", plain_ones[name], beta=beta, average="macro") for name in ("three", "never true", "pets") for beta in (0, 0.3, 1, 2, 11.5, float("inf"))],
    *[case("precisionRecallFscoreSupport", plain_ones["four"], beta=beta) for beta in (0, 0.3, 3, float("inf"))],
    *[raised for name in scored for raised in all_wrong(name, **with_beta(name))],
    *[case(name, plain_ones["three"], **with_beta(name), average="binary") for name in scored],
    *[case(name, plain_ones["three"], **with_beta(name), average="samples") for name in scored],
    *[case(name, marked["several"], **with_beta(name), average="binary", multilabel=True) for name in scored],
    *[case(name, plain_ones["words"], **with_beta(name), average="binary") for name in scored],
    *[case(name, plain_ones["two"], **with_beta(name), average="binary", posLabel=7) for name in scored],
    *[case(name, plain_ones["three"], **with_beta(name), average="mean") for name in scored],
    *[case(name, plain_ones["two"], **with_beta(name), zeroDivision=2) for name in scored],
    case("fbetaScore", plain_ones["two"], beta=-0.3),
    *[case("precisionRecallFscoreSupport", data, multilabel=True) for data in wrong_sets.values()],
]

long_names = ["clase con un nombre de veras largo", "b", "ñandú 🐦"]
reports = [
    *[case("classificationReport", data) for data in plain_ones.values()],
    *[case("classificationReport", data, digits=digits) for data in (plain_ones["three"], plain_ones["never true"]) for digits in (0, 1, 3, 4, 5, 6, 17)],
    *[case("classificationReport", data, sampleWeight=weigh(data)) for data in plain_ones.values()],
    *[case("classificationReport", data, sampleWeight=weigh(data, whole=True, zeros=True)) for data in few.values()],
    *[case("classificationReport", plain_ones[label], zeroDivision=zero) for label in awkward for zero in divisions],
    case("classificationReport", plain_ones["three"], targetNames=long_names),
    case("classificationReport", plain_ones["three"], targetNames=["__proto__", "toString", ""]),
    case("classificationReport", plain_ones["three"], targetNames=["x", "x", "y"]),
    case("classificationReport", plain_ones["three"], targetNames=long_names, labels=[2, 0, 1], digits=3),
    *[case("classificationReport", plain_ones["pets"], labels=labels) for labels in (["perro", "gato"], ["pez", "león", "ave", "perro", "gato"], ["ave"], ["león"])],
    *[case("classificationReport", plain_ones["pets"], labels=["gato", "león"], zeroDivision=zero) for zero in divisions],
    case("classificationReport", plain_ones["all wrong"], labels=[1]),
    case("classificationReport", ([0] * 8 + [1] * 8, [0] * 7 + [1] + [1] * 3 + [0] * 5), digits=2),  # 0.375, 0.875: ties
    case("classificationReport", plain_ones["two"], sampleWeight=[1e17 * (i + 1) for i in range(23)]),
    case("classificationReport", plain_ones["two"], sampleWeight=[1e-7 * (i + 1) for i in range(23)]),
    *[case("classificationReport", data, multilabel=True) for data in marked.values()],
    *[case("classificationReport", data, multilabel=True, sampleWeight=weigh(data), zeroDivision=1, digits=3) for data in marked.values()],
    *[case("classificationReport", marked["several"], multilabel=True, labels=labels) for labels in ([2, 0], [3], [4])],
    case("classificationReport", marked["empty rows"], multilabel=True, targetNames=long_names, zeroDivision=UNDEFINED),
    case("classificationReport", plain_ones["three"], targetNames=["a", "b"]),
    *all_wrong("classificationReport"),
    *[case("classificationReport", data, multilabel=True) for data in wrong_sets.values()],
]

correlations = [
    *[case("matthewsCorrcoef", data) for data in plain_ones.values()],
    *[case("matthewsCorrcoef", data, sampleWeight=weigh(data, zeros=True)) for data in plain_ones.values()],
    *[case("cohenKappaScore", data, weights=weights) for data in plain_ones.values() for weights in (None, "linear", "quadratic")],
    *[case("cohenKappaScore", data, weights=weights, sampleWeight=weigh(data)) for data in few.values() for weights in (None, "linear", "quadratic")],
    *[case("cohenKappaScore", plain_ones["pets"], weights=weights, labels=labels) for labels in (["pez", "ave", "perro"], ["gato", "león"], ["ave"], ["león"])
      for weights in (None, "linear", "quadratic")],
    *[case("cohenKappaScore", plain_ones[name], replaceUndefinedBy=value) for name in ("one class", "one row, right", "three") for value in (0, -0.3, 1, 2)],
    case("cohenKappaScore", ([0, 1, 1], [2, 2, 2]), labels=[0, 1]),
    case("cohenKappaScore", ([0, 1, 1], [2, 2, 2]), labels=[0, 1], replaceUndefinedBy=0.7),
    case("cohenKappaScore", plain_ones["three"], weights="cubic"),
    *[raised for name in ("matthewsCorrcoef", "cohenKappaScore") for raised in all_wrong(name)],
]

jaccards = [
    *[case("jaccardScore", data) for data in binary.values()],
    *[case("jaccardScore", data, average=average) for data in plain_ones.values() for average in (None, "micro", "macro", "weighted")],
    *[case("jaccardScore", data, average=average, sampleWeight=weigh(data, zeros=True)) for data in few.values() for average in (None, "micro", "weighted")],
    *[case("jaccardScore", plain_ones["pets"], average=average, labels=labels, zeroDivision=zero) for labels in (["perro", "león"], ["león"])
      for average in (None, "micro", "macro", "weighted") for zero in (0, 1, "warn", UNDEFINED)],
    *[case("jaccardScore", data, average=average, multilabel=True, zeroDivision=zero) for data in marked.values() for average in (None, "samples", "macro", "weighted", "micro") for zero in (0, 1)],
    *[case("jaccardScore", data, average="samples", multilabel=True, sampleWeight=weigh(data, zeros=True)) for data in marked.values()],
    case("jaccardScore", plain_ones["words"], posLabel="sí"),
    case("jaccardScore", plain_ones["words"]),
    case("jaccardScore", plain_ones["three"]),
    case("jaccardScore", plain_ones["three"], average="samples"),
    case("jaccardScore", marked["several"], multilabel=True),
    *all_wrong("jaccardScore"),
    *[case("jaccardScore", data, multilabel=True, average="macro") for data in wrong_sets.values()],
]

write("scores.json", {
    "versions": versions(sklearn), "accuracies": accuracies, "matrices": matrices, "fscores": fscores, "reports": reports, "correlations": correlations, "jaccards": jaccards,
})
