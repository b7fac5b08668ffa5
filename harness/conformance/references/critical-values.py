from random import Random

from scipy.stats import norm, t
from write_numbers import rounded, write_numbers

random = Random("critical values")
inputs = [(degrees, confidence, 0.0) for degrees in (0.5, 1, 2, 3, 10, 99, 599, 100000) for confidence in (0.5, 0.9, 0.95, 0.99, 0.9999)]
inputs += [(5, 0.95, z) for z in (-38, -10, -1.959964, 1e-9, 1.959964, 10, 38)]
while len(inputs) < 260:
    degrees = random.choice((random.randint(1, 30), random.randint(30, 3000)))
    inputs.append((degrees, rounded(random.uniform(0.5, 0.999)), rounded(random.gauss(0, 2))))
write_numbers(
    {"scipy": "scipy"},
    [
        ({"degrees": d, "confidence": c, "z": z}, {"studentT": t.isf((1 - c) / 2, d), "normalBelow": norm.cdf(z)})
        for d, c, z in inputs
    ],
)
