"""Imports a nodes.json of version 2 into SQLite with Python's json and sqlite3: `import_nodes.py FILE DATABASE`.

Writes one row for each node, with the columns and indices of umstieg's table, in one transaction; what is already there
and equal stays. Prints seconds and the largest resident set in MB. Nothing is merged with other sources, no links are
stored, and no value is checked.
"""

import datetime
import json
import resource
import sqlite3
import sys
import time


def seconds(text):
    return int(datetime.datetime.fromisoformat(text).timestamp()) if text else None


def row(entry):
    info, statistics, flags = entry["nodeinfo"], entry["statistics"], entry["flags"]
    software, firmware = info["software"], info["software"]["firmware"]
    return (
        info["node_id"], info["hostname"], info["system"].get("domain_code"),
        next((a for a in info["network"]["addresses"] if not a.startswith("fe80:")), None), "any-gateway", None,
        "offline" if not flags["online"] else "fastd" if software["fastd"]["enabled"] else "mesh-only",
        info["hardware"]["model"], firmware["release"], firmware["base"], software["autoupdater"]["branch"],
        flags["online"], statistics["clients"], seconds(entry["firstseen"]), seconds(entry["lastseen"]),
        int(statistics["uptime"]), statistics["memory"]["total"], statistics["gateway"],
    )


began = time.monotonic()
with open(sys.argv[1], "rb") as file:
    rows = [row(entry) for entry in json.load(file)["nodes"]]
database = sqlite3.connect(sys.argv[2])
database.execute("PRAGMA journal_mode = WAL")
database.execute("PRAGMA synchronous = FULL")
with database:
    database.execute(
        """CREATE TABLE IF NOT EXISTS node (id TEXT PRIMARY KEY, hostname TEXT, domain TEXT, address TEXT, jump TEXT,
        jump_gateway TEXT, state TEXT, model TEXT, firmware TEXT, firmware_base TEXT, autoupdater_branch TEXT,
        online INTEGER, clients INTEGER, first_seen INTEGER, last_seen INTEGER, uptime INTEGER, memory INTEGER,
        gateway TEXT) STRICT"""
    )
    database.execute("CREATE INDEX IF NOT EXISTS node_on_domain ON node (domain)")
    old = {entry[0]: entry for entry in database.execute("SELECT * FROM node")}
    changed = [entry for entry in rows if old.get(entry[0]) != entry]
    database.executemany(f"INSERT OR REPLACE INTO node VALUES ({','.join('?' * 18)})", changed)
    database.executemany("DELETE FROM node WHERE id = ?", [(key,) for key in old.keys() - {entry[0] for entry in rows}])
database.close()
megabytes = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
print(f"seconds {time.monotonic() - began:.3f} megabytes {megabytes} nodes {len(rows)} changed {len(changed)}")
