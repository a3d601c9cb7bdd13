"""python-orjson: asyncio and orjson over lines. A Protocol, not streams: it spares a task and two awaits a request."""
import asyncio
import socket
import sys

import orjson


def answer(line: bytes) -> bytes:
    try:
        request = orjson.loads(line)
    except orjson.JSONDecodeError:
        return orjson.dumps({"jsonrpc": "2.0", "id": None, "error": {"code": -32700, "message": "not JSON"}})
    if request["method"] != "echo":
        error = {"code": -32601, "message": "no such method"}
        return orjson.dumps({"jsonrpc": "2.0", "id": request["id"], "error": error})
    return orjson.dumps({"jsonrpc": "2.0", "id": request["id"], "result": {"text": request["params"]["text"]}})


class Echo(asyncio.Protocol):
    def connection_made(self, transport: asyncio.Transport) -> None:
        self.transport = transport
        self.partial = b""

    def data_received(self, data: bytes) -> None:
        *lines, self.partial = (self.partial + data).split(b"\n")
        if lines:
            answers = [answer(line) for line in lines]
            answers.append(b"")
            self.transport.write(b"\n".join(answers))

    def pause_writing(self) -> None:
        self.transport.pause_reading()

    def resume_writing(self) -> None:
        self.transport.resume_reading()


async def main() -> None:
    server = await asyncio.get_running_loop().create_unix_server(Echo, sys.argv[1], backlog=socket.SOMAXCONN)
    await server.serve_forever()


asyncio.run(main())
