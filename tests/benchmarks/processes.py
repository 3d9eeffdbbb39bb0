"""Server processes for the benchmarks, and what they take from the machine (Linux)."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))
from tests.browser.conftest import ROOT, start_server

FLOOR = str(Path(__file__).with_name("floor_app.py"))


@dataclass
class Server:
    process: subprocess.Popen[bytes]
    url: str

    def rss(self) -> float:
        """Resident memory in MiB."""
        for line in Path(f"/proc/{self.process.pid}/status").read_text().splitlines():
            if line.startswith("VmRSS:"):
                return int(line.split()[1]) / 1024
        raise ProcessLookupError(self.process.pid)

    def cpu(self) -> float:
        """Seconds of processor time since its start."""
        times = Path(f"/proc/{self.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(times[11]) + int(times[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def serving(script: str = "app.py", *, defaults: bool = False) -> Iterator[Server]:
    """The app, or another script, under the app's settings, or under Streamlit's `defaults`."""
    with TemporaryDirectory() as elsewhere:
        process, url = start_server(script, cwd=Path(elsewhere) if defaults else ROOT)
        try:
            yield Server(process, url)
        finally:
            process.kill()
            process.wait(timeout=30)


def load_average() -> str:
    return f"load average {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores"


def percentile(values: Sequence[float], percent: float) -> float:
    ordered = sorted(values)
    return ordered[min(len(ordered) - 1, round(percent / 100 * (len(ordered) - 1)))]
