"""What an operator sees: the journal's fields, metrics, health that is true."""
import time

from conftest import ADMIN, ETC, ROOT, SOCKET, UNIT, As, call, drop_in, eventually, journal, run, show, systemctl
from rpc_peer import Peer

TRACE = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"
SECRET = "아무도모르는문장"


def test_a_traced_call_has_an_entry_with_fields(service: None) -> None:
    code = f'p = Peer({SOCKET!r}); p.send("extractEntities", {{"text": "{SECRET} 28일"}}, meta={{"traceparent": "{TRACE}"}}); p.receive()'
    As("reader").run(code)
    entry = eventually(lambda: next((e for e in journal() if e.get("METHOD") == "extractEntities"), None))
    uid = run("id", "-u", "reader").strip()
    assert entry["PEER_UID"] == uid and entry["REQUEST_ID"] == "1" and entry["TRACEPARENT"] == TRACE
    assert int(entry["CONN"]) >= 1 and float(entry["DURATION_USEC"]) > 0 and entry["PRIORITY"] == "6"
    assert entry["CODE_FILE"] and entry["CODE_LINE"] and entry["CODE_FUNC"] and "ERROR_KIND" not in entry
    assert not any(SECRET in str(value) for e in journal() for value in e.values())


def test_at_debug_every_call_has_one_and_errors_say_their_kind(service: None) -> None:
    (ETC / "article.yaml").write_text("log:\n  level: debug\n")
    call("parseArticle", {"text": SECRET, "url": 5})
    call("no.such.method")
    entries = eventually(lambda: [e for e in journal() if "ERROR_KIND" in e and e.get("METHOD")] or None)
    kinds = {entry["METHOD"]: entry["ERROR_KIND"] for entry in entries}
    assert kinds == {"parseArticle": "invalid-params", "no.such.method": "method-not-found"}
    assert not any(SECRET in str(value) for e in journal() for value in e.values())


def test_above_debug_ordinary_calls_have_none(service: None) -> None:
    # The first call of a cold process on a busy machine may be slow.
    (ETC / "article.yaml").write_text("log:\n  slowCall: off\n")
    assert "result" in call("parseArticle", {"text": (ROOT / "Examples" / "sample.txt").read_text(encoding="utf-8")})
    assert not any(entry.get("METHOD") for entry in journal())


def test_metrics_count_what_happened(service: None) -> None:
    for _ in range(3):
        call("extractEntities", {"text": "28일"})
    call("extractEntities", {"text": 5})
    # The ends of the connections before may not have been heard of yet.
    def alone() -> dict | None:
        read = {m["name"]: m for m in call("system.metrics")["result"]["metrics"]}
        return read if read["rpc_connections"]["series"][0]["value"] == 1 else None

    metrics = eventually(alone)

    def value(name: str, **labels: str) -> dict:
        return next(s for s in metrics[name]["series"] if labels.items() <= s["labels"].items())

    assert value("rpc_requests", method="extractEntities")["value"] == 4
    assert value("rpc_errors", method="extractEntities", kind="invalid-params", code="-32602")["value"] == 1
    assert value("rpc_request_duration_seconds", method="extractEntities", stage="work")["count"] == 4
    assert value("article_stage_duration_seconds", stage="extract")["count"] == 3
    assert value("article_stage_cpu_seconds", stage="extract")["value"] > 0
    assert value("rpc_connections")["value"] == 1 and value("rpc_requests_in_flight")["value"] == 1
    assert value("article_index_up")["value"] == 1 and value("process_resident_memory_bytes")["value"] > 1 << 20
    assert abs(value("process_start_time_seconds")["value"] - time.time()) < 120


def test_metrics_can_be_scraped_from_a_socket_and_a_file(service: None) -> None:
    run("mkdir", "-p", "/var/lib/prometheus/node-exporter")
    call("system.whoami")
    systemctl("start", "article-metrics.socket")
    text = run("socat", "-", "UNIX-CONNECT:/run/article/metrics.sock")
    assert text.endswith("# EOF\n") and 'rpc_requests_total{method="system.whoami"} 1' in text
    systemctl("start", "article-metrics.service")
    with open("/var/lib/prometheus/node-exporter/article.prom", encoding="utf-8") as file:
        assert 'rpc_requests_total{method="system.whoami"} 1' in file.read()
    systemctl("stop", "article-metrics.socket")


def test_health_tells_a_full_disk_and_its_end(service: None) -> None:
    run("mkdir", "-p", "/var/lib/private/article")
    run("mount", "-t", "tmpfs", "-o", "size=1M,mode=700", "tmpfs", "/var/lib/private/article")
    try:
        systemctl("start", UNIT)
        with Peer(SOCKET) as peer:
            paragraphs = [f"{number}번째 소식 {'가나다라마바사' * 30}{number * 7919}" for number in range(40)]
            for number in range(500):
                answer = peer.call("dedupe", {
                    "paragraphs": [f"{number} {text}" for text in paragraphs], "id": f"a{number}", "mode": "add"})
                if "error" in answer:
                    break
            assert answer["error"]["code"] == 1006 and answer["error"]["data"]["retryable"]
            assert "/var" not in str(answer)
            health = peer.call("system.health")["result"]
            assert health["status"] == "degraded" and health["index"] == {
                "healthy": False, "problem": "the disk of the index is full"}
            # Everything else goes on.
            assert "result" in peer.call("extractEntities", {"text": "28일"})
            assert peer.call("dedupe", {"paragraphs": [f"0 {text}" for text in paragraphs]})["result"]["status"] == "exact"
            assert any(e["PRIORITY"] == "3" and "index" in e["MESSAGE"] for e in journal())
            run("mount", "-o", "remount,size=64M", "/var/lib/private/article")
            assert peer.call("dedupe", {"paragraphs": paragraphs, "id": "later", "mode": "add"})["result"]["added"]
            assert peer.call("system.health")["result"]["status"] == "ok"
    finally:
        systemctl("stop", UNIT)
        run("umount", "/var/lib/private/article")


def test_health_tells_a_damaged_index(service: None) -> None:
    systemctl("start", UNIT)
    with Peer(SOCKET) as peer:
        for number in range(50):
            peer.call("dedupe", {"paragraphs": [f"{number}번째 소식이 있었다고 시가 밝혔다"], "id": f"a{number}", "mode": "add"})
    systemctl("stop", UNIT)
    index = "/var/lib/private/article/index.sqlite"
    with open(index, "r+b") as file:
        size = file.seek(0, 2)
        file.seek(4096)
        file.write(b"\xff" * (size - 4096))
    with open(index, "rb") as file:
        damaged = file.read()
    # It does not start on a damaged index, says so, and does not touch it.
    run("systemctl", "start", UNIT, check=False)
    eventually(lambda: any("damaged" in entry["MESSAGE"] for entry in journal()))
    systemctl("stop", "article.socket", "article-admin.socket", UNIT)
    with open(index, "rb") as file:
        assert file.read() == damaged


def test_the_journal_is_not_flooded_by_a_peer_that_sends_garbage(service: None) -> None:
    with Peer(SOCKET) as peer:
        for _ in range(200):
            peer.send_body(b"[1,2")
        assert all(peer.receive()["error"]["code"] == -32700 for _ in range(200))
    assert len(journal()) < 20


def test_an_admin_socket_is_for_root(service: None) -> None:
    assert As("reader").is_refused(ADMIN)
    assert call("system.whoami", path=ADMIN)["result"]["access"] == "admin"
