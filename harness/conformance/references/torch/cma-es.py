"""Writes what the library cma makes of searches: its state after each of its own generations, and how many evaluations it
takes to reach a cost, so that ours can be held against both.

    python cma-es.py OUT_FILE

Needs cma, which the other references do without. The library's rate of sigma's path has n + 3 where the tutorial (Hansen 2016)
has n + 5; it is set to the tutorial's here, and to positive weights alone. The library begins with a covariance that is not quite
that of the axes, and so it is written, too.
"""

import json
import sys
import warnings

import numpy

warnings.simplefilter("ignore")
import cma  # noqa: E402

COSTS = {
    "sphere": lambda x: float(numpy.sum(x**2)),
    "ellipsoid": lambda x: float(numpy.sum(10 ** (6 * numpy.arange(len(x)) / (len(x) - 1)) * x**2)),
    "rosenbrock": lambda x: float(numpy.sum(100 * (x[1:] - x[:-1] ** 2) ** 2 + (1 - x[:-1]) ** 2)),
}
SIZE, REACHED, SEEDS = 8, 1e-9, 15


def search(mean, sigma, population, seed):
    options = {"CMA_active": False, "updatecovwait": 0, "popsize": population, "seed": seed, "verbose": -9, "tolfun": 0, "tolx": 0}
    es = cma.CMAEvolutionStrategy(mean, sigma, options)
    mass, size = es.sp.weights.mueff, len(mean)
    rate = es.adapt_sigma
    rate.cs = (mass + 2) / (size + mass + 5)
    rate.damps = 1 + 2 * max(0, numpy.sqrt((mass - 1) / (size + 1)) - 1) + rate.cs
    return es


def start():
    return search([0.4, -1.1, 0.7], 0.5, 9, 4)


def numbers(rows):
    return [[float(one) for one in row] for row in rows]


def generations():
    es = start()
    for _ in range(12):
        candidates = es.ask()
        costs = [COSTS["rosenbrock"](x) for x in candidates]
        es.tell(candidates, costs)
        yield {
            "candidates": numbers(candidates), "costs": costs, "mean": list(map(float, es.mean)),
            "sigma": float(es.sigma), "covariance": numbers(es.C),
        }


def evaluations(name):
    counts = []
    for seed in range(1, SEEDS + 1):
        es = search([1.5 if name != "rosenbrock" else 0.1] * SIZE, 0.5, 10, seed)
        while es.best.f is None or es.best.f > REACHED:
            candidates = es.ask()
            es.tell(candidates, [COSTS[name](x) for x in candidates])
            if es.countevals > 100_000:
                break
        counts.append(int(es.countevals))
    return {"median": int(numpy.median(counts)), "counts": counts}


rows = ",\n".join(json.dumps(one) for one in generations())
needed = json.dumps({name: evaluations(name) for name in COSTS})
with open(sys.argv[1], "w", encoding="utf-8") as file:
    begun = json.dumps(numbers(start().C))
    file.write(f'{{"made": "cma {cma.__version__}",\n"covariance": {begun},\n"evaluations": {needed},\n"generations": [\n{rows}\n]}}\n')
