from random import Random

from scipy.stats import poisson
from write_numbers import rounded, write_numbers

random = Random("erlang c")
inputs = [(0, 1, 1), (0.5, 1, 1), (0.999, 1, 1), (1, 1, 1), (5, 1, 3), (99, 1, 100), (480, 1, 500)]
while len(inputs) < 240:
    servers = random.randint(1, random.choice((5, 40, 200)))
    service = rounded(random.uniform(0.1, 5))
    inputs.append((rounded(servers * service * random.uniform(0.05, 1.1)), service, servers))


def expected(arrivals, service, servers, time):
    load = arrivals / service
    if load >= servers:
        return {"waitShare": 1, "meanWait": None, "within": 0}
    # P(busy) of Poisson many in the system; those who wait are geometric beyond it.
    busy = poisson.pmf(servers, load) * servers / (servers - load)
    wait = busy / (poisson.cdf(servers - 1, load) + busy)
    spare = servers * service - arrivals
    return {"waitShare": wait, "meanWait": wait / spare, "within": 1 - wait * 2.718281828459045 ** (-spare * time)}


cases = []
for arrivals, service, servers in inputs:
    time = rounded(random.expovariate(1) / service)
    given = {"arrivalRate": arrivals, "serviceRate": service, "servers": servers, "time": time}
    cases.append((given, expected(arrivals, service, servers, time)))
write_numbers({"scipy": "scipy"}, cases)
