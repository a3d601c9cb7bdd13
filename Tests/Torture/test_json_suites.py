"""Other people's JSON texts, byte for byte as params of a call: the verdict on each is the one in json_verdicts.tsv."""
import subprocess
import sys
from pathlib import Path

import pytest
from json_spans import elements, member, parse, same
from json_suites import Text, texts
from rpc_peer import Peer
from rpc_process import ServerProcess

TABLE = Path(__file__).with_name("json_verdicts.tsv")


def verdict(peer: Peer, text: Text) -> str:
    """What the server says of `[0, TEXT]`; the nought before it, so that an empty text is no empty array."""
    peer.send_body(b'{"jsonrpc":"2.0","id":1,"method":"echo.any","params":[0,%s]}' % text.data)
    body = peer.receive_body()
    assert body is not None, f"{text.suite} {text.name}: the server ended the connection"
    answer = body.decode("utf-8")
    error = parse(answer).get("error")
    if error:
        return "reject" if error["code"].text == "-32700" else "refuse"
    result = member(answer, "result")
    assert result is not None
    echoed = elements(result)[1]
    return "accept" if same(parse(echoed), parse(text.data.decode("utf-8"))) else "changed"


def test_the_server_reads_what_is_json_and_nothing_else(server: ServerProcess) -> None:
    try:
        collected = list(texts())
    except subprocess.SubprocessError as error:
        output = (getattr(error, "stderr", None) or b"").decode(errors="replace")[-300:]
        pytest.skip(f"the suites cannot be fetched here: {error} {output}")
    rows = [line.split("\t") for line in TABLE.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    expected = {(suite, name): verdict for suite, name, verdict, *_ in rows}
    with server.connect("headers") as peer:
        found = {(text.suite, text.name): verdict(peer, text) for text in collected}
    wrong = [f"{' '.join(key)}: {found.get(key)}, not {expected.get(key)}"
             for key in sorted(found.keys() | expected.keys()) if found.get(key) != expected.get(key)]
    assert not wrong, f"{len(wrong)} of {len(found)}:\n" + "\n".join(wrong)


if __name__ == "__main__":
    sys.exit(pytest.main([__file__, "-v"]))
