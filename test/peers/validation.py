"""validation.json: scikit-learn's cross_validate and learning_curve, with estimators that the test writes again in a few lines."""

import warnings

import numpy as np
from common import flat, generic, tensor, versions, write

import sklearn
from sklearn.base import BaseEstimator, ClassifierMixin, RegressorMixin
from sklearn.metrics import accuracy_score, make_scorer, mean_absolute_error, mean_squared_error
from sklearn.model_selection import KFold, ShuffleSplit, StratifiedKFold, StratifiedShuffleSplit, cross_validate, learning_curve
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

warnings.filterwarnings("ignore")
rng = np.random.default_rng(1974)
SNAKE = {"nSplits": "n_splits", "testSize": "test_size", "trainSize": "train_size", "randomState": "random_state", "shuffle": "shuffle"}
SPLITTERS = {s.__name__: s for s in (KFold, ShuffleSplit, StratifiedKFold, StratifiedShuffleSplit)}
SCORES = {"accuracy": accuracy_score, "squared": mean_squared_error, "absolute": mean_absolute_error}


class Centroids(ClassifierMixin, BaseEstimator):
    """The class whose mean is nearest; the first of equals."""

    def fit(self, x, t):
        self.classes_ = np.unique(t)
        self.means_ = np.array([x[t == c].mean(axis=0) for c in self.classes_])
        return self

    def predict(self, x):
        return self.classes_[((x[:, None, :] - self.means_) ** 2).sum(axis=2).argmin(axis=1)]


class Ridge(RegressorMixin, BaseEstimator):
    """t = intercept + slope x, slope = Σ (x − x̄)(t − t̄) / (Σ (x − x̄)² + 0.7), of the first column alone."""

    def fit(self, x, t):
        x0 = x[:, 0]
        self.slope_ = ((x0 - x0.mean()) * (t - t.mean())).sum() / (((x0 - x0.mean()) ** 2).sum() + 0.7)
        self.intercept_ = t.mean() - self.slope_ * x0.mean()
        return self

    def predict(self, x):
        return self.intercept_ + self.slope_ * x[:, 0]


ESTIMATORS = {"centroids": Centroids, "ridge": Ridge, "scaled centroids": lambda: make_pipeline(StandardScaler(), Centroids()),
              "scaled ridge": lambda: make_pipeline(StandardScaler(), Ridge())}


def data(estimator, rows, kind):
    if "ridge" in estimator:
        x = generic(rng, (rows, 2)) * [3, 1] + [1, -20]
        t = np.round(0.8 * x[:, 0] + rng.normal(0, 2, rows), 3)
        return np.round(x, 4), np.round(t).astype(int) if kind == "whole" else t
    t = rng.choice(3, rows, p=[0.5, 0.3, 0.2])
    x = np.round(generic(rng, (rows, 2), -2, 2) * [1, 40] + np.c_[t, -9 * t], 4)
    words = {"names": np.array(["oak", "elm", "ash"]), "numbers": np.array([7, -1, 30])}[kind]
    return x, words[t]


def splitter(cv):
    if not isinstance(cv, dict):
        return cv
    return SPLITTERS[cv["splitter"]](**{SNAKE[k]: v for k, v in cv["options"].items()})


def validation(estimator, rows, kind, cv=None, scoring=None):
    x, t = data(estimator, rows, kind)
    scores = None if scoring is None else {name: make_scorer(SCORES[name]) for name in scoring}
    if scores is not None and len(scores) == 1:
        scores = list(scores.values())[0]
    r = cross_validate(ESTIMATORS[estimator](), x, t, cv=splitter(cv), scoring=scores, return_train_score=True)
    names = ["score"] if scoring is None or len(scoring) == 1 else scoring
    return {"estimator": estimator, "x": tensor(x), "t": flat(t), "cv": cv, "scoring": scoring, "scores": [
        {"test": flat(r[f"test_{n}"]), "train": flat(r[f"train_{n}"]), "mean": float(r[f"test_{n}"].mean()), "std": float(r[f"test_{n}"].std())} for n in names]}


def curve(estimator, rows, kind, **options):
    x, t = data(estimator, rows, kind)
    kept = {k: v for k, v in options.items()}
    given = {"train_sizes": options.get("trainSizes"), "cv": splitter(options.get("cv")), "shuffle": options.get("shuffle", False), "random_state": options.get("randomState")}
    if given["train_sizes"] is None:
        del given["train_sizes"]
    if "scoring" in options:
        given["scoring"] = make_scorer(SCORES[options["scoring"]])
    sizes, train, test = learning_curve(ESTIMATORS[estimator](), x, t, **given)
    return {"estimator": estimator, "x": tensor(x), "t": flat(t), "options": kept, "trainSizes": flat(sizes),
            "trainScores": [flat(row) for row in train], "testScores": [flat(row) for row in test]}


def split(name, **options):
    return {"splitter": name, "options": options}


cases = [
    validation("centroids", 30, "names"), validation("centroids", 41, "numbers"), validation("centroids", 26, "names", 3),
    validation("centroids", 47, "numbers", 10), validation("scaled centroids", 33, "names"), validation("scaled centroids", 58, "numbers", 4),
    validation("ridge", 21, "real"), validation("ridge", 34, "whole"), validation("ridge", 17, "real", 2), validation("scaled ridge", 28, "real", 6), validation("scaled ridge", 40, "whole", 5),
    validation("centroids", 29, "names", split("KFold", nSplits=4, shuffle=True, randomState=11)),
    validation("centroids", 36, "numbers", split("StratifiedKFold", nSplits=3, shuffle=True, randomState=5)),
    validation("centroids", 38, "names", split("ShuffleSplit", nSplits=6, testSize=0.3, randomState=2)),
    validation("scaled centroids", 44, "names", split("StratifiedShuffleSplit", nSplits=4, testSize=0.25, trainSize=0.4, randomState=8)),
    validation("ridge", 25, "real", split("KFold", nSplits=3, shuffle=True, randomState=3)), validation("ridge", 31, "whole", split("ShuffleSplit", nSplits=5, testSize=9, randomState=0)),
    validation("centroids", 32, "names", None, ["accuracy"]), validation("ridge", 23, "real", 4, ["squared"]),
    validation("ridge", 27, "real", None, ["squared", "absolute"]), validation("scaled ridge", 35, "real", 3, ["absolute", "squared"]),
    validation("centroids", 39, "numbers", split("StratifiedKFold", nSplits=6), ["accuracy", "absolute"]),
]
curves = [
    curve("ridge", 25, "real"), curve("ridge", 43, "whole", cv=4), curve("scaled ridge", 38, "real", trainSizes=[0.2, 0.45, 0.9], cv=3),
    curve("ridge", 37, "real", trainSizes=[4, 17, 9], cv=3), curve("ridge", 30, "real", trainSizes=[0.15, 0.151, 1.0, 0.6]), curve("ridge", 24, "real", trainSizes=[3, 3, 12], shuffle=True, randomState=4),
    curve("ridge", 29, "real", shuffle=True, randomState=17, scoring="squared"), curve("scaled ridge", 31, "whole", cv=split("ShuffleSplit", nSplits=3, testSize=0.2, randomState=6), scoring="absolute"),
    curve("centroids", 40, "names"), curve("centroids", 52, "numbers", trainSizes=[0.3, 0.7], shuffle=True, randomState=2**32 - 1), curve("scaled centroids", 61, "names", cv=split("StratifiedKFold", nSplits=3, shuffle=True, randomState=1)),
    curve("centroids", 45, "numbers", cv=split("KFold", nSplits=4, shuffle=True, randomState=9), trainSizes=[5, 20, 33], shuffle=True, randomState=0, scoring="accuracy"),
]
write("validation.json", {"versions": versions(sklearn), "crossValidate": cases, "learningCurve": curves})
