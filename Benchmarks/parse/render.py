#!/usr/bin/env python3
"""render.py - a validation set for parseArticle, made from the feed bodies the development set does not use.

usage: render.py FEED OUT_DIR [--count 400] [--seed 1] [--set /work/shared/data/articles] [--without SET]… [--vary]
       render.py --check [--set /work/shared/data/articles]

FEED is extra/ko-feed-bodies.jsonl.gz: one JSON object a line with url, title, creator, pubDate, html, publisher.
OUT_DIR gets inputs/* and gold/*.json in the form of the development set, so that score.py and predict-parse read
it: half ko-text (styles A, B, B+mojibake, C, D), half ko-html (templates T1..T5). Without --vary the chrome is what
the development set shows; with it, it varies as real sites do (class names, order of the info lines, residue, forms
of by-lines, captions and copyright lines). Everything drawn by chance follows from --seed.

The gold comes from the feed's HTML by rules (see `blocks_of`); articles where the rules cannot be sure are left out
(see `doubt`). `--check` applies the same rules to the development set's own pages, whose gold was read by eye, and
says how many agree. The texts belong to their publishers: keep OUT_DIR out of the repository.
"""
from __future__ import annotations

import argparse
import collections
import gzip
import hashlib
import html
import json
import os
import random
import re
import sys
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from typing import Callable, Optional

KST = timezone(timedelta(hours=9))
DOMAINS = {"조선일보": "chosun.com", "법률신문": "lawtimes.co.kr"}
SOURCES = {"조선일보": "chosun", "법률신문": "law"}
SECTIONS = {"national": "사회", "politics": "정치", "economy": "경제", "culture-life": "문화", "international": "국제",
            "sports": "스포츠", "opinion": "오피니언"}
MENU = ["홈", "정치", "경제", "사회", "국제", "문화", "스포츠", "오피니언", "포토", "영상", "지면보기", "구독신청", "로그인",
        "회원가입"]
SURNAMES = set("김이박최정강조윤장임한오서신권황안송류유전홍고문양손배백허남심노하곽성차주우구민진지엄채원천방공현"
               "함변염여추도소석선설마길연위표명기반라왕금옥육인맹제모탁국어은편용예경봉사부가복태목형두감음동온"
               "호범좌팽승간상시갈빈")


# ---------------------------------------------------------------------------------------------- reading the HTML

@dataclass
class Block:
    """One line of the article: its kind, its text, and the pieces a hard wrap cut it into.

    kind is para, caption, byline (a person's line inside the body), optional (a notice) or residue.
    """
    kind: str
    text: str
    pieces: list[str]


@dataclass
class Article:
    """One feed entry, read."""
    url: str
    title: str
    publisher: str
    creator: str
    published: datetime
    fragment: str
    blocks: list[Block]
    bylines: Optional[list[dict]]
    subtitle: Optional[str] = None
    section: str = "사회"

    def of(self, *kinds: str) -> list[Block]:
        return [b for b in self.blocks if b.kind in kinds]


FIGURE = re.compile(r"<figure(?:(?!<figure|<br\s*/?>\s*<br).)*?</figure>", re.S)
NOISE = re.compile(r"<(style|script|iframe)\b.*?</\1>|<!--.*?-->", re.S | re.I)
CAPTION = re.compile(r'<figcaption[^>]*>(.*?)</figcaption>|<td class="img_cap">(.*?)</td>|<em class="img_desc">(.*?)</em>', re.S)
BOX = re.compile(r'<table width="300" align="center">.*?</table>|<span class="end_photo_org">.*?</em></span>', re.S)
MAIL = re.compile(r"[A-Za-z0-9._+-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+")
JOB = (r"(?:[가-힣]{0,5}(?:전문|선임|수습|인턴)?기자|특파원|논설위원|변호사|교수|판사|고법판사|부장판사|검사|법무사|위원|대표|칼럼니스트|"
       r"연구관|연구위원|헌법연구관|선임헌법연구관|평론가|작가|시인|소설가|원장|교장|회장|재판관|국장|부장|팀장|에디터|교사)")
REPORTERS = re.compile(r"^(?:/|글|그림|사진|정리|취재|인터뷰|[·=]|[가-힣]{1,6}=)*\s*[가-힣]{2,4}(?:[·, ]+[가-힣]{2,4})*\s?"
                       r"(?:[가-힣]{0,4}(?:전문|선임|인턴|수습)?기자|특파원|논설위원)(?:\s+" + MAIL.pattern + r")?$")
EXPERT = re.compile(r"^[가-힣]{2,4}\s+[^.!?]{0,30}?" + JOB + r"(?:\s?\([^()]{2,30}\))?$")
NOTICE = re.compile(r"^[<\[(]?\s*(?:※|편집자\s?주|\[?편집자|본 칼럼은|이 글은 본지|필자 사정|외부 필자)")
RESIDUE = re.compile(r"☞\s*기사\s?보기\s*☜|^조선멤버십 회원이|stibee\.com|QR코드에|구독 창이|^▶?함께 보면|보러가기|"
                     r"다른 회차 보기|^https?://\S+$|^▷더 많은 기사")
CREDIT = re.compile(r"(?:/\s?[가-힣A-Za-z0-9=· ]{2,16}|《[^》]{2,40}》|<사진[^>]*>|[\[(]사진\s?[=:제][^\])]*[\])])$")
ENDS = re.compile(r"[.!?…。][”’\"')\]》〉]*$|[”\"』」〉》)\]]$")
MARK = re.compile(r"^(?:[-–—·•*▷▶◇◆■□▲△○●◎①-⑳※☞<〈《【\[(]|\d{1,2}[.:)]|[A-Z]\.|Q\b|A\b)")


def plain(text: str) -> str:
    """The text of a piece of HTML on one line."""
    text = html.unescape(re.sub(r"<[^>]+>", "", text))
    return re.sub(r"\s+", " ", text.replace("\ufeff", "").replace("\u200b", "")).strip()


def key(text: str) -> str:
    """Letters and digits only, for comparisons."""
    return re.sub(r"\W", "", text)


def pieces_of(fragment: str) -> list[tuple[str, list[str]]]:
    """The fragment's lines in order: ("caption" | "text", the pieces between single <br>s)."""
    out: list[tuple[str, list[str]]] = []
    captions: list[str] = []

    def stash(m: re.Match) -> str:
        found = CAPTION.search(m[0])
        captions.append(plain(next((g for g in found.groups() if g is not None), "")) if found else "")
        return f"\x02\x03{len(captions) - 1}\x03\x02"

    text = NOISE.sub("", fragment)
    text = BOX.sub(stash, FIGURE.sub(stash, text))
    text = re.sub(r"</?(?:p|div|section|h[1-6]|hr|table|tr|td|ul|li|figure|blockquote)\b[^>]*>", "\x02", text)
    text = re.sub(r"\s*<br\s*/?>\s*", "\x01", text)
    text = re.sub(r"[ \t\r\n]+", " ", re.sub(r"<[^>]+>", "", text))
    text = html.unescape(text).replace("\xa0", " ")
    text = re.sub(r"(?:\x01[ ]*){2,}", "\x02", text)
    for line in text.split("\x02"):
        found = re.fullmatch(r"\s*\x03(\d+)\x03\s*", line)
        if found:
            if captions[int(found[1])]:
                out.append(("caption", [captions[int(found[1])]]))
            continue
        parts = [p for p in (plain(html.escape(x)) for x in line.split("\x01")) if p]
        if parts:
            out.append(("text", parts))
    return out


def joins(left: str, right: str) -> Optional[bool]:
    """Whether a single <br> between two pieces is a wrap inside a sentence; None: cannot be sure."""
    if ENDS.search(left) or MARK.match(right) or REPORTERS.match(right):
        return False
    if re.match(r"[▷▶◇◆■△▲]", left) or MARK.match(left) and len(left) < 60:
        return False
    inside = re.search(r"(?:에|에서|을|를|의|은|는|로|으로|고|며|과|와|적인|만에|위해|대해|통해|전반적인|,|·)$", left)
    if len(left) >= 30 and inside and re.match(r"[가-힣A-Za-z0-9‘“'\"]", right) and ENDS.search(right):
        return True
    return None


def blocks_of(fragment: str, names: list[str]) -> tuple[list[Block], bool]:
    """The article's lines by the rules the development gold follows, and whether every rule was sure.

    <br><br>, </p> and other block ends split; a single <br> splits after a sentence's end and joins inside one;
    captions and credits, by-line lines (REPORTERS anywhere, a line that leads with an author's name at the end)
    and residue are no paragraphs; notices are optional.
    """
    sure = True
    lines: list[tuple[str, list[str]]] = []
    for kind, parts in pieces_of(fragment):
        if kind == "caption":
            lines.append((kind, parts))
            continue
        current = [parts[0]]
        for part in parts[1:]:
            verdict = joins(current[-1], part)
            sure = sure and verdict is not None
            if verdict:
                current.append(part)
            else:
                lines.append(("text", current))
                current = [part]
        lines.append(("text", current))
    blocks: list[Block] = []
    last = max((i for i, (k, _) in enumerate(lines) if k == "text"), default=-1)
    for i, (kind, parts) in enumerate(lines):
        text = " ".join(parts)
        near_end = sum(1 for k, _ in lines[i:last + 1] if k == "text") <= 3
        if kind == "caption":
            pass
        elif RESIDUE.search(text):
            kind = "residue"
        elif NOTICE.match(text):
            kind = "optional"
        elif len(text) < 70 and (REPORTERS.match(text) or near_end and not ENDS.search(text.split("(")[0].strip())
                                 and (EXPERT.match(text) or any(text.startswith(n) for n in names))):
            kind = "byline"
        elif len(text) < 90 and CREDIT.search(text) and not re.search(r"[다요][.”\"]*\s*$", text[:-1]) \
                and not re.match(r"^[▲△]?[^/]*(?:상=|별세|발인)", text) and (i == 0 or i == last or "사진" in text):
            kind = "caption"
        else:
            kind = "para"
        blocks.append(Block(kind, text, parts))
    return blocks, sure


def doubt(title: str, fragment: str, blocks: list[Block], sure: bool) -> Optional[str]:
    """Why the rules cannot be sure of this article's gold; None when they can."""
    paras = [b for b in blocks if b.kind == "para"]
    if not sure:
        return "a single <br> that may be a wrap"
    if re.search(r"오늘의 운세|굿모닝 멤버십|이별전쟁|두근두근 뇌|만화경", title):
        return "a form of its own (horoscope, newsletter, comic, puzzle)"
    if re.search(r"<table|<iframe|<ul|<li", fragment) or "멤버십" in plain(fragment):
        return "tables, frames or membership promotion in the body"
    if sum(len(b.text) for b in paras) < 120:
        return "hardly any text"
    if any(re.search(r"https?://|www\.|구독|뉴스레터|클릭", b.text) and len(b.text) < 160 for b in paras):
        return "a line with an address or a subscription"
    if any(b.text.startswith("☞") for b in paras):
        return "☞ lines"
    if any(len(b.text) > 40 and re.search(r"[가-힣,](?<![다요음임함됨])$", b.text) and re.match(r"[가-힣]", after.text)
           for b, after in zip(paras, paras[1:])):
        return "a paragraph that may end inside a sentence"
    if re.search(r"<a [^>]*>(?:(?!</a>|기사보기).){12,}</a>\s*(?:</b>)?\s*(?:<br|</p)", fragment):
        return "a line that may be a link to another article"
    tail = paras[-1].text if paras else ""
    if len(tail) < 50 and not ENDS.search(tail) and not MARK.match(tail):
        return "a short last line (signature?)"
    if paras and len(paras[0].text) < 40 and not ENDS.search(paras[0].text) and not MARK.match(paras[0].text):
        return "a short first line (caption? sub-head?)"
    if any(re.match(r"^[\[(<【]?[가-힣]{1,8}\s?[=＝]\s?[가-힣]{2,10}[\])>】]?$", b.text) for b in paras):
        return "a credit or by-line of unknown form"
    captions = [b.text for b in blocks if b.kind == "caption"]
    if any(re.match(r"^[가-힣]{2,4} [^/.]{0,12}기자$", c) for c in captions):
        return "a caption that is only a reporter's name"
    if {key(c) for c in captions} & {key(b.text) for b in paras}:
        return "a caption that is a paragraph too"
    if any(re.match(r"^[▲△]", b.text) and len(b.text) < 60 and not re.search(r"별세|[▲△].*[▲△]|인사|씨", b.text) for b in paras) \
            and not re.search(r"부음|인사", title):
        return "▲ lines that may be captions"
    if any(re.search(r"[/《]\s?[가-힣A-Za-z0-9=· ]{2,12}(?:기자|제공|연합뉴스|뉴스1|뉴시스|DB)》?$", b.text) for b in paras):
        return "a credit at a paragraph's end"
    return None


# -------------------------------------------------------------------------------------------------------- authors

def person(text: str) -> Optional[str]:
    """The name in one author entry, None when it is not clear that it is a person's."""
    text = MAIL.sub("", text).strip()
    text = re.sub(r"^(?:[^=()]{1,20}=)+", "", text).strip()
    text = re.sub(r"\([^)]*\)$", "", text).strip()
    found = (re.match(r"^([가-힣]{3}|[가-힣]{2}|[가-힣]{4})\s?(?:[가-힣]{0,6}기자|[가-힣]*특파원|논설위원)$", text)
             or re.match(r"^([가-힣]{2,4})[ ·]\S.*$", text) or re.match(r"^([가-힣]{3})$", text))
    if not found or found[1][0] not in SURNAMES or re.search(r"(?:부장|팀장|작가|법인|주말|뉴스)$|^인터넷", found[1]):
        return None
    return found[1]


def authors(creator: str, publisher: str) -> Optional[list[str]]:
    """Names in the creator field: [] for the publisher or nobody, None when not sure."""
    creator = (creator or "").strip()
    if creator in ("", "None", publisher):
        return []
    names: list[str] = []
    for part in re.split(r",(?![^(]*\))", creator):
        if part.strip() in ("", publisher):
            continue
        name = person(part.strip())
        if name is None:
            return None
        if name not in names:
            names.append(name)
    return names


def add_body_bylines(bylines: Optional[list[dict]], blocks: list[Block]) -> Optional[list[dict]]:
    """By-lines of the creator field joined with those on lines of the body ("A·B 기자 mail": the mail is B's)."""
    if bylines is None:
        return None
    for block in blocks:
        if block.kind != "byline":
            continue
        mail = MAIL.search(block.text)
        text = re.sub(r"^(?:/|(?:글|그림|사진|정리|취재|인터뷰|[가-힣]{1,6})(?:·|=))*(?=[가-힣·]+)", "", MAIL.sub("", block.text)).strip() \
            if "=" in block.text else MAIL.sub("", block.text).strip(" /")
        text = text.split("=")[-1]
        found = re.match(r"^([가-힣]{2,4}(?:[·, ]+[가-힣]{2,4}(?=[·, ]))*)\s?(?:[가-힣]{0,4}(?:전문|선임|인턴|수습)?기자|특파원|논설위원)", text)
        names = re.split(r"[·, ]+", found[1]) if found else [re.split(r"[ (·]", text)[0]]
        for i, name in enumerate(names):
            entry = next((b for b in bylines if b["name"] == name), None)
            if entry is None:
                entry = {"name": name, "email": None}
                bylines.append(entry)
            if mail and i == len(names) - 1:
                entry["email"] = mail[0]
    return bylines


def read_feed(path: str, used: set[str]) -> tuple[list[Article], list[dict], collections.Counter]:
    """The articles the rules are sure of, all feed rows (for headlines), and why the others were left out."""
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    articles: list[Article] = []
    out: collections.Counter = collections.Counter()
    seen: set[str] = set()
    for row in rows:
        if row["url"] in used or row["url"] in seen:
            out["used already"] += 1
            continue
        seen.add(row["url"])
        publisher, creator = row["publisher"], (row["creator"] or "").strip()
        creator = "" if creator == "None" else creator
        names = authors(creator, publisher)
        title = plain(row["title"])
        fragment = re.sub(r"data:image/[a-z]+;base64,[A-Za-z0-9+/=]+", "x.png", row["html"]).strip()
        blocks, sure = blocks_of(fragment, names or [])
        if "<" in row["title"] or "@" in creator:
            why: Optional[str] = "mark-up in the title, an address in the author field"
        else:
            why = doubt(title, fragment, blocks, sure)
        if why:
            out[why] += 1
            continue
        bylines = None if names is None else [{"name": n, "email": None} for n in names]
        bylines = add_body_bylines(bylines, blocks)
        quotes = re.findall(r"“([^“”]{14,42})”|\"([^\"]{14,42})\"", " ".join(b.text for b in blocks if b.kind == "para"))
        first = next((a or b for a, b in quotes), None)
        path_parts = row["url"].split("/")
        articles.append(Article(row["url"], title, publisher, creator, parsedate_to_datetime(row["pubDate"]).astimezone(KST),
                                fragment, blocks, bylines, f"“{first.strip()}”" if first else None,
                                SECTIONS.get(path_parts[3], "사회")))
    return articles, rows, out


# ------------------------------------------------------------------------------------------------------- rendering

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

    # -- texts

    def text_a(self) -> str:
        """광주일보 mobile: doubled subtitle, every second line again."""
        a, quote = self.a, self.quote()
        stamp = self.when(a.published, self.one(
            "{d:%Y년 %m월 %d일}({wd}) {d:%H:%M} 가가", "{d:%Y년 %m월 %d일}({wd}) {d:%H:%M} 가 가", "입력 : {d:%Y-%m-%d %H:%M}",
            "기사입력 :[ {d:%Y-%m-%d %H:%M} ]", "{d:%Y년 %m월 %d일 %H시 %M분}", "입력 {d:%Y.%m.%d} ({d:%H:%M})", "{d:%Y.%m.%d %H:%M}"))
        lines = [a.title]
        head = [stamp] + ([quote] * (1 if self.maybe(.4) else 2) if quote else [])
        if self.maybe(.3):
            head = head[1:] + head[:1]
        lines += head
        if self.maybe(.4):
            lines += self.r.choice([["글자크기"], ["공유하기"], ["프린트"], ["이 기사를 공유합니다"],
                                    ["읽어주기 기능은 크롬기반의", "브라우저에서만 사용하실 수 있습니다."]])
        zoom = self.maybe(.2)
        body: list[str] = []
        plain_lines: list[str] = []
        for b in a.blocks:
            if b.kind == "caption":
                body += ["photo이미지 크게보기"] * zoom + [b.text]
            else:
                body += b.pieces
                plain_lines += b.pieces
        by = self.byline_lines()
        lines += body + by
        tail = self.one("second", "second", "none", "whole", "first")
        ending = by
        if tail == "whole":
            lines += plain_lines + by
        elif tail == "second":
            lines += plain_lines[::2] + by
        marked = self.maybe(.4)
        if marked or tail == "first":
            lines += [self.copyright()]
            ending = [lines[-1]]
        if tail == "first":
            lines += [plain_lines[0]]
        if self.maybe(.4) and ending:
            lines += self.r.choice([[], ["핫뉴스"], ["많이 본 뉴스"], ["관련기사"]]) + self.related(self.r.randint(4, 10))
        if not marked and tail != "first" and not any(b["email"] for b in self.bylines or []):
            self.publisher = None
        return "\n".join(lines)

    def text_b(self) -> str:
        """NDsoft page text: title twice, bulleted info lines, blank lines between paragraphs."""
        a, name = self.a, self.bare()
        bullet = self.one("  • ", "  • ", "  - ", "  · ", "")
        info = ([bullet + self.one("", "", "기자명 ") + name] if name else []) + \
            [bullet + self.when(a.published, self.one("승인 {d:%Y.%m.%d %H:%M}", "승인 {d:%Y.%m.%d %H:%M}", "입력 {d:%Y.%m.%d %H:%M}",
                                                      "입력 {d:%Y-%m-%d %H:%M}"))]
        if self.maybe(.3):
            info.append(f"{bullet}호수 {self.r.randint(100, 1999)}")
        if self.maybe(.3):
            info.append(bullet + self.when(self.modify(), "수정 {d:%Y.%m.%d %H:%M}"))
        info.append(bullet + "댓글 " + self.one("0", "0", "3"))
        if self.maybe(.2):
            info.reverse()
        lines = [a.title] * (1 if self.maybe(.3) else 2)
        if self.vary and self.r.random() < .4 and self.quote():
            lines.append(self.subtitles[0])
        lines += info
        lines += ["이 기사를 공유합니다"] if not self.maybe(.3) else \
            ["SNS 기사보내기", "페이스북(으)로 기사보내기", "카카오톡(으)로 기사보내기", "바로가기", "본문 글씨 키우기", "본문 글씨 줄이기"]
        lines.append("")
        caption = self.one("▲ {} |", "▲ {} |", "▲ {}", "△ {}", "{}", "사진={}", "![]() | ▲ {}")
        for line in self.body_lines(lambda c: caption.format(c)):
            lines += [line, ""]
        if self.maybe(.3):
            for line in self.byline_lines():
                lines += [line, ""]
        lines += [self.copyright(), name, "다른기사 보기"] if not self.maybe(.2) else [self.copyright()]
        lines += ["관련기사"] + self.related(3) + ["댓글삭제", "삭제한 댓글은 다시 복구할 수 없습니다."]
        if self.maybe(.3):
            lines += ["그래도 삭제하시겠습니까?", "많이 본 기사"] + self.related(5)
        return "\n".join(lines)

    def text_b_mojibake(self) -> str:
        """The same with its CP949 bytes read as Latin-1; characters CP949 lacks are lost."""
        return self.text_b().encode("cp949", "ignore").decode("latin-1")

    def text_c(self) -> str:
        """Naver page text."""
        a, quote, by = self.a, self.quote(), self.credited()
        style = self.one("{d:%Y.%m.%d}. {ap} {h12}:{d:%M}", "{d:%Y.%m.%d}. {ap} {h12}:{d:%M}", " {d:%Y.%m.%d. %H:%M}",
                         " {d:%Y-%m-%d %H:%M}", " {d:%Y.%m.%d %H:%M:%S}")
        lines = [a.publisher, a.title, "입력" + self.when(a.published, style)]
        if not self.maybe(.3):
            lines.append("수정" + self.when(self.modify(), style))
        lines += ["기사원문"] + ([by] if by else [])
        tools = ["추천", "댓글", "본문 요약봇", "텍스트 음성 변환 서비스 사용하기", "글자 크기 변경하기", "SNS 보내기", "인쇄하기"]
        if self.vary:
            tools = [t for t in tools + ["쏠쏠정보", "12", "가1단계 작게", "가2단계 보통", "본문듣기", "공유하기", "구독"] if self.r.random() < .7]
        lines += tools + ([quote] if quote else [])
        lines += self.body_lines()
        if self.maybe(.4):
            lines += self.byline_lines()
        lines += [by] if by and not self.maybe(.3) else []
        lines.append(f"Copyright ⓒ {a.publisher}. All rights reserved. 무단 전재 및 재배포 금지." if not self.maybe(.4) else self.copyright())
        lines += [f"이 기사는 언론사에서 {a.section} 섹션으로 분류했습니다.", "기사의 섹션 정보는 해당 언론사의 분류를 따르고 있습니다."] \
            if not self.maybe(.3) else [f"{a.publisher} 언론사홈 바로가기", "기자 구독 후 기사보기"]
        lines += [f"{a.publisher} 헤드라인"] + self.related(4)
        return "\n".join(lines)

    def text_d(self) -> str:
        """Wire page text: a dateline leads the first paragraph."""
        a = self.a
        lines = [a.title, "송고시간" + self.when(a.published, "{d:%Y-%m-%d %H:%M}")]
        tools = ["요약", "공유", "댓글", "글자크기조정", "인쇄"]
        lines += [t for t in tools if not self.maybe(.3)]
        archive = [f" [{a.publisher} 자료사진]" if self.r.random() < .4 else ""]
        body = self.body_lines(lambda c: c + (archive.pop() if archive else ""))
        names = [b["name"] for b in self.bylines or []]
        lead_in = next((b for b in a.blocks if b.kind == "para" and (len(b.text) >= 40 or ENDS.search(b.text))), None)
        if names and lead_in and lead_in is a.of("para")[0] and not MARK.match(lead_in.text) and not a.of("byline"):
            place = re.match(r"^([가-힣]{2,5})=", a.creator)
            where, who = (place[1] if place else "서울"), "·".join(names)
            p = a.publisher
            lead = self.r.choice([f"({where}={p}) {who} 기자 = ", f"[{where}={p}] {who} 기자 = ", f"[{p} {who} 기자] "])
            if self.maybe(.6):
                lead = self.r.choice([f"【{where}={p}】{who} 기자 = ", f"[{where}={p}]{who} 기자 = ", f"({where}={p}) {who} 기자 = ",
                                      f"【{p} {where}={who} 기자】", f"[{p} {where}={who} 기자] ", f"<{p} {who} 기자> ",
                                      f"[{p}={who} 기자] ", f"({where} = {p}) {who} 기자 = "])
            if re.search(where + r"\s?=", lead) and "=" + who not in lead:
                self.dateline = {"place": where, "agency": p}
            elif f"{where}={who}" in lead:
                self.dateline = {"place": where, "agency": p}
            at = body.index(lead_in.pieces[0])
            body[at] = lead + body[at]
        lines += body
        if any(name not in line for name in names for line in ["\n".join(body)]):
            self.bylines, names = None, []  # nowhere on the page: not scored
        if names and not self.body_mail():
            self.bylines[0]["email"] = self.mail(names[0])
            lines.append(self.bylines[0]["email"])
        else:
            lines.append("제보는 카카오톡 okjebo")
        if self.maybe(.4):
            lines.append("(끝)")
        lines.append(f"<저작권자(c) {a.publisher}, 무단 전재-재배포, AI 학습 및 활용 금지>" if not self.maybe(.4) else self.copyright())
        lines.append(self.when(a.published, "{d:%Y/%m/%d %H:%M} 송고"))
        if self.maybe(.3):
            lines += [self.r.choice(["관련기사", "많이 본 뉴스", "핫뉴스"])] + self.related(5)
        return "\n".join(lines)

    # -- pages

    def listing(self, count: int, tag: str = "ul", item: str = '<li><a href="#">{}</a></li>') -> str:
        return f"<{tag}>" + "".join(item.format(html.escape(h)) for h in self.related(count)) + f"</{tag}>"

    def nav(self) -> str:
        return "".join(f'<li><a href="#">{m}</a></li>' for m in MENU)

    def captioned(self, form: str) -> str:
        """The body with its figures in a site's own form."""
        def swap(m: re.Match) -> str:
            found = CAPTION.search(m[0])
            return form.replace("{}", html.escape(plain(found[1] or ""), quote=False) if found else "")
        return FIGURE.sub(swap, self.a.fragment)

    def varied_body(self, default: str) -> str:
        """The body between tags as the template has it, or with --vary as paragraphs or with other captions."""
        if not self.vary or self.r.random() < .35:
            return default
        form = self.r.choice([
            '<div class="img_wrap"><img src="x.jpg"><p class="caption">{}</p></div>',
            '<div class="photo"><img src="x.jpg" alt="{}"><span class="txt">{}</span></div>',
            '<table class="body_img_table"><tr><td><img src="x.jpg"></td></tr><tr><td>{}</td></tr></table>',
            '<figure class="photo-layout image"><img src="x.jpg"><figcaption>{}</figcaption></figure>',
            '<p style="text-align:center"><img src="x.jpg"><br>▲ {}</p>',
            '<dl class="img_dsc"><dt><img src="x.jpg"></dt><dd>{}</dd></dl>'])
        style = self.r.choice(["p", "p", "br", "div"])
        out: list[str] = []
        for b in self.a.blocks:
            text = "<br>".join(html.escape(p, quote=False) for p in b.pieces)
            if b.kind == "caption":
                out.append(form.replace("{}", text))
            elif style == "br":
                out.append(text + "<br><br>")
            else:
                out.append(f"<{style}>{text}</{style}>")
            if self.maybe(.06):
                out.append(self.r.choice(['<div class="ad_area"><iframe src="/ad"></iframe></div>', '<div class="ad">광고</div>',
                                          '<!-- AD --><ins class="adsbygoogle"></ins>', '<p>&nbsp;</p>']))
        return "\n".join(out)

    def inner_tail(self) -> str:
        """What sites put inside the body's container after the text (--vary only)."""
        out = ""
        if self.maybe(.4):
            lines = self.byline_lines()
            form = self.r.choice(["<p>{}</p>", "<br>{}<br>", '<p class="byline">{}</p>', "<div>{}</div>"])
            out += "".join(form.format(html.escape(line, quote=False)) for line in lines)
        if self.maybe(.3):
            out += self.r.choice(["<p>{}</p>", '<div class="copy">{}</div>', "<br>{}", '<p class="copyright">{}</p>']).format(
                html.escape(self.copyright(), quote=False))
        if self.maybe(.3):
            out += self.r.choice(['<div class="related_news"><strong>관련기사</strong>{}</div>', "<p><b>관련기사</b></p>{}",
                                  '<div class="relate"><h4>[관련기사]</h4>{}</div>']).format(self.listing(3))
        if self.maybe(.15):
            out += "<p>※ 기사제보 및 보도자료는 이메일로 보내 주세요.</p>".replace("이메일", "news@" + DOMAINS[self.a.publisher])
        return out

    def page_t1(self) -> bytes:
        """Modern page with JSON-LD."""
        a, quote, e = self.a, self.quote(), html.escape
        self.section, moment = a.section, self.modify()
        iso: Callable[[datetime], str] = lambda d: d.astimezone(timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.000Z")
        creator = "" if a.creator == "인터넷 기자" else a.creator
        ld = {"@context": "https://schema.org", "@type": "NewsArticle", "headline": a.title, "datePublished": iso(a.published),
              "dateModified": iso(moment),
              "author": [{"@type": "Person", "name": n} for n in authors(a.creator, a.publisher) or []],
              "publisher": {"@type": "NewsMediaOrganization", "name": a.publisher}}
        script = f'<script type="application/ld+json">{json.dumps(ld, ensure_ascii=False)}</script>' if not self.maybe(.4) else ""
        author = f'<a class="{self.one("article-byline__author", "author", "reporter_name", "journalist")}" href="#">{e(creator)}</a>' if creator else ""
        box = self.one("article-body", "article-body", "news-article-body", "story-news article", "article-text", "cont_article",
                       "article_body fs3", "view_txt", "news_cnt_detail_wrap", "editor-p")
        head = [f'<h1 class="article-header__headline"><span>{e(a.title)}</span></h1>',
                f'<h2 class="{self.one("article-header__sub", "subtitle", "sub-tit")}">{e(quote)}</h2>' if quote else "",
                f'<div class="article-byline">{author}<button>구독</button></div>',
                f'<div class="article-dateline"><span class="inputDate">입력 {a.published:%Y.%m.%d. %H:%M}</span> '
                f'<span class="upDate">업데이트 {moment:%Y.%m.%d. %H:%M}</span></div>',
                f'<div class="toolbar"><button>글자 크기</button><button>가</button><button>가</button><a>공유</a><a>댓글 {self.r.randint(0, 99)}</a></div>']
        if self.maybe(.4):
            head = [head[0], head[1], head[3], head[2], head[4]]
        return (
            f'<!DOCTYPE html><html lang="ko"><head><meta charset="utf-8"><title>{e(a.title)} - {a.publisher}</title>'
            f'<meta property="og:type" content="article"><meta property="og:title" content="{e(a.title)}">'
            f'<meta property="og:site_name" content="{a.publisher}"><meta property="article:published_time" content="{iso(a.published)}">'
            f'<link rel="canonical" href="{e(a.url)}">{script}'
            f"<script>window.dataLayer=window.dataLayer||[];dataLayer.push({{'event':'view','author':'{creator}'}});</script></head><body>"
            f'<header class="header"><nav><ul>{self.nav()}</ul></nav></header><main><div class="breadcrumb"><a href="/national/">{a.section}</a></div>'
            + "".join(head) + f'<section class="{box}">{self.varied_body(a.fragment)}{self.inner_tail()}</section>'
            f'<div class="promo">네이버에서 {a.publisher} 구독하기</div><div class="tags"><a>#{e(a.title[:4])}</a></div>'
            f'<div class="reporter-card">{e(creator)} 구독</div>'
            '<div class="reactions"><span>좋아요</span><span>0</span><span>슬퍼요</span><span>0</span></div>'
            f'<section class="most-read"><h3>많이 본 뉴스</h3>{self.listing(8, "ol")}</section>'
            f'<section class="related"><h3>관련기사</h3>{self.listing(4)}</section></main>'
            f'<footer><p>Copyright {a.publisher} All rights reserved. 무단 전재 및 재배포 금지</p>'
            '<p>제보 · 광고문의 · 개인정보처리방침 · 청소년보호정책</p></footer></body></html>').encode()

    def page_t2(self) -> bytes:
        """NDsoft CMS."""
        a, quote, e, name = self.a, self.quote(), html.escape, self.bare()
        self.section, moment = a.section, self.modify()
        lead = next((b.text for b in a.blocks if b.kind == "para"), "")
        info = ([f'<li><i class="icon-user-o"></i> 기자명 {e(name)}</li>'] if name else []) + \
            [f'<li><i class="icon-clock-o"></i> 입력 {a.published:%Y.%m.%d %H:%M}</li>', f"<li>수정 {moment:%Y.%m.%d %H:%M}</li>",
             '<li><a href="#reply">댓글 0</a></li>']
        if self.maybe(.3):
            info.reverse()
        box = self.one('<article id="article-view-content-div" class="article-veiw-body view-page" itemprop="articleBody">',
                       '<article id="article-view-content-div" class="article-veiw-body view-page" itemprop="articleBody">',
                       '<div id="articleBody" class="cont-body" itemprop="articleBody">', '<div class="grid body"><div class="user-content">',
                       '<div id="news_body_area" class="smartOutput">')
        close = "</article>" if box.startswith("<article") else "</div>" * box.count("<div")
        meta = "" if self.maybe(.3) else (f'<meta property="og:site_name" content="{a.publisher}"><meta property="article:published_time" '
                                          f'content="{a.published.isoformat()}"><meta name="dable:author" content="{e(name)}">')
        return (
            f'<!DOCTYPE html><html lang="ko"><head><meta charset="utf-8"><title>{e(a.title)} &lt; {a.section} &lt; 기사본문 - {a.publisher}</title>'
            .replace("&lt; ", "< ") +
            f'<meta name="description" content="{e(lead[:150])}"><meta property="og:title" content="{e(a.title)} - {a.publisher}">{meta}</head>'
            f'<body><div id="user-wrap"><header><ul class="user-nav">{self.nav()}</ul></header><div class="article-view">'
            f'<header class="article-view-header"><ul class="breadcrumb"><li>{a.section}</li></ul>'
            f'<{self.one("h3", "h3", "h1", "h2")} class="heading">{e(a.title)}</h3>' +
            (f'<h4 class="{self.one("subheading", "subheading", "sub-title")}">{e(quote)}</h4>' if quote else "") +
            f'<article class="item"><ul class="infomation">{"".join(info)}</ul></article><div class="sns"><button>SNS 기사보내기</button>'
            '<button>페이스북(으)로 기사보내기</button><button>카카오톡(으)로 기사보내기</button><button>URL복사(으)로 기사보내기</button>'
            '<button>본문 글씨 키우기</button><button>본문 글씨 줄이기</button></div></header>'
            f'{box}{self.varied_body(a.fragment)}{self.inner_tail()}{close}'
            f'<div class="view-copyright">{e(self.copyright(), quote=False)}</div>'
            f'<article class="writer"><strong>{e(name)}</strong> <a href="#">다른기사 보기</a></article>'
            f'<section class="auto"><h4>관련기사</h4>{self.listing(3)}</section><aside><h4>많이 본 기사</h4>{self.listing(10)}</aside>'
            '<div class="reply"><h4>댓글삭제</h4><p>삭제한 댓글은 다시 복구할 수 없습니다. 그래도 삭제하시겠습니까?</p><button>댓글쓰기</button>'
            '<p>계정을 선택하시면 로그인·계정인증을 통해 댓글을 남기실 수 있습니다.</p></div></div>'
            f'<footer><address>발행·편집인 : 홍길동 | 청소년보호책임자 : 홍길동</address><p>Copyright © {a.publisher}. All rights reserved.</p></footer>'
            '</div></body></html>').encode()

    def page_t3(self) -> bytes:
        """Naver-like."""
        a, quote, e, by = self.a, self.quote(), html.escape, self.credited()
        self.section, moment = a.section, self.modify()
        body = self.captioned('<span class="end_photo_org"><div class="nbd_im_w"><img src="x.jpg" alt=""></div><em class="img_desc">{}</em></span>')
        body = re.sub(r"</p>\s*<p[^>]*>", "<br><br>", body)
        ampm: Callable[[datetime], str] = lambda d: self.when(d, "{d:%Y.%m.%d}. {ap} {h12}:{d:%M}")
        stamp = ('<div class="media_end_head_info_datestamp_bunch">{t}<span class="media_end_head_info_datestamp_time {c}" '
                 '{k}="{v:%Y-%m-%d %H:%M:%S}">{s}</span></div>')
        times = stamp.format(t="입력", c="_ARTICLE_DATE_TIME", k="data-date-time", v=a.published, s=ampm(a.published)) + \
            stamp.format(t="수정", c="_ARTICLE_MODIFY_DATE_TIME", k="data-modify-date-time", v=moment, s=ampm(moment))
        strong = f"<strong>{e(quote)}</strong><br><br>" if quote else ""
        if self.maybe(.3) and quote:
            strong = f'<strong class="media_end_summary">{e(quote)}</strong>'
        return (
            f'<!doctype html><html lang="ko"><head><meta charset="utf-8"><title>{e(a.title)}</title><meta property="og:title" content="{e(a.title)}">'
            f'<meta property="og:type" content="article"><meta property="og:article:author" content="{a.publisher} | 네이버">'
            f'<meta name="twitter:creator" content="{a.publisher}"></head><body><div id="u_skip"><a href="#ct">본문 바로가기</a></div>'
            f'<header><ul class="Nlnb_menu">{self.nav()}</ul></header><div id="ct"><div class="media_end_head"><a class="media_end_head_top_logo">'
            f'<img src="l.png" alt="{a.publisher}" title="{a.publisher}"></a>'
            f'<em class="media_end_head_top_channel_layer_text">{a.publisher} 구독하고 메인에서 바로 보세요!</em>'
            f'<h2 id="title_area" class="media_end_head_headline"><span>{e(a.title)}</span></h2>'
            f'<div class="media_end_head_info_datestamp">{times}<a href="{e(a.url)}">기사원문</a></div>' +
            (f'<em class="media_end_head_journalist_name">{e(by)}</em>' if by else "") +
            '<div class="tools"><span>추천</span><span>쏠쏠정보</span><span>0</span><span>댓글</span><span>본문 요약봇</span>'
            '<span>텍스트 음성 변환 서비스</span><span>글자 크기 변경하기</span><span>가1단계 작게</span><span>가2단계 보통</span>'
            '<span>SNS 보내기</span><span>인쇄하기</span></div></div><div id="newsct_article"><article id="dic_area" class="go_trans _article_content">'
            f'{strong}{self.varied_body(body)}{self.inner_tail()}</article></div>'
            f'<div class="byline"><p class="byline_p"><span class="byline_s">{e(by)}</span></p></div>'
            f'<p class="c_text">Copyright ⓒ {a.publisher}. All rights reserved. 무단 전재 및 재배포 금지.</p>'
            f'<p class="media_end_categorize">이 기사는 언론사에서 <em>{a.section}</em> 섹션으로 분류했습니다.</p>'
            '<div class="media_end_categorize_desc">기사의 섹션 정보는 해당 언론사의 분류를 따르고 있습니다. 한 기사를 2개 이상 섹션으로 '
            f'나누기도 합니다.</div><div class="u_cbox"><h3>{a.publisher} 헤드라인</h3>{self.listing(6)}</div>'
            f'<div class="rank"><h3>이 기사를 추천합니다</h3>{self.listing(6)}<h3>{a.publisher} 언론사가 직접 선정한 이슈</h3></div></div>'
            '<footer>이 글의 저작권은 제공처에 있습니다.</footer>'
            '</body></html>').encode()

    def page_t4(self) -> bytes:
        """Old table page in CP949."""
        a, quote, e = self.a, self.quote(), html.escape
        body = self.captioned('<table width="300" align="center"><tr><td><img src="/upimages/x.jpg"></td></tr><tr><td class="img_cap">{}</td></tr></table>')
        body = re.sub(r"</?div\b[^>]*>|<p\b[^>]*>", "", body).replace("</p>", "<br><br>")
        by = ""
        for line in self.byline_lines():
            mail = MAIL.search(line)[0]
            by += "<br>" + e(line, quote=False).replace(mail, f'<a href="mailto:{mail}">{mail}</a>')
        charset = '<meta http-equiv="Content-Type" content="text/html; charset=euc-kr">' if self.r.random() < .78 else ""
        stamp = self.when(a.published, self.one("{d:%Y년 %m월 %d일}({wd}) {d:%H:%M}", "{d:%Y년 %m월 %d일}({wd}) {d:%H:%M}",
                                                "입력 : {d:%Y-%m-%d %H:%M}", "기사입력 :[ {d:%Y-%m-%d %H:%M} ]", "{d:%Y.%m.%d %H:%M}"))
        cls = (self.one("read_title", "read_title", "title", "view_tit", "f18b"), self.one("read_sub", "read_sub", "subtitle"),
               self.one("read_time", "read_time", "date", "f11"), self.one("joinskmbox", "joinskmbox", "articleBody", "CLtag", "news_content"))
        rows = [f"<tr><td class={cls[0]}>{e(a.title)}</td></tr>", f"<tr><td class={cls[1]}>{e(quote)}</td></tr>" if quote else "",
                f'<tr><td class={cls[2]}>{stamp} <a href="javascript:fontsz(13)">가</a><a href="javascript:fontsz(16)">가</a></td></tr>']
        if self.maybe(.3):
            rows = [rows[0], rows[2], rows[1]]
        hot = "".join(f"<a href=#>{e(h)}</a><br>" for h in self.related(9))
        most = "".join(f"<a href=#>{e(h)}</a><br>" for h in self.related(6))
        page = (
            f'<html><head>{charset}<title>{a.publisher}</title><script language="javascript">function fontsz(n)'
            f'{{document.getElementById("{cls[3]}").style.fontSize=n;}}</script></head><body topmargin=0><table width=980><tr><td colspan=3>'
            f'{" | ".join(MENU)}</td></tr><tr><td width=680 valign=top><table width=100%>{"".join(rows)}'
            f'<tr><td id={cls[3]}>{self.varied_body(body)}{by}{self.inner_tail() if by else ""}</td></tr></table></td><td width=20>&nbsp;'
            f'<td width=280 valign=top><b>실시간 핫뉴스</b><br>{hot}<b>많이 본 기사</b><br>{most[:-4]}</td></tr><tr><td colspan=3>'
            f'서울특별시 중구 | 대표전화 02-000-0000 | Copyright 1996-2024 {a.publisher} All rights reserved.</td></tr></table></body></html>')
        return page.encode("cp949", "xmlcharrefreplace")

    def page_t5(self) -> bytes:
        """Daum-like."""
        a, quote, e, by = self.a, self.quote(), html.escape, self.credited()
        moment = self.modify()
        day: Callable[[datetime], str] = lambda d: self.when(d, "{y}. {m}. {day}. {d:%H:%M}")
        form = ('<figure class="figure_frm"><p class="link_figure"><img src="x.jpg" alt="{0}"></p>'
                '<figcaption class="txt_caption default_figure">{0}</figcaption></figure>')
        if self.maybe(.3):
            form = '<figure class="figure_frm origin_fig"><p class="link_figure"><img src="x.jpg"></p><figcaption>{0}</figcaption></figure>'
        body = ""
        for b in a.blocks:
            pid = hashlib.sha1(b.text.encode()).hexdigest()[:10]
            body += form.format(e(b.text)) if b.kind == "caption" else \
                f'<p dmcf-pid="{pid}" dmcf-ptype="general">{e(b.text, quote=False)}</p>'
        if self.maybe(.4):
            for line in self.byline_lines():
                body += f'<p dmcf-pid="0a1b2c3d4e" dmcf-ptype="general">{e(line, quote=False)}</p>'
        if self.maybe(.3):
            body += f'<p dmcf-pid="0b1b2c3d4e" dmcf-ptype="general">{e(self.copyright(), quote=False)}</p>'
        author = f'<span class="txt_info">{e(by)}</span>' if by else ""
        return (
            f'<!doctype html><html lang="ko"><head><meta charset="utf-8"><title>{e(a.title)}</title><meta property="og:title" content="{e(a.title)}">' +
            ("" if self.maybe(.3) else f'<meta property="og:regDate" content="{a.published:%Y%m%d%H%M%S}">') +
            f'<meta property="article:media_name" content="{a.publisher}"></head><body><div id="kakaoIndex"><a href="#main">본문 바로가기</a></div>'
            f'<header><ul class="gnb">{self.nav()}</ul></header><main><h3 class="tit_view" data-translation="true">{e(a.title)}</h3>'
            f'<div class="info_view">{author}<span class="txt_info">입력 <span class="num_date">{day(a.published)}</span></span>'
            f'<span class="txt_info">수정 <span class="num_date">{day(moment)}</span></span><button>번역 설정</button><button>공유</button>'
            '<button>글씨크기 조절하기</button><button>인쇄하기</button></div>'
            f'<div class="summary_view">{e(quote) if quote else ""}</div><div class="article_view" data-translation-body="true">'
            f'<section dmcf-sid="abc">{body}</section></div><p class="txt_copyright">Copyright © {a.publisher}. 무단전재 및 재배포 금지.</p>'
            '<div class="foot_view"><button>해당 언론사로 이동</button><button>이 기사에 대해 어떻게 생각하시나요?</button></div>'
            f'<section class="box_etc"><h4>{a.publisher} 주요 뉴스</h4>{self.listing(5)}</section>'
            f'<section class="rank"><h4>많이 본 뉴스</h4>{self.listing(8, "ol")}</section></main><footer>© Kakao Corp.</footer></body></html>').encode()


TEXTS: list[tuple[str, str]] = [("A", "text_a"), ("B", "text_b"), ("C", "text_c"), ("D", "text_d"), ("A", "text_a"),
                                ("B+mojibake(cp949 read as latin-1)", "text_b_mojibake"), ("C", "text_c"), ("D", "text_d")]
PAGES: list[tuple[str, str]] = [(t.upper(), f"page_{t}") for t in ("t1", "t2", "t3", "t4", "t5")]


def write_set(articles: list[Article], rows: list[dict], out: str, count: int, chance: random.Random, vary: bool) -> None:
    """Writes `count` documents, half texts and half pages of the same articles."""
    for folder in ("inputs", "gold"):
        os.makedirs(f"{out}/{folder}", exist_ok=True)
        for name in os.listdir(f"{out}/{folder}"):
            os.remove(f"{out}/{folder}/{name}")
    headlines = {p: sorted({plain(r["title"]) for r in rows if r["publisher"] == p and "<" not in r["title"]}) for p in DOMAINS}
    law = [a for a in articles if a.publisher == "법률신문"]
    other = [a for a in articles if a.publisher != "법률신문"]
    third = min(len(law), count // 2 // 3)
    picked = chance.sample(law, third) + chance.sample(other, count // 2 - third)
    chance.shuffle(picked)
    for i, article in enumerate(picked):
        for kind, templates, suffix in (("ko-text", TEXTS, "t"), ("ko-html", PAGES, "h")):
            template, method = templates[i % len(templates)]
            r = Rendering(article, [h for h in headlines[article.publisher] if h != article.title], chance, vary)
            made = getattr(r, method)()
            data = made.encode() if isinstance(made, str) else made
            ident = f"{SOURCES[article.publisher]}-{hashlib.sha1(article.url.encode()).hexdigest()[:8]}-{suffix}"
            path = f"inputs/{ident}.{'txt' if suffix == 't' else 'html'}"
            with open(f"{out}/{path}", "wb") as file:
                file.write(data)
            iso = lambda d: d.isoformat(timespec="seconds") if d else None
            minute = article.published.replace(second=0) if suffix == "t" or template in ("T4", "T5") else article.published
            gold = {"title": article.title, "subtitles": r.subtitles, "publishedAt": iso(minute.replace(second=0)),
                    "modifiedAt": iso(r.modified.replace(second=0)) if r.modified else None, "bylines": r.bylines,
                    "publisher": r.publisher, "section": r.section,
                    "paragraphs": [b.text for b in article.of("para")], "optional": [b.text for b in article.of("optional")],
                    "captions": [b.text for b in article.of("caption")]}
            if suffix == "t":
                gold["dateline"] = r.dateline
            record = {"id": ident, "kind": kind, "lang": "ko", "input": path, "encoding": "cp949" if template == "T4" else "utf-8",
                      "url": article.url, "source": SOURCES[article.publisher], "licence": f"© {article.publisher}: evaluation only",
                      "template": template, "real": ["title", "body", "creator", "pubDate", "captions"],
                      "synthetic": ["chrome" + (", varied" if vary else "")], "gold": gold}
            with open(f"{out}/gold/{ident}.json", "w", encoding="utf-8") as file:
                json.dump(record, file, ensure_ascii=False, indent=1)


# ---------------------------------------------------------------------------------------------------------- check

CONTAINERS = {"T1": r'<section class="article-body">(.*?)</section><div class="promo">',
              "T2": r'itemprop="articleBody">(.*?)</article><div class="view-copyright">',
              "T3": r'_article_content">(.*?)</article></div><div class="byline">',
              "T4": r"<td id=joinskmbox>(.*?)</td></tr></table></td><td width=20>",
              "T5": r'<section dmcf-sid="abc">(.*?)</section></div>'}


def check(folder: str) -> None:
    """Applies the rules to the bodies in the development pages and compares with the gold read by eye."""
    total = same = kept = kept_same = 0
    for name in sorted(os.listdir(f"{folder}/gold")):
        with open(f"{folder}/gold/{name}", encoding="utf-8") as file:
            record = json.load(file)
        if record["kind"] != "ko-html":
            continue
        with open(f"{folder}/{record['input']}", "rb") as file:
            page = file.read().decode(record["encoding"])
        gold = record["gold"]
        body = re.search(CONTAINERS[record["template"]], page, re.S)[1]
        for subtitle in gold["subtitles"] if record["template"] == "T3" else []:
            body = body.replace(f"<strong>{html.escape(subtitle)}</strong><br><br>", "", 1)
        if record["template"] == "T4":
            body = re.sub(r'<br>/[가-힣]+ 기자 <a href="mailto:.*$', "", body, flags=re.S)
        body = re.sub(r"data:image/[a-z]+;base64,[A-Za-z0-9+/=]+", "x.png", body)
        blocks, sure = blocks_of(body, [b["name"] for b in gold["bylines"] or []])
        ours = [key(b.text) for b in blocks if b.kind == "para"]
        optional = {key(o) for o in gold["optional"]}
        theirs = [key(p) for p in gold["paragraphs"] if key(p) not in optional]
        ours = [o for o in ours if o not in optional]
        agree = ours == theirs
        why = doubt(gold["title"], body if record["template"] != "T4" else re.sub("<table|<tr|<td", "", body), blocks, sure)
        total, same = total + 1, same + agree
        kept, kept_same = kept + (not why), kept_same + (agree and not why)
        if not agree or why:
            print(record["id"], record["template"], "agrees" if agree else "DIFFERS", f"(left out: {why})" if why else "")
            for mark, left, right in (("-", theirs, ours), ("+", ours, theirs)):
                for line in left:
                    if line not in right:
                        print("   ", mark, line[:70], "...", line[-20:])
    print(f"{same} of {total} agree; of the {kept} the rules keep, {kept_same} agree")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("feed", nargs="?")
    parser.add_argument("out", nargs="?")
    parser.add_argument("--count", type=int, default=400, help="documents, half texts and half pages")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--set", default="/work/shared/data/articles", help="the development set, whose articles are not used")
    parser.add_argument("--without", action="append", default=[], metavar="SET", help="another set whose articles are not used")
    parser.add_argument("--vary", action="store_true", help="chrome beyond what the development set shows")
    parser.add_argument("--check", action="store_true", help="compare the rules with the development gold, write nothing")
    options = parser.parse_args()
    if options.check:
        return check(options.set)
    if not options.feed or not options.out:
        parser.error("FEED and OUT_DIR are needed")
    used = set()
    for folder in (options.set, *options.without):
        for name in os.listdir(f"{folder}/gold"):
            with open(f"{folder}/gold/{name}", encoding="utf-8") as file:
                used.add(json.load(file).get("url"))
    articles, rows, left = read_feed(options.feed, used)
    print(f"{len(articles)} of {len(rows)} feed articles can be used; left out:", file=sys.stderr)
    for why, count in left.most_common():
        print(f"  {count:5d} {why}", file=sys.stderr)
    write_set(articles, rows, options.out, options.count, random.Random(options.seed), options.vary)


if __name__ == "__main__":
    main()
