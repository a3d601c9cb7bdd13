"""On what machine it was measured, and where the figures go."""
import json
import os
import platform
import time


def machine() -> dict:
    with open("/proc/cpuinfo", encoding="utf-8") as info:
        model = next((line.split(":")[1].strip() for line in info if line.startswith("model name")), "unknown")
    return {
        "time": time.strftime("%Y-%m-%dT%H:%M:%S%z"),
        "kernel": platform.release(),
        "cpu": model,
        "cores": os.cpu_count(),
        # Anything else that computes spoils the figures: a reader should see it.
        "load_average": os.getloadavg()[0],
    }


def machine_line(facts: dict) -> str:
    return (f"{facts['time']}, {facts['cpu']}, {facts['cores']} cores, Linux {facts['kernel']}, "
            f"load average before {facts['load_average']:.2f}")


def write_record(path: str | None, record: dict) -> None:
    if path:
        with open(path, "w", encoding="utf-8") as file:
            json.dump(record, file, indent=1)
