"""Optuna's searchers on the test functions: the regret of each study and what choosing points took."""

import math
import statistics
import sys
import time

from common import arguments, report

options = arguments()
import optuna  # noqa: E402

optuna.logging.set_verbosity(optuna.logging.ERROR)
SEEDS = range(1, 6)


def branin(x):
    curve = x[1] - 5.1 / (4 * math.pi**2) * x[0] ** 2 + 5 / math.pi * x[0] - 6
    return curve**2 + 10 * (1 - 1 / (8 * math.pi)) * math.cos(x[0]) + 10 - 0.397887357729739


def hartmann6(x):
    heights = [1.0, 1.2, 3.0, 3.2]
    widths = [[10, 3, 17, 3.5, 1.7, 8], [0.05, 10, 17, 0.1, 8, 14], [3, 3.5, 1.7, 10, 17, 8],
              [17, 8, 0.05, 10, 0.1, 14]]
    centers = [[1312, 1696, 5569, 124, 8283, 5886], [2329, 4135, 8307, 3736, 1004, 9991],
               [2348, 1451, 3522, 2883, 3047, 6650], [4047, 8828, 8732, 5743, 1091, 381]]
    return 3.32236801141551 - sum(
        h * math.exp(-sum(a * (v - 1e-4 * p) ** 2 for a, p, v in zip(ws, cs, x)))
        for h, ws, cs in zip(heights, widths, centers))


def ackley5(x):
    square = sum(v * v for v in x) / len(x)
    waves = sum(math.cos(2 * math.pi * v) for v in x) / len(x)
    return -20 * math.exp(-0.2 * math.sqrt(square)) - math.exp(waves) + 20 + math.e


FUNCTIONS = [
    ("branin", branin, [(-5, 10), (0, 15)], 40),
    ("hartmann6", hartmann6, [(0, 1)] * 6, 80),
    ("ackley5", ackley5, [(-32.768, 32.768)] * 5, 80),
]


def study(sampler, function, ranges, trials):
    """The lowest value, and the seconds that were not spent in the function."""
    spent = 0.0

    def objective(trial):
        nonlocal spent
        x = [trial.suggest_float(f"x{i}", low, high) for i, (low, high) in enumerate(ranges)]
        start = time.perf_counter()
        value = function(x)
        spent += time.perf_counter() - start
        return value

    start = time.perf_counter()
    found = optuna.create_study(sampler=sampler)
    found.optimize(objective, n_trials=trials)
    return found.best_value, time.perf_counter() - start - spent


def samplers():
    yield "tpe", lambda seed: optuna.samplers.TPESampler(seed=seed)
    try:
        import torch  # noqa: F401
    except ImportError:
        print("PyTorch is missing: Optuna's Gaussian process is left out", file=sys.stderr)
        return
    # Under our name for the same kind of searcher, so that the two stand side by side.
    yield "bayes", lambda seed: optuna.samplers.GPSampler(seed=seed)


results = []
for name, function, ranges, trials in FUNCTIONS:
    for kind, make in samplers():
        runs = [study(make(seed), function, ranges, trials) for seed in SEEDS]
        for suffix, unit, place in (("", "regret", 0), (" time", "s", 1)):
            samples = [run[place] for run in runs]
            results.append(dict(
                workload=f"{name} {kind}{suffix}", peer="Optuna", version=optuna.__version__,
                threads=options.threads, unit=unit, samples=samples,
                median=statistics.median(samples), best=min(samples), check={"trials": trials}))
report(results)
