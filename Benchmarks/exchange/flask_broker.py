"""A key broker of the same shape as ours on Flask, waitress and paho-mqtt: version 2 only, no store, no limits.

usage: flask_broker.py HTTP_PORT MQTT_PORT DOMAIN...
"""
import json
import re
import sys

import paho.mqtt.client as mqtt
import waitress
from flask import Flask, jsonify, request

KEY = re.compile(r"^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw480]=$")
http_port, mqtt_port, *domains = sys.argv[1:]
app = Flask(__name__)
online, peers, data = {}, {}, {}


def on_message(_client, _userdata, message):
    levels = message.topic.split("/")
    if levels[0] == "wireguard-metrics":
        peers[levels[1], levels[2]] = int(message.payload)
    elif levels[-1] == "status":
        online[levels[1]] = message.payload == b"1"
    elif levels[-1] == "data":
        data[levels[2], levels[1]] = json.loads(message.payload)


client = mqtt.Client(mqtt.CallbackAPIVersion.VERSION2)
client.on_message = on_message
client.connect("127.0.0.1", int(mqtt_port))
client.subscribe([("wireguard-metrics/#", 0), ("wireguard-worker/#", 0)])
client.loop_start()


@app.post("/api/v2/wg/key/exchange")
def exchange():
    body = request.get_json(force=True)
    domain, key = str(body.get("domain")), str(body.get("public_key"))
    if domain not in domains or not KEY.match(key):
        return jsonify({"error": {"message": "bad key or domain"}}), 400
    up = [worker for (place, worker), count in peers.items() if place == domain and count >= 0 and online.get(worker)]
    if not up:
        return jsonify({"error": {"message": "no gateway online for this domain"}}), 400
    worker = min(up, key=lambda name: peers[domain, name])
    client.publish(f"wireguard/{domain}/all", key)
    peers[domain, worker] += 1
    way = data[domain, worker]
    return jsonify({"Endpoint": {"Address": way["ExternalAddress"], "Port": str(way["Port"]),
                                 "AllowedIPs": [way["LinkAddress"]], "PublicKey": way["PublicKey"]}})


waitress.serve(app, host="127.0.0.1", port=int(http_port), threads=8)
