"""How many times as fast, and with how much of the memory, umstieg is as Python: `ratios.py FILE` of lines of both."""

import re
import sys

figures = {}
for line in open(sys.argv[1]):
    found = re.match(r"(\w+) (first|again): seconds ([\d.]+).* megabytes (\d+)", line)
    if found:
        figures[found[1], found[2]] = float(found[3]), int(found[4])
for time in "first", "again":
    (own, memory), (other, others) = figures["umstieg", time], figures["python3", time]
    print(f"{time}: {other / own:.1f} times as fast, {memory / others:.2f} of the memory")
