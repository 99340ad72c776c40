"""uncertainty.json: SciPy's normal distribution, binomial test and chi-square for McNemar's tables, and its bootstrap with numpy's RandomState."""

import warnings

import numpy as np
from common import flat, generic, plain, tensor, versions, write

import scipy
import sklearn
from scipy import special, stats
from sklearn import metrics

warnings.filterwarnings("ignore")
rng = np.random.default_rng(1979)

points = np.unique(np.concatenate([np.linspace(-6, 6, 97), generic(rng, 60, -6, 6), [0.46875, -0.46875, 4, -4, 0, 1e-9, 9.3, 15.7, 26.2], 10 ** rng.uniform(-12, 0, 20)]))
shares = np.unique(np.concatenate([np.linspace(0.005, 0.995, 67), generic(rng, 40, 0.001, 0.999), [0.075, 0.925, 0.5, 1e-9, 1e-11, 1e-12, 1e-20, 1e-100, 1e-300, 1 - 1e-9, 1 - 1e-13]]))


def quantiles(values, at):
    return {"values": values, "shares": at, "quantiles": flat(np.quantile(values, at))}


def table(only_a, only_b, both_right, both_wrong, **options):
    """The four counts, and what follows: exact below 25 rows in which one only is right."""
    n = only_a + only_b
    exact = options.get("exact", n < 25)
    if exact:
        statistic, p = min(only_a, only_b), stats.binomtest(only_a, n, 0.5).pvalue if n else 1
    else:
        corrected = max(0, abs(only_a - only_b) - (1 if options.get("correction", True) else 0))
        statistic = corrected**2 / n if n else 0
        p = stats.chi2.sf(statistic, 1)
    return {"counts": [only_a, only_b, both_right, both_wrong], "options": options, "statistic": plain(statistic), "pValue": plain(float(p))}


tables = [table(a, b, int(rng.integers(0, 30)), int(rng.integers(0, 9)))
          for a, b in [(0, 0), (0, 1), (1, 0), (1, 1), (2, 1), (0, 5), (6, 0), (7, 7), (3, 9), (12, 11), (12, 12), (24, 0), (25, 0), (13, 12), (18, 7), (40, 23), (23, 40), (50, 50), (51, 50), (121, 59), (300, 210), (9, 402)]]
tables += [table(int(a), int(b), 11, 3) for a, b in rng.integers(0, 45, (16, 2))]
tables += [table(int(a), int(b), 5, 2, correction=False) for a, b in rng.integers(0, 90, (12, 2))]
tables += [table(int(a), int(b), 5, 2, exact=True) for a, b in rng.integers(0, 160, (14, 2))]
tables += [table(int(a), int(b), 5, 2, exact=False) for a, b in rng.integers(0, 12, (8, 2))]
tables += [table(900, 1010, 5, 2, exact=True), table(1204, 1188, 5, 2, exact=True), table(2, 1500, 5, 2, exact=True), table(0, 0, 5, 2, exact=False), table(4, 4, 5, 2, exact=False), table(640, 10, 5, 2)]

SCORES = {
    "accuracyScore": metrics.accuracy_score,
    "meanAbsoluteError": metrics.mean_absolute_error,
    "meanSquaredError": metrics.mean_squared_error,
    "r2Score": metrics.r2_score,
    "medianAbsoluteError": metrics.median_absolute_error,
}


def bootstrap(score, t, y, method="percentile", seed=0, resamples=200, confidence=0.95):
    """SciPy's own draws: randint(0, rows, (resamples, rows)) of RandomState, the same rows of both."""
    f = SCORES[score]
    found = stats.bootstrap((np.arange(len(t)),), lambda i: f(t[i], y[i]), vectorized=False, method=method, n_resamples=resamples,
                            confidence_level=confidence, random_state=np.random.RandomState(seed))
    interval = found.confidence_interval
    return {"score": score, "targets": tensor(t), "predictions": tensor(y),
            "options": {"method": method, "randomState": seed, "resamples": resamples, "confidence": confidence},
            "estimate": plain(float(f(t, y))), "low": plain(float(interval.low)), "high": plain(float(interval.high)), "standardError": plain(float(found.standard_error))}


def numbers(rows, outputs=None):
    t = generic(rng, rows if outputs is None else (rows, outputs), -3, 9, 3)
    return t, np.round(t + rng.normal(size=t.shape) * 1.4, 3)


def labels(rows, classes, right):
    t = rng.integers(0, classes, rows)
    return t, np.where(rng.uniform(size=rows) < right, t, rng.integers(0, classes, rows))


bootstraps = [bootstrap(score, *numbers(rows), method=method, seed=seed)
              for seed, (score, rows, method) in enumerate((s, n, m) for s, n in [("meanAbsoluteError", 11), ("r2Score", 25), ("meanSquaredError", 16), ("medianAbsoluteError", 14)]
                                                            for m in ["percentile", "basic", "BCa"])]
bootstraps += [bootstrap("accuracyScore", *labels(rows, classes, 0.8), method=method, seed=40 + rows)
               for rows, classes in [(7, 2), (30, 3), (64, 10)] for method in ["percentile", "basic", "BCa"]]
bootstraps += [
    bootstrap("meanAbsoluteError", *numbers(9, 3), seed=7),
    bootstrap("meanSquaredError", *numbers(12), seed=2**32 - 1, confidence=0.9),
    bootstrap("meanSquaredError", *numbers(12), seed=5, confidence=0.5, method="BCa", resamples=57),
    bootstrap("r2Score", *numbers(40), seed=6, confidence=0.99, resamples=999),
    bootstrap("meanAbsoluteError", *numbers(2), seed=8),
    bootstrap("meanAbsoluteError", *numbers(5), seed=9, resamples=2),
    bootstrap("accuracyScore", *labels(200, 4, 0.9), seed=10, resamples=300, method="BCa"),
]

write("uncertainty.json", {
    "versions": versions(scipy, sklearn),
    "erfc": {"x": flat(points), "values": flat(special.erfc(points))},
    "normalShare": {"z": flat(points), "values": flat(special.ndtr(points))},
    "normalQuantile": {"shares": flat(shares), "values": flat(special.ndtri(shares))},
    "sampleQuantile": [quantiles(np.sort(generic(rng, n)).tolist(), generic(rng, 6, 0, 1).tolist() + [0, 0.25, 0.5, 1]) for n in [1, 2, 3, 4, 5, 8, 30]],
    "mcnemar": tables, "bootstrap": bootstraps,
})
