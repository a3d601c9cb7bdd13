"""Clients that rpc-client generate writes, used against the real service."""
import asyncio
import importlib
import json
import os
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from conftest import BIN, PATIENCE, ROOT, Service
from odd_services import ODD
from test_client import client
from test_python_client_faults import Scripted

PACKAGE = ROOT / "clients" / "python" / "src"
TEXTS = [f"{name} 한솔시장은 {day}일 새 도서관을 연다고 밝혔다." for day, name in enumerate(["윤태경", "서이든", "노하린"], start=1)]


@pytest.fixture(scope="module")
def article_client() -> ModuleType:
    sys.path.insert(0, str(PACKAGE))
    return importlib.import_module("article_client")


# What the generated module uses of Node, as Node's own types are not installed everywhere.
NODE_TYPES = """
declare class Buffer {
  readonly length: number;
  static alloc(size: number): Buffer; static from(text: string, encoding: string): Buffer; static concat(parts: Buffer[]): Buffer;
  indexOf(text: string, start?: number): number; subarray(start?: number, end?: number): Buffer; toString(encoding: string): string;
}
declare namespace NodeJS { interface Timeout {} }
declare const process: { env: Record<string, string | undefined> };
declare const console: { log(text: string): void };
declare function setTimeout(body: () => void, ms: number): NodeJS.Timeout;
declare function clearTimeout(timer?: NodeJS.Timeout): void;
declare module "node:net" {
  export class Socket {
    on(event: "data", body: (chunk: Buffer) => void): this; on(event: string, body: () => void): this;
    once(event: string, body: (error: Error) => void): this; off(event: string, body: (error: Error) => void): this;
    write(data: string | Buffer): boolean; destroy(): void;
  }
  export function createConnection(path: string): Socket;
}
"""


def typescript_faults(directory: Path, *names: str) -> str:
    """What the compiler says of files, nothing where there is none; it leaves JavaScript in `out`."""
    compiler = shutil.which("tsc")
    if compiler is None:
        return ""
    (directory / "node.d.ts").write_text(NODE_TYPES)
    return subprocess.run(
        [compiler, "--strict", "--noUncheckedIndexedAccess", "--target", "ES2021", "--lib", "ES2021", "--module", "commonjs",
         "--moduleResolution", "node", "--outDir", directory / "out", "node.d.ts", *names],
        capture_output=True, text=True, cwd=directory).stdout


def swift_faults(*files: Path) -> str:
    """What the compiler says of files, against the modules that the tests were built with."""
    modules = BIN / "Modules"
    if not (modules / "RPCCore.swiftmodule").exists():
        pytest.skip("RPCCore's module is not where these programs were built")
    maps = [flag for name in ("CJSONText", "CLinux") for flag in ("-Xcc", f"-fmodule-map-file={BIN}/{name}.build/module.modulemap")]
    headers = [flag for name in ("CJSONText", "CLinux") for flag in ("-I", str(ROOT / "Sources" / name / "include"))]
    done = subprocess.run(
        ["swiftc", "-typecheck", "-swift-version", "6", "-I", modules, *maps, *headers, "-I", ROOT / "Sources" / "CSystemd", *files],
        capture_output=True, text=True, timeout=4 * PATIENCE)
    return "" if done.returncode == 0 else done.stderr[-3000:]


def python_faults(*files: Path) -> str:
    """What mypy --strict says of files, nothing where it is not installed."""
    if shutil.which("mypy") is None:
        return ""
    done = subprocess.run(
        ["mypy", "--strict", "--cache-dir", "/dev/null", *files], capture_output=True, text=True, timeout=4 * PATIENCE)
    return "" if done.returncode == 0 else done.stdout + done.stderr


def needs(program: str) -> str:
    """Where a program is that is not one of the packages that the tests install."""
    found = shutil.which(program)
    if found is None:
        pytest.skip(f"no {program} here")
    return found


def generated(service: Service, language: str, *options: object) -> str:
    done = client("generate", language, *options, path=service.path)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_shipped_methods_are_what_the_service_says_now(service: Service) -> None:
    assert generated(service, "python") == (PACKAGE / "article_client" / "methods.py").read_text(encoding="utf-8"), \
        "run: make generate"


def test_the_page_of_the_methods_is_what_the_service_says_now(service: Service) -> None:
    assert generated(service, "markdown") == (ROOT / "docs" / "methods.md").read_text(encoding="utf-8"), \
        "run: make generate"


def test_python_calls_each_of_the_methods(service: Service, article_client: ModuleType) -> None:
    with article_client.ArticleClient(service.path) as articles:
        parsed = articles.parse_article(text="새 도서관 문 연다\n\n" + TEXTS[0])
        assert parsed["title"] and parsed["paragraphs"]
        assert articles.dedupe(text=TEXTS[0], id="a1", mode="add")["added"] is True
        again = articles.dedupe(text=TEXTS[0])
        assert again["status"] == "exact" and again["matches"][0]["id"] == "a1"
        found = articles.extract_entities(text=TEXTS[0], publishedAt="2025-03-28")
        assert [person["name"] for person in found["persons"]] == ["윤태경"]
        whole = articles.analyze_article(text=TEXTS[1], id="a2")
        assert whole["article"]["paragraphs"] and "status" in whole["dedupe"]
        assert articles.system_health()["status"] == "ok"


def test_python_errors_name_the_place(service: Service, article_client: ModuleType) -> None:
    with article_client.ArticleClient(service.path) as articles:
        with pytest.raises(article_client.RPCError) as caught:
            articles.call("parseArticle", {"txt": "a"})
        assert (caught.value.code, caught.value.kind, caught.value.pointer) == (-32602, "invalid-params", "/params/txt")
        assert "text" in caught.value.hint and not caught.value.retryable
        assert articles.system_health()["status"] == "ok", "the connection lives on"
    with pytest.raises(article_client.NotConnected):
        article_client.ArticleClient("/tmp/no-such-socket")


def test_python_pipelined_calls_keep_their_order_and_their_errors(service: Service, article_client: ModuleType) -> None:
    with article_client.ArticleClient(service.path) as articles:
        given = [{"text": f"{n}번째 기사다. {TEXTS[0]}"} if n % 50 else {"txt": "wrong"} for n in range(200)]
        results = list(articles.map("parseArticle", given, jobs=24))
        assert len(results) == 200
        assert [n for n, result in enumerate(results) if isinstance(result, article_client.RPCError)] == [0, 50, 100, 150]
        assert all(f"{n}번째" in results[n]["text"] for n in range(200) if n % 50)


def test_python_threads_share_a_connection(service: Service, article_client: ModuleType) -> None:
    with article_client.ArticleClient(service.path) as articles:
        found: dict[int, Any] = {}

        def work(worker: int) -> None:
            found[worker] = [articles.parse_article(text=f"{worker}-{n} {TEXTS[0]}")["text"] for n in range(20)]

        threads = [threading.Thread(target=work, args=(worker,)) for worker in range(6)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(PATIENCE)
        assert all(found[worker][n].startswith(f"{worker}-{n} ") for worker in range(6) for n in range(20))


def test_python_comes_back_after_a_restart(directory: Path, article_client: ModuleType) -> None:
    service = Service(directory).start()
    service.connect().close()
    articles = article_client.ArticleClient(service.path)
    assert articles.system_health()["status"] == "ok"
    service.stop(9)
    restart = threading.Timer(0.3, service.start)
    restart.start()
    assert articles.system_health()["status"] == "ok"
    restart.join()
    service.stop(9)
    with pytest.raises(article_client.RPCFailure):
        articles.call("backUpIndex", {})
    articles.close()


def test_python_gives_up_in_time(article_client: ModuleType, directory: Path) -> None:
    import socket
    silent = socket.socket(socket.AF_UNIX)
    silent.bind(str(directory / "silent"))
    silent.listen()
    articles = article_client.ArticleClient(directory / "silent", timeout=0.05)
    with pytest.raises(article_client.DeadlineExceeded):
        articles.system_health()


def test_python_asyncio(service: Service, article_client: ModuleType) -> None:
    async def main() -> None:
        async with article_client.AsyncArticleClient(service.path) as articles:
            results = await asyncio.gather(*(articles.parse_article(text=f"{n} {TEXTS[0]}") for n in range(30)))
            assert all(result["text"].startswith(f"{n} ") for n, result in enumerate(results))
            in_order = [result["text"] async for result in articles.map("parseArticle", ({"text": f"{n} {TEXTS[0]}"} for n in range(60)), jobs=8)]
            assert all(text.startswith(f"{n} ") for n, text in enumerate(in_order)) and len(in_order) == 60
            with pytest.raises(article_client.RPCError):
                await articles.call("nothing")
            task = asyncio.ensure_future(articles.extract_entities(text=" ".join(TEXTS) * 2000))
            await asyncio.sleep(0.01)
            task.cancel()
            with pytest.raises(asyncio.CancelledError):
                await task
            assert (await articles.system_health())["status"] == "ok"
    asyncio.run(main())


def test_the_package_can_be_installed_and_is_typed(service: Service, tmp_path: Path) -> None:
    source = tmp_path / "source"
    shutil.copytree(PACKAGE.parent, source, ignore=shutil.ignore_patterns("__pycache__", "*.egg-info", "build"))
    installed = subprocess.run(
        [sys.executable, "-m", "pip", "install", "-q", "--no-deps", "--target", tmp_path / "site", source],
        capture_output=True, text=True)
    said = installed.stderr + installed.stdout
    if installed.returncode != 0 and any(words in said for words in ("No module named pip", "No matching distribution", "Could not find a version")):
        pytest.skip("this Python has no pip, or no package index can be reached")
    assert installed.returncode == 0, installed.stderr
    assert (tmp_path / "site" / "article_client" / "py.typed").exists()
    program = "from article_client import ArticleClient; print(ArticleClient().system_health()['status'])"
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(tmp_path / "site"), "RPC_SOCKET": service.path})
    assert done.stdout == "ok\n", done.stderr


@pytest.fixture
def odd_server(directory: Path) -> Callable[[dict[str, Any]], Service]:
    """A server that has a document, and answers calls with what it was called with."""
    def start(document: dict[str, Any]) -> Service:
        server = Scripted(directory / "o", lambda request, _: document if request["method"] == "rpc.discover" else
                          [request["method"], request.get("params")])
        service = Service(directory)
        service.path = server.path
        return service
    return start


def python_package(service: Service, package: Path) -> Path:
    """A package with a generated module and its runtime, that can be imported."""
    package.mkdir()
    shutil.copytree(PACKAGE / "article_client" / "_rpc", package / "_rpc")
    (package / "__init__.py").write_text("")
    (package / "methods.py").write_text(generated(service, "python", "--name", "OddMember"), encoding="utf-8")
    sys.path.insert(0, str(package.parent))
    return package / "methods.py"


@pytest.mark.parametrize("case", ODD)
def test_a_client_of_any_server(case: str, odd_server: Callable[[dict[str, Any]], Service], tmp_path: Path) -> None:
    """Whatever a server calls its methods and members, the generated modules are valid, and the same each time."""
    service = odd_server(ODD[case])
    package = tmp_path / f"odd{list(ODD).index(case)}"
    methods = python_package(service, package)
    importlib.import_module(f"{package.name}.methods")
    for language, name in (("typescript", "odd.ts"), ("swift", "Odd.swift")):
        (package / name).write_text(generated(service, language, "--name", "OddMember"), encoding="utf-8")
        assert (package / name).read_text(encoding="utf-8") == generated(service, language, "--name", "OddMember")
    assert methods.read_text(encoding="utf-8") == generated(service, "python", "--name", "OddMember")
    generated(service, "markdown")
    assert python_faults(methods) == ""
    assert typescript_faults(package, "odd.ts") == ""
    assert swift_faults(package / "Odd.swift") == ""


def test_odd_names_go_over_the_wire_as_they_are(odd_server: Callable[[dict[str, Any]], Service], tmp_path: Path) -> None:
    methods = [method for document in ODD.values() for method in document["methods"]]
    service = odd_server({"methods": methods, "components": ODD["parts that stand elsewhere"]["components"]})
    python_package(service, tmp_path / "wire")
    odd = importlib.import_module("wire.methods")
    with odd.OddMember(service.path) as calls:
        assert calls.class_(for_="a\"b", a_b2=1.5, x="y") == ["class", {"for": "a\"b", "a_b": 1.5, "__x": "y"}]
        assert calls.a_b() == ["a.b", {}] and calls.a_b2() == ["aB", {}]
        assert calls.list_(result=["a"], self_=["b"], timeout_=["c"]) == ["list", {"result": ["a"], "self": ["b"], "timeout": ["c"]}]
        assert calls.r(given_="g", needed=None) == ["r", {"given": "g", "needed": None}]


def test_the_python_client_is_typed_to_the_end() -> None:
    needs("mypy")
    assert python_faults(PACKAGE / "article_client") == ""


def test_typescript_compiles_and_calls(service: Service, tmp_path: Path) -> None:
    needs("tsc")
    node = needs("node")
    (tmp_path / "article.ts").write_text(generated(service, "typescript"), encoding="utf-8")
    (tmp_path / "main.ts").write_text("""
import { ArticleClient, RPCError } from "./article";
async function main(): Promise<void> {
  const articles = await ArticleClient.connect();
  const all = await Promise.all([1, 2, 3].map((n) => articles.parseArticle({ text: `${n}번째 기사다. 한솔시는 밝혔다.` })));
  const first: string | null | undefined = all[0]?.text;
  let code = 0;
  try { await articles.call("parseArticle", { txt: "a" }); } catch (error) { if (error instanceof RPCError) code = error.code; }
  console.log(JSON.stringify([first, code]));
  articles.close();
}
void main();
""", encoding="utf-8")
    assert typescript_faults(tmp_path, "main.ts") == ""
    done = subprocess.run(
        [node, tmp_path / "out" / "main.js"], capture_output=True, text=True, timeout=PATIENCE,
        env={**os.environ, "RPC_SOCKET": service.path})
    assert json.loads(done.stdout) == ["1번째 기사다. 한솔시는 밝혔다.", -32602], done.stderr


def test_typescript_takes_long_answers_and_survives_what_is_none(directory: Path, tmp_path: Path, service: Service) -> None:
    needs("tsc")
    node = needs("node")
    (tmp_path / "article.ts").write_text(generated(service, "typescript"), encoding="utf-8")
    (tmp_path / "main.ts").write_text("""
import { ArticleClient, ConnectionLost } from "./article";
async function main(): Promise<void> {
  const calls = await ArticleClient.connect();
  const long = await Promise.all([1, 2, 3].map((n) => calls.call("x", { text: "가".repeat(1000000 + n) }))) as { text: string }[];
  let lost = false;
  try { await calls.call("junk", {}); } catch (error) { lost = error instanceof ConnectionLost && error.sent; }
  console.log(JSON.stringify([long.map((one) => one.text.length), lost]));
}
void main();
""", encoding="utf-8")
    assert typescript_faults(tmp_path, "main.ts") == ""

    def answer(request: dict[str, Any], server: Scripted) -> Any:
        if request["method"] != "junk":
            return request["params"]
        return server.peers[-1].sendall(b"Content-Length: 3\r\n\r\nnot")

    server = Scripted(directory / "x", answer)
    done = subprocess.run(
        [node, tmp_path / "out" / "main.js"], capture_output=True, text=True, timeout=PATIENCE,
        env={**os.environ, "RPC_SOCKET": server.path})
    assert done.stdout == "[[1000001,1000002,1000003],true]\n", done.stderr


def test_the_swift_client_of_the_tests_is_what_the_service_says_now(service: Service) -> None:
    path = ROOT / "Tests" / "ArticleServiceTests" / "Generated" / "ArticleClient.swift"
    assert generated(service, "swift") == path.read_text(encoding="utf-8"), "run: make generate"


def test_swift_compiles(service: Service, tmp_path: Path) -> None:
    (tmp_path / "ArticleClient.swift").write_text(generated(service, "swift"), encoding="utf-8")
    (tmp_path / "main.swift").write_text("""
import RPCCore
func parsed(_ client: RPCClient) async throws -> String? {
  let articles = ArticleClient(client)
  let result = try await articles.dedupe(DedupeParams(text: "가", mode: .add), timeout: .seconds(1))
  _ = result.matches.first?.similarity
  return try await articles.parseArticle(ParseArticleParams(text: "가")).title
}
""")
    assert swift_faults(tmp_path / "ArticleClient.swift", tmp_path / "main.swift") == ""
