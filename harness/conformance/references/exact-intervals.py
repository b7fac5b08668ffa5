from random import Random

from scipy.stats import beta, binomtest
from statsmodels.stats.proportion import proportion_confint
from write_numbers import write_numbers

random = Random("exact intervals")
inputs = [
    (successes, trials, confidence)
    for trials in (1, 2, 5, 29, 1000, 100000)
    for successes in sorted({0, 1, trials // 2, trials - 1, trials})
    for confidence in (0.9, 0.95)
]
while len(inputs) < 260:
    trials = random.choice((random.randint(1, 40), random.randint(40, 3000)))
    inputs.append((random.randint(0, trials), trials, random.choice((0.8, 0.9, 0.95, 0.99, 0.999))))


def expected(successes, trials, confidence):
    low, high = proportion_confint(successes, trials, alpha=1 - confidence, method="beta")
    exact = binomtest(successes, trials).proportion_ci(confidence, method="exact")
    one_sided = beta.ppf(1 - confidence, successes, trials - successes + 1) if successes else 0
    return {
        "low": low if successes else 0,
        "high": high if successes < trials else 1,
        "lowOfSciPy": exact.low,
        "highOfSciPy": exact.high,
        "lowerBound": one_sided,
    }


write_numbers(
    {"scipy": "scipy", "statsmodels": "statsmodels"},
    [({"successes": k, "trials": n, "confidence": c}, expected(k, n, c)) for k, n, c in inputs],
)
