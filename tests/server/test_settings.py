"""The settings of Streamlit that the promises of SECURITY.md rest on, and the versions that are installed."""

import re
import runpy
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


def test_the_audit_finds_what_the_index_knows_and_says_what_it_does_not():
    audit = runpy.run_path(str(ROOT / ".ci" / "index_record.py"))
    pins = audit["locked"]("# a==9\na==1.0 \\\n    --hash=sha256:0\nb-c==2.1 ; python_version < '3.12'\nd.e==3\n")
    assert pins == [("a", "1.0"), ("b-c", "2.1"), ("d.e", "3")]
    pages = {
        "a": {"info": {"version": "1.0"}, "vulnerabilities": [{"id": "CVE-1"}]},
        "b-c": {"info": {"version": "2.2"}, "vulnerabilities": []},
        "d.e": {"info": {"version": "3"}, "vulnerabilities": []},
    }
    assert audit["look_up"](pins, pages.__getitem__) == (["a 1.0: CVE-1"], ["b-c 2.1"])
