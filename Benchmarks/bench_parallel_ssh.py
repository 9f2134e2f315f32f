"""`echo hi` on many loopback addresses with parallel-ssh; arguments and output as umstieg-bench-ssh's.

It does not check host keys unless asked to; it is left as it comes.
"""

import json
import resource
import sys
import time

from pssh.clients import ParallelSSHClient

port, user, key, _, hosts, in_flight = sys.argv[1:]
start = time.monotonic()
client = ParallelSSHClient(
    [f"127.0.1.{number}" for number in range(1, int(hosts) + 1)],
    user=user, port=int(port), pkey=key, pool_size=int(in_flight), num_retries=1, allow_agent=False,
)
output = client.run_command("echo hi")
client.join(output)
ok = sum(list(host.stdout) == ["hi"] for host in output)
wall = time.monotonic() - start
usage = resource.getrusage(resource.RUSAGE_SELF)
print(json.dumps({
    "ok": ok, "wall": wall, "cpu": usage.ru_utime + usage.ru_stime, "rss_kb": usage.ru_maxrss,
}))
