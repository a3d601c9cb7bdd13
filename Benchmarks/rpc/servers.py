"""The servers that are compared: how each is started and how it is spoken to."""
import argparse
import os
import sys
from dataclasses import dataclass

HERE = os.path.dirname(os.path.abspath(__file__))
WORK = os.environ.get("WORK", "/tmp/rpc-bench")
OURS = os.path.join(HERE, "..", "..", ".build", "release", "rpc-test-server")

# Each layer does what those before it do, and one thing more: the difference of two rows is what that costs.
LAYERS = {
    "channel": ("raw", "echo"),  # bytes
    "frames": ("raw", "echo"),  # frames cut
    "envelope": ("ours", "echo.raw"),  # the envelope scanned strictly, params untouched
    "typed": ("ours", "echo"),  # params into a Swift struct and back
    "whole": ("ours", "echo"),  # validation, limits, metrics, log
}
# Ratios are to this one, in the same round.
BASE = "raw-echo"


@dataclass(frozen=True)
class Server:
    name: str
    command: tuple[str, ...]  # "{socket}" stands for the path
    style: str = "ours"
    framing: str = "lines"
    method: str = "echo"
    client: str = "load"
    activated: bool = False  # takes its socket from systemd
    unlimited: tuple[str, ...] = ()  # arguments that let it take as many connections as come

    def arguments(self, socket_path: str) -> list[str]:
        return [part.replace("{socket}", socket_path) for part in self.command]

    def wording(self) -> list[str]:
        """How its requests look, as options of load."""
        return ["--style", self.style, "--framing", self.framing, "--method", self.method]


def tool(name: str) -> str:
    return os.path.join(WORK, "bin", name)


def all_servers(ours: str) -> list[Server]:
    python = os.path.join(WORK, "venv", "bin", "python")
    orjson_echo = os.path.join(HERE, "peers", "python", "orjson_echo.py")
    peers = [
        Server(BASE, (tool("raw-echo"), "{socket}"), style="raw"),
        Server("yyjson-echo", (tool("yyjson-echo"), "{socket}")),
        Server("go-netrpc", (tool("go-netrpc"), "{socket}"), style="netrpc", method="Service.Echo"),
        Server("go-sourcegraph", (tool("go-sourcegraph"), "{socket}"), style="sourcegraph", framing="headers"),
        Server("python-orjson", (python, orjson_echo, "{socket}")),
        Server("grpc-cpp", (tool("grpc-echo"), "{socket}"), client="grpc-load"),
    ]
    layers = [
        Server(
            f"ours-{layer}",
            (ours, "--socket", "{socket}", "--layer", layer),
            style,
            method=method,
            activated=style == "ours",  # the layers below make their socket themselves
            unlimited=("--connections", "100000", "--connections-per-user", "100000"),
        )
        for layer, (style, method) in LAYERS.items()
    ]
    return peers + layers


def words(text: str) -> list[str]:
    return [word for word in text.split(",") if word]


def add_server_options(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--ours", default=OURS, metavar="PATH", help="our server (.build/release/rpc-test-server)")
    parser.add_argument("--only", type=words, default=[], metavar="NAMES",
                        help="servers, by name or its begin, with commas: ours,grpc; raw-echo always runs")
    parser.add_argument("--out", metavar="FILE", help="all rows, as JSON")


def chosen_servers(ours: str, only: list[str]) -> list[Server]:
    """Those whose names begin like a word of `only`, and always the base; what is not built is told and left out."""
    known = all_servers(os.path.abspath(ours))
    for word in only:
        if not any(server.name.startswith(word) for server in known):
            sys.exit(f"no server is called {word}; there are {', '.join(server.name for server in known)}")
    servers = []
    for server in known:
        if only and server.name != BASE and not server.name.startswith(tuple(only)):
            continue
        absent = [path for path in (server.command[0], tool(server.client)) if not os.access(path, os.X_OK)]
        if absent:
            print(f"SKIPPED {server.name}: {absent[0]} is not there", file=sys.stderr)
            continue
        servers.append(server)
    if BASE not in [server.name for server in servers]:
        sys.exit("run build.sh first")
    return servers
