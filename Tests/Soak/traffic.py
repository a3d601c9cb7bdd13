"""Mixed calls at a rate, in a process of its own: what was answered, how late, and what must be in the index at the end.

Arrivals are an open loop (Poisson): a service that stands still does not slow its callers down, and a latency counts from when its call was due.
"""
import asyncio
import hashlib
import json
import random
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import places  # noqa: F401
from article_client import AsyncArticleClient, RPCError, RPCFailure
from stories import page, story


# What a call may take, restarts included; nothing here holds a service up for so long.
PATIENCE = 30.0
# A program that reaches this many calls under way has lost the race; the rest is told as unsent.
UNDER_WAY_MAX = 4000


@dataclass(frozen=True)
class Plan:
    """What one traffic process does."""

    path: str
    admin: str
    # Calls a second; 0: as many as `closed` at a time can make.
    rate: float
    closed: int
    seconds: float
    # Stories come and go among this many, so that the index stays as large as it is.
    stories: int
    seed: int
    only_index: bool
    results: str
    ledger: str


@dataclass
class Ledger:
    """What the service has acknowledged: True: it is stored, False: it is not, None: the last answer left it open."""

    stored: dict[int, bool | None] = field(default_factory=dict)
    busy: set[int] = field(default_factory=set)


class Wrong(Exception):
    """An answer that is not what it must be."""


class Traffic:
    """Calls of several kinds over several connections."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.ledger = Ledger()
        self.chance = random.Random(plan.seed)
        self.clients: list[AsyncArticleClient] = []
        self.first_answers: dict[str, str] = {}
        self.under_way = 0

    async def run(self) -> None:
        self.clients = [AsyncArticleClient(self.plan.path, timeout=PATIENCE) for _ in range(16)]
        self.keeper = AsyncArticleClient(self.plan.admin, timeout=PATIENCE)
        with open(self.plan.results, "a", encoding="utf-8", buffering=1 << 16) as self.out:
            await (self.open_loop() if self.plan.rate else self.closed_loop())
        for client in [*self.clients, self.keeper]:
            await client.close()
        Path(self.plan.ledger).write_text(json.dumps(list(self.ledger.stored.items())), encoding="utf-8")

    async def open_loop(self) -> None:
        due = begin = time.time()
        calls: set[asyncio.Task[None]] = set()
        while due < begin + self.plan.seconds:
            due += self.chance.expovariate(self.plan.rate)
            if due > time.time():
                await asyncio.sleep(due - time.time())
            if len(calls) >= UNDER_WAY_MAX:
                self.note(due, "unsent", "unsent")
                continue
            call = asyncio.create_task(self.one(due))
            calls.add(call)
            call.add_done_callback(calls.discard)
        if calls:
            await asyncio.wait(calls)

    async def closed_loop(self) -> None:
        end = time.time() + self.plan.seconds

        async def loop() -> None:
            while time.time() < end:
                await self.one(time.time())
        await asyncio.gather(*(loop() for _ in range(self.plan.closed)))

    async def one(self, due: float) -> None:
        name, action = self.choose()
        try:
            await action()
            outcome = "ok"
        except RPCError as error:
            outcome = error.kind
        except Wrong as error:
            outcome = f"wrong:{error}"
        except (RPCFailure, OSError) as error:
            outcome = f"lost:{type(error).__name__}"
        self.note(due, name, outcome)

    def note(self, due: float, name: str, outcome: str) -> None:
        print(f"{due:.3f}\t{(time.time() - due) * 1e6:.0f}\t{name}\t{outcome}", file=self.out)

    def choose(self) -> tuple[str, Callable[[], Awaitable[None]]]:
        kinds: list[tuple[str, Callable[[], Awaitable[None]], int]] = [
            ("add", self.add, 20), ("analyze-add", self.analyze, 0 if self.plan.only_index else 45), ("look", self.look, 10), ("remove", self.remove, 10),
            ("parse", self.parse, 0 if self.plan.only_index else 8), ("extract", self.extract, 0 if self.plan.only_index else 7)]
        name, action, _ = self.chance.choices(kinds, [weight for _, _, weight in kinds])[0]
        return name, action

    def client(self) -> AsyncArticleClient:
        return self.chance.choice(self.clients)

    def take(self, wanted: tuple[bool | None, ...]) -> int | None:
        """A story in one of these states that no other call is about, from now on busy."""
        for _ in range(50):
            number = self.chance.randrange(self.plan.stories)
            if number not in self.ledger.busy and self.ledger.stored.get(number, False) in wanted:
                self.ledger.busy.add(number)
                return number
        return None

    async def changing(self, number: int, after: bool, call: Awaitable[Any]) -> Any:
        """The answer of a call that stores or removes; the ledger knows what came of it."""
        try:
            answer = await call
        except BaseException:
            self.ledger.stored[number] = None
            raise
        else:
            self.ledger.stored[number] = after
            return answer
        finally:
            self.ledger.busy.discard(number)

    async def add(self) -> None:
        if (number := self.take((False, None))) is None:
            return await self.look()
        answer = await self.changing(number, True, self.client().dedupe(paragraphs=story(number), id=f"a{number}", mode="add"))
        if answer["status"] not in ("new", "exact") or answer.get("canonicalId", f"a{number}") != f"a{number}":
            raise Wrong(f"add a{number}: {answer['status']} {answer.get('canonicalId')}")

    async def analyze(self) -> None:
        if (number := self.take((False, None))) is None:
            return await self.look_at_a_page()
        answer = await self.changing(number, True, self.client().analyze_article(html=page(number), id=f"a{number}", mode="add"))
        if answer["article"]["paragraphs"] != story(number):
            raise Wrong(f"page of a{number}: {len(answer['article']['paragraphs'])} paragraphs")

    async def look_at_a_page(self) -> None:
        number = self.chance.randrange(self.plan.stories)
        answer = await self.client().analyze_article(html=page(number))
        if answer["article"]["paragraphs"] != story(number):
            raise Wrong(f"page of a{number}: {len(answer['article']['paragraphs'])} paragraphs")

    async def look(self) -> None:
        if (number := self.take((True,))) is None:
            return
        try:
            answer = await self.client().dedupe(paragraphs=story(number))
        finally:
            self.ledger.busy.discard(number)
        if answer["status"] != "exact" or answer["canonicalId"] != f"a{number}":
            raise Wrong(f"a{number} was acknowledged and is {answer['status']}")

    async def remove(self) -> None:
        if (number := self.take((True, None))) is None:
            return
        await self.changing(number, False, self.keeper.remove_article(id=f"a{number}"))

    async def parse(self) -> None:
        number = self.chance.randrange(50)
        self.same(f"parse {number}", await self.client().parse_article(html=page(number)))

    async def extract(self) -> None:
        number = self.chance.randrange(50)
        self.same(f"extract {number}", await self.client().extract_entities(text="\n".join(story(number)), publishedAt="2026-04-16"))

    def same(self, what: str, answer: Any) -> None:
        """The same question has the same answer, before a fault and after it."""
        digest = hashlib.sha256(json.dumps(answer, sort_keys=True).encode()).hexdigest()
        if self.first_answers.setdefault(what, digest) != digest:
            raise Wrong(f"{what} is not what it was")


def run(plan: Plan) -> None:
    asyncio.run(Traffic(plan).run())
