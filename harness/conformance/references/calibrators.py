from random import Random

import numpy as np
from scipy.special import expit
from sklearn.isotonic import IsotonicRegression
from sklearn.linear_model import LogisticRegression
from venn_abers import VennAbers
from write_numbers import rounded, write_numbers

random = Random("calibrators")
EDGE = 1e-6


def draw(count, levels, sharpness, noise):
    answers = []
    for _ in range(count):
        score = random.randint(0, levels) / levels if levels else rounded(random.random())
        right = expit(sharpness * np.log((min(max(score, EDGE), 1 - EDGE)) / (1 - min(max(score, EDGE), 1 - EDGE))) + noise)
        answers.append([score, int(random.random() < right)])
    if len({accepted for _, accepted in answers}) < 2:
        answers[0][1], answers[-1][1] = 0, 1
    return answers


def logit(scores):
    inside = np.clip(np.asarray(scores, float), EDGE, 1 - EDGE)
    return np.log(inside) - np.log1p(-inside)


def logistic(x, weights_accepted, weights_rejected, intercept):
    """Answers count in part as accepted and in part as rejected: each example stands twice."""
    fit = LogisticRegression(C=np.inf, fit_intercept=intercept, solver="newton-cholesky", tol=1e-12, max_iter=1000)
    both = np.concatenate([x, x]).reshape(-1, 1)
    fit.fit(both, np.repeat([1, 0], len(x)), sample_weight=np.concatenate([weights_accepted, weights_rejected]))
    return fit.coef_[0, 0], fit.intercept_[0] if intercept else 0.0


def expected(answers, probes):
    scores, accepted = np.array(answers, float).T
    x = logit(scores)
    positive, negative = accepted.sum(), (1 - accepted).sum()
    target = np.where(accepted == 1, (positive + 1) / (positive + 2), 1 / (negative + 2))
    if len(set(scores)) > 1:
        slope, offset = logistic(x, target, 1 - target, True)
    else:
        slope = -1
    if slope < 0:
        # A line that never falls: flat is then the best.
        slope, offset = 0, np.log(target.mean() / (1 - target.mean()))
    # Where .5 parts accepts from rejects, no temperature is the likeliest: ever colder ones are.
    parted = (x * (2 * accepted - 1)).min() >= 0
    inverse = 0 if parted else min(100, max(0.01, logistic(x, accepted, 1 - accepted, False)[0]))
    isotonic = IsotonicRegression(out_of_bounds="clip").fit(scores, accepted)
    venn = VennAbers()
    venn.fit(np.column_stack([1 - scores, scores]), accepted)
    _, pairs = venn.predict_proba(np.column_stack([1 - np.array(probes), probes]))
    return {
        "platt": expit(slope * logit(probes) + offset),
        "temperature": None if parted else expit(inverse * logit(probes)),
        "isotonic": isotonic.predict(probes),
        "vennAbersRejected": pairs[:, 0],
        "vennAbersAccepted": pairs[:, 1],
    }


inputs = [draw(count, levels, 1, 0) for count in (2, 3, 5, 40) for levels in (0, 2, 10)]
inputs += [draw(30, 10, -1, 0), draw(60, 0, -0.5, 0), draw(60, 0, 3, 1), [[0.5, 1], [0.5, 0], [0.5, 1]]]
while len(inputs) < 210:
    inputs.append(draw(random.randint(3, 50), random.choice((0, 0, 4, 10)), random.uniform(0.2, 3), random.gauss(0, 1)))
cases = []
for answers in inputs:
    probes = [0, 1, rounded(random.random()), rounded(random.random()), answers[0][0], answers[1][0]]
    cases.append(({"answers": answers, "probes": probes}, expected(answers, probes)))
write_numbers({"sklearn": "scikit-learn", "venn_abers": "venn-abers"}, cases)
