"""Restarts and kills while clients go on calling: nothing acknowledged is lost, nothing retryable fails."""
import os
import random
import signal
import threading
import time

from conftest import LONG, ROOT, SOCKET, UNIT, call, eventually, show, systemctl
from rpc_peer import Peer

RESTARTS, KILLS = (50, 20) if LONG else (12, 6)
SAMPLE = (ROOT / "Examples" / "sample.txt").read_text(encoding="utf-8")
WORDS = "한솔시 시장 포럼 하천 관측 주민 예산 다리 학교 공원 창업 지원 회의 계획 발표 조사 결과 도로 철도 항구".split()


def story(number: int) -> list[str]:
    """An article that no other number's story is like."""
    words = random.Random(number)
    return [" ".join(words.choices(WORDS, k=40)) + f" {number}번째 소식이다." for _ in range(4)]


class Client(threading.Thread):
    """Calls again and again, as a client does that knows what may be retried: a call without an answer, one that is
    refused with retryable, and a connection that ends or is refused. Each of our methods is idempotent."""

    def __init__(self, number: int, stop: threading.Event) -> None:
        super().__init__()
        self.number, self.stop = number, stop
        self.acknowledged: list[int] = []
        self.answered = self.retried = 0
        self.wrong: list[str] = []
        self.peer: Peer | None = None

    def run(self) -> None:
        count = 0
        while not self.stop.is_set():
            count += 1
            story_number = self.number * 1_000_000 + count
            result = self.insist("dedupe", {"paragraphs": story(story_number), "id": f"a{story_number}", "mode": "add"})
            if result is None:
                return
            if result["status"] in ("new", "exact") and result["canonicalId"] in (None, f"a{story_number}"):
                self.acknowledged.append(story_number)
            else:
                self.wrong.append(f"{result}"[:300])
            if count % 5 == 0:
                result = self.insist("parseArticle", {"text": SAMPLE})
                if result is not None and len(result["paragraphs"]) != 12:
                    self.wrong.append(f"{result}"[:300])

    def insist(self, method: str, params: object) -> dict | None:
        """The result of a call, however often it has to be tried."""
        for _ in range(500):
            try:
                self.peer = self.peer or Peer(SOCKET)
                answer = self.peer.call(method, params)
                if answer is not None and "result" in answer:
                    self.answered += 1
                    return answer["result"]
                if answer is not None and not answer["error"]["data"]["retryable"]:
                    self.wrong.append(f"{answer}"[:300])
                    return None
            except OSError:
                pass
            # The end of the stream, a refusal that says to come back, or a connection that broke.
            self.retried += 1
            if answer_is_end := self.peer is not None:
                self.peer.close()
            self.peer = None
            time.sleep(0.01 if answer_is_end else 0.05)
        self.wrong.append(f"{method} did not succeed in 500 attempts")
        return None


def check(clients: list[Client]) -> int:
    """Everything acknowledged is in the index; how much that is."""
    with Peer(SOCKET) as peer:
        for client in clients:
            for number in client.acknowledged:
                result = peer.call("dedupe", {"paragraphs": story(number)})["result"]
                assert result["status"] == "exact" and result["canonicalId"] == f"a{number}", number
    return sum(len(client.acknowledged) for client in clients)


def test_restarts_and_kills_lose_nothing(service: None) -> None:
    stop = threading.Event()
    clients = [Client(number, stop) for number in range(1, 5)]
    systemctl("start", UNIT)
    for client in clients:
        client.start()
    moments = random.Random(4)
    try:
        for kind in ["restart"] * RESTARTS + ["kill"] * KILLS:
            time.sleep(0.1 + moments.random() * 0.2)
            if kind == "restart":
                systemctl("restart", UNIT)
            else:
                before = int(show(UNIT, "MainPID"))
                assert before > 0
                os.kill(before, signal.SIGKILL)
                eventually(lambda: show(UNIT, "ActiveState") == "active" and int(show(UNIT, "MainPID")) not in (0, before))
    finally:
        stop.set()
        for client in clients:
            client.join()
    answered, retried = sum(c.answered for c in clients), sum(c.retried for c in clients)
    acknowledged = check(clients)
    print(f"{RESTARTS} restarts, {KILLS} kills: {answered} answers, {acknowledged} adds acknowledged and found, "
          f"{retried} attempts retried")
    assert [wrong for client in clients for wrong in client.wrong] == []
    assert acknowledged > 50 and show("article.socket", "ActiveState") == "active"
    assert call("system.health")["result"]["status"] == "ok"


def test_one_shot_clients_see_no_restart_at_all(service: None) -> None:
    """A connection, a call, an answer, no retry: what a script does. Restarts drain, so none of them fails."""
    stop = threading.Event()
    failures: list[str] = []
    count = [0]

    def calls() -> None:
        while not stop.is_set():
            try:
                assert "result" in call("system.whoami")
                count[0] += 1
            except (OSError, AssertionError, TypeError) as error:
                failures.append(repr(error))

    thread = threading.Thread(target=calls)
    thread.start()
    try:
        for _ in range(RESTARTS):
            time.sleep(0.05)
            systemctl("restart", UNIT)
    finally:
        stop.set()
        thread.join()
    print(f"{count[0]} calls over {RESTARTS} restarts, {len(failures)} failed")
    assert failures == [] and count[0] > 50
