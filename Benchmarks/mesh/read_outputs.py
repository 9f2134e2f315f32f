"""Reads the files that umstieg-bench-mesh wrote: JSON by the json module, WireGuard's dump by split.

Prints the median of 20 readings in ms of processor time for each file, and for all of them. Nothing is checked and no value is made of a
row beyond what json makes.
"""

import json
import pathlib
import statistics
import sys
import time


def rows(name, data):
    if name.endswith(".txt"):
        return sum(len(line.split("\t")) == 9 for line in data.decode().splitlines())
    value = json.loads(data)
    return len(value["peers"] if isinstance(value, dict) else value)


total = 0.0
for path in sorted(pathlib.Path(sys.argv[1]).iterdir()):
    data = path.read_bytes()
    times = []
    for _ in range(20):
        start = time.process_time()
        count = rows(path.name, data)
        times.append((time.process_time() - start) * 1000)
    median = statistics.median(times)
    total += median
    print(f"{path.name} bytes {len(data)} rows {count} ms {median:.3f}")
print(f"all ms {total:.3f}")
