"""What `system.metrics` writes, read by Prometheus's own parser of OpenMetrics."""
import json
import subprocess
from pathlib import Path

from rpc_process import SERVER

FOLDER = Path(__file__).resolve().parent


def test_prometheus_reads_the_metrics(python: Path, tmp_path: Path) -> None:
    requests = [("extractEntities", {"text": "28일"}), ("no.such", {}), ("system.metrics", {"format": "openmetrics"})]
    service = subprocess.Popen(
        [SERVER.parent / "article-service", "--stdio", "--state-dir", tmp_path / "state", "--log-level", "error"],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert service.stdin is not None and service.stdout is not None
    for number, (method, params) in enumerate(requests):
        line = json.dumps({"jsonrpc": "2.0", "id": number, "method": method, "params": params})
        service.stdin.write(line.encode() + b"\n")
        service.stdin.flush()
        answer = json.loads(service.stdout.readline())
    service.communicate(timeout=60)
    done = subprocess.run(
        [python, FOLDER / "prometheus_reader.py"], input=answer["result"]["text"], capture_output=True, text=True,
        timeout=60)
    assert done.returncode == 0, done.stderr
    read = json.loads(done.stdout)
    assert ["rpc_requests_total", {"method": "extractEntities"}, 1] in read["samples"]
    assert ["rpc_errors_total", {"method": "none", "code": "-32601", "kind": "method-not-found"}, 1] in read["samples"]
    buckets = [sample for sample in read["samples"] if sample[0] == "article_stage_duration_seconds_bucket"]
    assert [sample[2] for sample in buckets if sample[1] == {"stage": "extract", "le": "+Inf"}] == [1]
    assert read["units"]["rpc_sent_bytes"] == "bytes" and read["units"]["rpc_request_duration_seconds"] == "seconds"
    assert read["undocumented"] == []
