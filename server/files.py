"""Files that the server hands out beside Streamlit's own."""

import gzip
from pathlib import Path
from threading import Lock

from anyio.to_thread import run_sync
from starlette.requests import Request
from starlette.responses import FileResponse, Response

FOREVER = {"Cache-Control": "public, max-age=31536000, immutable", "Vary": "Accept-Encoding"}


class LargeFile:
    """A file whose address changes with its content: browsers keep it, and it is compressed once for all of them."""

    def __init__(self, path: Path, media_type: str) -> None:
        self.path, self.media_type = path, media_type
        self._packed = b""
        self._packing = Lock()

    def pack(self) -> bytes:
        with self._packing:
            self._packed = self._packed or gzip.compress(self.path.read_bytes(), 4, mtime=0)
        return self._packed

    async def send(self, request: Request) -> Response:
        if "gzip" not in request.headers.get("Accept-Encoding", ""):
            return FileResponse(self.path, media_type=self.media_type, headers=FOREVER)
        body = self._packed or await run_sync(self.pack)
        return Response(body, media_type=self.media_type, headers={**FOREVER, "Content-Encoding": "gzip"})
