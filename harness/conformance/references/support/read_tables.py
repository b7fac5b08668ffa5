"""Reads Parquet files by pandas through pyarrow, and prints their columns, types and rows as JSON, a file a line."""

import json
import sys

import pandas

for path in sys.argv[1:]:
    table = pandas.read_parquet(path, engine="pyarrow", dtype_backend="numpy_nullable")
    plain = pandas.read_parquet(path, engine="pyarrow")
    rows = [[None if value is pandas.NA else value for value in row] for row in table.astype(object).values.tolist()]
    types = {name: str(dtype) for name, dtype in table.dtypes.items()}
    print(json.dumps({"types": types, "rows": rows, "plain": [int(plain[name].isna().sum()) for name in plain]}))
