"""pygls's JSON-RPC client over a Unix socket. Usage: pygls_client.py PATH. Run by test_python_clients.py."""
import asyncio
import sys
from typing import Any

from pygls.client import JsonRPCClient
from pygls.exceptions import JsonRpcException
from pygls.io_ import run_async

SECONDS = 30
TEXT = "한솔시 🌉 물빛\u0000끝"


async def call(client: JsonRPCClient, method: str, params: object) -> Any:
    return await asyncio.wait_for(client.protocol.send_request_async(method, params), SECONDS)


async def code_of(client: JsonRPCClient, method: str, params: object) -> int:
    """The code of the error that a call ends in."""
    try:
        result = await call(client, method, params)
    except JsonRpcException as error:
        return int(error.code)
    raise AssertionError(f"{method}: {result}")


async def main() -> None:
    client = JsonRPCClient()
    reader, writer = await asyncio.open_unix_connection(sys.argv[1])
    client.protocol.set_writer(writer)
    listening = asyncio.create_task(run_async(client._stop_event, reader, client.protocol))

    # pygls makes a named tuple of an object.
    assert (await call(client, "echo", {"text": TEXT})).text == TEXT
    assert await call(client, "subtract", [42, 23]) == 19
    client.protocol.notify("update", [1, 2, 3])
    assert await code_of(client, "foobar", {}) == -32601
    assert await code_of(client, "echo", {"txt": "a"}) == -32602
    assert (await call(client, "repeat", {"text": "물", "count": 500_000})).text == "물" * 500_000
    holds = [call(client, "hold", {"milliseconds": 50}) for _ in range(64)]
    assert [result.held for result in await asyncio.gather(*holds)] == [50] * 64

    writer.write_eof()
    await asyncio.wait_for(listening, SECONDS)


if __name__ == "__main__":
    asyncio.run(main())
