"""What all templates of a document share: by-lines, times, captions, what varies by chance."""
from __future__ import annotations

import hashlib
import html
import random
import re
from datetime import datetime, timedelta
from typing import Callable, Optional

from feed import Article, DOMAINS, MAIL


class Rendering:
    """Draws one document of one template; collects what its gold says besides the body."""

    def __init__(self, article: Article, headlines: list[str], chance: random.Random, vary: bool):
        self.a, self.r, self.vary, self.headlines = article, chance, vary, headlines
        self.subtitles: list[str] = []
        self.modified: Optional[datetime] = None
        self.publisher: Optional[str] = article.publisher
        self.section: Optional[str] = None
        self.dateline: Optional[dict] = None
        self.second = True
        self.bylines = None if article.bylines is None else [dict(b) for b in article.bylines]
        self.mails: dict[str, str] = {}

    # -- small helpers

    def one(self, *choices: str) -> str:
        """With --vary one of the choices, else the first (the development set's form)."""
        return self.r.choice(choices) if self.vary else choices[0]

    def maybe(self, chance: float) -> bool:
        return self.vary and self.r.random() < chance

    def related(self, count: int) -> list[str]:
        return [html.unescape(h) for h in self.r.sample(self.headlines, count)]

    def body_mail(self) -> bool:
        return any(MAIL.search(b.text) for b in self.a.of("byline"))

    def mail(self, name: str) -> str:
        """An invented address: six hex digits as in the development set, or letters."""
        if name in self.mails:
            return self.mails[name]
        user = hashlib.sha1((name + self.a.url).encode()).hexdigest()[:6]
        if self.maybe(.6):
            user = "".join(self.r.choice("abcdefghijklmnoprstuvwxyz") for _ in range(self.r.randint(3, 9)))
            user += self.r.choice(["", "", "", "1", "77", "0301"])
        self.mails[name] = f"{user}@{DOMAINS[self.a.publisher]}"
        return self.mails[name]

    def modify(self) -> datetime:
        self.modified = self.a.published + timedelta(minutes=self.r.randint(14, 180))
        return self.modified

    def quote(self) -> Optional[str]:
        """The subtitle (a quote taken from the body), which is then gold."""
        if self.a.subtitle:
            self.subtitles = [self.a.subtitle]
        return self.a.subtitle

    def credited(self) -> str:
        """The creator line of sites that show people only."""
        return "" if self.a.creator in ("", self.a.publisher, "인터넷 기자", "조선일보 멤버십") else self.a.creator

    def bare(self) -> str:
        """The creator line of NDsoft sites: the last 기자 cut off."""
        creator = "" if self.a.creator == "인터넷 기자" else self.a.creator
        return re.sub(r"\s*기자$", "", creator)

    def byline_lines(self) -> list[str]:
        """Made by-line lines with addresses at the end of the body, unless the body has such lines itself."""
        if self.body_mail() or not self.bylines:
            return []
        if len(self.bylines) > 1 and self.maybe(.4):
            mail = self.mail(self.bylines[-1]["name"])
            self.bylines[-1]["email"] = mail
            return ["·".join(b["name"] for b in self.bylines) + " 기자 " + mail]
        form = self.one("/{n} 기자 {m}", "/{n} 기자 {m}", "{n} 기자 {m}", "{n} 기자  {m}", "[{n} 기자 {m}]", "{n}기자 {m}",
                        "글·사진={n} 기자 {m}", "/{p}={n} 기자 {m}", "{n} 선임기자 {m}", "{n} 기자 ({m})")
        out = []
        for b in self.bylines:
            b["email"] = self.mail(b["name"])
            out.append(form.format(n=b["name"], m=b["email"], p=self.r.choice(["함평", "부산", "대전", "수원"])))
        return out

    def copyright(self) -> str:
        p = self.a.publisher
        return self.one(f"저작권자 © {p} 무단전재 및 재배포 금지", f"<저작권자 © {p}, 무단 전재 및 재배포 금지>",
                        f"[저작권자ⓒ {p}. 무단전재-재배포 금지]", f"<저작권자(c) {p}, 무단 전재-재배포 금지>",
                        f"Copyright ⓒ {p}. All rights reserved. 무단 전재-재배포, AI 학습 및 활용 금지",
                        f"- ⓒ{p}({DOMAINS[p]}). 무단전재&재배포 금지 -", f"ⓒ {p} & {DOMAINS[p]}, 무단 전재 및 재배포 금지",
                        f"Copyright ⓒ {p} 무단전재 및 재배포 금지")

    def when(self, moment: datetime, style: str) -> str:
        """A time in one of the forms the sites write."""
        h12 = moment.hour % 12 or 12
        return style.format(d=moment, wd="월화수목금토일"[moment.weekday()], ap="오전" if moment.hour < 12 else "오후", h12=h12,
                            y=moment.year, m=moment.month, day=moment.day)

    def body_lines(self, caption: Callable[[str], str] = lambda c: c) -> list[str]:
        """The body as scraped text: pieces of wrapped lines stay lines of their own."""
        out: list[str] = []
        for b in self.a.blocks:
            out += [caption(b.text)] if b.kind == "caption" else b.pieces
        return out
