#!/usr/bin/env python3
"""One user floods the service, another calls it now and then: fairness.py [--rate 4000] [--bin DIR]

Starts the service of DIR (.build/release), measures how a light user's calls of extractEntities (50 a second) stand alone, then again while another
user (nobody) makes --rate calls a second. Prints what each got. Needs root, to be two users; the articles are those of ../entities/gold.
"""
import argparse
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "Benchmarks/entities"))
import gold  # noqa: E402

NOBODY = 65534


def bench(binary: Path, path: str, given: str, rate: int, seconds: int, connections: int, user: int | None = None) -> dict[str, Any]:
    command = [
        str(binary), "bench", "extractEntities", "--each", "--rate", str(rate), "--poisson", "--duration", str(seconds), "--warm-up", "1", "--timeout", "5",
        "--connections", str(connections), "--format", "json"]
    done = subprocess.run(
        command, input=given, capture_output=True, text=True, env={**os.environ, "RPC_SOCKET": path}, user=user, group=user)
    return json.loads(done.stdout)


def row(name: str, report: dict[str, Any]) -> str:
    ms = report["latencyMs"]
    return f"| {name} | {report['rate']:,.0f} of {report['rateAsked']:,.0f} | {report['refused']:,} | {ms['p50']:.1f} | {ms['p99']:.1f} | {ms['max']:.0f} |"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rate", type=int, default=4000)
    parser.add_argument("--bin", type=Path, default=ROOT / ".build/release")
    options = parser.parse_args()
    if os.geteuid() != 0:
        sys.exit("fairness.py: two users are needed, and only root can be both")
    texts = [gold.read(path.stem, path.read_text(encoding="utf-8")).text for path in sorted(gold.GOLD.glob("*.txt"))]
    given = "".join(json.dumps({"text": text}, ensure_ascii=False) + "\n" for text in texts)
    with tempfile.TemporaryDirectory() as directory:
        path = f"{directory}/s"
        # The other user's client lies where that user may read it.
        client = Path(directory) / "rpc-client"
        client.write_bytes((options.bin / "rpc-client").read_bytes())
        for reachable in (Path(directory), client):
            reachable.chmod(0o755)
        service = subprocess.Popen(
            [options.bin / "article-service", "--socket", path, "--state-dir", f"{directory}/state", "--log-level", "error"])
        try:
            while not os.path.exists(path):
                time.sleep(0.01)
            os.chmod(path, 0o666)
            alone = bench(client, path, given, 50, 5, 1)
            found: dict[str, dict[str, Any]] = {}
            flood = threading.Thread(target=lambda: found.update(flood=bench(client, path, given, options.rate, 9, 32, NOBODY)))
            flood.start()
            time.sleep(2.5)
            beside = bench(client, path, given, 50, 5, 1)
            flood.join()
        finally:
            service.terminate()
            service.wait()
    print("| | answers a second | refused | p50 ms | p99 ms | max |")
    print("| --- | --- | --- | --- | --- | --- |")
    print(row("light user, alone", alone))
    print(row("light user, beside the flood", beside))
    print(row("the flood, another user", found["flood"]))


if __name__ == "__main__":
    main()
