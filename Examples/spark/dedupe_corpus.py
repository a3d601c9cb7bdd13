"""Parses a corpus of Korean news and finds its duplicates, each executor through the service on its own machine.

    spark-submit dedupe_corpus.py --index shared corpus/ result/

`corpus` is NDJSON: `id`, then `paragraphs` (clean already), `text` (scraped), `html` (a decoded page) or `data` (base64 of raw
bytes), and `publishedAt` where it is known. `result` is Parquet, or NDJSON with `--format json`, a row an article: `id`,
`canonicalId` (the first article of the same story), `status` (`new`, `exact`, `near`, `part`; `error` where it could not be
done), `similarity` of the best match, and `error`. A line that is no such object becomes a row without an id.

Two ways (docs/scale.md says what they cost):

shared  All executors see one index: there is one machine, or `index: postgresql://…` stands in each service's
        configuration. One pass; the same answer however the corpus is cut. May run again, and day by day: ids that are stored keep
        their canonicalId.

local   Each machine has an index of its own. Pass one parses, and gives each article `--keys` keys: the smallest hashes among
        those of its three-word phrases. Pass two brings articles of one key into one partition, hence to one index, which
        finds those that are duplicates among them. Then groups that share an article are joined, on the driver, under their
        smallest id.
        Lost are duplicates without a common key: of pairs that share the part J of their phrases at most (1-J)^keys, with 4 keys
        0.2 % at J = .8 and 6 % at J = .5. Joining also puts A and C together where only B resembles both; one index does not.
        For a whole corpus at once, into empty indexes: tomorrow's articles may come to a machine that has not seen today's.
        `--keys 1 --partitions 1` loses and joins nothing: parsing is spread, and one machine looks for duplicates.
"""
from __future__ import annotations

import argparse
import hashlib
import heapq
import re
from collections.abc import Callable, Generator, Iterable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, NamedTuple

from pyspark import StorageLevel, TaskContext
from pyspark.sql import DataFrame, Row, SparkSession
from pyspark.sql import functions as F

import article_rpc
from article_rpc import ArticleService, RPCError

INPUT = "id string, paragraphs array<string>, text string, html string, data string, publishedAt string"
PARSED = "id string, paragraphs array<string>, publishedAt string, error string, keys array<long>"
FOUND = "id string, canonicalId string, status string, similarity double, error string"
STATUS = {"exact": "exact", "near": "near", "contains": "part", "containedIn": "part"}


class Parsed(NamedTuple):
    id: str | None
    paragraphs: list[str]
    publishedAt: str | None = None
    error: str | None = None
    keys: list[int] = []


class Found(NamedTuple):
    id: str | None
    canonicalId: str | None
    status: str
    similarity: float | None = None
    error: str | None = None


Asking = Generator[tuple[str, dict[str, Any]], Any, Any]
"""What calls the service on its way to a result: see article_rpc."""


def ask(method: str, **params: Any) -> Asking:
    """The answer, and why there is none where that is the article's fault."""
    try:
        return (yield method, {name: value for name, value in params.items() if value is not None}), None
    except RPCError as error:
        if error.kind in ("forbidden", "method-not-found"):
            raise
        return None, f"{error.kind}: {error}"


def parse(record: Row, keys: int = 0) -> Asking:
    """A raw record → Parsed."""
    form = next((form for form in ("paragraphs", "text", "html", "data") if record[form] is not None), None)
    if record.id is None or form is None:
        return Parsed(record.id, [], error="not a line with an id and an article")
    paragraphs, published = record.paragraphs, record.publishedAt
    if form != "paragraphs":
        hints = {"publishedAt": published} if published else None
        article, error = yield from ask("parseArticle", **{form: record[form]}, hints=hints)
        if error:
            return Parsed(record.id, [], error=error)
        paragraphs, published = article["paragraphs"], article["publishedAt"]
    return Parsed(record.id, paragraphs, published, None, phrase_keys(paragraphs, keys))


def find(article: Row | Parsed) -> Asking:
    """A parsed article → Found; the index knows it from then on."""
    if article.error:
        return Found(article.id, None, "error", None, article.error)
    report, error = yield from ask(
        "dedupe", id=article.id, paragraphs=article.paragraphs, publishedAt=article.publishedAt, mode="add", limit=20)
    if error:
        return Found(article.id, None, "error", None, error)
    status, canonical = report["status"], report["canonicalId"]
    others = [match for match in report["matches"] if match["id"] != article.id]
    if not report["added"]:
        # Stored by an earlier run, or by a call whose answer was lost. Its own copies may have come since then: what
        # counts is how it relates to its canonical article.
        others = [match for match in others if match["id"] == canonical]
        status = "new" if canonical == article.id else STATUS.get(others[0]["relation"], "near") if others else "near"
    return Found(article.id, canonical, status, float(others[0]["similarity"]) if others else None)


def parse_and_find(record: Row) -> Asking:
    return (yield from find((yield from parse(record))))


def phrase_keys(paragraphs: list[str], count: int) -> list[int]:
    """The `count` smallest hashes of the article's three-word phrases: what a near duplicate is likely to share."""
    words = re.findall(r"\w+", " ".join(paragraphs)) if count else []
    phrases = {" ".join(words[i : i + 3]).encode() for i in range(max(1, len(words) - 2))} if words else set()
    hashes = (hashlib.blake2b(phrase, digest_size=8).digest() for phrase in phrases)
    return heapq.nsmallest(count, (int.from_bytes(digest, "big", signed=True) for digest in hashes))


def through_service(work: Callable[[Row], Asking], sockets: list[str], in_flight: int, rows: Iterable[Row]) -> Iterator[Any]:
    """A partition's rows through one connection to the service of this machine."""
    with ArticleService(sockets[TaskContext.get().partitionId() % len(sockets)], in_flight) as service:
        yield from service.run(map(work, rows))


def joined(links: Iterable[Row]) -> Iterator[Found]:
    """Joins groups that share an article; the smallest id of a group stands for it."""
    parent: dict[str, str] = {}
    best: dict[str, tuple[float, str]] = {}

    def root(id: str) -> str:
        while (above := parent.setdefault(id, id)) != id:
            parent[id] = id = parent[above]
        return id

    for link in links:
        first, other = sorted((root(link.id), root(link.canonicalId)))
        parent[other] = first
        for id in (link.id, link.canonicalId):
            best[id] = max(best.get(id, (0.0, "")), (link.similarity or 0.0, link.status))
    for id, (similarity, status) in best.items():
        yield Found(id, root(id), "new" if root(id) == id else status, similarity)


def shared_index(spark: SparkSession, records: DataFrame, through: Callable[..., Any]) -> DataFrame:
    return spark.createDataFrame(records.rdd.mapPartitions(through(parse_and_find)), FOUND)


def local_indexes(spark: SparkSession, records: DataFrame, through: Callable[..., Any], keys: int, partitions: int) -> DataFrame:
    parsed = spark.createDataFrame(records.rdd.mapPartitions(through(partial(parse, keys=keys))), PARSED)
    met = parsed.withColumn("key", F.explode_outer("keys")).drop("keys").repartition(partitions, "key")
    found = spark.createDataFrame(met.rdd.mapPartitions(through(find)), FOUND).persist(StorageLevel.MEMORY_AND_DISK)
    links = found.where("canonicalId != id").toLocalIterator()
    groups = spark.createDataFrame(spark.sparkContext.parallelize(list(joined(links))), FOUND)
    columns = ("canonicalId", "status", "similarity", "error")
    alone = found.join(groups, "id", "left_anti").groupBy("id").agg(
        F.max_by(F.struct(*columns), F.coalesce("similarity", F.lit(-1.0))).alias("best"))
    return groups.unionByName(alone.select("id", *(f"best.{column}" for column in columns)))


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("corpus")
    options.add_argument("result")
    options.add_argument("--index", choices=("shared", "local"), default="shared")
    options.add_argument("--socket", action="append", help="of each machine's service; given again, partitions take turns")
    options.add_argument("--in-flight", type=int, default=16, help="calls of a partition under way, at most 32")
    options.add_argument("--partitions", type=int, help="as the input is cut if absent; for local 64 in pass two")
    options.add_argument("--keys", type=int, default=4, help="of an article, for local")
    options.add_argument("--format", choices=("parquet", "json"), default="parquet")
    chosen = options.parse_args()

    with SparkSession.builder.appName("dedupe_corpus").getOrCreate() as spark:
        spark.sparkContext.addPyFile(str(Path(article_rpc.__file__)))
        records = spark.read.schema(INPUT).json(chosen.corpus)
        sockets = chosen.socket or ["/run/article/article.sock"]

        def through(work: Callable[..., Asking]) -> Callable[[Iterable[Row]], Iterator[Any]]:
            return partial(through_service, work, sockets, chosen.in_flight)

        if chosen.index == "shared":
            result = shared_index(spark, records.repartition(chosen.partitions) if chosen.partitions else records, through)
        else:
            result = local_indexes(spark, records, through, chosen.keys, chosen.partitions or 64)
        result.write.format(chosen.format).save(chosen.result)
        spark.read.schema(FOUND).format(chosen.format).load(chosen.result).groupBy("status").count().show()


if __name__ == "__main__":
    main()
