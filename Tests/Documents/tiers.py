"""Where each command of the documents is run.

short   here, in `make test`, as it stands or with a shorter parameter
long    here, with DOCUMENTS_TIER=long: minutes in all, and the data in ../shared/data
other   in another test or script, which names it
"""
from dataclasses import dataclass

DATA = "../shared/data"


@dataclass(frozen=True)
class Here:
    """A command that is run in a checkout with a service: `run` in place of the command's text, where that would take too long."""

    command: str
    run: str | None = None
    # Exit statuses that are right.
    statuses: tuple[int, ...] = (0,)
    # What must be in the output.
    shows: str = ""


@dataclass(frozen=True)
class Other:
    """A command that `file` runs; `needle` stands there, so that the entry cannot outlive it."""

    command: str
    file: str
    needle: str


SHORT = [
    Here('rpc-client call parseArticle Examples/sample.txt include:=\'["blocks"]\'', shows='"title"'),
    Here("rpc-client call parseArticle --each --jobs 64 --resume out.ndjson < articles.ndjson",
         "rpc-client call parseArticle --each --jobs 64 --resume out.ndjson < articles.ndjson && wc -l out.ndjson", shows="20 out.ndjson"),
    Here("rpc-client call parseArticle --files 'pages/**/*.html' > out.ndjson",
         "rpc-client call parseArticle --files 'pages/**/*.html' > files.ndjson && grep -c title files.ndjson", shows="1"),
    Here("rpc-client bench analyzeArticle --each --rate 500 < articles.ndjson",
         "rpc-client bench analyzeArticle --each --rate 50 --duration 1 --warm-up 0 < articles.ndjson", shows="p99"),
    Here("rpc-client top", "timeout --signal=INT 3 rpc-client top", statuses=(0, 124, 130), shows="parseArticle"),
    Here("rpc-client call extractEntities text=@article.txt --view", shows="윤태경"),
    Here("rpc-client list", shows="analyzeArticle"),
    Here("rpc-client describe dedupe", shows="rpc-client call dedupe --json"),
    Here("rpc-client generate", "rpc-client generate", statuses=(64,), shows="<language>"),
    Here("rpc-client generate python", shows="class ArticleClient"),
    Here("rpc-client generate python --output methods.py", "rpc-client generate python --output methods.py && python3 -m py_compile methods.py"),
    Here("rpc-client generate typescript --output article.ts", "rpc-client generate typescript --output article.ts && cat article.ts",
         shows="export class ArticleClient"),
    Here("rpc-client generate swift --output ArticleClient.swift", "rpc-client generate swift --output ArticleClient.swift && cat ArticleClient.swift",
         shows="public struct ArticleClient"),
    Here("rpc-client generate markdown", shows="# Methods of"),
    Here("rpc-client call parseArticle --each --jobs 32", "rpc-client call parseArticle --each --jobs 32 < articles.ndjson", shows='"line":20'),
    Here("rpc-client call system.health", shows='"status":"ok"'),
    Here("rpc-client call pruneIndex before=2026-01-01", shows="removed"),
    Here("rpc-client call removeArticle id=a1", shows="removed"),
    Here("rpc-client call backUpIndex name=2026-11-26", shows="backups/2026-11-26.sqlite"),
    Here("rpc-client call backUpIndex name=today --socket /run/article/admin.sock", shows="backups/today.sqlite"),
    Here("rpc-client call verifyIndex", shows='"sound":true'),
    Here("""echo '{"jsonrpc":"2.0","id":1,"method":"extractEntities","params":{"text":"윤태경 한솔시장은 28일 말했다.","publishedAt":"2025-03-28"}}' | """
         "nc -N -U /tmp/a.sock", shows="2025-03-28"),
    Here("article-service --socket /tmp/a.sock --state-dir /tmp/a &",
         "article-service --socket own.sock --state-dir own-state & trap 'kill $!' EXIT; rpc-client call system.whoami --wait --socket own.sock",
         shows="limits"),
    Here('export PATH="$PWD/.build/release:$PATH" RPC_SOCKET=/tmp/a.sock', 'export PATH="$PWD/.build/release:$PATH"; command -v rpc-client',
         shows=".build/release/rpc-client"),
    Here("export RPC_SOCKET=/run/article/admin.sock", "export RPC_SOCKET=/run/article/admin.sock; rpc-client call indexStats", shows="articles"),
    Here("article-service check-config", "article-service check-config --config Examples/none.yaml", statuses=(0, 64, 78)),
    Here("article-service show-config", shows="idleExit"),
    Here("article-service show-config --defaults", shows="limits:"),
    Here("make help", shows="make"),
    Here("Examples/spark/cost.py --check"),
    Here("Examples/spark/cost.py --set day_articles=250000 add_us=400", shows="250,000"),
    Here("./gold.py OUT", "Benchmarks/entities/gold.py gold-out && ls gold-out", shows="crime-1.json"),
    Here("pip install ./clients/python", "python3 -m venv venv && venv/bin/pip install -q --no-build-isolation --no-index ./clients/python "
         "2>&1 || PYTHONPATH=clients/python/src python3 -c 'import article_client'; echo done", shows="done"),
    Here("BIN_DIR=.build/debug python3 -m pytest Tests/System/test_client_streams.py -k interrupted",
         "python3 -m pytest --collect-only -q -p no:cacheprovider Tests/System/test_client_streams.py -k interrupted", shows="1/"),
    Here("python3 Tests/Torture/test_churn.py", "python3 -m py_compile Tests/Torture/test_churn.py"),
]

BUILT = "Benchmarks/.build/release"
RPC = "export WORK=$PWD/rpc-work && Benchmarks/rpc/build.sh"
RENDER = f"Benchmarks/parse/render.py {DATA}/articles/extra/ko-feed-bodies.jsonl.gz"
ENTITY_MODEL = "Sources/CEntityModel/entity-model.bin"
DUPLICATE_MODELS = "Sources/CDuplicateModel/*.bin"
# It is built with its own weights of words, and so writes where they lie.
DEDUPE_TRAINING = f"sha256sum {DUPLICATE_MODELS} > before && WORK=$PWD/pairs Training/dedupe/train.sh {DATA} && sha256sum --check before"
TRAINER = "Training/ner/.build/release/ner-trainer"
HALVES = f"swift build -c release --package-path Training/ner --product ner-trainer && {TRAINER} split {DATA}/ner/klue-ner-dev-A.jsonl A1.jsonl A2.jsonl"
# One pass over little, where a model takes two minutes.
SMALL_MODEL = (f"{HALVES} && Training/ner/silver.py {DATA} all.jsonl --fold A1 && head -500 all.jsonl > silver-A1.jsonl && "
               f"{TRAINER} train x.bin A1.jsonl:2 silver-A1.jsonl --outside-bias 0.3 --epochs 1")


def tool(name: str) -> str:
    return f"swift build -c release --package-path Benchmarks --product {name}"


LONG = [
    Here("make bench", "Benchmarks/quality.sh entities && Benchmarks/cold-start.sh", shows="first call"),
    Here("../quality.sh entities", "Benchmarks/quality.sh entities"),
    Here("./run.py", "WORK=work Benchmarks/entities/run.py --only ours"),
    Here("./run.py --only ours", "WORK=work Benchmarks/entities/run.py --only ours"),
    Here("make floors", "WORK=$PWD/work make floors", shows="floors"),
    # It must not write here.
    Here("Benchmarks/floors.py --raise", "Benchmarks/floors.py --help", shows="--raise"),
    Here("./run.py --set mine=FOLDER", f"WORK=work Benchmarks/entities/run.py --only ours --set mine={DATA}/ner/articles", shows="mine"),
    Here("./run.py --only ours,rensa-r --rounds 1 --large 0", "WORK=work Benchmarks/dedupe/run.py --only ours,rensa-r --rounds 1 --large 0"),
    Here("./run.py --predictor OLD/predict-dedupe --only ours",
         "WORK=work Benchmarks/dedupe/run.py --predictor Benchmarks/.build/release/predict-dedupe --only ours --rounds 1 --large 0"),
    Here("./run.py --tune --only gaoya", "Benchmarks/dedupe/run.py --help", shows="--tune"),
    Here("./run.py --only ours,trafilatura --rounds 0", "WORK=work Benchmarks/parse/run.py --only ours,trafilatura --rounds 0"),
    Here("./run.py --keep /tmp/peer-preds --reuse --out rows.json",
         "WORK=work Benchmarks/parse/run.py --keep kept --reuse --out rows.json --only ours --rounds 0 && ls rows.json"),
    Here("./run.py --predictor OLD/predict-parse --service OLD/article-service --only ours,ours-over-socket",
         "WORK=work Benchmarks/parse/run.py --predictor Benchmarks/.build/release/predict-parse --service .build/release/article-service "
         "--only ours,ours-over-socket --rounds 0"),
    Here("render.py --check", f"Benchmarks/parse/render.py --check --set {DATA}/articles"),
    Here("../pictures/draw.py growth", "Benchmarks/pictures/draw.py growth", shows="dedupe-growth.svg"),
    Here("Benchmarks/pipeline/profile.py --hot",
         "command -v perf || { echo no perf; exit 0; }; WORK=$PWD/pipeline-work Benchmarks/pipeline/profile.py --count 500 --hot SequenceTagger.emit", shows="perf"),
    Here("make fuzz", "make fuzz FUZZ_SECONDS=2", shows="frames:"),
    Here("make docs"),
    Here("make soak", "make soak MINUTES=1", shows="none lost"),
    Here("make soak MINUTES=60 OUT=Benchmarks/results/soak.json", "make soak MINUTES=1 OUT=soak.json && cat soak.json", shows="latency"),
    # More than the machine has: what was stored is found, and the callers fall behind.
    Here("Tests/Soak/soak.py --minutes 3 --load 1.4", "Tests/Soak/soak.py --minutes 1 --load 1.4", statuses=(0, 1), shows="acknowledged articles found"),
    Here("make soak-rpc", "make soak-rpc MINUTES=0.3", shows="all right"),
    Here("swift test --filter FrameDecoderTests", shows="passed"),
    Here("make generate"),
    Here("make format"),
    Here("make soak-rpc MINUTES=60", "make soak-rpc MINUTES=0.3", shows="all right"),
    Here("make bench-rpc", "make bench-rpc QUICK=1", shows="first answer ms"),
    Here("./build.sh", RPC, shows="built into"),
    Here("./run.py --quick --only ours,go --cells ping-16x16,1x64", f"{RPC} && Benchmarks/rpc/run.py --quick --only ours,go --cells ping-16x16,1x64", shows="go"),
    Here("./extras.py --out extras.json", f"{RPC} && Benchmarks/rpc/extras.py --out extras.json --only ours --figures cold-start && cat extras.json",
         shows="first answer ms"),
    Here("swift build -c release --product rpc-test-server"),
    Here("./run.py --out rows.json", "WORK=work Benchmarks/parse/run.py --out all.json --only ours --rounds 0 && cat all.json", shows="ours"),
    Here("./run.py --growth lines.txt", f"{tool('dedupe-growth')} && mkdir -p grown && {BUILT}/dedupe-growth {DATA}/dedupe/articles.ndjson grown 10000 > lines.txt && "
         "WORK=work Benchmarks/dedupe/run.py --growth lines.txt --only ours --rounds 1 --large 0"),
    Here("predict-entities speed", f"{tool('predict-entities')} && {BUILT}/predict-entities speed {DATA}/dedupe/articles.ndjson 20", shows="megabytesASecond"),
    Here("predict-parse --rounds 1", f"{tool('predict-parse')} && {BUILT}/predict-parse {DATA}/articles parsed --kinds ko-text --rounds 1",
         shows="cpuMsPerDocument"),
    Here("render.py --seed 7 --count 1000", f"{RENDER} rendered --seed 7 --count 4 && ls rendered/gold", shows="-t.json"),
    Here("render.py FEED OUT --count 1000 --seed 7 --without WORK/plain --without WORK/vary",
         f"{RENDER} plain --count 4 && {RENDER} others --count 4 --seed 7 --without plain && ls others/gold", shows="-h.json"),
    Here("predict-parse OUT PRED", f"{RENDER} rendered --count 4 && {tool('predict-parse')} && {BUILT}/predict-parse rendered pred && ls pred", shows="-h.json"),
    Here("score.py OUT PRED", f"{RENDER} rendered --count 4 && {tool('predict-parse')} && {BUILT}/predict-parse rendered pred && "
         f"python3 {DATA}/articles/score.py rendered pred", shows="title"),
    # A trained model has the bytes that are committed, from the same inputs.
    Here("make train", f"sha256sum {ENTITY_MODEL} > before && make train && sha256sum --check before"),
    Here("./train.sh DATA", f"Training/ner/train.sh {DATA} entity-model.bin && cmp entity-model.bin {ENTITY_MODEL}"),
    Here("./train.sh DATA-FOLDER", f"WORK=$PWD/pages PEERS=trafilatura PAGES=40 Training/parse/train.sh {DATA} page-model.bin && ls page-model.bin"),
    Here("Training/parse/train.sh ../shared/data", f"WORK=$PWD/pages PEERS=trafilatura PAGES=40 Training/parse/train.sh {DATA} page-model.bin && ls page-model.bin"),
    Here("Training/dedupe/train.sh ../shared/data", DEDUPE_TRAINING),
    Here("train.sh ../shared/data", DEDUPE_TRAINING),
    Here("ner-trainer split klue-ner-dev-A.jsonl A1.jsonl A2.jsonl", f"{HALVES} && wc -l A1.jsonl", shows="A1.jsonl"),
    Here("silver.py DATA silver-A1.jsonl --fold A1", f"Training/ner/silver.py {DATA} silver-A1.jsonl --fold A1", shows="sentences"),
    Here("ner-trainer train x.bin A1.jsonl:2 silver-A1.jsonl --outside-bias 0.3 ...", SMALL_MODEL, shows="x.bin"),
    Here("ner-trainer score x.bin A2.jsonl DATA/ner/articles", f"{SMALL_MODEL} && {TRAINER} score x.bin A2.jsonl {DATA}/ner/articles", shows="A2.jsonl: "),
    Here("calibrate.py GOLD PREDICTED", f"head -300 {DATA}/ner/klue-ner-dev-A.jsonl > gold.jsonl && {tool('predict-entities')} && "
         f"{BUILT}/predict-entities ner gold.jsonl predicted.jsonl && Training/ner/calibrate.py gold.jsonl predicted.jsonl", shows="calibrated"),
    Here("score.py ner", f"{SMALL_MODEL} && {TRAINER} predict x.bin A2.jsonl predicted.jsonl && python3 {DATA}/ner/score.py ner A2.jsonl predicted.jsonl",
         shows="F1"),
]

# Under the systemd that Tests/Systemd boots, with the service installed by deploy/install.sh, as root.
SYSTEMD = [
    Here("systemctl start article.service"),
    Here("systemctl status article.service", "systemctl start article.service && systemctl status article.service", shows="active (running)"),
    Here("systemctl reload article.service", "systemctl start article.service && systemctl reload article.service"),
    Here("systemctl edit", "script -qec 'EDITOR=true systemctl edit article.service' /dev/null"),
    Here("systemctl edit article-metrics.socket", "script -qec 'EDITOR=true systemctl edit article-metrics.socket' /dev/null"),
    Here("systemctl enable --now article-metrics.timer"),
    Here("systemctl enable --now article-metrics.socket"),
    Here("socat - UNIX-CONNECT:/run/article/metrics.sock",
         "systemctl start article.service article-metrics.socket && socat - UNIX-CONNECT:/run/article/metrics.sock", shows="# EOF"),
    Here("journalctl -u article.service", shows="article"),
    Here("journalctl -u article.service -o verbose", shows="CODE_FILE"),
    Here("journalctl -u article.service METHOD=dedupe ERROR_KIND=index-unavailable"),
    # jq is the reader's; what it is given is checked.
    Here("journalctl -u article.service PRIORITY=5 -o json | jq '{METHOD, DURATION_USEC, PEER_UID}'",
         "journalctl -u article.service PRIORITY=5 -o json"),
    Here("usermod -aG article-clients NAME", "usermod -aG article-clients stranger && id stranger", shows="article-clients"),
    Here('sudo usermod -aG article-clients "$USER"', "usermod -aG article-clients reader"),
    Here("make build && make install", 'deploy/install.sh "$BIN_DIR" /usr/local'),
    Here("make build && sudo make install", 'deploy/install.sh "$BIN_DIR" /usr/local && systemctl is-active article.socket', shows="active"),
    Here("make install", 'deploy/install.sh "$BIN_DIR" /usr/local'),
    Here("make uninstall", "deploy/install.sh --remove /usr/local && ! systemctl is-active article.socket"),
    Here("rm -r /var/lib/private/article /var/lib/article /etc/article",
         "rpc-client call system.health && deploy/install.sh --remove /usr/local && rm -r /var/lib/private/article /var/lib/article && rm -rf /etc/article"),
]

PACKAGE = "Tests/System/package/package_test.sh"
SPARK = "Tests/Spark/run.sh"
OTHER = [
    # As long as all of this, and the whole of this in it.
    Other("make fresh-machine", "Makefile", "scripts/fresh-machine.sh"),
    Other("make run", "scripts/fresh-machine.sh", '"make run"'),
    Other("make test", ".ci/run", "make test"),
    Other("SYSTEMD_TIER=long make test", "scripts/test.sh", "SYSTEMD_TIER"),
    Other("make deb", "scripts/fresh-machine.sh", '"make deb"'),
    Other("make build", "Makefile", "run: build"),
    Other("apt-get install ./dist/article-service_*.deb", "scripts/fresh-machine.sh", "./dist/*.deb"),
    Other("apt-get remove article-service", PACKAGE, "dpkg -r"),
    Other("apt-get purge article-service", PACKAGE, "dpkg -P"),
    Other("make test-package", "Makefile", "package_test.sh dist/*.deb"),
    Other("Tests/System/package/package_test.sh dist/article-service_*.deb", "Makefile", "package_test.sh dist/*.deb"),
    Other("make test-spark", "Makefile", "Tests/Spark/run.sh"),
    Other("spark-submit --py-files Examples/spark/article_rpc.py Examples/spark/dedupe_corpus.py --index shared corpus/ result/",
          "Tests/Spark/test_spark.py", "dedupe_corpus"),
    Other("BIN_DIR=.build/debug python3 -m pytest Tests/Torture", "scripts/test.sh", "Tests/Torture"),
    Other("TORTURE=long BIN_DIR=.build/release python3 -m pytest Tests/Torture", "Makefile", "TORTURE=long"),
    Other("make torture", "Makefile", "TORTURE=long"),
    Other("make sanitize", "Makefile", "scripts/sanitize.sh thread"),
    # A GPU for nine minutes, once: nobody needs it to train or to run the product, and teacher/README.md says so.
    Other("teacher.py data.npz OUT --t_pre 270 --t_s1 68 --t_s2 55 --t_s3 42 --t_end 550", "Training/ner/teacher/README.md", "nothing of it is needed"),
    Other("labels.py spans", "Training/ner/teacher/README.md", "nothing of it is needed"),
    Other("nc -N", "Tests/Interop/test_shell_clients.py", "-N"),
    Other("socat -t 30", "Tests/Interop/test_shell_clients.py", "socat"),
]
