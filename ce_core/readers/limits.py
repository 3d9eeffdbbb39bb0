"""How much the readers take in: one table."""

from dataclasses import dataclass

from ce_core.readers.errors import ReadError


@dataclass(frozen=True, slots=True)
class Limits:
    """Upper bounds, checked before anything is parsed or decoded."""

    bytes: int = 256 * 2**20
    """Size of a table file; also of what a compressed one unpacks to."""
    rows: int = 5_000_000
    columns: int = 1_000
    cells: int = 25_000_000
    """Rows times columns: bounds the memory of a table that keeps within all the other limits."""
    line: int = 2**20
    """Bytes of one line of a text table."""
    cell: int = 10_000
    """Characters of one cell."""
    label: int = 200
    """Characters of a class label or a column name."""
    digits: int = 400
    """Characters of one number."""
    classes: int = 1_000
    editor_rows: int = 2_000
    pasted: int = 2**25
    """Bytes of one array that is pasted as text."""
    typed: int = 5_000_000
    """Bytes of all texts that stand in the boxes of a page: a browser is slow with more."""
    values: int = 5_000_000
    """Values of one array that is pasted as text, or of JSON, by the marks between them."""
    depth: int = 32
    """Brackets within brackets."""
    brackets: int = 2_000_000
    """Lists in a pasted array or in JSON."""
    characters: int = 500_000
    """Of a plain text."""
    footer: int = 16 * 2**20
    """Bytes in which a Parquet file describes itself."""
    pages: int = 20_000
    """Of a Parquet file."""
    image_bytes: int = 50 * 2**20
    pixels: int = 40_000_000
    frames: int = 1_000
    """Frames or pages of a picture, of which the first is read."""
    parts: int = 20_000
    """Chunks, segments, strips or tiles of a picture: each costs time, however small it is."""
    remarks: int = 8 * 2**20
    """Bytes of what a picture holds beside its pixels: texts, colour profile, notes of the camera."""
    scans: int = 100
    """Passes over a JPEG: each goes over all pixels, however small it is."""


LIMITS = Limits()


def check_size(rows: int, columns: int, size: int) -> None:
    """Refuses a table that is too large, from what its file says of itself."""
    if size > LIMITS.bytes:
        raise ReadError(f"The table takes {size:,} bytes; at most {LIMITS.bytes:,} are read. Split the file.")
    if rows > LIMITS.rows:
        raise ReadError(f"The table has {rows:,} rows; at most {LIMITS.rows:,} are read. Split the file.")
    if columns > LIMITS.columns:
        raise ReadError(f"The table has {columns:,} columns; at most {LIMITS.columns:,} are read. Delete some.")
    if rows * columns > LIMITS.cells:
        raise ReadError(
            f"{rows:,} rows of {columns:,} columns are too much; at most {LIMITS.cells:,} cells are read. "
            "Split the file, or delete columns."
        )
