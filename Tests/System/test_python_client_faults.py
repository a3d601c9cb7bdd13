"""The runtime of the Python clients against peers that misbehave, and threads that share a connection."""
import asyncio
import json
import socket
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conftest import PATIENCE, ROOT, Service

sys.path.insert(0, str(ROOT / "clients" / "python" / "src"))
import article_client  # noqa: E402

LARGE = "가" * 200_000


class Scripted:
    """A server that takes one call of a connection after the other, and reads nothing while its answer is not taken."""

    def __init__(self, path: Path, answer: Callable[[dict[str, Any], "Scripted"], Any]) -> None:
        self.path = str(path)
        self.answer = answer
        self.listener = socket.socket(socket.AF_UNIX)
        self.listener.bind(self.path)
        self.listener.listen()
        self.peers: list[socket.socket] = []
        threading.Thread(target=self.accept, daemon=True).start()

    def accept(self) -> None:
        while True:
            peer, _ = self.listener.accept()
            self.peers.append(peer)
            threading.Thread(target=self.serve, args=(peer,), daemon=True).start()

    def serve(self, peer: socket.socket) -> None:
        stream = peer.makefile("rb")
        try:
            while header := stream.readline():
                stream.readline()
                request = json.loads(stream.read(int(header.split(b":")[1])))
                result = self.answer(request, self)
                if result is not None:
                    self.reply(peer, request["id"], result)
        except OSError:
            pass

    @staticmethod
    def reply(peer: socket.socket, number: int, result: Any) -> None:
        body = json.dumps({"jsonrpc": "2.0", "id": number, "result": result}).encode()
        peer.sendall(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))


def echo(request: dict[str, Any], _: Scripted) -> Any:
    return request["params"]


def in_time(body: Callable[[], Any]) -> Any:
    """What `body` gives or raises; a failure where it hangs, instead of a test run without end."""
    outcome: list[Any] = []

    def run() -> None:
        try:
            outcome.append(body())
        except BaseException as error:
            outcome.append(error)

    thread = threading.Thread(target=run, daemon=True)
    thread.start()
    thread.join(PATIENCE / 2)
    assert outcome, "it hangs"
    return outcome[0]


def test_many_large_calls_do_not_wait_for_each_other(directory: Path) -> None:
    """The peer takes no call while its answers are not read, and the client sends 32 of them before it wants an answer."""
    server = Scripted(directory / "s", echo)
    calls = article_client.ArticleClient(server.path)
    results = in_time(lambda: list(calls.map("x", ({"n": n, "text": LARGE} for n in range(40)), jobs=32)))
    assert [result["n"] for result in results] == list(range(40))


def test_threads_with_large_calls_and_short_times_keep_the_connection(directory: Path) -> None:
    server = Scripted(directory / "s", echo)
    calls = article_client.ArticleClient(server.path)
    wrong: list[BaseException] = []

    def work(is_large: bool) -> None:
        for n in range(20):
            try:
                params = {"n": n, "text": LARGE if is_large else ""}
                assert calls.call("x", params, timeout=20 if is_large else 0.001) == params
            except article_client.DeadlineExceeded:
                pass
            except BaseException as error:
                wrong.append(error)

    threads = [threading.Thread(target=work, args=(n % 2 == 0,), daemon=True) for n in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(PATIENCE)
    assert wrong == [] and not any(thread.is_alive() for thread in threads)
    assert len(server.peers) == 1, "no connection was lost on the way"


@pytest.mark.parametrize("idempotent", [True, False])
def test_closing_ends_the_calls_that_wait(directory: Path, idempotent: bool) -> None:
    server = Scripted(directory / "s", lambda request, _: None)
    calls = article_client.ArticleClient(server.path)
    threading.Timer(0.2, calls.close).start()
    failure = in_time(lambda: calls.call("x", idempotent=idempotent))
    assert isinstance(failure, article_client.ConnectionLost) and len(server.peers) == 1, "and is not sent again"


def test_asyncio_closing_ends_the_calls_that_wait(directory: Path) -> None:
    server = Scripted(directory / "s", lambda request, _: None)

    async def main() -> None:
        calls = article_client.AsyncArticleClient(server.path)
        waiting = asyncio.ensure_future(calls.call("x", idempotent=True))
        await asyncio.sleep(0.2)
        await calls.close()
        async with asyncio.timeout(PATIENCE / 2):
            with pytest.raises(article_client.ConnectionLost):
                await waiting
        assert len(server.peers) == 1

    asyncio.run(main())


def test_answers_that_come_too_late_are_not_kept(directory: Path) -> None:
    held: list[int] = []

    def late(request: dict[str, Any], server: Scripted) -> Any:
        if request["method"] == "slow":
            held.append(request["id"])
            return None
        for number in held:
            server.reply(server.peers[0], number, LARGE)
        return "now"

    server = Scripted(directory / "s", late)
    calls = article_client.ArticleClient(server.path)
    with pytest.raises(article_client.DeadlineExceeded):
        calls.call("slow", timeout=0.01)
    assert calls.call("fast") == "now" and held
    assert calls._wire.answers == {} and calls._wire.expected == set()


def test_a_map_that_is_given_up_keeps_nothing(directory: Path) -> None:
    server = Scripted(directory / "s", echo)
    calls = article_client.ArticleClient(server.path)
    for _ in calls.map("x", ({"n": n} for n in range(40)), jobs=8):
        break
    assert calls.call("x", {"n": 99}) == {"n": 99}
    assert calls._wire.answers == {} and calls._wire.expected == set()
    with pytest.raises(ValueError):
        list(calls.map("x", [{}], jobs=0))


def test_lost_before_and_after_sending_are_told_apart(directory: Path) -> None:
    def die(request: dict[str, Any], server: Scripted) -> Any:
        if request["method"] == "die":
            server.peers[-1].shutdown(socket.SHUT_RDWR)
            return None
        return "alive"

    server = Scripted(directory / "s", die)
    calls = article_client.ArticleClient(server.path)
    with pytest.raises(article_client.ConnectionLost) as caught:
        calls.call("die")
    assert caught.value.sent
    assert calls.call("x") == "alive"
    # The peer is gone while nobody looks: the next call cannot be sent, is not lost, and comes through anew.
    server.peers[-1].shutdown(socket.SHUT_RDWR)
    time.sleep(0.05)
    assert calls.call("x") == "alive" and len(server.peers) == 3


@pytest.mark.parametrize("answer", [
    b"Content-Length: 2\r\n\r\n[]", b"Content-Length: 3\r\n\r\nnot", b"Length: 1\r\n\r\n1", b"Content-Length: 99999999999\r\n\r\n",
    b"Content-Length: 36\r\n\r\n" + b'{"jsonrpc":"2.0","id":1,"error":"no"}'[:36], b"x" * 5000])
def test_what_is_no_answer_is_an_error_and_not_a_hang(directory: Path, answer: bytes) -> None:
    server = Scripted(directory / "s", lambda request, server: server.peers[-1].sendall(answer))
    calls = article_client.ArticleClient(server.path)
    failure = in_time(lambda: calls.call("x"))
    assert isinstance(failure, article_client.MalformedAnswer), failure


def test_none_is_a_null_in_raw_calls(directory: Path) -> None:
    server = Scripted(directory / "s", echo)
    assert article_client.ArticleClient(server.path).call("x", {"a": None}) == {"a": None}


def test_many_calls_go_on_over_a_restart(directory: Path) -> None:
    """The service marks parseArticle as one that may be called twice: what was lost is sent again, in its place."""
    service = Service(directory).start()
    service.connect().close()

    def given() -> Any:
        for n in range(60):
            if n == 30:
                service.stop(9)
                threading.Timer(0.3, service.start).start()
            yield {"text": f"{n}번째 기사다. 한솔시장은 새 도서관을 연다고 밝혔다."}

    with article_client.ArticleClient(service.path) as articles:
        results = in_time(lambda: list(articles.map("parseArticle", given(), jobs=8)))
    assert not isinstance(results, BaseException), results
    assert all(f"{n}번째" in result["text"] for n, result in enumerate(results)) and len(results) == 60
    service.stop(9)


def test_many_calls_that_may_not_be_sent_twice_are_not(directory: Path) -> None:
    service = Service(directory).start()
    service.connect().close()
    with article_client.ArticleClient(service.path) as articles:
        assert articles._may_send_again("parseArticle", None) and not articles._may_send_again("backUpIndex", None)
        service.stop(9)
        with pytest.raises(article_client.RPCFailure):
            list(articles.map("backUpIndex", [{"name": "n"}]))


def test_a_service_that_is_about_to_end_is_asked_again(directory: Path) -> None:
    """Where the method may be called twice, since the call may have been under way; asyncio too."""
    refusals: list[int] = []

    def ending(request: dict[str, Any], server: Scripted) -> Any:
        if len(refusals) % 3 == 2:
            refusals.append(0)
            return request["params"]
        refusals.append(request["id"])
        error = {"code": -32010, "message": "the server is shutting down", "data": {"kind": "shutting-down", "retryable": True}}
        body = json.dumps({"jsonrpc": "2.0", "id": request["id"], "error": error}).encode()
        server.peers[-1].sendall(b"Content-Length: %d\r\n\r\n%s" % (len(body), body))
        return None

    server = Scripted(directory / "s", ending)
    with article_client.ArticleClient(server.path) as connection:
        assert connection.call("add", {"n": 1}, idempotent=True) == {"n": 1}

    async def run() -> Any:
        async with article_client.AsyncArticleClient(server.path) as connection:
            return await connection.call("add", {"n": 2}, idempotent=True)
    assert asyncio.run(run()) == {"n": 2}
    assert len(refusals) == 6
    with article_client.ArticleClient(server.path) as connection, pytest.raises(article_client.Overloaded):
        connection.call("add", {"n": 3}, idempotent=False)
