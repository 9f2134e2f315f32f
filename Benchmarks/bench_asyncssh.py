"""`echo hi` on many loopback addresses with asyncssh; arguments and output as umstieg-bench-ssh's."""

import asyncio
import json
import resource
import sys
import time

import asyncssh


async def main(port, user, key, known_hosts, hosts, in_flight):
    gate = asyncio.Semaphore(in_flight)

    async def greet(number):
        async with gate:
            async with asyncssh.connect(
                f"127.0.1.{number}", port, username=user, client_keys=[key], known_hosts=known_hosts,
                agent_path=None, config=None,
            ) as connection:
                return (await connection.run("echo hi")).stdout == "hi\n"

    start = time.monotonic()
    results = await asyncio.gather(*(greet(number) for number in range(1, hosts + 1)))
    wall = time.monotonic() - start
    usage = resource.getrusage(resource.RUSAGE_SELF)
    print(json.dumps({
        "ok": sum(results), "wall": wall, "cpu": usage.ru_utime + usage.ru_stime, "rss_kb": usage.ru_maxrss,
    }))


port, user, key, known_hosts, hosts, in_flight = sys.argv[1:]
asyncio.run(main(int(port), user, key, known_hosts, int(hosts), int(in_flight)))
