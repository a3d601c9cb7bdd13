"""A folder that looks like a checkout, with a service whose sockets are at hand."""
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
BIN = Path(os.environ.get("BIN_DIR", ROOT / ".build" / "debug"))
sys.path.insert(0, str(ROOT / "Tests" / "Soak"))
from activated_service import ActivatedService  # noqa: E402

TEXT = "윤태경 한솔시장은 28일 시청에서 주민 300명과 만나 도서관을 짓겠다고 밝혔다. 그는 “{number}년 안에 문을 연다”고 말했다."


@dataclass(frozen=True)
class Checkout:
    folder: Path
    rpc: str
    admin: str

    def run(self, command: str, seconds: float) -> "subprocess.CompletedProcess[str]":
        """Runs a command as it stands in a document, but for the places of sockets."""
        text = command.replace("/run/article/admin.sock", self.admin).replace("/tmp/a.sock", self.rpc)
        bin_path = f"{self.folder}/.build/release:{os.environ['PATH']}"
        # Administrators' commands are told so by the documents, with an export; here all go to their socket.
        env = {**os.environ, "PATH": bin_path, "RPC_SOCKET": self.admin, "BIN_DIR": str(BIN), "ARTICLE_STATE_DIRECTORY": f"{self.folder}/none"}
        return subprocess.run(
            ["bash", "-c", text], cwd=self.folder, env=env, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, timeout=seconds)


@pytest.fixture(scope="session")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Checkout]:
    folder = tmp_path_factory.mktemp("checkout")
    for entry in ROOT.iterdir():
        if entry.name != ".build" and not entry.name.startswith(".git"):
            (folder / entry.name).symlink_to(entry)
    (folder / ".build").mkdir()
    for name in ("release", "debug"):
        (folder / ".build" / name).symlink_to(BIN)
    (folder.parent / "shared").symlink_to(ROOT.parent / "shared")
    articles = [{"id": f"d{number}", "text": f"제목 {number}\n\n" + TEXT.format(number=number)} for number in range(20)]
    (folder / "articles.ndjson").write_text("".join(json.dumps(article, ensure_ascii=False) + "\n" for article in articles), encoding="utf-8")
    (folder / "article.txt").write_text(TEXT.format(number=1), encoding="utf-8")
    (folder / "pages" / "2026").mkdir(parents=True)
    (folder / "pages" / "2026" / "one.html").write_text((ROOT / "Examples" / "sample.html").read_text(encoding="utf-8"), encoding="utf-8")
    sockets = Path(subprocess.run(["mktemp", "-d", "/tmp/doc-XXXXXX"], capture_output=True, text=True, check=True).stdout.strip())
    service = ActivatedService(sockets, sockets / "state")
    try:
        yield Checkout(folder, service.path, service.admin)
    finally:
        service.close()
        subprocess.run(["rm", "-rf", sockets], check=True)
