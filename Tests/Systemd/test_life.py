"""How the service lives under its manager: starts, says what it does, reads its configuration anew, ends."""
import os
import signal
import threading
import time

import pytest
from conftest import (
    ADMIN, BIN, ETC, LONG, ROOT, SOCKET, UNIT, call, drop_in, eventually, journal, run, show, systemctl)
from rpc_peer import Peer

SAMPLE = (ROOT / "Examples" / "sample.txt").read_text(encoding="utf-8")


def test_the_first_connection_starts_it_and_it_is_ready_with_its_index_open(service: None) -> None:
    assert show(UNIT, "ActiveState") == "inactive"
    assert call("system.health")["result"]["status"] == "ok"
    assert show(UNIT, "ActiveState") == "active"
    # Type=notify: starting waits for READY, and READY for the index.
    systemctl("stop", UNIT)
    systemctl("start", UNIT)
    assert call("indexStats")["result"]["articles"] == 0


def test_its_status_says_what_it_does(service: None) -> None:
    systemctl("start", UNIT)
    with Peer(SOCKET) as peer:
        peer.call("system.whoami")
        eventually(lambda: show(UNIT, "StatusText").startswith("1 connection, 0 calls under way"))


def test_sockets_have_roles(service: None) -> None:
    assert call("removeArticle", {"id": "x"})["error"]["code"] == -32011
    assert call("removeArticle", {"id": "x"}, path=ADMIN)["result"] == {"removed": False}


def limits() -> dict[str, int]:
    return call("system.whoami")["result"]["limits"]


def test_a_reload_takes_limits_log_level_lists_and_knowledge_over_without_a_restart(service: None) -> None:
    systemctl("start", UNIT)
    before = show(UNIT, "MainPID")
    text = "가람누리 대표가 새 도서관을 열었다."
    names = [e["text"] for e in call("extractEntities", {"text": text})["result"]["entities"]]
    (ETC / "article.yaml").write_text(
        "limits:\n  batchItems: 7\nlog:\n  level: debug\naccess:\n  indexStats:\n    users: [nobody]\n")
    (ETC / "organisations.tsv").write_text("가람누리\n")
    with Peer(SOCKET) as kept:
        assert "result" in kept.call("indexStats")
        systemctl("reload", UNIT)
        eventually(lambda: show(UNIT, "StatusText") == "the configuration was read anew")
        assert limits()["batchItems"] == 7
        # The connection that was open is bound too.
        assert kept.call("indexStats")["error"]["code"] == -32011
    entities = call("extractEntities", {"text": text})["result"]["entities"]
    assert ("가람누리", "OG") in [(e["text"], e["type"]) for e in entities], names
    assert show(UNIT, "MainPID") == before
    assert any(entry["PRIORITY"] == "7" and entry.get("METHOD") == "extractEntities" for entry in journal())


def test_a_bad_configuration_is_refused_and_the_old_one_holds(service: None) -> None:
    (ETC / "article.yaml").write_text("limits:\n  batchItems: 9\n")
    systemctl("start", UNIT)
    (ETC / "article.yaml").write_text("limits:\n  batchItems: 5\n  dept: 3\n")
    (ETC / "publishers.tsv").write_text("only-one-column\n")
    systemctl("reload", UNIT)
    status = eventually(lambda: "refused" in (text := show(UNIT, "StatusText")) and text)
    assert "/etc/article/article.yaml:3" in status and "did you mean" in status
    assert limits()["batchItems"] == 9 and show(UNIT, "ActiveState") == "active"
    assert any(e["PRIORITY"] == "3" and "article.yaml:3" in e["MESSAGE"] for e in journal())
    # A list that is wrong refuses all of it as well.
    (ETC / "article.yaml").write_text("limits:\n  batchItems: 5\n")
    systemctl("reload", UNIT)
    eventually(lambda: "publishers.tsv:1" in show(UNIT, "StatusText"))
    assert limits()["batchItems"] == 9
    (ETC / "publishers.tsv").write_text("")
    systemctl("reload", UNIT)
    eventually(lambda: limits()["batchItems"] == 5)


def test_a_start_that_fails_neither_spins_nor_fails_the_socket(service: None) -> None:
    (ETC / "article.yaml").write_text("limits:\n  depth: deep\n")
    since = time.monotonic()
    with Peer(SOCKET) as waiting:
        waiting.send("system.whoami")
        time.sleep(7)
        starts = [entry for entry in journal() if "configuration is refused" in entry["MESSAGE"]]
        assert 1 <= len(starts) <= (time.monotonic() - since) / 2 + 1
        assert any("article.yaml:2" in entry["MESSAGE"] for entry in journal())
        assert show("article.socket", "ActiveState") == "active"
        (ETC / "article.yaml").write_text("")
        # Who has waited all the time is answered.
        assert "result" in waiting.receive()


def test_systemctl_stop_answers_all_that_was_accepted(service: None) -> None:
    systemctl("start", UNIT)
    with Peer(SOCKET) as peer:
        sent = [peer.send("parseArticle", {"text": SAMPLE}) for _ in range(200)]
        answers = [peer.receive()]
        stop = threading.Thread(target=systemctl, args=("stop", UNIT))
        stop.start()
        answers += list(peer.messages())
        stop.join()
    assert sorted(answer["id"] for answer in answers) == sent
    assert all("result" in answer for answer in answers)
    assert show(UNIT, "Result") == "success" and show(UNIT, "ExecMainStatus") == "0"
    assert show("article.socket", "ActiveState") == "active"


def test_a_client_that_stays_silent_does_not_hold_up_the_stop(service: None) -> None:
    systemctl("start", UNIT)
    with Peer(SOCKET) as peer:
        peer.call("system.whoami")
        begin = time.monotonic()
        systemctl("stop", UNIT)
        assert time.monotonic() - begin < 10
        assert peer.receive() is None
    assert show(UNIT, "Result") == "success"


def unit_of_test_server(flags: str, service_lines: str = "") -> None:
    """rpc-test-server as a socket-activated unit of its own."""
    for name, text in {
        "echo.socket": "[Socket]\nListenStream=/run/echo.sock\nFileDescriptorName=rpc\nBacklog=4096\n"
                       "TriggerLimitIntervalSec=0\n",
        "echo.service": f"[Unit]\nStartLimitIntervalSec=0\n[Service]\nType=notify\nNotifyAccess=main\n"
                        f"ExecStart=/usr/local/bin/rpc-test-server {flags}\n{service_lines}",
    }.items():
        with open(f"/run/systemd/system/{name}", "w", encoding="utf-8") as file:
            file.write(text)
    run("install", "-m755", BIN / "rpc-test-server", "/usr/local/bin/rpc-test-server")
    systemctl("daemon-reload")
    systemctl("start", "echo.socket")


def end_test_server() -> None:
    systemctl("stop", "echo.socket", "echo.service")
    systemctl("reset-failed")


def test_workers_that_hang_are_told_from_workers_that_are_busy(installed: None) -> None:
    unit_of_test_server("", "WatchdogSec=5\nRestart=on-failure\nTimeoutAbortSec=2\n")
    try:
        with Peer("/run/echo.sock") as peer:
            peer.call("system.whoami")
            first = show("echo.service", "MainPID")
            # Longer than the watchdog's patience, every worker busy, none of them long.
            for _ in range(32 * 4):
                peer.send("block", {"milliseconds": 500})
            assert sum("result" in peer.receive() for _ in range(32 * 4)) == 32 * 4
            # Long calls on every worker, none of which ends in time, but each tells of its steps.
            for _ in range(8):
                peer.send("count", {"to": 60, "milliseconds": 100})
            assert sum("result" in peer.receive() for _ in range(8)) == 8
            assert show("echo.service", "MainPID") == first and show("echo.service", "NRestarts") == "0"
            for _ in range(8):
                peer.send("block", {"milliseconds": 600_000})
            assert peer.receive() is None
        eventually(lambda: show("echo.service", "NRestarts") == "1")
        assert any("atchdog" in entry["MESSAGE"] for entry in journal(unit="echo.service"))
        assert call("echo", {"text": "a"}, path="/run/echo.sock")["result"] == {"text": "a"}
    finally:
        end_test_server()


def test_a_process_that_is_stopped_is_killed_and_replaced(service: None) -> None:
    drop_in("[Service]\nWatchdogSec=5\nTimeoutAbortSec=2\n")
    systemctl("start", UNIT)
    first = int(show(UNIT, "MainPID"))
    os.kill(first, signal.SIGSTOP)
    # Waits in the socket until there is a process that lives.
    assert call("system.health")["result"]["status"] == "ok"
    eventually(lambda: int(show(UNIT, "MainPID")) not in (0, first))
    assert any("atchdog timeout" in entry["MESSAGE"] for entry in journal())


def test_ending_when_idle_loses_no_connection(installed: None) -> None:
    unit_of_test_server("--idle-exit-ms 1")
    try:
        for number in range(200):
            with Peer("/run/echo.sock") as peer:
                assert peer.call("echo", {"text": str(number)})["result"] == {"text": str(number)}
            # Now just before it ends, now just after.
            time.sleep(0.001 * (number % 8))
        assert show("echo.socket", "ActiveState") == "active"
        ends = [e for e in journal(unit="echo.service") if "Deactivated successfully" in e["MESSAGE"]]
        assert len(ends) > 5, "it did not end often enough to prove anything"
    finally:
        end_test_server()


def test_many_that_connect_while_it_ends_when_idle(installed: None) -> None:
    unit_of_test_server("--idle-exit-ms 1")
    failures: list[str] = []

    def churn(number: int) -> None:
        for round_number in range(60):
            try:
                with Peer("/run/echo.sock") as peer:
                    text = f"{number}.{round_number}"
                    assert peer.call("echo", {"text": text})["result"] == {"text": text}
            except (OSError, AssertionError, TypeError) as error:
                failures.append(repr(error))
            # Sometimes all are away at once.
            time.sleep(0.004 * (round_number % 5))

    try:
        threads = [threading.Thread(target=churn, args=(number,)) for number in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert failures == []
    finally:
        end_test_server()


@pytest.mark.skipif(not LONG, reason="SYSTEMD_TIER=long: it takes the minute that the service waits at least")
def test_the_service_ends_when_idle_and_comes_back(service: None) -> None:
    (ETC / "article.yaml").write_text("idleExit: 60s\n")
    assert "result" in call("system.whoami")
    with Peer(SOCKET) as peer:
        # Somebody is there.
        time.sleep(62)
        assert "result" in peer.call("system.whoami")
    eventually(lambda: show(UNIT, "ActiveState") == "inactive", seconds=90)
    assert show(UNIT, "Result") == "success"
    assert "result" in call("system.whoami")


def test_idle_exit_is_off_unless_asked_for(service: None) -> None:
    assert "idleExit: off" in run("/usr/local/bin/article-service", "show-config")
