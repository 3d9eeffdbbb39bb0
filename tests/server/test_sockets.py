import socket

import pytest

from server.sockets import send_at_once

NODELAY = socket.IPPROTO_TCP, socket.TCP_NODELAY


@pytest.mark.parametrize(("family", "address"), [(socket.AF_INET, "127.0.0.1"), (socket.AF_INET6, "::1")])
def test_what_comes_in_by_a_socket_that_listens_sends_at_once(family, address):
    with socket.socket(family) as listening:
        listening.bind((address, 0))
        listening.listen()
        send_at_once()
        with socket.create_connection(listening.getsockname()[:2]):
            accepted, _ = listening.accept()
            with accepted:
                assert accepted.getsockopt(*NODELAY)


def test_other_sockets_are_left_alone():
    with socket.socket() as idle, socket.socket(socket.AF_INET, socket.SOCK_DGRAM), socket.socket() as closed:
        closed.close()
        send_at_once()
        assert not idle.getsockopt(*NODELAY)
