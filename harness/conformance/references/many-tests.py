from random import Random

from statsmodels.stats.multitest import multipletests
from write_numbers import rounded, write_numbers

random = Random("many tests")
inputs = [[0.03], [0, 1], [1, 1, 1], [0.01, 0.01, 0.01], [0.04, 0.03, 0.02, 0.01], [0, 0, 0.5], [0.05] * 20]
while len(inputs) < 220:
    power = random.uniform(0.5, 4)
    inputs.append([rounded(random.random() ** power) for _ in range(random.randint(1, 25))])
write_numbers(
    {"statsmodels": "statsmodels"},
    [
        (
            {"ps": ps},
            {
                "holm": multipletests(ps, method="holm")[1],
                "benjaminiHochberg": multipletests(ps, method="fdr_bh")[1],
            },
        )
        for ps in inputs
    ],
)
