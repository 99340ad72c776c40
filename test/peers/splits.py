"""splits.json: the rows that scikit-learn's train_test_split, KFold, StratifiedKFold, ShuffleSplit and StratifiedShuffleSplit draw.

Cases that raise hold `raises`, the first words of the message, in place of rows.
"""

import warnings

import numpy as np
from common import versions, write

import sklearn
from sklearn.model_selection import KFold, RepeatedKFold, RepeatedStratifiedKFold, ShuffleSplit, StratifiedKFold, StratifiedShuffleSplit, train_test_split

warnings.filterwarnings("ignore", message="The least populated class")
rng = np.random.default_rng(1951)
SNAKE = {"nSplits": "n_splits", "testSize": "test_size", "trainSize": "train_size", "randomState": "random_state", "shuffle": "shuffle"}


def snake(options):
    return {SNAKE[k]: v for k, v in options.items()}


def result(work):
    try:
        return {"rows": [{"train": [int(i) for i in train], "test": [int(i) for i in test]} for train, test in work()]}
    except (ValueError, TypeError) as error:
        return {"raises": str(error)[:70]}


def case(rows, options, labels=None, kind=None):
    """`kind`: a splitter; without one, train_test_split."""
    head = {"rows": rows, "options": options, **({} if labels is None else {"labels": labels})}
    if kind is None:
        drawn = result(lambda: [train_test_split(np.arange(rows), stratify=labels, **snake(options))])
    else:
        drawn = result(lambda: list(kind(**snake(options)).split(np.arange(rows), labels)))
    return {**head, "folds": drawn["rows"]} if "rows" in drawn else {**head, **drawn}


NAMES = ["oak", "elm", "ash", "Yew", "fir", "Ñire", "beech"]


def labels_of(rows, classes, kind, skew=1.0):
    """Labels of unequal classes: names, numbers in no order of the numbers, or 0, 1, …"""
    p = np.arange(1, classes + 1) ** skew
    t = rng.choice(classes, rows, p=p / p.sum())
    words = {"names": NAMES[:classes], "numbers": [int(v) for v in rng.permutation(40)[:classes] - 9], "classes": list(range(classes))}[kind]
    return [words[i] for i in t]


def size():
    return round(float(rng.uniform(0.07, 0.6)), 3)


def seed():
    return int(rng.integers(0, 2**32)) if rng.uniform() < 0.3 else int(rng.integers(0, 60))


def sides(rows, some=0.5):
    """testSize, trainSize, both or none; shares or counts."""
    options = {}
    if rng.uniform() < 0.75:
        options["testSize"] = size() if rng.uniform() < 0.6 else int(rng.integers(1, max(2, rows // 2)))
    if rng.uniform() < some:
        options["trainSize"] = round(size() * 0.65, 3) if rng.uniform() < 0.6 else int(rng.integers(1, max(2, rows // 3)))
    return options


KINDS = ["names", "numbers", "classes"]

split = [case(150, {"testSize": 0.2, "randomState": 42}), case(208, {"testSize": 0.3, "randomState": 0}), case(2, {"randomState": 3})]
split += [case(n, {**sides(n), "randomState": seed()}) for n in [2, 3, 4, 5, 7, 9, 11, 17, 23, 31, 40, 58, 64, 65, 97] for _ in range(2)]
split += [case(n, {**sides(n), "shuffle": False}) for n in [2, 3, 6, 13, 28, 41]]
split += [case(n, o) for n, o in [  # refused, or at the edge
    (1, {}), (5, {"testSize": 0.9}), (5, {"testSize": 5}), (5, {"trainSize": 0.1}), (5, {"trainSize": 0.95, "randomState": 1}), (5, {"trainSize": 5}),
    (10, {"testSize": 0.5, "trainSize": 0.55}), (10, {"testSize": 7, "trainSize": 4}), (10, {"testSize": 0.25, "trainSize": 8}),
    (10, {"testSize": 7, "trainSize": 3, "randomState": 8}), (10, {"testSize": 0.3, "trainSize": 0.7, "randomState": 8}), (10, {"testSize": 0, "trainSize": 3}),
    (100, {"testSize": 0.07, "randomState": 2}), (10, {"testSize": -0.2}), (10, {"testSize": 1.5}), (10, {"trainSize": 0.29, "randomState": 7}),
]]
stratified = [case(n, {**sides(n, 0.4), "randomState": seed()}, labels_of(n, int(rng.integers(2, 5)), str(rng.choice(KINDS)), float(rng.uniform(0, 2))))
              for n in [12, 15, 20, 25, 33, 40, 47, 60, 75, 90, 120, 151] for _ in range(4)]
stratified += [case(n, o, t) for n, o, t in [
    (4, {"testSize": 2, "randomState": 5}, ["b", "a", "b", "a"]),
    (4, {"testSize": 2, "randomState": 5}, [1, 1, 1, 1]),
    (6, {"randomState": 5}, [1, 1, 1, 2, 2, 2]),
    (6, {"testSize": 2, "randomState": 0}, ["x", "y", "x", "y", "x", "z"]),
    (7, {"testSize": 3, "randomState": 0}, ["x", "y", "x", "y", "x", "z", "w"]),
    (8, {"testSize": 2, "randomState": 1}, [3, 3, 4, 4, 5, 5, 5, 3]),
    (8, {"trainSize": 2, "randomState": 1}, [3, 3, 4, 4, 5, 5, 5, 3]),
    (8, {"testSize": 3, "trainSize": 3, "randomState": 1}, [3, 3, 4, 4, 5, 5, 5, 3]),
    (14, {"testSize": 7, "randomState": 4}, [6, 6, 5, 5, 4, 4, 3, 3, 2, 2, 1, 1, 0, 0]),  # all remainders alike: all ties
    (14, {"testSize": 7, "trainSize": 7, "randomState": 11}, [6, 6, 5, 5, 4, 4, 3, 3, 2, 2, 1, 1, 0, 0]),
    (9, {"testSize": 4, "randomState": 2}, [10, 9, 10, 9, 100, 10, 9, 100, 100]),  # numbers by size, not as texts
    (6, {"shuffle": False}, [1, 1, 1, 2, 2, 2]),
    (8, {"testSize": 0.5, "randomState": 3}, [True, False, False, True, True, False, False, False]),
]]

plain = [case(n, {"nSplits": k}, kind=KFold) for n, k in [(2, 2), (3, 2), (5, 5), (7, 3), (10, 4), (11, 5), (23, 6), (40, 7)]]
plain += [case(n, {}, kind=KFold) for n in [5, 6, 17, 20]]
plain += [case(n, {"nSplits": int(rng.integers(2, min(n, 11) + 1)), "shuffle": True, "randomState": seed()}, kind=KFold)
          for n in [2, 3, 4, 5, 6, 8, 9, 12, 14, 19, 25, 30, 37, 50, 64, 77] for _ in range(3)]
plain += [case(n, o, kind=KFold) for n, o in [(3, {"nSplits": 4}), (4, {}), (1, {"nSplits": 2}), (9, {"nSplits": 1}), (9, {"randomState": 3}), (9, {"nSplits": 2.5}), (0, {})]]

kept = []
for n in [4, 6, 9, 13, 18, 24, 31, 45, 60, 83]:
    for classes in (2, 3, 5):
        t = labels_of(n, classes, str(rng.choice(KINDS)), float(rng.uniform(0, 1.5)))
        k = int(rng.integers(2, min(n, 8) + 1))
        kept += [case(n, {"nSplits": k}, t, StratifiedKFold), case(n, {"nSplits": k, "shuffle": True, "randomState": seed()}, t, StratifiedKFold)]
kept += [case(len(t), o, t, StratifiedKFold) for o, t in [
    ({"nSplits": 2}, ["b", "a"]), ({"nSplits": 2}, ["a", "a"]), ({"nSplits": 3}, ["a", "a", "b", "b"]), ({}, ["a", "b", "a", "b", "a", "b", "a"]),
    ({"nSplits": 3}, ["a", "b", "a", "c", "a", "b", "a"]), ({"nSplits": 9}, ["a", "b", "a"]), ({"nSplits": 2}, [0.3, 1.7, 0.4, 2.2]),
    ({"nSplits": 2, "randomState": 4}, [0, 1, 0, 1]), ({"nSplits": 3, "shuffle": True, "randomState": 4}, [True, False, False, True, True, True, False]),
    ({"nSplits": 4}, [2, 2, 2, 2, 1, 1, 1, 1, 1, 0, 0]), ({"nSplits": 4, "shuffle": True, "randomState": 2**32 - 1}, [2, 2, 2, 2, 1, 1, 1, 1, 1, 0, 0]),
]]

shuffles = [case(n, {**sides(n), "nSplits": int(rng.integers(1, 4)), "randomState": seed()}, kind=ShuffleSplit)
            for n in [2, 3, 4, 5, 6, 8, 11, 14, 20, 21, 29, 36, 50, 71] for _ in range(4)]
shuffles += [case(n, o, kind=ShuffleSplit) for n, o in [
    (9, {"randomState": 0}), (20, {"randomState": 1}), (1, {}), (6, {"testSize": 6}), (6, {"testSize": 0.5, "trainSize": 0.6}), (6, {"trainSize": 0.1}), (6, {"testSize": 4, "trainSize": 3}),
]]
both = [case(n, {**sides(n, 0.4), "nSplits": int(rng.integers(1, 4)), "randomState": seed()}, labels_of(n, int(rng.integers(2, 5)), str(rng.choice(KINDS)), float(rng.uniform(0, 1.6))), StratifiedShuffleSplit)
        for n in [10, 14, 19, 26, 30, 37, 45, 52, 66, 81, 100, 133] for _ in range(5)]
both += [case(len(t), o, t, StratifiedShuffleSplit) for o, t in [
    ({"randomState": 0}, ["a", "b"] * 12), ({}, ["a", "b"] * 5), ({"testSize": 3}, ["a", "a", "b", "b", "c"]), ({"testSize": 1}, ["a", "a", "b", "b"]),
    ({"testSize": 0.5, "nSplits": 3, "randomState": 6}, [5, 4, 3, 2, 1, 0] * 3), ({"trainSize": 1}, ["a", "a", "b", "b"]), ({"testSize": 2, "randomState": 3}, [7] * 5),
]]

names = labels_of(19, 3, "names")
repeated = {
    "rows": 19, "labels": names, "nSplits": 3, "nRepeats": 2, "randomState": 12,
    "plain": result(lambda: list(RepeatedKFold(n_splits=3, n_repeats=2, random_state=12).split(np.arange(19))))["rows"],
    "stratified": result(lambda: list(RepeatedStratifiedKFold(n_splits=3, n_repeats=2, random_state=12).split(np.arange(19), names)))["rows"],
}

lists = {"trainTestSplit": split, "stratified": stratified, "KFold": plain, "StratifiedKFold": kept, "ShuffleSplit": shuffles, "StratifiedShuffleSplit": both}
for name, cases in lists.items():
    assert len(cases) >= 60 or name in ("trainTestSplit", "stratified"), (name, len(cases))
    print(name, len(cases), "of them raise", sum("raises" in c for c in cases))
write("splits.json", {"versions": versions(sklearn), **lists, "repeated": repeated})
