"""Whatever a peer sends, the service lives, and serves the next one."""
import json
import random
import socket

from conftest import Service

SEEDS = [
    b'{"jsonrpc":"2.0","id":1,"method":"parseArticle","params":{"text":"\xed\x95\x9c\xec\x86\x94\xec\x8b\x9c","include":["blocks"]}}\n',
    b'[{"jsonrpc":"2.0","id":"a","method":"system.whoami"},{"jsonrpc":"2.0","method":"rpc.cancel","params":{"id":1}}]\n',
    b'Content-Length: 47\r\n\r\n{"jsonrpc":"2.0","id":1,"method":"rpc.discover"}',
    b'{"jsonrpc":"2.0","id":1.5e3,"method":"dedupe","params":{"paragraphs":["a","a"]},"meta":{"timeoutMs":100}}\n',
    b'{"jsonrpc":"2.0","id":2,"method":"parseArticle","params":{"html":"<div><p>a<br><br>b</div><script>x"}}\n',
    b'{"jsonrpc":"2.0","id":3,"method":"parseArticle","params":{"data":"sKGzqrTZ"}}\n',
]


def mutated(source: random.Random, seed: bytes) -> bytes:
    """The seed with a few bytes changed, cut out, doubled or put in."""
    data = bytearray(seed)
    for _ in range(source.randint(1, 6)):
        place = source.randrange(len(data) + 1)
        match source.randrange(4):
            case 0:
                data[place:place + 1] = bytes([source.randrange(256)])
            case 1:
                del data[place:place + source.randint(1, 8)]
            case 2:
                data[place:place] = data[place:place + source.randint(1, 16)]
            case _:
                data[place:place] = source.choice([b'"', b"{", b"[", b"\\u", b"\xed\xa0\x80", b"\n", b"9" * 25, b"\0"])
    return bytes(data) or b"\n"


def test_mutated_requests_never_end_the_service(service: Service) -> None:
    source = random.Random(20261124)
    for _ in range(1500):
        peer = socket.socket(socket.AF_UNIX)
        peer.settimeout(60)
        peer.connect(service.path)
        try:
            peer.sendall(mutated(source, source.choice(SEEDS)))
            peer.shutdown(socket.SHUT_WR)
            while peer.recv(1 << 16):
                pass
        except OSError:
            pass
        peer.close()
    assert service.connect().call("system.health")["result"]["status"] == "ok"


def test_a_garbled_line_is_answered_and_the_next_one_served(service: Service) -> None:
    peer = service.connect()
    peer.socket.sendall(b'{"jsonrpc":"2.0","id":9,"method":"system.whoami"\n')
    assert peer.receive()["error"]["code"] == -32700
    assert "uid" in peer.call("system.whoami")["result"]


def test_a_million_open_brackets_are_refused(service: Service) -> None:
    peer = service.connect()
    peer.socket.sendall(b"[" * 1_000_000 + b"\n")
    assert peer.receive()["error"]["data"]["kind"] == "parse-error"


def test_what_was_quadratic_is_not(service: Service) -> None:
    """Megabytes that took minutes when each piece was compared with all that followed or came before: no time is measured, but the patience of a test."""
    peer = service.connect()
    for page in ("<title>" * 300_000, "<textarea>" * 200_000 + "<xmp>" * 200_000):
        assert "id" in peer.call("parseArticle", {"html": page + "<p>한솔시는 길을 고친다.</p>"})
    syllables = [chr(0xAC00 + 28 * number) for number in range(150)]
    names = [f"이{first}{second}" for first in syllables for second in syllables][:12_000]
    text = "\n".join(f"{name} 기자" for name in names) + "\n" + "이번 이후 이미 이제 이틀 이내 " * 12_000
    assert "result" in peer.call("extractEntities", {"text": text})


def test_deeply_nested_pages_are_read_whole(service: Service) -> None:
    page = "<div>" * 50_000 + "<p>한솔시는 28일 청년 창업 지원을 늘리겠다고 밝혔다.</p>" + "</div>" * 50_000
    result = service.connect().call("parseArticle", {"html": page})["result"]
    assert "한솔시는 28일 청년 창업 지원을 늘리겠다고 밝혔다." in json.dumps(result, ensure_ascii=False)
