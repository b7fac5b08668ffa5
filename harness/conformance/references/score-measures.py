from random import Random

import numpy as np
from sklearn.calibration import calibration_curve
from sklearn.metrics import auc, brier_score_loss, confusion_matrix_at_thresholds, roc_auc_score
from write_numbers import rounded, write_numbers

random = Random("score measures")


def draw(count, levels, sharpness):
    outcomes = []
    for _ in range(count):
        score = random.randint(0, levels) / levels if levels else rounded(random.random())
        outcomes.append([score, int(random.random() < 0.5 + sharpness * (score - 0.5))])
    return outcomes


def expected(outcomes, bins):
    scores, right = np.array(outcomes, float).T
    both = 0 < right.sum() < len(right)
    # Bins of scikit-learn are ours where scores are distinct and bins share them equally.
    distinct = len(set(scores)) == len(scores) and len(scores) % bins == 0
    if distinct:
        share, mean = calibration_curve(right, scores, n_bins=bins, strategy="quantile")
    _, false, _, true, _ = confusion_matrix_at_thresholds(right, scores)
    # A threshold above all scores passes nothing.
    kept = true + false > 0
    true, false = true[kept], false[kept]
    coverage, risk = (true + false) / len(right), false / (true + false)
    return {
        "ece": np.abs(share - mean).mean() if distinct else None,
        "brier": brier_score_loss(right, scores, pos_label=1) if both else ((scores - right) ** 2).mean(),
        "auroc": roc_auc_score(right, scores) if both else None,
        "aurc": auc(np.r_[0, coverage], np.r_[risk[0], risk]),
        "augrc": auc(np.r_[0, coverage], np.r_[0, false / len(right)]),
    }


inputs = [(draw(count, levels, 1), bins) for count in (10, 20, 60) for levels in (0, 3) for bins in (2, 10)]
inputs += [([[0.5, 1]], 10), ([[0.5, 0]], 1), ([[0.3, 1], [0.3, 0]], 1), ([[0, 0], [1, 1]], 2), ([[0, 1], [1, 0]], 2)]
inputs += [([[score, 1] for score in (0.1, 0.5, 0.9)], 3), ([[score, 0] for score in (0.1, 0.5, 0.9)], 3)]
while len(inputs) < 220:
    bins = random.choice((1, 2, 5, 10))
    inputs.append((draw(bins * random.randint(1, 6), random.choice((0, 0, 0, 4, 10)), random.uniform(-0.5, 1)), bins))
write_numbers(
    {"sklearn": "scikit-learn"}, [({"outcomes": outcomes, "bins": bins}, expected(outcomes, bins)) for outcomes, bins in inputs]
)
