#!/usr/bin/env python3
"""An hour of mixed load at 70 % of what the service can do, while things go wrong: soak.py [--minutes 60] [--load 0.7] [--out FILE.json]

Restarts, kill -9, reloads, a full disk, a database that is restarted or crashes (a second service keeps its index there), and all the time peers that
stall, send garbage, leave or read nothing. In the second half the service is no more restarted, so that what it holds can be compared.

A fixed piece of work tells how long the machine was slow meanwhile; nothing is excused by that.

At the end: every call was answered and rightly, what was acknowledged as stored is found and what was removed is not, memory, descriptors and threads are
level, and the slowest calls are no slower than at the beginning. Exit status 1 and the reason, where not. A full disk needs root (a tmpfs of its own),
the database Debian's package postgresql; what is left out is told.
"""
import argparse
import json
import os
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, replace
from multiprocessing import Process
from pathlib import Path
from typing import Any

import places  # noqa: F401
import traffic
import vandals
from activated_service import ActivatedService
from article_client import ArticleClient, RPCError, RPCFailure
from faults import Stage, Window, answers, faults
from judgement import Sample, judge_answers, judge_process, judge_times, judged, read
from machine import Reference, slow_stretches
from postgresql_server import PostgreSQLServer, programs
from promises import Broken, percentile, told
from stories import story

SMALL_DISK = "192m"
# Of the looks at a process, one a second, those that ask its allocator too and are in the picture.
PICTURE_SECONDS = 10
DATABASE_RATE = 20.0
STORIES_MAX = 10_000
# Seconds; below, only what was answered is judged.
LOAD_IS_JUDGED_FROM = 600.0


@contextmanager
def small_disk(directory: Path) -> Iterator[Path | None]:
    directory.mkdir()
    mounted = os.geteuid() == 0 and subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={SMALL_DISK}", "tmpfs", directory], capture_output=True).returncode == 0
    try:
        yield directory if mounted else None
    finally:
        if mounted:
            subprocess.run(["umount", "--lazy", directory], check=True)


def capacity(plan: traffic.Plan, seconds: float) -> float:
    """Calls a second that the mix can have, by a closed loop."""
    measured = replace(plan, rate=0, closed=32, seconds=seconds, results=plan.results + ".capacity", ledger=plan.ledger + ".capacity")
    process = Process(target=traffic.run, args=(measured,))
    process.start()
    process.join()
    rows = read(Path(measured.results).read_text(encoding="utf-8"))
    wrong = [row for row in rows if row.outcome != "ok"]
    if not rows or wrong:
        raise Broken(f"before any fault: {len(wrong)} of {len(rows)} calls failed, the first {wrong[:1]}")
    return len(rows) / seconds


def heap_kib(service: ActivatedService) -> int:
    """What the service's allocator says is allocated; 0 where nobody answers now."""
    try:
        with ArticleClient(service.path, timeout=5) as client:
            metrics = client.system_metrics()["metrics"]
    except (RPCError, RPCFailure, OSError):
        return 0
    return next(int(metric["series"][0]["value"]) >> 10 for metric in metrics if metric["name"] == "process_heap_bytes")


def check_ledger(service: ActivatedService, ledger: Path) -> list[str]:
    """What was acknowledged is there, what was removed is not."""
    if not service.lives():
        raise Broken(f"the service ended with {service.process.returncode}")
    stored = dict(json.loads(ledger.read_text(encoding="utf-8")))
    kept = gone = 0
    with ArticleClient(service.path) as client:
        known = [number for number, state in stored.items() if state is not None]
        results = client.map("dedupe", ({"paragraphs": story(number)} for number in known))
        for number, answer in zip(known, results, strict=True):
            found = answer["status"] == "exact" and answer["canonicalId"] == f"a{number}"
            if stored[number] and not found:
                raise Broken(f"a{number} was acknowledged and is {answer['status']}")
            if not stored[number] and found:
                raise Broken(f"a{number} was removed and is there")
            kept, gone = kept + found, gone + (not found)
    return [f"{kept} acknowledged articles found, {gone} removed ones absent"]


def end(service: ActivatedService) -> list[str]:
    """What SIGTERM asks of it."""
    if status := service.close():
        raise Broken(f"SIGTERM ended it with {status}")
    return ["SIGTERM ended it in order"]


class Soak:
    """The services, their traffic and what was seen of them."""

    def __init__(self, directory: Path, seconds: float, load: float) -> None:
        self.directory, self.seconds, self.load = directory, seconds, load
        self.samples: dict[str, list[Sample]] = {}
        self.windows: list[Window] = []
        self.costs: list[tuple[float, float]] = []

    def plan(self, name: str, service: ActivatedService) -> traffic.Plan:
        stories = int(min(STORIES_MAX, max(300, self.seconds * 100)))
        return traffic.Plan(
            path=service.path, admin=service.admin, rate=DATABASE_RATE, closed=0, seconds=self.seconds, stories=stories if name == "file" else stories // 10,
            seed=len(name), only_index=name != "file", results=str(self.directory / f"{name}.results"), ledger=str(self.directory / f"{name}.ledger"))

    def run(self, services: dict[str, ActivatedService], stage: Stage) -> dict[str, traffic.Plan]:
        """All of it but the judgement; what the traffic was."""
        plans = {name: self.plan(name, service) for name, service in services.items()}
        top = capacity(replace(plans["file"], stories=0x1000, seed=1), min(60.0, max(3.0, self.seconds / 20)))
        self.clean(services["file"], plans["file"])
        plans["file"] = replace(plans["file"], rate=top * self.load)
        print(f"capacity {top:.0f} calls/s; {plans['file'].rate:.0f} from now on", flush=True)
        self.begin = time.time()
        callers = [Process(target=traffic.run, args=(plan,)) for plan in plans.values()]
        harm = vandals.start(services["file"].path, self.begin + self.seconds)
        for caller in callers:
            caller.start()
        over = threading.Event()
        watch = threading.Thread(target=self.watch, args=(services, over))
        watch.start()
        try:
            self.go_wrong(stage)
            for process in [*callers, *harm]:
                process.join(self.seconds + 120)
        finally:
            over.set()
            watch.join()
            for process in [*callers, *harm]:
                process.kill()
        self.slow = slow_stretches(self.costs)
        print(f"the machine was slow for {sum(end - begin for begin, end in self.slow):.0f} s", flush=True)
        self.rows = {name: read(Path(plan.results).read_text(encoding="utf-8")) for name, plan in plans.items()}
        return plans

    def clean(self, service: ActivatedService, plan: traffic.Plan) -> None:
        """Takes out what the measurement of capacity left."""
        stored = dict(json.loads(Path(plan.ledger + ".capacity").read_text(encoding="utf-8")))
        with ArticleClient(service.admin) as keeper:
            for _ in keeper.map("removeArticle", ({"id": f"a{number}"} for number, state in stored.items() if state is not False)):
                pass

    def watch(self, services: dict[str, ActivatedService], over: threading.Event) -> None:
        told = 0
        reference = Reference()
        while not over.wait(1.0):
            self.costs.append((time.time(), reference.cost()))
            for name, service in services.items():
                samples = self.samples.setdefault(name, [])
                try:
                    heap = heap_kib(service) if len(samples) % PICTURE_SECONDS == 0 else 0
                    samples.append(Sample(time.time(), service.starts, service.usage(), heap))
                except (OSError, KeyError):
                    continue  # between two processes
            if time.time() - self.begin >= told * 60:
                last = {name: samples[-1].usage for name, samples in self.samples.items()}
                print(f"{told:4d} min  " + "  ".join(
                    f"{name}: {usage.resident_kib / 1024:.0f} MiB, {usage.descriptors} descriptors, {usage.threads} threads" for name, usage in last.items()),
                    flush=True)
                told += 1

    def go_wrong(self, stage: Stage) -> None:
        """One fault after the other, until the time is nearly over."""
        end, half = self.begin + self.seconds, self.begin + self.seconds / 2
        period = min(60.0, max(4.0, self.seconds / 12))
        early, late = faults(stage, restarts=True), faults(stage, restarts=False)
        due = self.begin + period
        while due < end - 2 * period:
            time.sleep(max(0.0, due - time.time()))
            window = next(early if time.time() < half else late)(stage)
            self.windows.append(window)
            print(f"       {window.begin - self.begin:6.0f} s  {window.name}" + (f", down for {window.down:.2f} s" if window.down else ""), flush=True)
            due = max(due + period, time.time() + 1)

    def judge(self, services: dict[str, ActivatedService], plans: dict[str, traffic.Plan]) -> list[str]:
        return judged([
            ("in all", self.what_went_wrong),
            *((name, judgement) for name, service in services.items() for judgement in self.judgements(name, service, Path(plans[name].ledger)))])

    def what_went_wrong(self) -> list[str]:
        names = [window.name for window in self.windows]
        report = [f"{len(names)} faults: " + ", ".join(f"{names.count(name)} × {name}" for name in dict.fromkeys(names))]
        down = [window.down for window in self.windows if window.down]
        if down:
            report.append(f"without service for {max(down):.2f} s at most, from the signal to the first answer")
        return report

    def judgements(self, name: str, service: ActivatedService, ledger: Path) -> list[Callable[[], list[str]]]:
        """All that is promised of a service."""
        rows, loaded = self.rows[name], self.seconds >= LOAD_IS_JUDGED_FROM
        return [
            lambda: judge_answers(rows, self.windows, loaded), lambda: judge_times(rows, self.windows, loaded), lambda: check_ledger(service, ledger),
            lambda: judge_process(self.samples[name]), lambda: end(service)]

    def picture(self) -> dict[str, Any]:
        """What a plot shows: for every ten seconds the latencies of answers, and what the process held."""
        def at(when: float) -> float:
            return round(when - self.begin, 1)

        slots: dict[int, list[int]] = {}
        for row in self.rows["file"]:
            if row.outcome == "ok":
                slots.setdefault(int((row.due - self.begin) / PICTURE_SECONDS), []).append(row.taken)
        return {
            "faults": [{"name": window.name, "at": at(window.begin)} for window in self.windows],
            "slow": [{"at": at(begin), "end": at(end)} for begin, end in self.slow],
            "latency": [{"at": slot * PICTURE_SECONDS, "answers": len(taken), "p50": percentile(taken, 0.5), "p99": percentile(taken, 0.99)}
                        for slot, taken in sorted(slots.items())],
            "process": {name: [{"at": at(sample.when), "heap_kib": sample.heap_kib, **asdict(sample.usage)} for sample in samples[::PICTURE_SECONDS]]
                        for name, samples in self.samples.items()}}


def soak(minutes: float, load: float = 0.7, out: Path | None = None) -> list[str]:
    seconds = minutes * 60
    with ExitStack() as stack:
        directory = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="soak-", dir="/tmp")))
        directory.chmod(0o755)
        disk = stack.enter_context(small_disk(directory / "disk"))
        database = None
        for place in ("file", "database"):
            (directory / place).mkdir()
        services = {"file": ActivatedService(directory / "file", directory / "disk" / "state")}
        stack.callback(lambda: services["file"].lives() and services["file"].process.kill())
        if programs() is not None:
            database = PostgreSQLServer(directory / "postgresql")
            stack.callback(database.stop, "immediate")
            services["database"] = ActivatedService(directory / "database", directory / "state", "--set", f"index={database.address}")
            stack.callback(lambda: services["database"].lives() and services["database"].process.kill())
        for what, there in (("the full disk (no tmpfs: needs root)", disk), ("PostgreSQL (not installed)", database)):
            if there is None:
                print(f"left out: {what}", flush=True)
        for service in services.values():
            answers(service)
        run = Soak(directory, seconds, load)
        plans = run.run(services, Stage(services["file"], disk, database, hold=min(10.0, seconds / 24)))
        # Before it is judged: an hour that fails is to be looked at.
        if out:
            out.write_text(json.dumps(run.picture()) + "\n", encoding="utf-8")
        return run.judge(services, plans)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=60)
    parser.add_argument("--load", type=float, default=0.7)
    parser.add_argument("--out", type=Path)
    options = parser.parse_args()
    return told(lambda: soak(options.minutes, options.load, options.out))


if __name__ == "__main__":
    sys.exit(main())
