"""A capture into one SQLite table with pandas, as an analyst would: pandas_import.py CAPTURE DATABASE; prints its milliseconds as JSON."""
import json
import sqlite3
import sys
import time

import pandas

capture, database = sys.argv[1:]
start = time.perf_counter()
if capture.endswith(".ndjson"):
    with open(capture, encoding="utf-8") as lines:
        frame = pandas.json_normalize([json.loads(line) for line in lines])
    each = frame.map if hasattr(frame, "map") else frame.applymap
    lists = each(lambda value: isinstance(value, list)).any()
    for name in frame.columns[lists]:
        frame[name] = frame[name].map(json.dumps)
else:
    frame = pandas.read_csv(capture)
with sqlite3.connect(database) as connection:
    frame.to_sql("event", connection, index=False)
print(json.dumps({"ms": 1000 * (time.perf_counter() - start)}))
