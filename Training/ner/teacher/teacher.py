#!/usr/bin/env python3
"""Pre-trains a character encoder on Korean news and fine-tunes an ensemble of NER teachers, all inside one short GPU lease.

usage: teacher.py DATA.npz OUT-FOLDER [--NAME VALUE]...     (DATA.npz: see prepare.py)

Every weight has a leading "member" axis, so that members (3 folds x seeds) train at once with batched matrix products:
  fold 0 sees gold of A1 only, fold 1 of A2 only, fold 2 of all of A. No text of A and no article is used in pre-training.
Stages, each with its own wall-clock budget (learning rates follow the clock, so any machine gives a finished model):
  pretrain  masked spans over ~7 M characters; also predicts Kiwi's tag and mecab-ko-dic's semantic class of masked characters
  stage 1   heads: konec fine labels (21,008 reconstructed sentences + the fold's gold) and KLUE's six types (the fold's gold);
            the gold is shown twice, plain and with its fine labels as noisy INPUT: so one model is both tagger and converter
  silver    the converter reads the reconstructed fine labels of the 21,008 sentences: six-type probabilities, one set a fold
  stage 2   goes on from stage 1, plain: soft silver of the fold + its gold + fine labels
  label     the fold's ensemble labels the news
  stage 3   goes on, with the news' own soft labels as further targets under input noise (noisy student); labels all again
Outputs: probabilities of the 13 BIO labels (uint8, /255) for every character, scores, the encoder's weights (int8 rows).
"""

import json, math, os, sys, time

T0 = time.time()
import numpy as np
import torch
import torch.nn.functional as F

C = dict(
    d=512,
    layers=8,
    heads=8,
    ff=2048,
    seeds=2,
    window=256,
    batch=256,
    tokens=4096,
    lr=8e-4,
    ftlr=2.5e-4,
    drop=0.1,
    t_pre=235.0,
    t_s1=70.0,
    t_s2=75.0,
    t_s3=50.0,
    t_end=545.0,
    compile=1,
    news=1.0,
    seed=20261126,
    steps=10**9,
)
a = sys.argv[3:]
for k, v in zip(a[::2], a[1::2]):
    C[k[2:]] = type(C[k[2:]])(float(v))
OUT = sys.argv[2]
os.makedirs(OUT, exist_ok=True)
LOG = open(f"{OUT}/log.txt", "a")
FIG = {"config": C}


def log(*s):
    line = "%6.1f " % (time.time() - T0) + " ".join(str(x) for x in s)
    print(line, flush=True)
    LOG.write(line + "\n")
    LOG.flush()


def figure(name, value):
    FIG[name] = value
    log(name, json.dumps(value))
    json.dump(FIG, open(f"{OUT}/figures.json", "w"), indent=1)


dev = "cuda" if torch.cuda.is_available() else "cpu"
torch.manual_seed(C["seed"])
torch.set_float32_matmul_precision("high")
if dev == "cpu":
    torch.set_num_threads(1)
log(torch.__version__, torch.cuda.get_device_name() if dev == "cuda" else "cpu")
amp = lambda: torch.autocast(dev, torch.bfloat16, enabled=dev == "cuda")

# --- data ----------------------------------------------------------------------------------------------------------------------
z = np.load(sys.argv[1])
flat = z["flat"].astype(np.int64)
units = z["units"].astype(np.int64)
N = len(flat)
counts = np.bincount(flat, minlength=65536)
PAD, MASK, UNK = 0, 1, 2
char_id = np.full(65536, UNK)
known = np.nonzero(counts >= 3)[0]
char_id[known] = 3 + np.arange(len(known))
V = 3 + len(known)
cp = np.arange(65536)
hangul = (cp >= 0xAC00) & (cp <= 0xD7A3)
s = cp - 0xAC00
jamo = np.stack([np.where(hangul, s // 588 + 1, 0), np.where(hangul, s % 588 // 28 + 1, 0), np.where(hangul, s % 28 + 1, 0)], 1)
kind = np.zeros(65536, np.int64)
for k, (lo, hi) in enumerate([(0, 32), (48, 57), (97, 122), (65, 90), (0xAC00, 0xD7A3), (0x3131, 0x318E), (0x4E00, 0x9FFF)], 1):
    kind[lo : hi + 1] = k
for k, chars in enumerate([".,", "()[]", "\"'‘’“”<>〈〉《》「」『』", "%℃$", "~-:/", "·ㆍ・"], 8):
    for c in chars:
        kind[ord(c)] = k
blank = flat <= 32
idx = np.arange(N)
last = np.maximum.accumulate(np.where(blank, idx, -1))
nxt = np.minimum.accumulate(np.where(blank, idx, N)[::-1])[::-1]
from_start = np.clip(idx - last - 1, 0, 7)
to_end = np.clip(nxt - idx - 1, 0, 7)
# one multi-hot row per character: the groups' widths and values; the first `HIDE` columns vanish where a character is masked
columns = [
    jamo[flat, 0],
    jamo[flat, 1],
    jamo[flat, 2],
    kind[flat],
    z["kiwi"],
    z["mecab"],
    z["sem"],
    np.where(blank, 8, from_start),
    np.where(blank, 8, to_end),
]
widths = [int(c.max()) + 1 for c in columns]
offsets = np.cumsum([0] + widths[:-1])
S = sum(widths)
HIDE = int(offsets[7])
multi = np.stack([c.astype(np.int16) + o for c, o in zip(columns, offsets)], 1).astype(np.int16)
fine_names = [str(x) for x in z["fine_names"]]
K = len(fine_names)
SIX = ["DT", "LC", "OG", "PS", "QT", "TI"]
group, start, length = units[:, 0], units[:, 2], units[:, 3]
u_train, u_gold = np.nonzero(group == 3)[0], np.nonzero(group == 4)[0]
u_news, u_art = np.nonzero(group < 3)[0], np.nonzero(group == 5)[0]
if C["news"] < 1:
    u_news = u_news[: int(len(u_news) * C["news"])]
half, has_fine = z["half"], z["has_fine"]
# labels at flat positions. six: O=0, then B I E S of each type (25). fine: 0 unknown, 1 O, 2+2t B, 3+2t I
six = np.full(N, -100, np.int64)
fine = np.zeros(N, np.int64)
mention = np.zeros(N, np.int64)
mentions = 1
for u in u_gold:
    six[start[u] : start[u] + length[u]] = 0
for i, a_, b_, t in z["six_gold"]:
    p = start[u_gold[i]]
    y = 1 + 4 * t
    if b_ - a_ == 1:
        six[p + a_] = y + 3
    else:
        six[p + a_] = y
        six[p + a_ + 1 : p + b_ - 1] = y + 1
        six[p + b_ - 1] = y + 2
for us, sp in ((u_train, z["fine_train"]), (u_gold, z["fine_gold"])):
    for k, u in enumerate(us):
        if us is u_train or has_fine[k]:
            fine[start[u] : start[u] + length[u]] = 1
    for i, a_, b_, t in sp:
        p = start[us[i]]
        fine[p + a_] = 2 + 2 * t
        fine[p + a_ + 1 : p + b_] = 3 + 2 * t
        mention[p + a_ : p + b_] = mentions
        mentions += 1
if C["news"] < 0.01:
    u_train = u_train[:600]  # dry runs
cand = np.stack([np.array([j for j in range(K) if fine_names[j][:2] == n[:2]] * 140)[:140] for n in fine_names])
t_ = lambda x: torch.as_tensor(x, device=dev)
char_t = t_(char_id[flat])
multi_t = t_(multi)
six_t = t_(six)
fine_t = t_(fine)
mention_t = t_(mention)
cand_t = t_(cand)
start_t, length_t = t_(start), t_(length)
kiwi_t, sem_t = t_(z["kiwi"].astype(np.int64) // 2), t_(z["sem"].astype(np.int64))
NK, NS = int(kiwi_t.max()) + 1, int(sem_t.max()) + 1
stream = t_(np.concatenate([np.arange(a_, b_) for a_, b_ in z["stream"]]))
log(
    "characters",
    N,
    "vocabulary",
    V,
    "features",
    S,
    "fine",
    K,
    "pre-training",
    len(stream),
    "train",
    len(u_train),
    "gold",
    len(u_gold),
    "news",
    len(u_news),
)


# --- model ---------------------------------------------------------------------------------------------------------------------
def block(x, g1, b1, wq, bq, wo, bo, g2, b2, w1, c1, w2, c2, cos, sin, mask, M, B, T, H, p):
    d = x.shape[-1]
    h = F.layer_norm(x, (d,)) * g1 + b1
    q, k, v = torch.baddbmm(bq, h, wq).view(M * B, T, 3, H, d // H).permute(2, 0, 3, 1, 4)
    rot = lambda u: torch.cat(
        (
            u[..., : u.shape[-1] // 2] * cos - u[..., u.shape[-1] // 2 :] * sin,
            u[..., u.shape[-1] // 2 :] * cos + u[..., : u.shape[-1] // 2] * sin,
        ),
        -1,
    ).to(v.dtype)
    o = F.scaled_dot_product_attention(rot(q), rot(k), v, attn_mask=mask)
    o = o.transpose(1, 2).reshape(M, B * T, d)
    x = x + F.dropout(torch.baddbmm(bo, o, wo), p)
    h = F.layer_norm(x, (d,)) * g2 + b2
    h = F.dropout(F.gelu(torch.baddbmm(c1, h, w1), approximate="tanh"), p)
    return x + F.dropout(torch.baddbmm(c2, h, w2), p)


fast_block = block


class Net:
    """Parameters in a dict; shapes start with the member axis."""

    def __init__(self, M, gen_seed):
        g = torch.Generator().manual_seed(gen_seed)
        d, ff, L = C["d"], C["ff"], C["layers"]
        r = lambda *s, std=0.02: torch.randn(M, *s, generator=g) * std
        o, zr = (lambda *s: torch.ones(M, 1, *s)), (lambda *s: torch.zeros(M, 1, *s))
        P = {"char": r(V, d), "multi": r(S, d), "ge": o(d), "be": zr(d), "gf": o(d), "bf": zr(d)}
        for l in range(L):
            P.update(
                {
                    f"{l}.g1": o(d),
                    f"{l}.b1": zr(d),
                    f"{l}.wq": r(d, 3 * d),
                    f"{l}.bq": zr(3 * d),
                    f"{l}.wo": r(d, d, std=0.02 / math.sqrt(2 * L)),
                    f"{l}.bo": zr(d),
                    f"{l}.g2": o(d),
                    f"{l}.b2": zr(d),
                    f"{l}.w1": r(d, ff),
                    f"{l}.c1": zr(ff),
                    f"{l}.w2": r(ff, d, std=0.02 / math.sqrt(2 * L)),
                    f"{l}.c2": zr(d),
                }
            )
        P.update(
            {
                "mlm.w": r(d, d),
                "mlm.b": zr(d),
                "mlm.g": o(d),
                "mlm.gb": zr(d),
                "mlm.bias": zr(V),
                "mlm.kiwi": r(d, NK),
                "mlm.sem": r(d, NS),
            }
        )
        self.M = M
        self.use({k: v.to(dev) for k, v in P.items()})

    def use(self, P):
        self.P = {k: v.detach().clone().requires_grad_() for k, v in P.items()}
        self.M = next(iter(P.values())).shape[0]

    def heads(self, seed):
        g = torch.Generator().manual_seed(seed)
        d, M = C["d"], self.M
        P = {k: v for k, v in self.P.items() if not k.startswith("mlm.")}
        for k, shape in (("fine.in", (2 + 2 * K, d)), ("six.w", (d, 25)), ("fine.w", (d, 2 + 2 * K))):
            P[k] = (torch.randn(M, *shape, generator=g) * 0.02).to(dev)
        P["six.b"] = torch.zeros(M, 1, 25, device=dev)
        P["fine.b"] = torch.zeros(M, 1, 2 + 2 * K, device=dev)
        P["fine.in"][:, 0] = 0
        self.use(P)

    def __call__(self, char, hot, fine_in=None, mask=None, p=0.0):
        P = self.P
        M, B, T = char.shape
        d, H = C["d"], C["heads"]
        off = (torch.arange(M, device=dev) * V).view(M, 1, 1)
        x = F.embedding(char + off, P["char"].view(M * V, d)).view(M, B * T, d) + torch.bmm(hot.view(M, B * T, S), P["multi"])
        if fine_in is not None:
            w = 2 + 2 * K
            x = x + F.embedding(fine_in + (torch.arange(M, device=dev) * w).view(M, 1, 1), P["fine.in"].view(M * w, d)).view(
                M, B * T, d
            )
        x = F.dropout(F.layer_norm(x.float(), (d,)) * P["ge"] + P["be"], p)
        f = 1e4 ** -(torch.arange(0, d // H // 2, device=dev) / (d // H // 2))
        ang = torch.arange(T, device=dev)[:, None] * f
        cos, sin = ang.cos(), ang.sin()
        m = None if mask is None else mask.view(M * B, 1, 1, T)
        flat_bias = lambda t: t.view(-1) if M == 1 and t.shape[1] == 1 else t  # torch.compile's gradient loses axes of length 1
        for l in range(C["layers"]):
            x = fast_block(
                x,
                *(flat_bias(P[f"{l}.{n}"]) for n in ("g1", "b1", "wq", "bq", "wo", "bo", "g2", "b2", "w1", "c1", "w2", "c2")),
                cos,
                sin,
                m,
                M,
                B,
                T,
                H,
                p,
            )
        return F.layer_norm(x, (d,)) * P["gf"] + P["bf"]


def hot_rows(pos, valid, hide=None):
    """Multi-hot features of the characters at flat positions `pos`; `hide`: masked characters keep only their place in the eojeol."""
    rows = torch.zeros(*pos.shape, S, device=dev, dtype=torch.bfloat16 if dev == "cuda" else torch.float32)
    rows.scatter_(-1, multi_t[pos].long(), 1.0)
    rows = rows * valid[..., None]
    if hide is not None:
        rows[..., :HIDE] *= (~hide)[..., None]
    return rows


def adamw(P, lr):
    decay = [v for k, v in P.items() if v.shape[1] > 1]
    plain = [v for k, v in P.items() if v.shape[1] == 1]
    return torch.optim.AdamW(
        [{"params": decay, "weight_decay": 0.05}, {"params": plain, "weight_decay": 0.0}],
        lr=lr,
        betas=(0.9, 0.98),
        eps=1e-6,
        fused=dev == "cuda",
    )


def clock_rate(opt, peak, progress, warm):
    r = peak * min(1, (progress + 1e-3) / warm) * max(0.02, (1 - progress) / (1 - warm) if progress > warm else 1)
    for g in opt.param_groups:
        g["lr"] = r


# --- pre-training --------------------------------------------------------------------------------------------------------------
def span_mask(B, T, rate=0.075):
    starts = torch.rand(B, T, device=dev) < rate
    long = torch.randint(1, 7, (B, T), device=dev)
    m = torch.zeros(B, T, dtype=torch.bool, device=dev)
    for k in range(6):
        if k:
            m[:, k:] |= (starts & (long > k))[:, :-k]
        else:
            m |= starts
    return m


def pretrain(net, budget):
    global fast_block
    B, T = C["batch"], C["window"]
    opt = adamw(net.P, C["lr"])
    P = net.P
    pick = int(B * T * 0.22)
    t0 = time.time()
    step, run, seen = 0, None, 0
    marks = []
    if C["compile"] and dev == "cuda":
        torch._dynamo.config.cache_size_limit = 64
        fast_block = torch.compile(block, dynamic=False)
    timer = None
    while step < C["steps"]:
        now = time.time()
        progress = (now - t0) / budget
        if progress >= 1:
            break
        clock_rate(opt, C["lr"], progress, 0.05)
        at = torch.randint(0, len(stream) - T, (B, 1), device=dev) + torch.arange(T, device=dev)
        pos = stream[at]
        m = span_mask(B, T)
        u = torch.rand(B, T, device=dev)
        char = char_t[pos]
        hidden = m & (u < 0.9)
        inp = torch.where(
            m & (u < 0.85), MASK, torch.where(m & (u >= 0.85) & (u < 0.9), torch.randint(3, V, (B, T), device=dev), char)
        )
        sel = (m.float() + 0.5 * torch.rand(B, T, device=dev)).view(-1).topk(pick).indices
        w = m.view(-1)[sel].float()
        w = w / w.sum()
        with amp():
            h = net(inp[None], hot_rows(pos, torch.ones_like(m), hidden)[None], p=C["drop"] / 2)[0][sel][None]
            h = F.gelu(torch.baddbmm(P["mlm.b"], h, P["mlm.w"]))
            h = F.layer_norm(h, (C["d"],)) * P["mlm.g"] + P["mlm.gb"]
            logits = torch.baddbmm(P["mlm.bias"], h, P["char"].transpose(1, 2))[0]
            lk, ls = torch.bmm(h, P["mlm.kiwi"])[0], torch.bmm(h, P["mlm.sem"])[0]
        flatpos = pos.view(-1)[sel]
        ce = (F.cross_entropy(logits.float(), char_t[flatpos], reduction="none") * w).sum()
        aux = (F.cross_entropy(lk.float(), kiwi_t[flatpos], reduction="none") * w).sum() + (
            F.cross_entropy(ls.float(), sem_t[flatpos], reduction="none") * w
        ).sum()
        (ce + 0.2 * aux).backward()
        torch.nn.utils.clip_grad_norm_(list(P.values()), 1.0)
        opt.step()
        opt.zero_grad(set_to_none=True)
        step += 1
        seen += B * T
        run = ce.detach() if run is None else 0.98 * run + 0.02 * ce.detach()
        if dev == "cuda" and step % 4 == 0:
            torch.cuda.synchronize()
        if step in (1, 3, 20) or step % 250 == 0:
            log("pretrain step", step, "loss %.3f" % run.item(), "characters/s %.2f M" % (seen / (time.time() - t0) / 1e6))
    figure(
        "pretrain",
        dict(
            steps=step,
            passes=round(seen / len(stream), 1),
            loss=round(run.item(), 3),
            seconds=round(time.time() - t0, 1),
            parameters=sum(v.numel() for v in P.values()),
        ),
    )


# --- fine-tuning ---------------------------------------------------------------------------------------------------------------
LENGTHS = (48, 96, 160)
rng = np.random.default_rng(C["seed"])


class Pool:
    """Units to draw from, by length class."""

    def __init__(self, us):
        self.by = [us[(length[us] <= hi) & (length[us] > lo)] for lo, hi in zip((0,) + LENGTHS[:-1], LENGTHS)]

    def size(self, c):
        return int(length[self.by[c]].sum()) if len(self.by[c]) else 0

    def draw(self, c, n):
        return rng.choice(self.by[c], n) if len(self.by[c]) else None


def grid(us, T):
    """Flat positions [.., T] of units, and which of them are inside."""
    us = t_(us)
    ar = torch.arange(T, device=dev)
    valid = ar < length_t[us][..., None]
    return torch.where(valid, start_t[us][..., None] + ar, 0), valid


def noisy_fine(pos, valid):
    """The fine labels as input: some mentions missing, some of a neighbouring type, as the reconstructed ones are."""
    f = torch.where(valid, fine_t[pos], 0)
    m = mention_t[pos] * valid
    r = torch.rand(mentions, device=dev)
    alt = torch.randint(0, 140, (mentions,), device=dev)
    rm, am = r[m], alt[m]
    t = (f - 2).clamp(min=0) // 2
    b = (f - 2).clamp(min=0) % 2
    swapped = cand_t[t, am] * 2 + 2 + b
    inside = f >= 2
    return torch.where(inside & (rm < 0.05), 1, torch.where(inside & (rm < 0.11), swapped, f))


FOLDS = 3


def finetune(name, net, pools, shares, budget, peak, soft=None, fine_weight=0.7):
    """pools[kind] = one Pool per fold; kinds: train, gold (plain), conv (gold with its fine labels as input), news. shares: of each batch."""
    global fast_block
    opt = adamw(net.P, peak)
    M = net.M
    P = net.P
    t0 = time.time()
    step = 0
    run = {}
    kinds = list(shares)
    ref = pools["train"][0]
    weight = np.array([ref.size(c) for c in range(3)], float)
    weight /= weight.sum()
    if "news" in shares:
        w2 = np.array([pools["news"][0].size(c) for c in range(3)], float)
        weight = 0.5 * weight + 0.5 * w2 / w2.sum()
    while step < C["steps"]:
        progress = (time.time() - t0) / budget
        if progress >= 1:
            break
        clock_rate(opt, peak, progress, 0.06)
        c = int(rng.choice(3, p=weight))
        T = LENGTHS[c]
        total = C["tokens"] // T
        ns = [max(1, round(total * shares[k])) for k in kinds]
        ns[0] += total - sum(ns)
        us = np.stack(
            [
                np.concatenate([pools[k][min(m % FOLDS, len(pools[k]) - 1)].draw(c, n) for k, n in zip(kinds, ns)])
                for m in range(M)
            ]
        )
        pos, valid = grid(us, T)
        char = torch.where(valid, char_t[pos], PAD)
        hide = (torch.rand(pos.shape, device=dev) < 0.06) & valid
        cut = {}
        b = 0
        for k, n in zip(kinds, ns):
            cut[k] = slice(b, b + n)
            b += n
        fin = torch.zeros_like(pos)
        if "conv" in cut:
            fin[:, cut["conv"]] = noisy_fine(pos[:, cut["conv"]], valid[:, cut["conv"]])
        with amp():
            h = net(torch.where(hide, MASK, char), hot_rows(pos, valid, hide), fin if "conv" in cut else None, valid, C["drop"])
            o6 = torch.baddbmm(P["six.b"], h, P["six.w"]).view(M, -1, T, 25)
            of = torch.baddbmm(P["fine.b"], h, P["fine.w"]).view(M, -1, T, 2 + 2 * K)
        loss = 0.0
        for k in kinds:
            v = valid[:, cut[k]]
            if k in ("gold", "conv"):
                l = F.cross_entropy(
                    o6[:, cut[k]].reshape(-1, 25).float(), torch.where(v, six_t[pos[:, cut[k]]], -100).view(-1), ignore_index=-100
                )
                run[k] = l.detach()
                loss = loss + M * (1.0 if k == "gold" or soft is None else 0.5) * l
            elif soft is not None:
                q = torch.stack([soft[m % FOLDS][pos[m, cut[k]]] for m in range(M)]).float() / 255.0
                l = -(q * o6[:, cut[k]].float().log_softmax(-1)).sum(-1)
                l = (l * v).sum() / v.sum()
                run[k] = l.detach()
                loss = loss + M * l
            if k in ("train", "gold"):
                y = torch.where(v, fine_t[pos[:, cut[k]]], 0).view(-1)
                l = F.cross_entropy(of[:, cut[k]].reshape(-1, 2 + 2 * K).float(), y, ignore_index=0)
                run[k + "-fine"] = l.detach()
                loss = loss + M * fine_weight * (1 if k == "train" else 0.5) * l
        try:
            loss.backward()
        except RuntimeError as e:
            if fast_block is block or "invalid gradient" not in str(e):
                raise
            log("compiled block failed, going on without:", str(e)[:200])
            fast_block = block
            opt.zero_grad(set_to_none=True)
            continue
        torch.nn.utils.clip_grad_norm_(list(P.values()), 1.5 * math.sqrt(M))
        opt.step()
        opt.zero_grad(set_to_none=True)
        step += 1
        if dev == "cuda" and step % 4 == 0:
            torch.cuda.synchronize()
        if step in (1, 5) or step % 200 == 0:
            log(
                name,
                "step",
                step,
                {k: round(v.item(), 4) for k, v in run.items()},
                "%.1f ms/step" % (1000 * (time.time() - t0) / step),
            )
    figure(name, dict(steps=step, seconds=round(time.time() - t0, 1), ms=round(1000 * (time.time() - t0) / max(1, step), 1)))


@torch.no_grad()
def predict(net, us, folds, fine_input=False, members=False):
    """Mean BIOES probabilities (uint8) at flat positions, one [N,25] array a fold; with members=True one a member of those folds."""
    global fast_block
    compiled, fast_block = fast_block, block  # eager: too many lengths to compile for
    ms = [m for m in range(net.M) if m % FOLDS in folds]
    sub = Net.__new__(Net)
    sub.P = {k: v[ms] for k, v in net.P.items()}
    sub.M = len(ms)
    out = {k: torch.zeros(N, 25, dtype=torch.uint8, device=dev) for k in (range(len(ms)) if members else folds)}
    order = us[np.argsort(length[us], kind="stable")]
    k = 0
    while k < len(order):
        T = -(-int(length[order[min(len(order) - 1, k + 255)]]) // 8) * 8
        n = max(1, min(32768 // T, len(order) - k))
        T = -(-int(length[order[k + n - 1]]) // 8) * 8
        u = order[k : k + n]
        k += n
        pos, valid = grid(u, T)
        e = lambda x: x.expand(sub.M, *x.shape).contiguous()
        char = torch.where(valid, char_t[pos], PAD)
        fin = e(torch.where(valid, fine_t[pos], 0)) if fine_input else (e(torch.zeros_like(pos)))
        with amp():
            h = net.__class__.__call__(sub, e(char), e(hot_rows(pos, valid)), fin, e(valid))
            p = torch.baddbmm(sub.P["six.b"], h, sub.P["six.w"]).view(sub.M, n, T, 25).float().softmax(-1)
        for key in out:
            q = p[key] if members else p[[i for i, m in enumerate(ms) if m % FOLDS == key]].mean(0)
            out[key][pos[valid]] = (q[valid] * 255).round().to(torch.uint8)
    fast_block = compiled
    return out


def bio(p25):
    """[.,25] BIOES -> [.,13] BIO: B takes S, I takes E."""
    q = p25.view(-1, 25).to(torch.int16)
    o = torch.empty(q.shape[0], 13, dtype=torch.int16, device=q.device)
    o[:, 0] = q[:, 0]
    for t in range(6):
        o[:, 1 + 2 * t] = q[:, 1 + 4 * t] + q[:, 4 + 4 * t]
        o[:, 2 + 2 * t] = q[:, 2 + 4 * t] + q[:, 3 + 4 * t]
    return o.clamp(max=255).to(torch.uint8)


def viterbi(p, outside=0.0):
    """p [n,13] of one unit (numpy, probabilities) -> spans (start, end, type)."""
    lp = np.log(np.maximum(p, 1e-4))
    lp[:, 0] -= outside
    n = len(lp)
    score = lp[0].copy()
    score[2::2] = -1e9
    back = np.zeros((n, 13), np.int64)
    for i in range(1, n):
        best = int(score.argmax())
        new = np.full(13, score[best])
        prev = np.full(13, best)
        for t in range(6):
            b_, i_ = 1 + 2 * t, 2 + 2 * t
            j = b_ if score[b_] >= score[i_] else i_
            new[i_] = score[j]
            prev[i_] = j
        score = new + lp[i]
        back[i] = prev
    y = int(score.argmax())
    ys = [0] * n
    for i in range(n - 1, -1, -1):
        ys[i] = y
        y = int(back[i][y])
    out, i = [], 0
    while i < n:
        if ys[i] % 2:
            j = i + 1
            while j < n and ys[j] == ys[i] + 1:
                j += 1
            out.append((i, j, ys[i] // 2))
            i = j
        else:
            i += 1
    return out


gold_spans = [set() for _ in u_gold]
for i, a_, b_, t in z["six_gold"]:
    gold_spans[i].add((int(a_), int(b_), int(t)))


def score(p25, which):
    """F1 of predictions for gold sentences `which` (row numbers)."""
    c = np.zeros((6, 3))
    p13 = (
        bio(p25[torch.cat([torch.arange(start[u_gold[i]], start[u_gold[i]] + length[u_gold[i]]) for i in which]).to(dev)])
        .cpu()
        .numpy()
        / 255.0
    )
    at = 0
    for i in which:
        n = length[u_gold[i]]
        pred = set(viterbi(p13[at : at + n]))
        at += n
        for x in gold_spans[i]:
            c[x[2], 2] += 1
        for x in pred:
            c[x[2], 1] += 1
        for x in pred & gold_spans[i]:
            c[x[2], 0] += 1
    f = 200 * c[:, 0] / np.maximum(1, c[:, 1] + c[:, 2])
    tot = c.sum(0)
    return dict(
        micro=round(200 * tot[0] / max(1, tot[1] + tot[2]), 2),
        macro=round(float(f.mean()), 2),
        P=round(100 * tot[0] / max(1, tot[1]), 2),
        R=round(100 * tot[0] / max(1, tot[2]), 2),
        types={n: round(float(x), 1) for n, x in zip(SIX, f)},
    )


def judge(name, net, modes=(False,), members=True):
    """Fold 0 on A2, fold 1 on A1."""
    kept = {}
    for conv in modes:
        p = predict(net, u_gold, [0, 1], fine_input=conv)
        label = name + (" converter" if conv else " plain")
        for f in (0, 1):
            rows = np.nonzero((half == 1 - f) & (has_fine if conv else True))[0]
            figure(f"{label}, seen A{f + 1}, scored on A{2 - f}", score(p[f], rows))
        if members and net.M > FOLDS:
            pm = predict(net, u_gold, [0], fine_input=conv, members=True)
            figure(
                f"{label}, single members, seen A1, scored on A2",
                [score(x, np.nonzero((half == 1) & (has_fine if conv else True))[0])["micro"] for x in pm.values()],
            )
        kept[conv] = p
    return kept


def ranges(us):
    return np.concatenate([np.arange(start[u], start[u] + length[u]) for u in us])


def save(name, **arrays):
    t = time.time()
    np.savez_compressed(f"{OUT}/{name}.npz", **arrays)
    log("saved", name, "%.2f MiB in %.1f s" % (os.path.getsize(f"{OUT}/{name}.npz") / 2**20, time.time() - t))


def pick(p25, us):  # in steps of 1/32, stored as 0..32: small files
    return ((bio(p25[t_(ranges(us))]).to(torch.int16) * 32 + 127) // 255).to(torch.uint8).cpu().numpy()


# --- run -----------------------------------------------------------------------------------------------------------------------
net = Net(1, C["seed"])
pretrain(net, C["t_pre"])
# encoder, int8 with one scale a row, in two files
shards = [{}, {}]
for k, v in net.P.items():
    w = v.detach()[0].float()
    sc = w.abs().amax(-1, keepdim=True).clamp(min=1e-8) / 127
    i = int(sum(x.nbytes for x in shards[0].values()) > sum(x.nbytes for x in shards[1].values()))
    shards[i][k] = (w / sc).round().to(torch.int8).cpu().numpy()
    shards[i][k + "|scale"] = sc.to(torch.float32).cpu().numpy()
for i in (0, 1):
    np.savez(f"{OUT}/encoder{i}.npz", **shards[i], **({"vocabulary": known} if i == 0 else {}))
log("encoder saved")

M = FOLDS * C["seeds"]
net.use({k: v.detach().repeat(M, *[1] * (v.dim() - 1)) for k, v in net.P.items()})
net.heads(C["seed"] + 1)
P = Pool
rows = [np.nonzero(half == 0)[0], np.nonzero(half == 1)[0], np.arange(len(half))]
gold_pools = [P(u_gold[r]) for r in rows]
conv_pools = [P(u_gold[r[has_fine[r]]]) for r in rows]
finetune(
    "stage 1",
    net,
    {"train": [P(u_train)], "gold": gold_pools, "conv": conv_pools},
    {"train": 0.55, "gold": 0.2, "conv": 0.25},
    C["t_s1"],
    C["ftlr"],
)
held1 = judge("stage 1", net, (False, True))
for f in (0, 1):  # what mixing the two views gives, on held-out sentences with gold fine labels
    r = np.nonzero((half == 1 - f) & has_fine)[0]
    mixed = ((held1[False][f].float() + 2 * held1[True][f].float()) / 3).round().to(torch.uint8)
    figure(f"stage 1 converter 2/3 + plain 1/3, seen A{f + 1}", score(mixed, r))
plain = predict(net, u_train, [0, 1, 2])
conv = predict(net, u_train, [0, 1, 2], fine_input=True)
soft = {f: ((plain[f].float() + 2 * conv[f].float()) / 3).round().to(torch.uint8) for f in range(3)}
# gold positions keep their gold label through six_t; soft is read for train and news only
save("train_stage1", **{f"{n}{f}": pick(x[f], u_train) for n, x in (("conv", conv), ("plain", plain)) for f in (0, 2)})
del plain, conv, held1
train_pool = [P(u_train)]
finetune("stage 2", net, {"train": train_pool, "gold": gold_pools}, {"train": 0.7, "gold": 0.3}, C["t_s2"], C["ftlr"] * 0.8, soft)
judge("stage 2", net)
art2 = art = predict(net, u_art, [2])
left = C["t_end"] - (time.time() - T0)
log("left before news", round(left, 1))
t = time.time()
news = predict(net, u_news, [0, 1, 2])
log("news labelled in %.1f s" % (time.time() - t))
t_news = time.time() - t
reserve = t_news + 30 * (dev == "cuda")
budget = min(C["t_s3"], C["t_end"] - (time.time() - T0) - reserve)
if budget > 12 or dev == "cpu":
    for f in range(3):
        m = news[f].sum(-1, dtype=torch.int32) > 0
        soft[f][m] = news[f][m]
    finetune(
        "stage 3",
        net,
        {"train": train_pool, "gold": gold_pools, "news": [P(u_news)]},
        {"train": 0.3, "gold": 0.25, "news": 0.45},
        budget,
        C["ftlr"] * 0.7,
        soft,
    )
    held = judge("stage 3", net)
    art = predict(net, u_art, [2])
    del news
    news = predict(net, u_news, [0, 2])
else:
    held = judge("final", net, members=False)
plain = predict(net, u_train, [0, 1, 2])
save(
    "train_final",
    **{f"plain{f}": pick(plain[f], u_train) for f in (0, 2)},
    **{f"held{f}": pick(held[False][f], u_gold) for f in (0, 1)},
    art=pick(art[2], u_art),
    art2=pick(art2[2], u_art),
)
save("news_A1", p=pick(news[0], u_news))
save("news_A", p=pick(news[2], u_news))
log("done; peak memory %.1f GiB" % (torch.cuda.max_memory_allocated() / 2**30 if dev == "cuda" else 0))
