from random import Random

from numpy import array
from SALib.analyze import sobol as analysis
from SALib.sample import sobol as sampling
from write_numbers import rounded, write_numbers

random = Random("sobol")


def case(inputs, rows, model):
    problem = {"num_vars": inputs, "names": [f"x{at}" for at in range(inputs)], "bounds": [[0, 1]] * inputs}
    sample = sampling.sample(problem, rows, calc_second_order=False, seed=random.randint(1, 10**6))
    outputs = rounded([round(model(point), 6) for point in sample])
    found = analysis.analyze(problem, array(outputs, dtype=float), calc_second_order=False, num_resamples=2, seed=1)
    return {"inputs": inputs, "outputs": outputs}, {"first": found["S1"], "total": found["ST"]}


def draw_case():
    inputs = random.randint(2, 4)
    weights = [random.choice((0, random.uniform(-3, 3))) for _ in range(inputs)]
    pair, height, noise = random.choice((0, 2)), random.choice((0, 1, 50)), random.choice((0, 0.3))

    def model(point):
        linear = sum(weight * x for weight, x in zip(weights, point))
        return height + linear + pair * point[0] * point[1] + point[-1] ** 2 + noise * random.random()

    return case(inputs, random.choice((4, 8)), model)


write_numbers({"SALib": "SALib"}, [draw_case() for _ in range(210)])
