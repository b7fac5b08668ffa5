from itertools import combinations
from random import Random

import numpy as np
from stepmix import StepMix
from write_numbers import write_numbers

random = Random("dawid skene")


def draw():
    answers, items = random.choice((3, 3, 4, 5)), random.randint(100, 400)
    right, alpha, beta = random.uniform(0.4, 0.9), random.uniform(0.02, 0.2), random.uniform(0.05, 0.3)
    accepts = [0] * (answers + 1)
    for _ in range(items):
        rate = 1 - alpha if random.random() < right else beta
        accepts[sum(random.random() < rate for _ in range(answers))] += 1
    return accepts


def expected(accepts):
    """Latent classes of binary answers. All orders of an item's answers, each in part: operators then err alike."""
    answers = len(accepts) - 1
    rows, weights = [], []
    for count, items in enumerate(accepts):
        orders = list(combinations(range(answers), count))
        for order in orders if items else []:
            rows.append([float(place in order) for place in range(answers)])
            weights.append(items / len(orders))
    settings = dict(n_components=2, measurement="binary", n_init=2, abs_tol=1e-12, rel_tol=0, max_iter=5000)
    model = StepMix(random_state=1, progress_bar=0, **settings)
    model.fit(np.array(rows), sample_weight=np.array(weights))
    found = model.get_parameters()
    accepted = found["measurement"]["pis"][:, 0]
    right, wrong = int(accepted.argmax()), int(accepted.argmin())
    return {"alpha": 1 - accepted[right], "beta": accepted[wrong], "accuracy": found["weights"][right]}


inputs = [[20, 0, 0, 80], [0, 10, 30, 60], [30, 5, 5, 60], [5, 20, 30, 45]]
while len(inputs) < 200:
    inputs.append(draw())
write_numbers({"stepmix": "stepmix"}, [({"accepts": accepts}, expected(accepts)) for accepts in inputs])
