from random import Random

from numpy import array
from SALib.analyze import morris as analysis
from SALib.sample import morris as sampling
from write_numbers import rounded, write_numbers

random = Random("morris")


def problem_of(inputs):
    return {"num_vars": inputs, "names": [f"x{at}" for at in range(inputs)], "bounds": [[0, 1]] * inputs}


def case(inputs, levels, trajectories, model):
    problem = problem_of(inputs)
    sample = sampling.sample(problem, trajectories, num_levels=levels, seed=random.randint(1, 10**6))
    outputs = rounded([round(model(point), 6) for point in sample])
    found = analysis.analyze(problem, sample, array(outputs, dtype=float), num_levels=levels, num_resamples=2, seed=1)
    given = {"levels": levels, "inputs": inputs, "points": (sample * (levels - 1)).round().astype(int), "outputs": outputs}
    return given, {"mu": found["mu"], "muStar": found["mu_star"], "sigma": found["sigma"]}


def draw_case():
    inputs = random.randint(2, 4)
    weights = [random.choice((0, random.uniform(-3, 3))) for _ in range(inputs)]
    pair, square, noise = random.choice((0, 2)), random.choice((0, -1.5)), random.choice((0, 0.3))

    def model(point):
        linear = sum(weight * x for weight, x in zip(weights, point))
        return linear + pair * point[0] * point[1] + square * point[-1] ** 2 + noise * random.random()

    return case(inputs, random.choice((2, 4, 6)), random.randint(2, 4), model)


edges = [case(2, 4, 2, lambda point: 1.0), case(3, 4, 3, lambda point: 2 * point[0] - point[2])]
write_numbers({"SALib": "SALib"}, edges + [draw_case() for _ in range(208)])
