from random import Random

from numpy import abs as size, arange
from scipy.stats import binom
from statsmodels.stats.contingency_tables import mcnemar
from write_numbers import write_numbers

random = Random("mcnemar")
inputs = [(0, 0), (0, 1), (1, 0), (1, 1), (2, 2), (1, 7), (7, 1), (0, 6), (500, 500), (499, 500), (0, 900), (2000, 1500)]
while len(inputs) < 240:
    all = random.choice((random.randint(1, 30), random.randint(30, 2000)))
    leaning = random.choice((0.5, random.random()))
    gained = sum(random.random() < leaning for _ in range(all))
    inputs.append((gained, all - gained))


def expected(gained, lost):
    all = gained + lost
    splits = arange(all + 1)
    uneven, seen = size(2 * splits - all), abs(gained - lost)
    probability = binom.pmf(splits, all, 0.5)
    mid = probability[uneven > seen].sum() + probability[uneven == seen].sum() / 2
    exact = mcnemar([[0, gained], [lost, 0]], exact=True).pvalue
    split = binom.pmf(gained, all, 0.5)
    return {
        # Where no pair differs there is nothing to go by: 1.
        "midP": mid if all else 1,
        "exactLessHalf": (exact - split if gained != lost else 1 - split / 2) if all else 1,
    }


write_numbers(
    {"scipy": "scipy", "statsmodels": "statsmodels"},
    [({"gained": b, "lost": c}, expected(b, c)) for b, c in inputs],
)
