"""random-state.json: what numpy's RandomState draws, calls of all kinds one after another."""

import numpy as np
from common import flat, versions, write

rng = np.random.default_rng(1999)
seeds = [0, 1, 42, 2**31, 2**32 - 1]


def play(seed, calls):
    """Each call is [method, ...arguments]; `shuffle` shuffles 0, 10, 20, … of the given length. Results one after another."""
    state = np.random.RandomState(seed)
    results = []
    for name, *values in calls:
        if name == "shuffle":
            tens = np.arange(values[0]) * 10
            state.shuffle(tens)
            results.append(flat(tens))
        elif name == "permutation":
            results.append(flat(state.permutation(*values)))
        else:
            results.append(flat([getattr(state, name)(*values)])[0])
    return {"seed": seed, "calls": calls, "results": results}


def some_call():
    name = rng.choice(["random_sample", "uniform", "normal", "randint", "permutation", "shuffle"])
    if name == "uniform":
        low = round(float(rng.uniform(-9, 9)), 3)
        return [str(name), low, round(low + float(rng.uniform(-2, 20)), 3)]
    if name == "randint":
        return [str(name), int(rng.choice([1, 2, 3, 7, 100, 255, 256, 257, 2**16 + 1, 2**31, 2**31 + 5, 2**32 - 1, 2**32]))]
    if name in ("permutation", "shuffle"):
        return [str(name), int(rng.integers(0, 19))]
    return [str(name)]


cases = [play(seed, [[name]] * 7) for seed in seeds for name in ("random_sample", "normal")]
cases += [play(seed, [["permutation", 37], ["random_sample"]]) for seed in seeds]
cases += [play(seed, [some_call() for _ in range(25)]) for seed in seeds for _ in range(4)]
cases += [play(int(seed), [some_call() for _ in range(20)]) for seed in rng.integers(0, 2**32, 25)]

# Past the first 624 words, and past several rounds: the sum of many draws, then what comes next.
far = []
for seed in seeds:
    state = np.random.RandomState(seed)
    total = sum(int(state.randint(1000)) for _ in range(3000))
    far.append({"seed": seed, "draws": 3000, "below": 1000, "total": total, "next": flat([state.random_sample() for _ in range(4)])})

write("random-state.json", {"versions": versions(), "cases": cases, "far": far})
