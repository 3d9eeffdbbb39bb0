"""The sockets that the server listens on."""

import gc
import socket


def send_at_once() -> None:
    """Let every connection to this process send small messages without waiting for the last one to be acknowledged.

    A page comes as many small messages. Streamlit binds its socket in a way for which asyncio does not do this, and
    then most of a page that follows at once on another waits for some 40 ms. A connection inherits it from the
    socket that it came in by.
    """
    for found in gc.get_objects():
        if isinstance(found, socket.socket) and _listens(found):
            found.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)


def _listens(found: socket.socket) -> bool:
    if found.fileno() < 0 or found.family not in (socket.AF_INET, socket.AF_INET6) or found.type != socket.SOCK_STREAM:
        return False
    return bool(found.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN))
