"""What the benchmark stands on: the peers' environment, our tool, and on what machine it was measured."""
import json
import os
import platform
import subprocess
import sys
import time
from pathlib import Path

from dataset import ROOT

HERE = Path(__file__).resolve().parent
WORK = Path(os.environ.get("WORK", "/tmp/dedupe-bench"))
REQUIREMENTS = HERE / "requirements.txt"
PREDICTOR = ROOT / "Benchmarks" / ".build" / "release" / "predict-dedupe"


def peers_python() -> str:
    """The python that has the peers, at the versions of requirements.txt."""
    environment = WORK / "venv"
    python, installed = environment / "bin" / "python", environment / "requirements.txt"
    if not installed.exists() or installed.read_text() != REQUIREMENTS.read_text():
        pip = [str(python), "-m", "pip", "install", "-q", "--disable-pip-version-check"]
        subprocess.run([sys.executable, "-m", "venv", str(environment)], check=True)
        subprocess.run([*pip, "-r", str(REQUIREMENTS)], check=True)
        installed.write_text(REQUIREMENTS.read_text())
    return str(python)


def built(binary: Path) -> Path:
    """Our tool; built when it is missing, not when it is old: the one who measures knows what is to be measured."""
    if not binary.exists():
        package = binary.parents[2]
        subprocess.run(["swift", "build", "-c", "release", "--product", binary.name], cwd=package, check=True)
    return binary


def versions(python: str) -> dict[str, str]:
    listed = subprocess.run([python, "-m", "pip", "list", "--format=json", "--disable-pip-version-check"],
                            check=True, capture_output=True, text=True).stdout
    return {package["name"].lower(): package["version"] for package in json.loads(listed)}


def machine() -> dict:
    with open("/proc/cpuinfo", encoding="utf-8") as info:
        model = next((line.split(":")[1].strip() for line in info if line.startswith("model name")), "unknown")
    return {"time": time.strftime("%Y-%m-%dT%H:%M:%S%z"), "kernel": platform.release(), "cpu": model, "cores": os.cpu_count(),
            "load_average": os.getloadavg()[0]}


def commit() -> str:
    return subprocess.run(["git", "describe", "--always", "--dirty"], cwd=ROOT, check=True, capture_output=True,
                          text=True).stdout.strip()
