#!/usr/bin/env python3
"""Turns the project's data folder into the compact arrays that teacher.py trains on.

usage: prepare.py DATA-FOLDER OUT-FOLDER [--limit N]      (DATA-FOLDER holds ner/, articles/, dedupe/)

Writes OUT-FOLDER/data.npz (carried to the GPU machine) and OUT-FOLDER/meta.npz (stays here: where each character came from).
The texts belong to their publishers: neither file may be committed or published.

flat     uint16 code point of every character, all sources in one array; 10 between paragraphs, 12 between documents
mecab    uint8  2*POS+begin of mecab-ko-dic at that character; sem: its semantic class; kiwi: 2*POS+begin of Kiwi
units    int32 [n,4] (group, row, start, length): sentences; group 0 feed, 1 fnnews, 2 dedupe, 3 train, 4 gold A, 5 articles
stream   int32 [m,2] ranges of flat that may be used for pre-training (groups 0-3: never A, never the articles)
The split of A into halves is that of `ner-trainer split` (SplitMix64, seed 1).
"""

import gzip, html, json, os, re, sys
import numpy as np
from mecab import MeCab
from kiwipiepy import Kiwi

DATA, OUT = sys.argv[1:3]
LIMIT = int(sys.argv[sys.argv.index("--limit") + 1]) if "--limit" in sys.argv else 10**9
LONGEST = 160  # characters of a unit; KLUE's longest sentence has 146


def jsonl(path):
    opener = gzip.open if path.endswith(".gz") else open
    with opener(f"{DATA}/{path}", "rt", encoding="utf-8") as f:
        return [json.loads(line) for line in f if line.strip()]


# --- paragraphs as lists of (character, offset in the stored field) -------------------------------------------------------------
BLOCK = re.compile(r"<(?!/?(?:b|strong|span|a|i|em|u|mark|sup|sub|small|font)\b)[^<>]*>|\n", re.I)
INLINE_OR_REF = re.compile(r"<[^<>]*>|&(?:#\d+|#x[0-9a-fA-F]+|\w+);")
SKIPPED = re.compile(r"<(style|script|iframe)\b.*?</\1\s*>", re.I | re.S)


def paragraphs(raw, is_html):
    """Yields (text, offsets); offsets[i] is where character i starts in `raw`, offsets[-1] where the last one ends."""
    if is_html:
        raw = SKIPPED.sub(lambda m: "<x" + " " * (len(m.group()) - 3) + ">", raw)
    start, cuts = 0, []
    for m in (BLOCK if is_html else re.compile("\n")).finditer(raw):
        cuts.append((start, m.start()))
        start = m.end()
    cuts.append((start, len(raw)))
    for a, b in cuts:
        chars, offs, i = [], [], a
        while i < b:
            m = INLINE_OR_REF.match(raw, i, b) if is_html and raw[i] in "<&" else None
            if m:
                if m.group()[0] == "&":
                    t = html.unescape(m.group())
                    chars.append(t[0])
                    offs.append(i)
                i = m.end()
            else:
                chars.append(raw[i])
                offs.append(i)
                i += 1
        end = (offs[-1] + 1) if offs else a
        if offs and raw[offs[-1]] == "&":
            end = raw.find(";", offs[-1]) + 1
        lo, hi = 0, len(chars)
        while lo < hi and chars[lo].isspace():
            lo += 1
        while hi > lo and chars[hi - 1].isspace():
            hi -= 1
        if hi > lo:
            text = "".join(" " if c.isspace() or c == "\u200b" else c for c in chars[lo:hi])
            yield text, offs[lo:hi] + [end if hi == len(chars) else offs[hi]]


SENTENCE_END = re.compile(r'[.?!…][”"’\')\]」』]*\s+(?=\S)')


def sentences(text):
    """(start, end) of the sentences of a paragraph; too long ones are cut at a space."""
    start, out = 0, []
    for m in SENTENCE_END.finditer(text):
        before = text[max(0, m.start() - 1)]
        if before.isdigit() and m.group()[0] == "." and text[m.end() : m.end() + 1].isdigit():
            continue  # "3. 5"
        if m.start() - start < 4:
            continue
        out.append((start, m.start() + len(m.group().rstrip())))
        start = m.end()
    if start < len(text):
        out.append((start, len(text)))
    for a, b in out:
        while b - a > LONGEST:
            cut = text.rfind(" ", a + LONGEST // 2, a + LONGEST)
            if cut < 0:
                cut = a + LONGEST
            yield a, cut
            a = cut + (text[cut] == " ")
        if b > a:
            yield a, b


# --- collect -----------------------------------------------------------------------------------------------------------------
flat, source, units, stream, parts = [], [], [], [], []  # parts: (flat start, text) to analyse
seen = set()


def add(group, row, field, raw, is_html=False, whole=False):
    first = len(flat)
    for text, offs in ([(raw, list(range(len(raw) + 1)))] if whole else paragraphs(raw, is_html)):
        if group < 3 and len(text) >= 15:
            if text in seen:
                continue
            seen.add(text)
        at = len(flat)
        flat.extend(min(ord(c), 0xFFFD) if ord(c) < 0x10000 else 0xFFFD for c in text)
        flat.append(10)
        source.extend((group, row, field, o) for o in offs)
        parts.append((at, text))
        for a, b in ([(0, len(text))] if whole else sentences(text)):
            units.append((group, row, at + a, b - a))
    if len(flat) > first:
        flat[-1] = 12
        if group < 4:
            stream.append((first, len(flat)))


# field: 0 body (feed html, fnnews description, dedupe text), 1 title; klue sentences and articles: 0
for i, r in enumerate(jsonl("articles/extra/ko-feed-bodies.jsonl.gz")[:LIMIT]):
    add(0, i, 1, r["title"])
    add(0, i, 0, r["html"], is_html=True)
for i, r in enumerate(jsonl("articles/extra/real-leads-fnnews.jsonl")[:LIMIT]):
    add(1, i, 1, r["title"])
    add(1, i, 0, r["description"])
for i, r in enumerate(jsonl("dedupe/articles.ndjson")[:LIMIT]):
    add(2, i, 1, r["title"])
    add(2, i, 0, r["text"])
train = jsonl("ner/konec-train-recon.jsonl")
for i, r in enumerate(train):
    add(3, i, 0, r["text"], whole=True)
gold = jsonl("ner/klue-ner-dev-A.jsonl")
for i, r in enumerate(gold):
    add(4, i, 0, r["text"], whole=True)
articles = sorted(os.listdir(f"{DATA}/ner/articles"))
article = [json.load(open(f"{DATA}/ner/articles/{a}", encoding="utf-8")) for a in articles]
for i, r in enumerate(article):
    add(5, i, 0, r["text"])
print("characters", len(flat), "units", len(units), "pre-training", sum(b - a for a, b in stream), flush=True)

# --- labels --------------------------------------------------------------------------------------------------------------------
SIX = ["DT", "LC", "OG", "PS", "QT", "TI"]
fine_gold = {r["id"]: r for r in jsonl("ner/konec-150-dev-A.jsonl")}
fine_names = sorted({e["type"] for r in list(fine_gold.values()) + train for e in r["entities"]})


def spans(rows, names):
    return np.array(
        [
            (i, e["start"], e["end"], names.index(e["type"]))
            for i, r in enumerate(rows)
            for e in r["entities"]
            if e["type"] in names
        ],
        np.int32,
    )


gold_with_fine = [fine_gold[r["id"]] if fine_gold[r["id"]]["text"] == r["text"] else {"entities": []} for r in gold]
has_fine = np.array([fine_gold[r["id"]]["text"] == r["text"] for r in gold])

# other types a form is known by: what the converter's noise draws from
state, MASK = 1, (1 << 64) - 1


def splitmix():
    global state
    state = (state + 0x9E3779B97F4A7C15) & MASK
    v = state
    v = ((v ^ v >> 30) * 0xBF58476D1CE4E5B9) & MASK
    v = ((v ^ v >> 27) * 0x94D049BB133111EB) & MASK
    return v ^ v >> 31


order = list(range(len(gold)))
for last in range(len(order) - 1, 0, -1):
    j = splitmix() % (last + 1)
    order[last], order[j] = order[j], order[last]
half = np.zeros(len(gold), np.uint8)  # 0: first half (A1), 1: second (A2)
half[order[len(order) // 2 :]] = 1

# --- analysers -----------------------------------------------------------------------------------------------------------------
n = len(flat)
tag_m, sem_m, tag_k = np.zeros(n, np.uint8), np.zeros(n, np.uint8), np.zeros(n, np.uint8)
tags, sems, ktags = {"": 0}, {"": 0}, {"": 0}
mecab = MeCab()
for at, text in parts:
    for mo in mecab.parse(text):
        t = tags.setdefault(mo.feature.pos.split("+")[0], len(tags))
        s = sems.setdefault((mo.feature.semantic or "").split("|")[0], len(sems))
        a, b = mo.span.start, mo.span.end
        tag_m[at + a : at + b] = 2 * t
        tag_m[at + a] += 1
        sem_m[at + a : at + b] = min(s, 254)
print("mecab", len(tags), len(sems), flush=True)


def save():
    np.savez_compressed(
        f"{OUT}/data.npz",
        flat=np.array(flat, np.uint16),
        mecab=tag_m,
        sem=sem_m,
        kiwi=tag_k,
        units=np.array(units, np.int32),
        stream=np.array(stream, np.int32),
        fine_train=spans(train, fine_names),
        fine_gold=spans(gold_with_fine, fine_names),
        six_gold=spans(gold, SIX),
        has_fine=has_fine,
        half=half,
        fine_names=np.array(fine_names),
        articles=np.array(articles),
    )
    src = np.array(source, np.int32)
    np.savez_compressed(
        f"{OUT}/meta.npz",
        source=src,
        parts=np.array([(at, len(t)) for at, t in parts], np.int32),
        tags=np.array(list(tags)),
        sems=np.array(list(sems)),
        ktags=np.array(list(ktags)),
    )


save()
kiwi = Kiwi(num_workers=1)
cache, todo = {}, parts[::-1]  # the gold first
for k in range(0, len(todo), 2000):
    chunk = todo[k : k + 2000]
    for (at, text), tokens in zip(chunk, kiwi.tokenize([t for _, t in chunk])):
        filled = 0
        for tok in tokens:
            a, b = max(tok.start, filled), tok.start + tok.len
            if b <= a:
                continue
            t = ktags.setdefault(tok.tag.split("-")[0], len(ktags))
            tag_k[at + a : at + b] = 2 * t
            tag_k[at + a] += 1
            filled = b
    print("kiwi", k, "of", len(todo), len(ktags), flush=True)
save()
print("done", os.path.getsize(f"{OUT}/data.npz") / 2**20, "MiB")
