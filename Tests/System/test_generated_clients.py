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
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from conftest import BIN, PATIENCE, ROOT, Service
from test_client import client

PACKAGE = ROOT / "clients" / "python" / "src"
TEXTS = [f"{name} 한솔시장은 {day}일 새 도서관을 연다고 밝혔다." for day, name in enumerate(["윤태경", "서이든", "노하린"], start=1)]


@pytest.fixture(scope="module")
def article_client() -> ModuleType:
    sys.path.insert(0, str(PACKAGE))
    return importlib.import_module("article_client")


def generated(service: Service, language: str, *options: object) -> str:
    done = client("generate", language, *options, path=service.path)
    assert done.returncode == 0, done.stderr
    return done.stdout


def test_the_shipped_methods_are_what_the_service_says_now(service: Service) -> None:
    assert generated(service, "python") == (PACKAGE / "article_client" / "methods.py").read_text(encoding="utf-8"), \
        "run: rpc-client generate python --output clients/python/src/article_client/methods.py"


def test_the_page_of_the_methods_is_what_the_service_says_now(service: Service) -> None:
    assert generated(service, "markdown") == (ROOT / "docs" / "methods.md").read_text(encoding="utf-8"), \
        "run: rpc-client generate markdown --output docs/methods.md"


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


def test_a_client_of_any_server(directory: Path, tmp_path: Path) -> None:
    """Names that are no identifiers, words of the languages, collisions: the generated modules are still valid."""
    from test_client_streams import Refusing
    server = Refusing(directory / "h", refusals=0, idempotent=True)
    hostile = {
        "info": {"title": "x\"\"\" */ \n y"},
        "methods": [
            {"name": "class", "summary": "\"\"\"; import os */", "params": [
                {"name": "for", "required": True, "schema": {"type": "string", "enum": ["a\"b", "한글", "class"]}},
                {"name": "a-b", "schema": {"type": ["null", "integer"]}}, {"name": "a_b", "schema": {"type": "number"}}],
             "result": {"schema": {"type": "object", "properties": {"a b": {"type": "string"}, "": {"type": "boolean"}, "self": {}}}}},
            {"name": "한글", "params": [], "result": {}}, {"name": "a.b", "params": []}, {"name": "aB", "params": []},
            {"name": "r", "params": [{"name": "n", "schema": {"$ref": "#/components/schemas/Node"}}], "result": {"schema": {"type": "array"}}},
        ],
        "components": {"schemas": {"Node": {"type": "object", "properties": {"next": {"$ref": "#/components/schemas/Node"}}}}},
    }
    server.answer = lambda method: {"result": hostile if method == "rpc.discover" else {"called": method}}  # type: ignore[method-assign]
    fake = Service(directory)
    fake.path = server.path
    package = tmp_path / "hostile"
    package.mkdir()
    shutil.copy(PACKAGE / "article_client" / "_rpc.py", package / "_rpc.py")
    (package / "__init__.py").write_text("")
    (package / "methods.py").write_text(generated(fake, "python", "--name", "Odd"), encoding="utf-8")
    sys.path.insert(0, str(tmp_path))
    odd = importlib.import_module("hostile.methods")
    with odd.Odd(server.path) as calls:
        assert calls.class_(for_="a\"b") == {"called": "class"} and calls.a_b() == {"called": "a.b"} and calls.a_b2() == {"called": "aB"}
    assert generated(fake, "python", "--name", "Odd") == (package / "methods.py").read_text(encoding="utf-8")
    assert "class Odd" in generated(fake, "typescript", "--name", "Odd") and "struct Odd" in generated(fake, "swift", "--name", "Odd")


def test_typescript_compiles_and_calls(service: Service, tmp_path: Path) -> None:
    node = shutil.which("node")
    if node is None:
        pytest.skip("no node here")
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
    compiler = shutil.which("tsc")
    if compiler is None:
        pytest.skip("no tsc here")
    (tmp_path / "node.d.ts").write_text("""
declare class Buffer {
  readonly length: number;
  static alloc(size: number): Buffer; static from(text: string, encoding: string): Buffer; static concat(parts: Buffer[]): Buffer;
  indexOf(text: string): number; subarray(start?: number, end?: number): Buffer; toString(encoding: string): string;
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
""")
    compiled = subprocess.run(
        [compiler, "--strict", "--noUncheckedIndexedAccess", "--target", "ES2021", "--lib", "ES2021", "--module", "commonjs",
         "--moduleResolution", "node", "--outDir", tmp_path / "out", "node.d.ts", "main.ts"],
        capture_output=True, text=True, cwd=tmp_path)
    assert compiled.returncode == 0, compiled.stdout
    done = subprocess.run(
        [node, tmp_path / "out" / "main.js"], capture_output=True, text=True, timeout=PATIENCE,
        env={**os.environ, "RPC_SOCKET": service.path})
    assert json.loads(done.stdout) == ["1번째 기사다. 한솔시는 밝혔다.", -32602], done.stderr


def test_the_swift_client_of_the_tests_is_what_the_service_says_now(service: Service) -> None:
    path = ROOT / "Tests" / "ArticleServiceTests" / "Generated" / "ArticleClient.swift"
    assert generated(service, "swift") == path.read_text(encoding="utf-8"), f"run: rpc-client generate swift --output {path}"


def test_swift_compiles(service: Service, tmp_path: Path) -> None:
    """Against the modules that the tests were built with."""
    modules = BIN / "Modules"
    if not (modules / "RPCCore.swiftmodule").exists():
        pytest.skip("RPCCore's module is not where these programs were built")
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
    build = ROOT / ".build"
    maps = [flag for name in ("CJSONText", "CLinux") for flag in ("-Xcc", f"-fmodule-map-file={BIN}/{name}.build/module.modulemap")]
    headers = [flag for name in ("CJSONText", "CLinux") for flag in ("-I", str(ROOT / "Sources" / name / "include"))]
    done = subprocess.run(
        ["swiftc", "-typecheck", "-swift-version", "6", "-I", modules, *maps, *headers, "-I", ROOT / "Sources" / "CSystemd",
         tmp_path / "ArticleClient.swift", tmp_path / "main.swift"], capture_output=True, text=True, timeout=4 * PATIENCE)
    assert done.returncode == 0, done.stderr[-3000:]
