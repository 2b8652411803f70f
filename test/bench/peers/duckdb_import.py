"""A capture into a DuckDB file with its Python package: duckdb_import.py CAPTURE DATABASE."""
import sys

import duckdb

capture, database = sys.argv[1:]
reader = "read_json_auto" if capture.endswith(".ndjson") else "read_csv_auto"
with duckdb.connect(database) as connection:
    connection.execute(f"CREATE TABLE event AS SELECT * FROM {reader}(?)", [capture])
