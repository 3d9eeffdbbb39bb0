"""The README's lines for data larger than one machine, run as they stand, on worker processes of which one dies."""

import os
import re
import signal
from pathlib import Path

import dask
import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from dask.distributed import LocalCluster, SchedulerPlugin

from ce_core import binary_cross_entropy

README = Path(__file__).resolve().parents[2] / "README.md"
PARTS = 12


def lines() -> str:
    """The program in the README's section."""
    section = README.read_text(encoding="utf-8").split("## Data larger than one machine\n")[1]
    return re.search(r"```python\n(.*?)```", section, re.DOTALL)[1]


class Killer(SchedulerPlugin):
    """Kills the worker that delivers the third part, while the others are still to come."""

    def __init__(self, scheduler) -> None:
        self.scheduler, self.done, self.killed = scheduler, 0, 0

    def transition(self, key, start, finish, *args, worker=None, **_) -> None:
        if start == "processing" and finish == "memory" and key.startswith("total_of"):
            self.done += 1
            if self.done == 3:
                self.killed = self.scheduler.workers[worker].pid
                os.kill(self.killed, signal.SIGKILL)


@pytest.fixture
def predictions(tmp_path, monkeypatch) -> float:
    """A data set of many Parquet files, where the program looks for it; its log loss in one pass."""
    rng = np.random.default_rng(5)
    y = rng.integers(0, 2, 6_000)
    p = rng.uniform(1e-9, 1, y.size)
    (tmp_path / "predictions").mkdir()
    for part, rows in enumerate(np.array_split(np.arange(y.size), PARTS)):
        pq.write_table(pa.table({"y": y[rows], "p": p[rows]}), tmp_path / "predictions" / f"part-{part:03}.parquet")
    monkeypatch.chdir(tmp_path)
    return float(binary_cross_entropy(y, p))


def test_worker_processes_agree_with_one_pass_and_survive_a_killed_one(predictions, capsys):
    workers = LocalCluster(n_workers=2, threads_per_worker=1, processes=True, dashboard_address=":0")
    with workers, dask.config.set({"scheduler-address": workers.scheduler_address}):
        killer = Killer(workers.scheduler)
        workers.scheduler.add_plugin(killer)
        for nanny in workers.workers.values():
            nanny.close_gracefully()  # a worker that is gone does not come back
        exec(compile(lines(), str(README), "exec"), {"__name__": "__main__"})
    assert killer.killed and killer.done > PARTS, "the worker that was killed had nothing to be done again"
    assert float(capsys.readouterr().out) == pytest.approx(predictions, rel=1e-12, abs=0)
