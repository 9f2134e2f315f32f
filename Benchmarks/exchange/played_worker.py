"""A worker as umstieg's and wgkex's are on the wire, which notes the keys it hears instead of making peers.

usage: played_worker.py MQTT_PORT NAME KEYS DOMAIN...
Writes the keys it has heard to the file KEYS when it gets SIGTERM.
"""
import json
import signal
import sys
import threading

import paho.mqtt.client as mqtt

port, name, path, *domains = sys.argv[1:]
heard = set()
stop = threading.Event()


def say(client, topic, payload):
    client.publish(topic, payload, qos=1, retain=True)


def on_connect(client, *_):
    client.subscribe([(f"wireguard/{domain}/{target}", 1) for domain in domains for target in ("all", name)])


def on_subscribe(client, *_):
    for domain in domains:
        data = {"ExternalAddress": f"{name}.example.net", "Port": 40001, "LinkAddress": "fe80::1",
                "PublicKey": "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA="}
        say(client, f"wireguard-worker/{name}/{domain}/data", json.dumps(data))
        say(client, f"wireguard-metrics/{domain}/{name}/connected_peers", "0")
    say(client, f"wireguard-worker/{name}/status", "1")


def on_message(_client, _userdata, message):
    if not message.retain:
        heard.add(message.payload)


signal.signal(signal.SIGTERM, lambda *_: stop.set())
client = mqtt.Client(mqtt.CallbackAPIVersion.VERSION2, client_id=name)
client.will_set(f"wireguard-worker/{name}/status", "0", qos=1, retain=True)
client.on_connect, client.on_subscribe, client.on_message = on_connect, on_subscribe, on_message
client.reconnect_delay_set(1, 1)
client.connect("127.0.0.1", int(port))
client.loop_start()
stop.wait()
client.loop_stop()
with open(path, "wb") as file:
    file.write(b"\n".join(sorted(heard)) + b"\n")
