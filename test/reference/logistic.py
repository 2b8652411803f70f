"""
Multinomial logistic regression by scikit-learn on a table made by formula: logistic.json. Needs Debian's
python3-sklearn; run from the project's root:

    python3 test/reference/logistic.py > test/reference/logistic.json
"""
import json

import numpy as np
import sklearn
from sklearn.linear_model import LogisticRegression

# The same numbers as in test/unit/models/linear/logistic.test.ts.
rows, columns, classes = 240, 4, 3
at = np.arange(rows * columns)
x = (((at * 7919) % 997) / 997 * 4 - 2).astype(np.float32).astype(np.float64).reshape(rows, columns)
score = np.stack([x[:, 0] + x[:, 1], x[:, 1] * x[:, 2], x[:, 3] - x[:, 0]], 1)
y = score.argmax(1)
out = {"made": f"scikit-learn {sklearn.__version__}, NumPy {np.__version__}", "fits": []}
for strength in (0.01, 1.0, 100.0):
    fit = LogisticRegression(C=strength, multi_class="multinomial", solver="newton-cg", tol=1e-10, max_iter=1000).fit(x, y)
    # The biases of a softmax may all be shifted by one number; centered, they are one answer.
    bias = fit.intercept_ - fit.intercept_.mean()
    out["fits"].append(
        {
            "strength": strength,
            "weights": [[round(float(w), 6) for w in line] for line in fit.coef_.T],
            "bias": [round(float(b), 6) for b in bias],
        }
    )
print(json.dumps(out, indent=2))
