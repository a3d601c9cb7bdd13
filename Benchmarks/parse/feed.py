"""Articles of a feed with their gold: paragraphs, captions and reporters by rules, and where the rules are not sure, why."""
from __future__ import annotations

import collections
import gzip
import html
import json
import re
from dataclasses import dataclass
from datetime import datetime, timedelta, timezone
from email.utils import parsedate_to_datetime
from typing import Optional


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
