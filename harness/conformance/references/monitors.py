from random import Random

import numpy as np
from river.drift import PageHinkley
from scipy.linalg import solve_banded
from scipy.optimize import brentq
from write_numbers import rounded, write_numbers

random = Random("monitors")
FINE = 16
PRIOR = 200


def mean_run(down, up, rate, height):
    """Steps to reach a height from 0, never below it, all in units of a grid: the chain's linear equations."""
    bands = np.zeros((up + down + 1, height))
    bands[up] = 1
    bands[0, up:] = -rate
    for state in range(height):
        to = max(0, state - down)
        bands[up + state - to, to] -= 1 - rate
    return solve_banded((down, up), bands, np.ones(height))[0]


def height_for(good, bad, rate, wanted, bound):
    unit = min(-good, bad) / FINE
    down, up = int(np.floor(-good / unit + 1e-9)), int(np.ceil(bad / unit - 1e-9))
    low, high = up - 1, max(up, int(np.ceil(bound / unit)))
    while high - low > 1:
        middle = (low + high) // 2
        if mean_run(down, up, rate, middle) >= wanted * (1 - 1e-9):
            high = middle
        else:
            low = middle
    return (high - 1 + 1e-9) * unit


def exponent(rate, tolerance):
    """Where E exp(t(x - rate - tolerance)) is 1 again."""
    def log(t):
        return np.log(1 - rate + rate * np.exp(t)) - t * (rate + tolerance)

    high = 1.0
    while log(high) < 0:
        high *= 2
    return brentq(log, 1e-6, high, xtol=1e-13)


def expected(baseline, degraded, wanted, stream):
    good, bad = np.log((1 - degraded) / (1 - baseline)), np.log(degraded / baseline)
    cusum = height_for(good, bad, baseline, wanted, np.log(wanted))
    tolerance = (degraded - baseline) / 2
    steps = -baseline - tolerance, 1 - baseline - tolerance
    height = height_for(*steps, baseline, wanted, np.log(wanted) / exponent(baseline, tolerance))
    first_mean = baseline + (1 - baseline) / (PRIOR + 1)
    detector = PageHinkley(min_instances=1, delta=tolerance, threshold=height, alpha=1, mode="up")
    # The baseline counts for so many observations in the running mean.
    for _ in range(PRIOR):
        detector.update(baseline)
    alarm = None
    for place, letter in enumerate(stream, 1):
        detector.update(float(letter))
        if detector.drift_detected:
            alarm = place
            break
    return {
        "cusumAfterOneBad": bad / cusum,
        "pageHinkleyAfterOneBad": (1 - first_mean - tolerance) / height,
        "pageHinkleyAlarm": alarm,
    }


inputs = [(0.1, 0.2, 500), (0.05, 0.15, 500), (0.2, 0.4, 100), (0.5, 0.75, 2), (0.02, 0.12, 50), (0.7, 0.85, 50)]
while len(inputs) < 200:
    baseline = rounded(random.uniform(0.03, 0.6))
    degraded = rounded(baseline + random.uniform(0.3, 0.9) * min(0.3, 1 - baseline))
    inputs.append((baseline, degraded, rounded(np.exp(random.uniform(np.log(5), np.log(1000))))))
cases = []
for baseline, degraded, wanted in inputs:
    stream = "".join(str(int(random.random() < (baseline if at < 100 else degraded))) for at in range(250))
    given = {"baseline": baseline, "degraded": degraded, "meanRun": wanted, "stream": stream}
    cases.append((given, expected(baseline, degraded, wanted, stream)))
write_numbers({"scipy": "scipy", "river": "river"}, cases)
