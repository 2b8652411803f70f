"""A capture into one SQLite table with pandas, as an analyst would: pandas_import.py CAPTURE DATABASE."""
import json
import sqlite3
import sys

import pandas

capture, database = sys.argv[1:]
if capture.endswith(".ndjson"):
    with open(capture, encoding="utf-8") as lines:
        frame = pandas.json_normalize([json.loads(line) for line in lines])
    for name in frame.columns[frame.map(lambda value: isinstance(value, list)).any() if hasattr(frame, "map") else frame.applymap(lambda value: isinstance(value, list)).any()]:
        frame[name] = frame[name].map(json.dumps)
else:
    frame = pandas.read_csv(capture)
with sqlite3.connect(database) as connection:
    frame.to_sql("event", connection, index=False)
