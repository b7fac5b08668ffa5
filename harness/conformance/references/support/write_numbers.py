"""What the scripts share: writing inputs and expected numbers, one case a line, in twelve digits."""

import importlib.metadata
import json
import math
import sys


def short(value):
    if isinstance(value, dict):
        return {key: short(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [short(item) for item in value]
    if hasattr(value, "tolist"):
        return short(value.tolist())
    if value is None or isinstance(value, (bool, int, str)):
        return value
    number = float(value)
    if math.isnan(number):
        return None
    if math.isinf(number):
        raise ValueError("an infinite number cannot be written: leave the case out")
    number = float(f"{number:.12g}")
    return int(number) if number.is_integer() and abs(number) < 1e15 else number


def rounded(value):
    """An input as it will be read: compute from this, not from the longer number."""
    return short(value)


def write_numbers(distributions, cases):
    """`distributions`: {name used in `by`: name on the package index}; `cases`: pairs of input and expected."""
    libraries = {name: importlib.metadata.version(package) for name, package in distributions.items()}
    lines = ",\n".join(json.dumps([short(given), short(expected)], separators=(",", ":")) for given, expected in cases)
    with open(sys.argv[1], "w", encoding="utf-8", newline="\n") as file:
        file.write('{"libraries":' + json.dumps(libraries) + ',\n"cases":[\n' + lines + "\n]}\n")
