"""preprocessing.json: scikit-learn's LabelBinarizer, StandardScaler, MinMaxScaler, confusion_matrix and accuracy_score on small generic data."""

import warnings

import numpy as np
from common import flat, generic, plain, tensor, versions, write

import sklearn
from sklearn.metrics import accuracy_score, confusion_matrix
from sklearn.preprocessing import LabelBinarizer, MinMaxScaler, StandardScaler

warnings.filterwarnings("ignore", message="A single label was found")
rng = np.random.default_rng(1936)


def label_binarizer(labels, unseen, decode, **options):
    """`unseen`: lists of labels of which some were not there in fit; `decode`: numbers for inverse_transform, as rows or as one list."""
    snake = {"negLabel": "neg_label", "posLabel": "pos_label"}
    encoder = LabelBinarizer(**{snake[k]: v for k, v in options.items()})
    encoded = encoder.fit_transform(labels)
    assert encoder.inverse_transform(encoded).tolist() == labels
    return {
        "labels": labels, "options": options, "classes": flat(encoder.classes_), "encoded": tensor(encoded),
        "unseen": [{"labels": some, "encoded": tensor(encoder.transform(some))} for some in unseen],
        "decoded": [{"from": tensor(np.array(rows)), "labels": flat(encoder.inverse_transform(np.array(rows)))} for rows in decode],
    }


three = [[[0.21, 0.64, 0.38], [0.97, 0.19, 0.004], [0.44, 0.12, 0.71]],  # probabilities that need not sum to 1
         [[0, 0, 0], [0.4, 0.4, 0.1], [0.2, 0.7, 0.7], [0.3, 0.1, 0.3], [-0.6, -0.2, -0.9]]]  # zeros, ties: the first maximum
two = [[[0.49], [0.5], [0.51], [0], [1], [-0.3], [1.7]], [0.18, 0.5, 0.93], [[0.9, 0.3], [0.1, 0.5], [0.2, 0.8], [0.6, 0.55]]]
binarizers = [
    label_binarizer(["versicolor", "setosa", "virginica", "setosa", "virginica"], [["virginica", "lila", "setosa"]], three),
    label_binarizer([10, 2, -1, 10, 2], [[2, 7, 10, -1]], three),
    label_binarizer([11, 9, 9, 11], [[11, 4], [9, 4, 9], [11, 9, 4]], two),  # three labels at once: two columns, though fit knew two classes
    label_binarizer(["Rock", "Mine", "Mine", "Rock"], [["mine", "Rock"], ["Mine", "Rock"], ["Rock", "mine", "Mine"]], two),
    label_binarizer(["álamo", "roble", "Zarza", "abeto", "ñame", "roble"], [["abeto", "Álamo", "ñame"]],
                    [generic(rng, (4, 5), 0.02, 0.97, 2).tolist()]),
    label_binarizer(["único", "único", "único"], [["único", "otro"]], [[[0.2], [0.5], [0.9]]]),
    label_binarizer([6], [[6, 3]], [[[0.2], [0.8]]]),
    label_binarizer([3, 1, 2, 1], [[2, 5]], three, negLabel=-2, posLabel=3),
    label_binarizer(["no", "sí", "sí"], [["sí", "no", "quizá"]], [[[0.4], [0.5], [0.6], [-1.9], [2.9]]], negLabel=-2, posLabel=3),
]


def scaler(kind, x, new, back, names, **options):
    """Fits on x; transforms x and rows that were not there; takes numbers back."""
    snake = {"withMean": "with_mean", "withStd": "with_std", "featureRange": "feature_range", "clip": "clip"}
    s = kind(**{snake[k]: tuple(v) if isinstance(v, list) else v for k, v in options.items()}).fit(x)
    learned = {camel: None if getattr(s, name) is None else flat(getattr(s, name)) for camel, name in names.items()}
    return {"x": tensor(x), "options": options, **learned, "transformed": tensor(s.transform(x)),
            "new": {"from": tensor(new), "to": tensor(s.transform(new))}, "inverse": {"from": tensor(back), "to": tensor(s.inverse_transform(back))}}


def columns(rows):
    """Columns of different size and place; the third is constant, and its sum over 6 or 7 rows, divided again, misses 0.7 by a rounding."""
    x = generic(rng, (rows, 4)) * [1, 37, 0, 0.02] + [0.3, -150, 0.7, 12]
    return np.round(x, 5)


standard = {"mean": "mean_", "variance": "var_", "scale": "scale_"}
minmax = {"dataMin": "data_min_", "dataMax": "data_max_", "dataRange": "data_range_", "scale": "scale_", "min": "min_"}
new, back = np.round(columns(3) + [0.4, 60, 0.31, -0.07], 5), generic(rng, (3, 4))
standard_scalers = [
    scaler(StandardScaler, columns(7), new, back, standard),
    scaler(StandardScaler, columns(6), new, back, standard, withStd=False),
    scaler(StandardScaler, columns(5), new, back, standard, withMean=False),
    scaler(StandardScaler, generic(rng, (1, 4)), new, back, standard),
]
minmax_scalers = [
    scaler(MinMaxScaler, columns(7), new, back, minmax),
    scaler(MinMaxScaler, columns(6), new, back, minmax, featureRange=[-0.7, 2.3]),
    scaler(MinMaxScaler, columns(5), new, back, minmax, clip=True),
]


def matrix(targets, predictions, **options):
    """`text` is what print shows; only for counts, which are whole numbers."""
    snake = {"labels": "labels", "normalize": "normalize", "sampleWeight": "sample_weight"}
    m = confusion_matrix(targets, predictions, **{snake[k]: v for k, v in options.items()})
    case = {"targets": targets, "predictions": predictions, "options": options, "matrix": tensor(m)}
    return {**case, "text": str(m)} if m.dtype.kind == "i" else case


def draw(classes, count, right):
    """Labels, and predictions of which about the share `right` is right."""
    t = rng.integers(0, classes, count)
    return t.tolist(), np.where(rng.uniform(size=count) < right, t, rng.integers(0, classes, count)).tolist()


some = draw(4, 60, 0.7)
weights = generic(rng, (7,), 0.2, 2.3, 2).tolist()
pets, guesses = ["gato", "perro", "gato", "ave", "perro", "gato", "ave"], ["gato", "gato", "ave", "ave", "perro", "gato", "perro"]
matrices = [
    matrix([2, 0, 2, 1, 0, 1, 2], [1, 0, 2, 1, 2, 1, 2]),
    matrix(*some),
    matrix(pets, guesses),
    matrix(pets, guesses, labels=["perro", "gato"]),
    matrix(pets, guesses, labels=["perro", "pez", "ave", "gato"]),
    matrix([10, 2, -1, 10, 2], [2, 2, 10, 10, -1]),
    matrix([3, 1, 1, 3], [1, 7, 1, 3]),  # 7 is never a target
    matrix([3, 8, 1, 3], [1, 1, 1, 3]),  # 8 is never predicted
    matrix([0, 1, 1, 0, 1], [1, 1, 1, 0, 0]),
    matrix([5, 5, 5], [5, 5, 5]),
    matrix(*draw(10, 300, 0.93)),
    matrix([4] * 103 + [9] * 12 + [17] * 5, [4] * 101 + [9, 17] + [9] * 12 + [17] * 4 + [4]),
    matrix(*draw(26, 230, 0.93)),  # numpy breaks lines at 75 characters
    matrix(*draw(32, 45, 0.8), labels=list(range(32))),  # and prints only the corners of more than 1000 entries
    matrix([2, 0, 2, 1, 0, 1, 2], [1, 0, 2, 1, 2, 1, 2], sampleWeight=weights),
    matrix([3, 8, 1, 3], [1, 1, 1, 3], normalize="true"),
    matrix([3, 8, 1, 3], [1, 1, 1, 3], normalize="pred"),
    matrix([3, 8, 1, 3], [1, 1, 1, 3], normalize="all"),
    matrix([3, 1, 1, 3], [1, 7, 1, 3], normalize="true"),
]


def accuracy(targets, predictions, **options):
    snake = {"normalize": "normalize", "sampleWeight": "sample_weight"}
    value = accuracy_score(np.array(targets), np.array(predictions), **{snake[k]: v for k, v in options.items()})
    return {"targets": targets, "predictions": predictions, "options": options, "value": plain(value)}


scores = [
    accuracy([2, 0, 2, 1, 0, 1, 2], [1, 0, 2, 1, 2, 1, 2]),
    accuracy(*some),
    accuracy(pets, guesses),
    accuracy(pets, guesses, normalize=False),
    accuracy(pets, guesses, sampleWeight=weights),
    accuracy(pets, guesses, sampleWeight=weights, normalize=False),
    accuracy([[1, 0, 0], [0, 1, 1], [1, 1, 0]], [[1, 0, 0], [0, 1, 0], [1, 1, 0]]),  # rows of several labels: all must be right
]

write("preprocessing.json", {
    "versions": versions(sklearn), "labelBinarizer": binarizers, "standardScaler": standard_scalers, "minMaxScaler": minmax_scalers,
    "confusionMatrix": matrices, "accuracyScore": scores,
})
