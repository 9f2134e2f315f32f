"""Medians, ratios and targets from lines of `NAME {"ok": …, "wall": …, "cpu": …, "rss_kb": …}`."""

import json
import statistics
import sys

hosts = int(sys.argv[1])
runs = {}
for line in sys.stdin:
    name, text = line.split(" ", 1)
    runs.setdefault(name, []).append(json.loads(text))

table = {}
print(f"\n{'':14}{'wall s':>10}{'CPU ms/host':>14}{'peak MB':>10}{'hosts ok':>10}")
for name, results in runs.items():
    median = {key: statistics.median(run[key] for run in results) for key in ("wall", "cpu", "rss_kb")}
    table[name] = (median["wall"], median["cpu"] / hosts * 1000, median["rss_kb"] / 1024)
    ok = min(run["ok"] for run in results)
    print(f"{name:14}{table[name][0]:10.2f}{table[name][1]:14.2f}{table[name][2]:10.1f}{ok:10}")

wall, cpu, memory = table["umstieg"]
for name, other in table.items():
    if name != "umstieg":
        print(f"{name} / umstieg: wall {other[0] / wall:.2f}, CPU {other[1] / cpu:.2f}, memory {other[2] / memory:.2f}")
failed = [
    text
    for met, text in [
        (all(run["ok"] == hosts for run in runs["umstieg"]), "every host answers"),
        (cpu <= 2, "at most 2 ms CPU a host"),
        (memory < 60, "less than 60 MB"),
        (all(wall < other[0] for name, other in table.items() if name != "umstieg"), "shortest wall time"),
    ]
    if not met
]
print("targets: " + ("all met" if not failed else "MISSED " + ", ".join(failed)))
sys.exit(1 if failed else 0)
