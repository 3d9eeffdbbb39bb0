"""The settings of Streamlit that the promises of SECURITY.md rest on, and the versions that are installed."""

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from streamlit import config

from ce_core.readers.limits import LIMITS

ROOT = Path(__file__).resolve().parents[2]
SETTINGS = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text())


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("runner.postScriptGC", False),
        ("server.maxUploadSize", LIMITS.bytes // 2**20),
        ("server.maxMessageSize", 50),
        ("server.maxWidgetStateSize", 25),
        ("server.fileWatcherType", "none"),
        ("browser.gatherUsageStats", False),
        ("client.showErrorDetails", "none"),
        ("client.allowedOrigins", []),
    ],
)
def test_settings(name, value):
    section, key = name.split(".")
    assert SETTINGS[section][key] == value
    assert name in config._config_options_template, "Streamlit knows no such setting any more"


def lines(name: str) -> list[str]:
    text = (ROOT / name).read_text().replace("\\\n", " ")
    return [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]


def test_the_lock_file_holds_what_is_asked_for_and_every_hash():
    locked = {}
    for line in lines("requirements.lock"):
        requirement = Requirement(line.split(" --hash")[0].strip())
        assert re.search(r"--hash=sha256:[0-9a-f]{64}", line), requirement
        locked.setdefault(requirement.name, []).append(str(requirement.specifier).removeprefix("=="))
    for requirement in map(Requirement, lines("requirements.txt")):
        if requirement.name != "pytest":
            assert locked[requirement.name]
            assert all(version in requirement.specifier for version in locked[requirement.name])
