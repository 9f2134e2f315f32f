"""Times the program and its peer, one after the other, and prints the best of five runs of each and their ratio.

usage: compare.py PROGRAM WORKSPACE
"""

import json
import pathlib
import subprocess
import sys
import time

RUNS = 5
SELECTORS = {
    "domain": "domain:bench_3 and not state:offline", "name": "node:*-7?7*", "model": "model:'TP-Link TL-'*",
    "firmware": "firmware:<v2022.1", "most": "model:TP*", "all": "all",
}


def run(command):
    start = time.monotonic()
    output = subprocess.run(command, capture_output=True, check=True).stdout
    return time.monotonic() - start, output


def main():
    program, workspace = sys.argv[1:3]
    own = [program, "--workspace", workspace]
    peer = [sys.executable, str(pathlib.Path(__file__).parent / "query.py"), f"{workspace}/umstieg.db"]
    cases = [("report progress", own + ["report", "progress", "--output", "json"], peer + ["progress"])]
    cases += [(f"list nodes {text}", own + ["inventory", "list", "nodes", text, "--output", "json"],
               peer + ["list", name]) for name, text in SELECTORS.items()]
    for name, ours, theirs in cases:
        times = [[], []]
        for _ in range(RUNS):
            for place, command in enumerate([ours, theirs]):
                seconds, output = run(command)
                times[place].append(seconds)
                if place == 0:
                    own_answer = json.loads(output)
                else:
                    peer_answer = json.loads(output)
        if name.startswith("list") and len(own_answer) != len(peer_answer):
            sys.exit(f"{name}: {len(own_answer)} nodes, the peer has {len(peer_answer)}")
        if not name.startswith("list"):
            own_sum = sum(row["nodes"] for row in own_answer["domains"])
            peer_sum = sum(count for _, _, count in peer_answer["domain"])
            if own_sum != peer_sum:
                sys.exit(f"{name}: {own_sum} nodes, the peer has {peer_sum}")
        ours_best, theirs_best = min(times[0]), min(times[1])
        print(f"  {name:42} umstieg {ours_best:6.3f} s   python3 {theirs_best:6.3f} s   ratio {theirs_best / ours_best:5.1f}")


main()
