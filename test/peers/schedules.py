"""schedules.json: the learning rates that Keras's schedules give, in float64.

Keras computes in the type of `initial_learning_rate`, float32 for a Python number. Given as float64, with all else, the formulas come out in float64.
"""

import re

import numpy as np
from common import plain, versions, write

import keras
import tensorflow as tf


def snake(name):
    return re.sub("([A-Z0-9]+)", r"_\1", name).lower()


def wide(value):
    if isinstance(value, list):
        return [wide(v) for v in value]
    return np.float64(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else value


def case(schedule, steps, **options):
    made = getattr(keras.optimizers.schedules, schedule)(**{snake(k): wide(v) for k, v in options.items()})
    rates = [made(tf.constant(step, tf.int64)).numpy() for step in steps]
    assert all(rate.dtype == np.float64 for rate in rates), schedule
    return {"schedule": schedule, "options": options, "steps": list(steps), "rates": [plain(rate) for rate in rates]}


UP_TO_30 = range(31)
FAR = [*range(0, 400, 13), 10_000]
cases = [
    case("ExponentialDecay", UP_TO_30, initialLearningRate=0.13, decaySteps=7, decayRate=0.83),
    case("ExponentialDecay", UP_TO_30, initialLearningRate=0.13, decaySteps=7, decayRate=0.83, staircase=True),
    case("ExponentialDecay", FAR, initialLearningRate=0.013, decaySteps=170, decayRate=1.07),
    case("InverseTimeDecay", UP_TO_30, initialLearningRate=0.13, decaySteps=7, decayRate=0.6),
    case("InverseTimeDecay", UP_TO_30, initialLearningRate=0.13, decaySteps=7, decayRate=0.6, staircase=True),
    case("PiecewiseConstantDecay", UP_TO_30, boundaries=[4, 9, 23], values=[0.13, 0.07, 0.011, 0.03]),
    case("PolynomialDecay", UP_TO_30, initialLearningRate=0.13, decaySteps=19, endLearningRate=0.0001),
    case("PolynomialDecay", FAR, initialLearningRate=0.13, decaySteps=190, endLearningRate=0.02, power=1.7),
    case("PolynomialDecay", FAR, initialLearningRate=0.13, decaySteps=90, endLearningRate=0.02, power=0.6, cycle=True),
    case("CosineDecay", UP_TO_30, initialLearningRate=0.13, decaySteps=23),
    case("CosineDecay", UP_TO_30, initialLearningRate=0.13, decaySteps=23, alpha=0.07),
    case("CosineDecay", UP_TO_30, initialLearningRate=0.013, decaySteps=17, alpha=0.07, warmupTarget=0.09, warmupSteps=9),
    case("CosineDecayRestarts", UP_TO_30, initialLearningRate=0.13, firstDecaySteps=5),
    case("CosineDecayRestarts", FAR, initialLearningRate=0.13, firstDecaySteps=31, tMul=1.7, mMul=0.8, alpha=0.07),
    case("CosineDecayRestarts", UP_TO_30, initialLearningRate=0.13, firstDecaySteps=6, tMul=1.0, mMul=0.8),
]

write("schedules.json", {"versions": versions(tf, keras), "cases": cases})
