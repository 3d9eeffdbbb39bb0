"""The files that every browser loads and that never change, compressed once for nginx: `static_files.py FOLDER`."""

import gzip
import shutil
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))
from streamlit.file_util import get_static_dir

from pages.shared.plot import ADDRESS, LIBRARY

TEXTS = {".css", ".js", ".json", ".svg"}


def write(folder: Path, level: int = 9) -> None:
    """Lay the files out by their address, each text with a compressed one (`.gz`) beside it."""
    shutil.copytree(Path(get_static_dir(), "static"), folder / "static")
    shutil.copyfile(LIBRARY, folder / ADDRESS.lstrip("/"))
    for file in [path for path in folder.rglob("*") if path.suffix in TEXTS]:
        file.with_name(f"{file.name}.gz").write_bytes(gzip.compress(file.read_bytes(), level, mtime=0))


if __name__ == "__main__":
    write(Path(sys.argv[1]))
