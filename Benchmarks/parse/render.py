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
import hashlib
import html
import json
import os
import random
import re
import sys

from feed import Article, blocks_of, DOMAINS, doubt, key, plain, read_feed, SOURCES
from page_templates import PageRendering
from text_templates import TextRendering


TEXTS: list[tuple[str, str]] = [("A", "text_a"), ("B", "text_b"), ("C", "text_c"), ("D", "text_d"), ("A", "text_a"),
                                ("B+mojibake(cp949 read as latin-1)", "text_b_mojibake"), ("C", "text_c"), ("D", "text_d")]
PAGES: list[tuple[str, str]] = [(t.upper(), f"page_{t}") for t in ("t1", "t2", "t3", "t4", "t5")]


class Document(TextRendering, PageRendering):
    """One document of any template."""


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
            r = Document(article, [h for h in headlines[article.publisher] if h != article.title], chance, vary)
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
