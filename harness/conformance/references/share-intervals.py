from random import Random

from scipy.optimize import brentq
from scipy.stats import binom
from statsmodels.stats.proportion import proportion_confint
from write_numbers import write_numbers

random = Random("share intervals")
inputs = [
    (successes, trials, confidence)
    for trials in (1, 2, 5, 29, 1000)
    for successes in sorted({0, 1, trials // 2, trials - 1, trials})
    for confidence in (0.9, 0.95)
]
while len(inputs) < 240:
    trials = random.choice((random.randint(1, 40), random.randint(40, 2000)))
    inputs.append((random.randint(0, trials), trials, random.choice((0.8, 0.9, 0.95, 0.99))))


def mid_p(k, n, confidence):
    tail = (1 - confidence) / 2
    above = lambda p: binom.sf(k, n, p) + binom.pmf(k, n, p) / 2 - tail
    below = lambda p: binom.cdf(k - 1, n, p) + binom.pmf(k, n, p) / 2 - tail
    low = brentq(above, 0, 1 if k < n else 1 - 1e-16, xtol=1e-14) if k else 0
    high = brentq(below, 0, 1, xtol=1e-14) if k < n else 1
    return [low, high]


def expected(k, n, confidence):
    theirs = lambda method: [min(1, max(0, end)) for end in proportion_confint(k, n, 1 - confidence, method=method)]
    return {
        "midP": mid_p(k, n, confidence),
        "wilson": theirs("wilson"),
        "agrestiCoull": theirs("agresti_coull"),
        "jeffreys": theirs("jeffreys"),
    }


write_numbers(
    {"scipy": "scipy", "statsmodels": "statsmodels"},
    [({"successes": k, "trials": n, "confidence": c}, expected(k, n, c)) for k, n, c in inputs],
)
