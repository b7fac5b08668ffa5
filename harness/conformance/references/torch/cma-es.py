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


# Where sigma is far too small it grows fast, and the path of the covariance waits.
STARTS = {"near": ([0.4, -1.1, 0.7], 0.5, "rosenbrock"), "far": ([40.0, -110.0, 70.0], 0.05, "sphere")}


def numbers(rows):
    return [[float(one) for one in row] for row in rows]


def generations(mean, sigma, name):
    es = search(mean, sigma, 9, 4)
    yield {"mean": mean, "sigma": sigma, "covariance": numbers(es.C), "candidates": [], "costs": []}
    for _ in range(12):
        candidates = es.ask()
        costs = [COSTS[name](x) for x in candidates]
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


runs = ",\n".join(
    f'"{name}": [\n' + ",\n".join(json.dumps(one) for one in generations(*start)) + "\n]" for name, start in STARTS.items()
)
needed = json.dumps({name: evaluations(name) for name in COSTS})
with open(sys.argv[1], "w", encoding="utf-8") as file:
    file.write(f'{{"made": "cma {cma.__version__}",\n"evaluations": {needed},\n"generations": {{\n{runs}\n}}}}\n')
