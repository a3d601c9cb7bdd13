"""Examples/spark on a Spark of two executors, with the service that was built. Run it with run.sh."""
from __future__ import annotations

import base64
import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

pyspark = pytest.importorskip("pyspark", reason="pyspark is not installed: Tests/Spark/run.sh installs it")
if not shutil.which("java"):
    pytest.skip("java is not installed: Tests/Spark/run.sh installs it", allow_module_level=True)

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(os.environ.get("BIN_DIR", ROOT / ".build" / "release")).resolve()
sys.path[:0] = [str(ROOT / "Examples" / "spark"), str(Path(__file__).parent)]

from article_rpc import ArticleService  # noqa: E402
from dedupe_corpus import Asking  # noqa: E402
from korean import Article, corpus  # noqa: E402

STORIES = 100
PATIENCE = 180.0


class Service:
    """A service on a socket and an index of its own."""

    def __init__(self, directory: Path, **limits: int) -> None:
        directory.mkdir()
        self.path = str(directory / "s")
        self.command = [BIN / "article-service", "--socket", self.path, "--state-dir", directory / "state", "--log-level", "error",
                        *(word for name, value in limits.items() for word in ("--set", f"limits.{name}={value}"))]
        self.start()

    def start(self) -> None:
        self.process = subprocess.Popen(self.command)

    def articles(self) -> int:
        with ArticleService(self.path) as service:
            return service.call("indexStats")["articles"]

    def kill(self) -> None:
        self.process.kill()
        self.process.wait()


class Job:
    """Examples/spark/dedupe_corpus.py, started."""

    def __init__(self, directory: Path, corpus: Path, *options: str) -> None:
        self.result = Path(tempfile.mkdtemp(dir=directory)) / "result"
        # local-cluster starts its processes from a Spark distribution, and writes into it. What pip has installed is one.
        home = directory / "spark"
        home.mkdir(exist_ok=True)
        for part in ("bin", "jars"):
            if not (home / part).exists():
                (home / part).symlink_to(Path(pyspark.__file__).parent / part)
        settings = {
            "spark.ui.enabled": "false", "spark.sql.shuffle.partitions": "4", "spark.log.level": "ERROR",
            "spark.driver.memory": "512m", "spark.executor.memory": "512m",
        }
        command = [home / "bin" / "spark-submit", "--master", "local-cluster[2,1,1024]",
                   *(word for name, value in settings.items() for word in ("--conf", f"{name}={value}")),
                   ROOT / "Examples" / "spark" / "dedupe_corpus.py", "--format", "json", *options, corpus, self.result]
        environment = {**os.environ, "SPARK_HOME": str(home), "SPARK_LOCAL_DIRS": str(directory / "local"),
                       "SPARK_LOCAL_IP": "127.0.0.1", "PYSPARK_PYTHON": sys.executable,
                       # Five short-lived processes on few cores: compile little, collect simply.
                       "JAVA_TOOL_OPTIONS": "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC"}
        self.log = open(directory / "log", "w+")
        self.process = subprocess.Popen(command, env=environment, stdout=self.log, stderr=self.log, cwd=directory)

    def rows(self) -> list[dict[str, Any]]:
        """What the job has written, once it has ended well."""
        try:
            status = self.process.wait(timeout=PATIENCE)
        except subprocess.TimeoutExpired:
            self.process.terminate()
            status = self.process.wait()
        self.log.seek(0)
        assert status == 0, self.log.read()
        return [json.loads(line) for part in self.result.glob("part-*") for line in part.read_text().splitlines()]


@pytest.fixture
def directory() -> Iterator[Path]:
    """A directory with a path short enough for sockets."""
    path = Path(tempfile.mkdtemp(prefix="sp-", dir="/tmp"))
    yield path
    shutil.rmtree(path, ignore_errors=True)


@pytest.fixture
def services(directory: Path) -> Iterator[list[Service]]:
    services = [Service(directory / name) for name in ("a", "b")]
    yield services
    for service in services:
        service.kill()


ARTICLES = corpus(STORIES)


def written(directory: Path, articles: list[Article]) -> Path:
    """The articles as NDJSON in two files, so that two executors have work; every tenth one as bytes in CP949."""
    folder = directory / "corpus"
    folder.mkdir()
    for half in (0, 1):
        lines = []
        for number, article in enumerate(articles[half::2]):
            raw = base64.b64encode(article.text.encode("cp949")).decode() if number % 10 == 0 else None
            lines.append(json.dumps({"id": article.id, **({"data": raw} if raw else {"text": article.text})}, ensure_ascii=False))
        (folder / f"{half}.ndjson").write_text("\n".join(lines) + "\n")
    return folder


def check(rows: list[dict[str, Any]]) -> dict[str, str]:
    """Every article has one row, and those of a story, and no others, have one canonical article. Gives id → canonicalId."""
    assert Counter(row["id"] for row in rows) == Counter(article.id for article in ARTICLES)
    assert not [row for row in rows if row["status"] == "error"]
    canonical = {row["id"]: row["canonicalId"] for row in rows}
    wrong = {article.id: canonical[article.id] for article in ARTICLES
             if canonical[article.id] != canonical[f"{article.story:04}a"] or canonical[article.id][:4] != article.id[:4]}
    assert not wrong
    assert all((row["status"] == "new") == (row["canonicalId"] == row["id"]) for row in rows)
    assert all(row["similarity"] > 0.5 for row in rows if row["status"] != "new")
    return canonical


def test_a_service_that_refuses_calls_and_connections_is_asked_again(directory: Path) -> None:
    service = Service(directory / "c", callsPerUser=2, connectionsPerUser=1)

    def added(article: Article) -> Asking:
        report = yield "dedupe", {"id": article.id, "text": article.text, "mode": "add"}
        return report["id"]

    try:
        with ArticleService(service.path) as first, ArticleService(service.path) as second:
            assert first.call("system.whoami")
            results = second.run(map(added, ARTICLES[:100]))
            threading.Timer(0.5, first.close).start()
            assert sorted(results) == sorted(article.id for article in ARTICLES[:100])
        assert service.articles() == 100
    finally:
        service.kill()


def test_copies_have_one_canonical_article_and_a_second_run_says_the_same(directory: Path, services: list[Service]) -> None:
    folder = written(directory, ARTICLES)
    first = check(Job(directory, folder, "--socket", services[0].path).rows())
    assert services[0].articles() == len(ARTICLES)
    assert check(Job(directory, folder, "--socket", services[0].path).rows()) == first
    assert services[0].articles() == len(ARTICLES)


def test_a_service_that_is_killed_again_and_again_loses_nothing(directory: Path, services: list[Service]) -> None:
    service = services[0]
    # Two calls at a time, for the run to last.
    job = Job(directory, written(directory, ARTICLES), "--socket", service.path, "--in-flight", "2")
    killed_at: list[int] = []
    end = time.monotonic() + PATIENCE
    while job.process.poll() is None and len(killed_at) < 5:
        assert time.monotonic() < end
        stored = service.articles()
        if (killed_at[-1] if killed_at else 0) + 30 <= stored < len(ARTICLES):
            service.kill()
            service.start()
            killed_at.append(stored)
        time.sleep(0.002)
    check(job.rows())
    assert len(killed_at) >= 2, killed_at
    assert service.articles() == len(ARTICLES)


def test_two_indexes_that_know_nothing_of_each_other_find_the_same(directory: Path, services: list[Service]) -> None:
    options = [word for service in services for word in ("--socket", service.path)]
    rows = Job(directory, written(directory, ARTICLES), "--index", "local", "--partitions", "8", *options).rows()
    canonical = check(rows)
    assert all(id[:4] + "a" == first for id, first in canonical.items())
    assert all(service.articles() > len(ARTICLES) // 2 for service in services)


def test_what_is_no_article_is_a_row_that_says_so(directory: Path, services: list[Service]) -> None:
    corpus = directory / "corpus.ndjson"
    corpus.write_text("\n".join([
        '{"id": "a", "text": "한솔시는 28일 청년 창업 지원을 늘리겠다고 밝혔다. 윤태경 시장은 예산 12억원을 들인다고 말했다."}',
        '{"id": "b", "data": "AAECAwQFBgcICQ=="}', '{"id": "c"}', "no JSON", '{"id": "d", "text": "한솔\\ud800시"}',
        '{"id": "e", "paragraphs": ["깨끗한 문단"], "publishedAt": "어제"}']))
    for index in ("shared", "local"):
        rows = {row.get("id"): row for row in Job(directory, corpus, "--index", index, "--partitions", "2",
                                                  "--socket", services[index == "local"].path).rows()}
        assert {id: row["status"] for id, row in rows.items()} == {
            "a": "new", "b": "error", "c": "error", None: "error", "d": "new", "e": "error"}
        assert rows["b"]["error"].startswith("unsupported-input") and rows["e"]["error"].startswith("invalid-params")
