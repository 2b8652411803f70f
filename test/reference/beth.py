"""
What scikit-learn says about the BETH slice: the numbers in beth.json, which our own models are held against.

Seven features, each sign(v) log(1 + |v|), standardized by all training rows, cut at ten deviations, 32-bit; fitted on the
benign training rows, unless it says otherwise; areas under the ROC curve on the test rows. "without ids" leaves out
process, thread and parent. Needs Debian's python3-sklearn; run from the project's root:

    python3 test/reference/beth.py ../shared/data/beth > test/reference/beth.json
"""
import csv
import json
import sys

import numpy as np
import sklearn
from sklearn.ensemble import IsolationForest
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.mixture import GaussianMixture
from sklearn.neighbors import NearestNeighbors

IDS = ["processId", "threadId", "parentProcessId"]
REST = ["userId", "mountNamespace", "argsNum", "returnValue"]


def read(path):
    with open(path, encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    return {name: np.array([float(row[name]) for row in rows]) for name in rows[0]}


def tables(folder, columns):
    train = read(f"{folder}/datacamp_train_first12500.csv")
    test = read(f"{folder}/datacamp_test_first12500.csv")
    squeeze = lambda t: np.stack([np.sign(t[c]) * np.log1p(np.abs(t[c])) for c in columns], 1)
    a, b = squeeze(train), squeeze(test)
    mean, deviation = a.mean(0), a.std(0)
    cut = lambda x: np.clip((x - mean) / deviation, -10, 10).astype(np.float32).astype(np.float64)
    return cut(a), train["sus_label"], cut(b), test["sus_label"]


def areas(folder, columns):
    x, y, t, truth = tables(folder, columns)
    benign = x[y == 0]
    auc = lambda score: round(float(roc_auc_score(truth, score)), 6)
    mixtures = {
        k: [auc(-GaussianMixture(k, reg_covar=1e-3, random_state=s).fit(benign).score_samples(t)) for s in range(3)]
        for k in (1, 8, 32)
    }
    one = GaussianMixture(1, reg_covar=1e-3).fit(benign)
    forest = lambda rows: [auc(-IsolationForest(random_state=s).fit(rows).score_samples(t)) for s in range(5)]
    line = LogisticRegression(C=1.0, tol=1e-8, max_iter=10000).fit(x, y)
    return {
        "gaussianMixture": mixtures,
        "oneGaussianMeanLogLikelihood": round(float(one.score(benign)), 6),
        "nearestNeighbor": auc(NearestNeighbors(n_neighbors=1).fit(benign).kneighbors(t)[0][:, 0]),
        "isolationForest": forest(benign),
        "isolationForestOnAllTrainingRows": forest(x),
        "logisticRegression": {
            "auc": auc(line.decision_function(t)),
            "weights": [round(float(w), 6) for w in line.coef_[0]],
            "bias": round(float(line.intercept_[0]), 6),
        },
    }


folder = sys.argv[1]
print(
    json.dumps(
        {
            "made": f"scikit-learn {sklearn.__version__}, NumPy {np.__version__}",
            "withIds": areas(folder, IDS + REST),
            "withoutIds": areas(folder, REST),
        },
        indent=2,
    )
)
