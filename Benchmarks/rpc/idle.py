"""What a connection costs that has asked once and is idle."""
import json
import socket
import sys
import time
from contextlib import suppress
from dataclasses import replace

from measure import Failed, Running, raise_descriptor_limit, running
from servers import Server

COUNTS = (1_000, 10_000)
# The first connections make a server set up what all share.
FIRST = 10
SETTLE_SECONDS = 1
ANSWER_SECONDS_MAX = 10


def request(server: Server) -> bytes:
    params = {"text": "idle"}
    if server.style == "netrpc":
        body = {"method": server.method, "params": [params], "id": 1}
    else:
        body = {"jsonrpc": "2.0", "id": 1, "method": server.method, "params": params}
    encoded = json.dumps(body).encode()
    return encoded + b"\n" if server.framing == "lines" else b"Content-Length: %d\r\n\r\n%s" % (len(encoded), encoded)


def asked_once(target: Running) -> socket.socket:
    client = socket.socket(socket.AF_UNIX)
    client.settimeout(ANSWER_SECONDS_MAX)
    try:
        client.connect(target.socket_path)
        with suppress(BrokenPipeError):  # refused before it was asked: the reason can still be read
            client.sendall(request(target.server))
        answer = b""
        while not answer.rstrip().endswith(b"}"):
            received = client.recv(4096)
            if not received:
                break
            answer += received
    except OSError as error:
        client.close()
        raise Failed(f"a connection failed: {error}") from error
    if b'"idle"' not in answer:
        client.close()
        raise Failed(f"a connection was refused: {answer[:200]!r}")
    return client


def rss_kib_and_threads(pid: int) -> tuple[int, int]:
    with open(f"/proc/{pid}/status", encoding="ascii") as status:
        fields = dict(line.split(":", 1) for line in status)
    return int(fields["VmRSS"].split()[0]), int(fields["Threads"])


def grow_to(count: int, clients: list[socket.socket], target: Running) -> None:
    while len(clients) < count:
        try:
            clients.append(asked_once(target))
        except Failed as failure:
            raise Failed(f"at connection {len(clients) + 1}: {failure}") from failure
    time.sleep(SETTLE_SECONDS)


def idle_connections(server: Server) -> dict:
    """Growth for each connection, and the threads, at each count that the server takes."""
    raise_descriptor_limit(2 * max(COUNTS))
    figures = {}
    clients = []
    try:
        with running(replace(server, command=server.command + server.unlimited)) as target:
            grow_to(FIRST, clients, target)
            before, _ = rss_kib_and_threads(target.pid)
            for count in COUNTS:
                grow_to(FIRST + count, clients, target)
                after, threads = rss_kib_and_threads(target.pid)
                figures |= {f"KiB each at {count:,}": (after - before) / count, f"threads at {count:,}": threads}
    except Failed as failure:
        if not figures:
            raise
        print(f"NOT TO THE END {failure}", file=sys.stderr)
    finally:
        for client in clients:
            client.close()
    return figures
