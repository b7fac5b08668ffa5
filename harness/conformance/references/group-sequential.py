from random import Random

from numpy import array, exp, ones, pi, sqrt, log, e
from numpy.polynomial.legendre import leggauss
from scipy.optimize import brentq
from scipy.stats import norm
from write_numbers import write_numbers

random = Random("group sequential")
NODES, WEIGHTS = leggauss(400)


def spent(share, level, spending):
    side = level / 2
    if spending == "pocock":
        return 2 * side * log(1 + (e - 1) * share)
    return 4 * norm.sf(norm.isf(side / 2) / sqrt(share))


def criticals(shares, level, spending):
    found, before, used, places, mass = [], 0.0, 0.0, array([0.0]), ones(1)
    for share in shares:
        due = spent(share, level, spending) - used
        deviation = sqrt(share - before)

        def crossed(critical):
            return float(2 * (mass * norm.sf((critical * sqrt(share) - places) / deviation)).sum())

        critical = brentq(lambda c: crossed(c) - due, 0.01, 12, xtol=1e-13)
        used += due
        bound = critical * sqrt(share)
        next_places = NODES * bound
        density = exp(-0.5 * ((next_places[:, None] - places[None, :]) / deviation) ** 2) / (deviation * sqrt(2 * pi))
        places, mass = next_places, WEIGHTS * bound * (density @ mass)
        before = share
        found.append(float(critical))
    return found


def shares_of(looks, even):
    if even:
        return [(at + 1) / looks for at in range(looks)]
    inner = sorted(random.sample(range(20, 96), looks - 1))
    return [part / 100 for part in inner] + [1.0]


cases = []
while len(cases) < 210:
    looks = random.choice((1, 2, 2, 3, 3, 4, 6))
    shares = shares_of(looks, len(cases) % 2 == 0)
    level, spending = random.choice((0.2, 0.1, 0.05, 0.01)), random.choice(("obrien-fleming", "pocock"))
    # Below this the program spends nothing at a look.
    if spent(shares[0], level, spending) > 1e-8:
        cases.append(({"shares": shares, "level": level, "spending": spending}, {"critical": criticals(shares, level, spending)}))
write_numbers({"scipy": "scipy"}, cases)
