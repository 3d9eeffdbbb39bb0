"""What is still there when the connection was cut and the browser has found its way back."""

from tests.browser.conftest import DESKTOP, settled
from tests.browser.steps import linked, pick, says, shows

TABLE = "label,p\n1,0.5\n0,0.25\n"
VERDICT = "Not always. One error of A"
"""In no address, only in the session."""


def test_controls_uploads_and_address_outlive_a_cut_connection(browser, serve):
    context = browser.new_context(viewport=DESKTOP)
    context.set_default_timeout(60_000)
    page, sockets = context.new_page(), []

    def relay(socket) -> None:
        sockets.append(socket)
        socket.connect_to_server()

    page.route_web_socket("**/_stcore/stream", relay)
    page.goto(f"{serve(False)}/labels?labels_source=Upload&labels_smoothing=0.1")
    settled(page)
    pick(page, "A's")
    shows(page, VERDICT)
    page.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(
        {"name": "mine.csv", "mimeType": "text/csv", "buffer": TABLE.encode()}
    )
    says(page, "Row 1 ")

    with page.expect_websocket():
        sockets[-1].close()
    pick(page, "sum")
    linked(page, labels_source="Upload", labels_smoothing="0.1", labels_total="sum")
    says(page, "Row 1 ")
    shows(page, VERDICT)
    assert len(sockets) == 2
    context.close()
