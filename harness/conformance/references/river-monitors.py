"""How river's detectors do on the streams of `bench rollout`: mean run without a change, and delay after one."""

from random import Random

from river.drift import ADWIN, PageHinkley
from write_numbers import write_numbers

BASELINE, DEGRADED, MEAN_RUN, BEFORE, HORIZON, RUNS = 0.1, 0.2, 500, 400, 2000, 300
CLUSTER, WITHIN, OFF = 5, 0.3, 1.3


def independent(random, mean):
    while True:
        yield float(random.random() < mean[0])


def clustered(random, mean):
    while True:
        common = float(random.random() < mean[0])
        for _ in range(CLUSTER):
            follows = random.random() < WITHIN**0.5
            yield common if follows else float(random.random() < mean[0])


def off(random, mean):
    while True:
        yield float(random.random() < OFF * mean[0])


STREAMS = {"independent": independent, "clusters of 5, correlation 0.3": clustered, "mean 1.3 times the baseline": off}
DETECTORS = {
    "river ADWIN, delta 1/500, every observation": lambda: ADWIN(delta=1 / MEAN_RUN, clock=1),
    "river ADWIN, as it comes": ADWIN,
    "river PageHinkley, as it comes": lambda: PageHinkley(mode="up"),
}


def measure(name, stream):
    observed = alarms = delays = found = 0
    for run in range(RUNS):
        random = Random(f"{name} {stream} {run}")
        values = STREAMS[stream](random, [BASELINE])
        detector = DETECTORS[name]()
        for _ in range(HORIZON):
            detector.update(next(values))
            observed += 1
            if detector.drift_detected:
                alarms += 1
                break
        mean = [BASELINE]
        values = STREAMS[stream](random, mean)
        detector = DETECTORS[name]()
        for _ in range(BEFORE + run * MEAN_RUN // RUNS):
            # A detector begins anew by itself after an alarm.
            detector.update(next(values))
        mean[0] = DEGRADED
        for delay in range(1, HORIZON + 1):
            detector.update(next(values))
            if detector.drift_detected:
                found += 1
                delays += delay
                break
    return {
        "meanRun": observed / alarms if alarms else None,
        "alarmed": alarms / RUNS,
        "delay": delays / found if found else None,
        "missed": 1 - found / RUNS,
    }


cases = [({"detector": name, "stream": stream}, measure(name, stream)) for name in DETECTORS for stream in STREAMS]
write_numbers({"river": "river"}, cases)
