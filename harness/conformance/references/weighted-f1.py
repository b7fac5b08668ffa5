from random import Random

from sklearn.metrics import accuracy_score, f1_score
from write_numbers import write_numbers

random = Random("weighted f1")


def draw(count, labels, hit):
    truth = "".join(random.choice("abcdefgh"[:labels]) for _ in range(count))
    # A prediction may be a label that no example has.
    return truth, "".join(label if random.random() < hit else random.choice("abcdefghxyz") for label in truth)


inputs = [("a", "a"), ("a", "b"), ("ab", "ba"), ("aaab", "aaaa"), ("abc", "xyz"), ("aabbcc", "aabbcc")]
while len(inputs) < 220:
    inputs.append(draw(random.randint(1, 120), random.randint(1, 8), random.random()))
write_numbers(
    {"sklearn": "scikit-learn"},
    [
        (
            {"labels": truth, "predictions": given},
            {
                "weightedF1": f1_score(list(truth), list(given), average="weighted", zero_division=0),
                "accuracy": accuracy_score(list(truth), list(given)),
            },
        )
        for truth, given in inputs
    ],
)
