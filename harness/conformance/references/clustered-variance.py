from random import Random

import numpy as np
from statsmodels.regression.linear_model import WLS
from write_numbers import rounded, write_numbers

random = Random("clustered variance")


def draw(sessions, kind):
    values = []
    for session in range(sessions):
        level = random.random()
        for _ in range(random.randint(1, 6)):
            value = {
                "share": lambda: float(random.random() < level),
                "time": lambda: random.lognormvariate(level, 0.9),
                "signed": lambda: random.gauss(level - 0.5, 1),
            }[kind]()
            values.append([session, rounded(value), random.choice((1, 1, 2, 0.5))])
    return values


inputs = [draw(sessions, kind) for sessions in (2, 3, 5, 20) for kind in ("share", "time", "signed")]
inputs.append([[session, 0.25, 1] for session in range(4)])
while len(inputs) < 210:
    inputs.append(draw(random.randint(2, 12), random.choice(("share", "time", "signed"))))


def expected(values):
    session, value, weight = np.array(values).T
    fit = WLS(value, np.ones(len(value)), weights=weight).fit(
        cov_type="cluster", cov_kwds={"groups": session.astype(int), "use_correction": True, "df_correction": True}, use_t=True
    )
    return {"mean": fit.params[0], "error": fit.bse[0]}


write_numbers({"statsmodels": "statsmodels"}, [({"values": values}, expected(values)) for values in inputs])
