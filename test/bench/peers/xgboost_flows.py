"""XGBoost's histogram method on the matrix that the bench wrote; prints one line of JSON.

usage: xgboost_flows.py FOLDER COLUMNS THREADS
FOLDER holds train.f32, test.f32 (row-major, NaN is missing), train.u8 and test.u8 (classes).
"""

import json
import sys
import time

import numpy
import xgboost

folder, columns, threads = sys.argv[1], int(sys.argv[2]), int(sys.argv[3])


def table(name):
    x = numpy.fromfile(f"{folder}/{name}.f32", dtype="<f4").reshape(-1, columns)
    return x, numpy.fromfile(f"{folder}/{name}.u8", dtype="u1")


x, y = table("train")
fresh, _ = table("test")
started = time.perf_counter()
model = xgboost.XGBClassifier(
    n_estimators=100, max_depth=6, learning_rate=0.3, tree_method="hist", n_jobs=threads
)
model.fit(x, y)
seconds = time.perf_counter() - started
print(
    json.dumps(
        {
            "version": xgboost.__version__,
            "milliseconds": seconds * 1000,
            "predicted": model.predict(fresh).tolist(),
        }
    )
)
