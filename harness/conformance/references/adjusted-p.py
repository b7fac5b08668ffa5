from random import Random

from statsmodels.stats.multitest import multipletests
from write_numbers import rounded, write_numbers

random = Random("adjusted p")
inputs = [[0], [1], [0, 0, 0], [1, 1], [0.05] * 4, [0.01, 0.04, 0.03, 0.005], [0.04, 0.01, 0.04]]
while len(inputs) < 220:
    count = random.randint(1, 30)
    inputs.append([rounded(random.random() ** random.choice((1, 3, 6))) for _ in range(count)])


def expected(ps):
    return {
        "holm": multipletests(ps, method="holm")[1],
        "falseDiscovery": multipletests(ps, method="fdr_bh")[1],
    }


write_numbers({"statsmodels": "statsmodels"}, [({"ps": ps}, expected(ps)) for ps in inputs])
