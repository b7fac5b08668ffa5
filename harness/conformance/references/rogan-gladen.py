from random import Random

import numpy as np
from scipy.optimize import lsq_linear
from write_numbers import rounded, write_numbers

random = Random("rogan gladen")
inputs = [(q, alpha, beta) for q in (0, 0.3, 0.5, 1) for alpha, beta in ((0, 0), (0.05, 0.2), (0.4, 0.5), (0, 0.9))]
while len(inputs) < 240:
    alpha = rounded(random.uniform(0, 0.6))
    inputs.append((rounded(random.random()), alpha, rounded(random.uniform(0, 0.95 - alpha))))


def expected(q, alpha, beta):
    """Shares of right and wrong, adding up to 1, whose accepts and rejects come nearest to what was seen."""
    confusion = np.array([[1 - alpha, beta], [alpha, 1 - beta]])
    seen = np.array([q, 1 - q])
    change = confusion[:, :1] - confusion[:, 1:]
    fit = lsq_linear(change, seen - confusion[:, 1], bounds=(0, 1), tol=1e-14, method="bvls")
    return {"right": fit.x[0]}


write_numbers(
    {"scipy": "scipy"}, [({"acceptance": q, "alpha": a, "beta": b}, expected(q, a, b)) for q, a, b in inputs]
)
