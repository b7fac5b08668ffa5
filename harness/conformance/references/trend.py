from random import Random

from numpy import arange, array, sign
from scipy.stats import kendalltau, mannwhitneyu, permutation_test, theilslopes
from write_numbers import rounded, write_numbers

random = Random("trend")
inputs = [[0, 1], [1, 0], [1, 2, 3, 4], [4, 4, 1, 1], [1, 1, 1, 2], [5, 3, 4, 2, 1, 0], [0] * 10 + [1] * 10, [0] * 19 + [1]]
while len(inputs) < 240:
    count = random.choice((random.randint(2, 6), random.randint(7, 60), random.randint(61, 120)))
    drift, steps = random.choice((0, 0.02, -0.05)), random.choice((2, 8, None))
    values = [random.random() + drift * at for at in range(count)]
    values = [rounded(value if steps is None else round(steps * value)) for value in values]
    if len(set(values)) > 1:
        inputs.append(values)


def rise(values):
    time = arange(len(values))
    return sum(sign(values[j] - values[: j]).sum() for j in time)


def exact(values):
    """All orders up to six values; SciPy's recursion where none are tied; None where it has neither."""
    count, untied = len(values), len(set(values)) == len(values)
    if count <= 6:
        return permutation_test((values,), rise, permutation_type="pairings", n_resamples=10**9).pvalue
    return kendalltau(arange(count), values, method="exact").pvalue if untied and count <= 60 else None


def expected(values):
    values = array(values, dtype=float)
    count, time = len(values), arange(len(values))
    slope, intercept, low, high = theilslopes(values, time)
    falls = [2 * mannwhitneyu(values[:cut], values[cut:]).statistic - cut * (count - cut) for cut in range(1, count)]
    far = [abs(round(one)) for one in falls]
    return {
        "tau": kendalltau(time, values).statistic,
        "exact": exact(values),
        "normal": kendalltau(time, values, method="asymptotic").pvalue if count > 60 else None,
        "slope": slope,
        "interval": [low, high],
        "intercept": intercept,
        "k": max(far),
        "at": far.index(max(far)) + 1 if max(far) > 0 else 0,
    }


write_numbers({"scipy": "scipy"}, [({"values": values}, expected(values)) for values in inputs])
