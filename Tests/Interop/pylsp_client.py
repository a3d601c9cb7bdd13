"""python-lsp-jsonrpc as a client over a Unix socket. Usage: pylsp_client.py PATH. Run by test_python_clients.py."""
import itertools
import socket
import sys
import threading
import time

from pylsp_jsonrpc.endpoint import Endpoint
from pylsp_jsonrpc.exceptions import JsonRpcException
from pylsp_jsonrpc.streams import JsonRpcStreamReader, JsonRpcStreamWriter

SECONDS = 30
TEXT = "한솔시 🌉 물빛\u0000끝"


def code_of(endpoint: Endpoint, method: str, params: object) -> int:
    """The code of the error that a call ends in."""
    try:
        result = endpoint.request(method, params).result(SECONDS)
    except JsonRpcException as error:
        return int(error.code)
    raise AssertionError(f"{method}: {result}")


def main() -> None:
    peer = socket.socket(socket.AF_UNIX)
    peer.settimeout(SECONDS)
    peer.connect(sys.argv[1])
    reader, writer = JsonRpcStreamReader(peer.makefile("rb")), JsonRpcStreamWriter(peer.makefile("wb"))
    numbers = itertools.count(1)
    endpoint = Endpoint({}, writer.write, id_generator=lambda: next(numbers))
    thread = threading.Thread(target=reader.listen, args=(endpoint.consume,), daemon=True)
    thread.start()

    assert endpoint.request("echo", {"text": TEXT}).result(SECONDS) == {"text": TEXT}
    assert endpoint.request("subtract", [42, 23]).result(SECONDS) == 19
    assert endpoint.request("subtract", {"subtrahend": 23, "minuend": 42}).result(SECONDS) == 19
    assert endpoint.request("get_data").result(SECONDS) == ["hello", 5]
    endpoint.notify("update", [1, 2, 3])
    assert code_of(endpoint, "foobar", None) == -32601
    assert code_of(endpoint, "echo", {"txt": "a"}) == -32602

    large = endpoint.request("repeat", {"text": "물", "count": 500_000}).result(SECONDS)
    assert large == {"text": "물" * 500_000}

    holds = [endpoint.request("hold", {"milliseconds": 50}) for _ in range(64)]
    assert [hold.result(SECONDS) for hold in holds] == [{"held": 50}] * 64

    held = endpoint.request("hold", {"milliseconds": 600_000})
    endpoint.notify("$/cancelRequest", {"id": next(numbers) - 1})
    try:
        raise AssertionError(held.result(SECONDS))
    except JsonRpcException as error:
        assert error.code == -32800

    peer.shutdown(socket.SHUT_WR)
    begin = time.monotonic()
    thread.join(SECONDS)
    assert not thread.is_alive() and time.monotonic() - begin < 5, "the stream ends when all is answered"
    endpoint.shutdown()


if __name__ == "__main__":
    main()
