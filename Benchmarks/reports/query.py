"""The peer: answers from a workspace's database what the program is asked, with Python's sqlite3 and json.

usage: query.py DATABASE progress | DATABASE list domain|name|model|firmware|most|all
"""

import collections
import fnmatch
import json
import re
import sqlite3
import sys

COLUMNS = ["id", "hostname", "domain", "state", "address", "model", "firmware", "online", "clients"]


def version(text):
    found = re.match(r"v?(\d+(?:\.\d+)*)", text or "")
    return [int(number) for number in found[1].split(".")] if found else None


def is_older(row):
    number = version(row["firmware"])
    return number is not None and number < [2022, 1]


SELECTORS = {
    "domain": lambda row: row["domain"] == "bench_3" and row["state"] != "offline",
    "name": lambda row: fnmatch.fnmatchcase(row["hostname"], "*-7?7*"),
    "model": lambda row: fnmatch.fnmatchcase(row["model"] or "", "TP-Link TL-*"),
    "most": lambda row: fnmatch.fnmatchcase(row["model"] or "", "TP*"),
    "firmware": is_older,
    "all": lambda row: True,
}


def main():
    database = sqlite3.connect(f"file:{sys.argv[1]}?mode=ro", uri=True)
    database.row_factory = lambda cursor, values: dict(zip(COLUMNS, values))
    rows = database.execute(f"SELECT {', '.join(COLUMNS)} FROM node ORDER BY id")
    if sys.argv[2] == "progress":
        database.row_factory = None
        tunnels = {node for node, in database.execute("SELECT node FROM link WHERE gateway IS NOT NULL")}
        counts = {key: collections.Counter() for key in ["domain", "firmware", "model"]}
        for row in rows:
            state = "offline" if row["online"] == 0 else row["state"]
            if state == "unknown" and row["id"] in tunnels:
                state = "fastd"
            for key, counter in counts.items():
                if key == "domain" or state != "offline":
                    counter[row[key], state] += 1
        answer = {key: [[name, state, count] for (name, state), count in counter.items()]
                  for key, counter in counts.items()}
    else:
        answer = [row for row in rows if SELECTORS[sys.argv[3]](row)]
    json.dump(answer, sys.stdout, indent=2)


main()
