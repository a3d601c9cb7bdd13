#!/usr/bin/env python3
"""What comes after teacher.py, on any CPU: probabilities -> spans without text.

usage: labels.py spans PREP RESULTS OUT
PREP: where prepare.py wrote data.npz and meta.npz. RESULTS: what teacher.py wrote. Of the news, ../silver has the 40,000
sentences that numpy's default_rng(1).permutation puts first.
"""

import json, os, sys
import numpy as np

SIX = ["DT", "LC", "OG", "PS", "QT", "TI"]
TAGS = ["O"] + [b + "-" + t for t in SIX for b in "BI"]


def load(prep):
    z = np.load(f"{prep}/data.npz")
    units = z["units"]
    return z, z["flat"], {g: units[units[:, 0] == g] if g != "news" else units[units[:, 0] < 3] for g in (3, 4, 5, "news")}


def decode(p, us):
    """p [characters of us, 13] in 1/32; -> per unit the list of (start, end, type, confidence) by constrained Viterbi.

    Confidence: the least probability of a span's characters, and of the character after it not going on."""
    lens = us[:, 3].astype(int)
    at = np.concatenate([[0], np.cumsum(lens)[:-1]])
    out = [None] * len(us)
    order = np.argsort(lens, kind="stable")
    for k in range(0, len(order), 4096):
        ids = order[k : k + 4096]
        T = lens[ids[-1]]
        pos = np.minimum(at[ids][:, None] + np.arange(T), len(p) - 1)
        q = p[pos].astype(np.float32) / 32
        lp = np.log(np.maximum(q, 1 / 256))
        live = np.arange(T) < lens[ids][:, None]
        lp[~live] = 0
        lp[..., 1:][~live] = -9  # padding is outside
        n = len(ids)
        sc = lp[:, 0].copy()
        sc[:, 2::2] = -1e9
        back = np.zeros((T, n, 13), np.int8)
        for i in range(1, T):
            best = sc.argmax(1)
            new = np.repeat(sc.max(1)[:, None], 13, 1)
            prev = np.repeat(best[:, None], 13, 1)
            b, c = sc[:, 1::2], sc[:, 2::2]
            new[:, 2::2] = np.maximum(b, c)
            prev[:, 2::2] = np.where(b >= c, np.arange(1, 13, 2), np.arange(2, 13, 2))
            sc = new + lp[:, i]
            back[i] = prev
        y = np.zeros((n, T), np.int8)
        cur = sc.argmax(1)
        for i in range(T - 1, -1, -1):
            y[:, i] = cur
            cur = back[i][np.arange(n), cur]
        for j, u in enumerate(ids):
            spans, i, m = [], 0, lens[u]
            row = y[j]
            starts = np.nonzero(row[:m] % 2)[0]
            for s in starts:
                e = s + 1
                while e < m and row[e] == row[s] + 1:
                    e += 1
                conf = q[j, np.arange(s, e), row[s:e]].min()
                if e < m:
                    conf = min(conf, 1 - q[j, e, row[s] + 1])
                spans.append((int(s), int(e), SIX[row[s] // 2], round(float(conf), 2)))
            out[u] = spans
    return out


def ids(data, name):
    return [json.loads(l) for l in open(f"{data}/ner/{name}", encoding="utf-8")]


if __name__ == "__main__" and sys.argv[1] == "spans":
    _, prep, res, out = sys.argv[1:]
    os.makedirs(out, exist_ok=True)
    z, flat, U = load(prep)
    src = np.load(f"{prep}/meta.npz")["source"]
    data = os.environ.get("DATA", "/work/shared/data")
    tr = [r["id"] for r in ids(data, "konec-train-recon.jsonl")]
    s1, fin = np.load(f"{res}/train_stage1.npz"), np.load(f"{res}/train_final.npz")
    for f, name in ((2, "A"), (0, "A1")):
        sets = {
            "converter": s1[f"conv{f}"],
            "teacher": fin[f"plain{f}"],
            "blend": ((s1[f"conv{f}"].astype(np.uint16) + fin[f"plain{f}"] + 1) // 2).astype(np.uint8),
        }
        for kind, p in sets.items():
            with open(f"{out}/train-{kind}-{name}.jsonl", "w") as w:
                for i, sp in zip(tr, decode(p, U[3])):
                    w.write(json.dumps({"id": i, "spans": sp}, separators=(",", ":")) + "\n")
        p = np.load(f"{res}/news_{name}.npz")["p"]
        total = 0
        with open(f"{out}/news-{name}.jsonl", "w") as w:
            for u, sp in zip(U["news"], decode(p, U["news"])):
                at = u[2]
                g, row, field, first = src[at]
                end = src[at + u[3] - 1, 3] + 1
                # unit and span offsets in the stored field, as Unicode scalars; the end is that of the last character
                w.write(
                    json.dumps(
                        [
                            int(g),
                            int(row),
                            int(field),
                            int(first),
                            int(end),
                            [(int(src[at + s, 3]), int(src[at + e - 1, 3] + 1), t, c) for s, e, t, c in sp],
                        ],
                        separators=(",", ":"),
                    )
                    + "\n"
                )
                total += len(sp)
        print(name, "news spans", total)
