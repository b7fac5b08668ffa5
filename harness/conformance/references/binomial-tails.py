from random import Random

from scipy.stats import binom
from write_numbers import rounded, write_numbers

random = Random("binomial tails")
inputs = [
    (successes, trials, rate)
    for trials in (1, 29, 59, 299, 1000, 50000)
    for rate in (0.5, 0.9, 0.95, 0.99)
    for successes in sorted({0, 1, round(trials * rate), min(trials, round(trials * rate) + 1), trials})
]
while len(inputs) < 400:
    trials = random.choice((random.randint(1, 60), random.randint(60, 5000)))
    rate = rounded(random.uniform(0.01, 0.99))
    near = round(trials * rate + random.gauss(0, 2) * (trials * rate * (1 - rate)) ** 0.5)
    inputs.append((min(trials, max(0, near)), trials, rate))


def expected(successes, trials, rate):
    tail = binom.sf(successes - 1, trials, rate)
    # Below this a double holds no full precision.
    return {"upperTail": tail if tail > 1e-290 else 0}


cases = [({"successes": k, "trials": n, "rate": r}, expected(k, n, r)) for k, n, r in inputs]
write_numbers({"scipy": "scipy"}, [case for case in cases if case[1]["upperTail"] > 0])
