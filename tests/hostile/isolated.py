"""Runs cases of the corpus, each in a process of its own with little time and little memory.

Started as a program, this imports the readers once and then forks for every case: a fresh interpreter for each would
take minutes. Forking needs Linux (or another Unix); there, the limits hold for threads and C code, too.
"""

import gc
import json
import os
import resource
import signal
import subprocess
import sys
import traceback
from pathlib import Path
from typing import Any

ROOT = Path(__file__).parents[2]
SECONDS = 20
MEMORY = 2 * 2**30


class Isolation:
    """The program below as a context: `run(id)` gives what became of a case."""

    def __enter__(self) -> "Isolation":
        command = [sys.executable, "-m", "tests.hostile.isolated"]
        pipes: dict[str, Any] = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
        # One thread, as a fork has no other; and no allocator that takes a gigabyte of addresses before any is used.
        quiet = {"OPENBLAS_NUM_THREADS": "1", "ARROW_DEFAULT_MEMORY_POOL": "system", "PYTHONWARNINGS": "ignore"}
        self._server = subprocess.Popen(command, cwd=ROOT, env=os.environ | quiet, text=True, **pipes)
        return self

    def __exit__(self, *error: object) -> None:
        self._server.stdin.close()  # type: ignore[union-attr]
        self._server.wait(timeout=2 * SECONDS)
        self._server.stdout.close()  # type: ignore[union-attr]

    def run(self, case: str) -> dict[str, Any]:
        """`value`, `refused` (the reader's words), `raised` (a traceback) or `died` (the signal)."""
        print(case, file=self._server.stdin, flush=True)
        answer = self._server.stdout.readline()  # type: ignore[union-attr]
        assert answer, "the program that runs the cases has ended"
        outcome: dict[str, Any] = json.loads(answer)
        return outcome


def _outcome(case: str) -> dict[str, Any]:
    from ce_core.readers import ReadError
    from tests.hostile.corpus import CASES
    from tests.hostile.use import READERS

    reader, given = CASES[case].reader, CASES[case].given
    source = given() if callable(given) else given
    signal.alarm(SECONDS)  # its default is to end the process, whatever this is doing
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    try:
        return {"value": READERS[reader](source)}
    except ReadError as error:
        return {"refused": str(error)}
    except BaseException:
        return {"raised": traceback.format_exc()}


def _forked(case: str) -> str:
    come, go = os.pipe()
    child = os.fork()
    if not child:
        os.close(come)
        with os.fdopen(go, "w") as pipe:
            json.dump(_outcome(case), pipe)
        os._exit(0)
    os.close(go)
    with os.fdopen(come) as pipe:
        answer = pipe.read()
    _, status = os.waitpid(child, 0)
    if os.WIFSIGNALED(status):
        return json.dumps({"died": signal.Signals(os.WTERMSIG(status)).name})
    return answer or json.dumps({"died": f"exit code {os.waitstatus_to_exitcode(status)}"})


def main() -> None:
    """Answers each case named on standard input with a line."""
    import tests.hostile.corpus
    import tests.hostile.use  # noqa: F401  # imported here, so that no case has to

    gc.disable()
    gc.freeze()  # a collection in the fork would copy all that both share
    for line in sys.stdin:
        print(_forked(line.rstrip("\n")), flush=True)


if __name__ == "__main__":
    main()
