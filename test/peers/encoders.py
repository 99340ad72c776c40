"""encoders.json: scikit-learn's LabelEncoder, OneHotEncoder, RobustScaler and PolynomialFeatures, and Keras's to_categorical, on small generic data."""

import warnings

import numpy as np
from common import flat, generic, tensor, versions, write

import keras
import sklearn
from sklearn.preprocessing import LabelEncoder, OneHotEncoder, PolynomialFeatures, RobustScaler

warnings.filterwarnings("ignore")
rng = np.random.default_rng(1954)
SNAKE = {"handleUnknown": "handle_unknown", "withCentering": "with_centering", "withScaling": "with_scaling", "quantileRange": "quantile_range",
         "unitVariance": "unit_variance", "interactionOnly": "interaction_only", "includeBias": "include_bias"}


def snake(options):
    return {SNAKE.get(k, k): tuple(v) if k in ("quantileRange", "degree") and isinstance(v, list) else v for k, v in options.items()}


def attempt(work):
    """What work gives, or { raises }: the first words of the message."""
    try:
        return work()
    except ValueError as error:
        return {"raises": str(error).split("\n")[0][:60]}


def label_encoder(labels, other):
    encoder = LabelEncoder().fit(labels)
    return {"labels": labels, "classes": flat(encoder.classes_), "numbers": flat(encoder.transform(labels)), "other": other, "otherNumbers": attempt(lambda: flat(encoder.transform(other)))}


labels = [
    label_encoder(["oak", "elm", "ash", "oak", "elm"], ["elm", "elm", "oak"]),
    label_encoder(["oak", "elm", "ash"], ["elm", "fir"]),
    label_encoder([10, 2, -1, 10, 2], [-1, 10]),
    label_encoder([10, 2, -1, 10, 2], [3]),
    label_encoder([0.25, 3, -1.5], [3, 0.25]),
    label_encoder(["único"], ["único", "único"]),
    label_encoder([True, False, True], [False, True]),
    label_encoder(["b", "B", "á", "a10", "a9", "ñ", "z"], ["ñ", "B"]),
    label_encoder(rng.integers(0, 40, 70).tolist(), [7, 7]),
]


def rows_of(array):
    return [[v.item() if isinstance(v, np.generic) else v for v in row] for row in np.asarray(array, dtype=object)]


def objects(rows):
    return np.array(rows, dtype=object)


def one_hot(rows, new, back, **options):
    """`new`: rows of which some may be unknown; `back`: numbers for inverse_transform."""
    encoder = OneHotEncoder(sparse_output=False, **snake(options))
    case = {"rows": rows, "options": options}
    fitted = attempt(lambda: encoder.fit(objects(rows)))
    if isinstance(fitted, dict):
        return {**case, **fitted}
    return {**case, "categories": [[v.item() if isinstance(v, np.generic) else v for v in c] for c in encoder.categories_], "names": flat(encoder.get_feature_names_out()),
            "encoded": tensor(encoder.transform(objects(rows))), "new": new, "newEncoded": attempt(lambda: tensor(encoder.transform(objects(new)))),
            "back": tensor(np.array(back, dtype=float)) if back else None, "decoded": attempt(lambda: rows_of(encoder.inverse_transform(np.array(back, dtype=float)))) if back else None}


trees = [["oak", 3], ["elm", 2], ["oak", 2], ["ash", 7], ["elm", 3]]
pairs = [["no", "b", 4], ["yes", "a", 4], ["no", "c", 4], ["yes", "b", 4]]
soft = [[0.2, 0.5, 0.3, 0.1, 0.8, 0.4], [0.4, 0.4, 0.1, 0, 0, 1], [-0.2, -0.1, -0.4, 0.3, 0.3, 0.3]]
zero = [[0, 0, 0, 0, 0, 1], [0, 1, 0, 0, 0, 0], [0, 0, 0, 0, 0, 0]]
one_hots = [
    one_hot(trees, [["ash", 2], ["elm", 7]], soft),
    one_hot(trees, [["fir", 2], ["elm", 7]], soft),
    one_hot(trees, [["elm", 5]], zero),
    one_hot(trees, [["fir", 2], ["elm", 5], ["fir", 5]], zero, handleUnknown="ignore"),
    one_hot(trees, [["ash", 2], ["oak", 3]], [[0, 1, 0, 1], [0, 0, 0, 0], [0.2, 0.3, 0.9, 0.1], [0.4, -0.4, 0, 0]], drop="first"),
    one_hot(trees, [["fir", 2]], [[0, 1, 0, 1]], drop="first"),
    one_hot(trees, [["fir", 2], ["ash", 9]], [[0, 1, 0, 1], [0, 0, 0, 0]], drop="first", handleUnknown="ignore"),
    one_hot(pairs, [["yes", "c", 4]], [[1, 0, 0, 1, 1], [0, 1, 0, 0, 1], [0.3, 0.2, 0.7, 0.1, 0.4]], drop="if_binary"),
    one_hot(pairs, [["yes", "d", 4]], [[1, 0, 0, 0, 1], [0, 0, 0, 0, 1]], drop="if_binary", handleUnknown="ignore"),
    one_hot(pairs, [["yes", "c", 4]], [[1, 0, 1], [0, 0, 0], [0.2, 0.4, 0.3]], drop="first"),
    one_hot([["único"], ["único"]], [["único"]], [[1], [0.3]]),
    one_hot([["único"], ["único"]], [["otro"]], [[0], [1]], handleUnknown="ignore"),
    one_hot([["único"], ["único"]], [["único"]], None, drop="first"),
    one_hot([[True, 1.5], [False, -2.25]], [[True, -2.25]], [[0, 1, 1, 0]]),
    one_hot(trees, [["oak", 5], ["fir", 2]], [[1, 0, 0, 0, 0, 0, 0, 1], [0, 0, 0, 1, 0, 1, 0, 0]], categories=[["oak", "elm", "ash", "fir"], [2, 3, 5, 7]]),
    one_hot(trees, [["oak", 5]], None, categories=[["oak", "elm"], [2, 3, 5, 7]]),
    one_hot(trees, [["oak", 5], ["ash", 2]], [[0, 0, 0, 1, 0, 0], [0, 1, 0, 0, 0, 0]], categories=[["oak", "elm"], [2, 3, 5, 7]], handleUnknown="ignore"),
    one_hot(trees, [["oak", 5]], None, categories=[["oak", "elm", "ash"], [3, 2, 7]]),
    one_hot(trees, [["oak", 5]], None, categories=[["oak", "elm", "ash"]]),
    one_hot(trees, [["oak", 5]], None, categories=[["oak", "elm", "ash", "oak"], [2, 3, 7]]),
    one_hot(trees, [["oak", 5]], [[0, 1, 1, 0, 0], [0, 0, 1, 0, 0]], categories=[["oak", "elm", "ash"], [2, 3, 5, 7]], drop="first"),
    one_hot([[int(v), f"k{w}"] for v, w in zip(rng.integers(0, 12, 30), rng.integers(0, 9, 30))], [[int(rng.integers(0, 3)), "k1"]], None),
]


def columns(rows):
    """Columns of different size and place; the third is constant, the fourth has outliers, the fifth is mostly constant."""
    x = generic(rng, (rows, 5)) * [1, 37, 0, 0.02, 0] + [0.3, -150, 0.7, 12, 4.1]
    x[0, 3:] += [900, 3.3]
    return np.round(x, 5)


def robust(x, **options):
    scaler = RobustScaler(**snake(options)).fit(x)
    new, back = np.round(columns(3)[:, : x.shape[1]] + 0.17, 5), generic(rng, (3, x.shape[1]))
    return {"x": tensor(x), "options": options, "center": None if scaler.center_ is None else flat(scaler.center_), "scale": None if scaler.scale_ is None else flat(scaler.scale_),
            "transformed": tensor(scaler.transform(x)), "new": {"from": tensor(new), "to": tensor(scaler.transform(new))}, "inverse": {"from": tensor(back), "to": tensor(scaler.inverse_transform(back))}}


robusts = [robust(columns(n)) for n in [1, 2, 3, 4, 7, 24]]
robusts += [robust(columns(9), quantileRange=r) for r in [[10, 90], [0, 100], [33.3, 61.7], [40, 40], [2.5, 97.5]]]
robusts += [robust(columns(8), withCentering=False), robust(columns(8), withScaling=False), robust(columns(11), unitVariance=True), robust(columns(12), unitVariance=True, quantileRange=[5, 80]),
            robust(np.array([[1.0], [2], [3], [4], [1000]])), robust(np.full((4, 1), 0.1) * 3)]


def polynomial(x, **options):
    def work():
        features = PolynomialFeatures(**snake(options)).fit(x)
        return {"powers": [flat(p) for p in features.powers_], "names": flat(features.get_feature_names_out()), "transformed": tensor(features.transform(x))}
    return {"x": tensor(x), "options": options, **attempt(work)}


polynomials = [polynomial(generic(rng, (3, 1 + degree % 3)), degree=degree, interactionOnly=only, includeBias=bias)
               for degree in range(5) for only in [False, True] for bias in [True, False]]
polynomials += [polynomial(generic(rng, (2, 3)), degree=d, interactionOnly=o, includeBias=b)
                for d in [[0, 2], [1, 1], [2, 2], [2, 3], [0, 0], [3, 4], [3, 2]] for o in [False, True] for b in [True, False] if not (o and d == [3, 4])]
polynomials += [polynomial(generic(rng, (4, 3))), polynomial(generic(rng, (1, 5)), degree=3), polynomial(np.array([[0, -1.5], [1e-3, 1e3]]), degree=4), polynomial(generic(rng, (2, 2)), degree=-1)]

categoricals = [{"labels": v, "numClasses": n, "encoded": tensor(keras.utils.to_categorical(v, n))}
                for v, n in [([2, 0, 1], None), ([0], None), ([0, 0], 4), ([3, 1, 3], 5), (rng.integers(0, 9, 20).tolist(), None)]]

write("encoders.json", {"versions": versions(sklearn, keras), "labelEncoder": labels, "oneHotEncoder": one_hots, "robustScaler": robusts,
                        "polynomialFeatures": polynomials, "toCategorical": categoricals})
