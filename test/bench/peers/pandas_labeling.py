"""One labeling window in pandas, in its best form: two as-of joins by user over sorted frames. Prints one line of JSON.

usage: pandas_labeling.py FOLDER BEFORE AFTER ROUNDS
FOLDER holds event_time.f64, event_user.u32, alert_time.f64 and alert_user.u32; times and lengths are microseconds.
"""

import json
import statistics
import sys
import time

import numpy
import pandas

folder, before, after, rounds = sys.argv[1], int(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4])


def frame(name):
    at = numpy.fromfile(f"{folder}/{name}_time.f64", dtype="<f8").astype("int64")
    user = numpy.fromfile(f"{folder}/{name}_user.u32", dtype="<u4").astype("int64")
    return pandas.DataFrame({"at": at, "user": user}).sort_values("at", kind="stable")


events = frame("event")
alerts = frame("alert")
alerts["alert"] = alerts["at"]


def labeled():
    since = pandas.merge_asof(events, alerts, on="at", by="user", tolerance=after, direction="backward")
    until = pandas.merge_asof(events, alerts, on="at", by="user", tolerance=before, direction="forward")
    return int((since["alert"].notna() | until["alert"].notna()).sum())


count = labeled()
times = []
for _ in range(rounds):
    started = time.perf_counter()
    labeled()
    times.append((time.perf_counter() - started) * 1000)
print(json.dumps({"version": pandas.__version__, "labeled": count, "milliseconds": statistics.median(times)}))
