"""What the README shows is what happens."""

import doctest
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
README = ROOT / "README.md"


def test_the_python_example() -> None:
    result = doctest.testfile(str(README), module_relative=False)
    assert result.attempted == 4
    assert result.failed == 0


def test_the_terminal_example_ends_as_shown() -> None:
    blocks = README.read_text().split("## From a terminal")[1].split("```")
    command, shown = blocks[3].removeprefix("sh\n"), blocks[5].strip()
    run = subprocess.run(
        command.replace(".venv/bin/python", sys.executable),
        shell=True,
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert run.stdout.rstrip().endswith(shown)


def test_one_command_each_runs_and_tests() -> None:
    lines = README.read_text().splitlines()
    assert sum(line.endswith("-m pytest") for line in lines) == 1
    assert sum(line.endswith("streamlit run app.py") for line in lines) == 1


def test_every_path_in_the_layout_exists() -> None:
    layout = README.read_text().split("## The layout")[1].split("```")[1]
    named = [line.split()[0] for line in layout.splitlines() if line and not line.startswith(" ")]
    assert named
    assert all((ROOT / name).exists() for name in named)
