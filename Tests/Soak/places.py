"""Where what a soak imports lies: the shipped client, and what it shares with the soak of RPCCore."""
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "clients" / "python" / "src"), str(ROOT / "Tests" / "Torture")]
