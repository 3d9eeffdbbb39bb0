"""The lesson on codes through Streamlit's own test driver: states in, what is said and shown out."""

import pytest

from pages.shared.predictions import PREDICTIONS
from tests.pages.steps import tables

PAGE = "foundations/codes.py"
RARE = {"codes_events": "yes, no", "codes_p": "0.03703, 0.96297", "codes_q": "0.03703, 0.96297"}


@pytest.fixture
def visit(open_page):
    return lambda **query: open_page(PAGE, **query)


def pills(app, key: str = "codes_preset"):
    return next(group for group in app.get("pills") if group.key.startswith(key))


def chips(app) -> list[str]:
    return [markdown.value for markdown in app.markdown if "-badge[" in markdown.value]


def test_the_default_counts_the_bits_of_a_message(visit, texts):
    app = visit()
    assert pills(app).value == "Four letters"
    assert "took 2\u202f432 bits by arithmetic coding: 2.432 bits a symbol, beside H(P,Q) = 2.445 bits" in texts(app)
    assert "believing Q costs KL(P‖Q) = 0.703 bits more" in texts(app)
    totals, words = tables(app)
    assert list(totals["bits in all"]) == ["2\u202f637", "2\u202f733", "2\u202f432", "2\u202f430.1"]
    assert list(totals["expected"]) == ["2.650", "2.750", "2.445", "2.445"]
    assert list(totals["decoded"]) == ["all 1\u202f000 symbols"] * 3 + [""]
    assert list(words["Huffman"]) == ["110", "111", "10", "0"] and list(words["ℓ"]) == ["3", "3", "2", "1"]
    assert list(words["⌈−log₂ Q⌉"]) == ["3", "3", "2", "2"]
    assert texts(app).count("b a a a c d b b b d c a c a b a c b a a a a b b") == 2, "sent, and decoded"
    assert len(chips(app)) == 3 and chips(app)[0].startswith(":orange-badge[111] :blue-badge[110]")
    assert r"2\,432\ \text{bits}" in app.latex[0].value and "1.743" in app.latex[0].value


@pytest.mark.parametrize(
    ("preset", "said"),
    [
        ("Q = P", "Q is P, so nothing is wasted: H(P,Q) is the floor H(P) itself"),
        ("Powers of ½", "exactly H(P,Q), because Q holds powers of ½"),
        ("0.2285 of a bit", "0.2275 bits a symbol, beside H(P,Q) = 0.2285 bits. It is an average"),
        ("The same in blocks", "a whole bit at least for each block: 0.2757 bits a symbol"),
        ("Three colours", "1.900 bits a symbol on average, less than H(P,Q) = 3.288 bits"),
        ("Q has a zero", "Symbol 6 is “d”. Q rules it out"),
    ],
)
def test_every_preset_is_read_aloud_and_marked(visit, texts, preset, said):
    app = visit(codes_p="0.5, 0.5", codes_q="0.5, 0.5")
    pills(app).set_value(preset).run()
    assert not app.exception
    assert said in texts(app)
    assert pills(app).value == preset


def test_blocks_get_below_a_bit_where_single_codewords_cannot(visit, texts):
    app = visit(**RARE, codes_length="2000")
    assert "Huffman's codewords take a whole bit at least: 1.0000 bits a symbol" in texts(app)
    app.slider(key="codes_block").set_value(8).run()
    assert "Huffman's codewords for 8 symbols each take 0.2518 bits a symbol on average" in texts(app)
    words = tables(app)[1]
    assert words["block"][0] == ", ".join(["no"] * 8) and len(words) == 16
    assert list(tables(app)[0]["decoded"])[:3] == ["all 2\u202f000 symbols"] * 3
    app.slider(key="codes_length").set_value(10).run()
    assert not app.exception and "10 symbols from P" in texts(app)


def test_another_message_from_the_same_p(visit, texts):
    app = visit(codes_seed="999")
    before = chips(app)
    app.button(key="codes_another").click().run()
    assert app.number_input(key="codes_seed").value == 0 and chips(app) != before
    assert "took 2\u202f432 bits" in texts(app)


def test_what_cannot_be_sent_or_listed_gets_a_sentence(visit, texts):
    app = visit(codes_p="1, 0", codes_q="0, 1", codes_events="up, down", codes_block="8")
    assert "Symbol 1 is “up”. Q rules it out" in texts(app)
    assert any("Nothing of the message can be sent" in caption.value for caption in app.caption)
    assert list(tables(app)[0]["bits in all"]) == ["∞"] * 4
    app.text_input(key="codes_p").set_value("0.1, x").run()
    assert "P, entry 2" in texts(app) and app.text_input(key="codes_p").value == "0.1, x"
    tenths = ", ".join(["0.1"] * 10)
    app.text_input(key="codes_p").set_value(tenths).run()
    app.text_input(key="codes_q").set_value(tenths).run()
    assert "at most 3 of these 10 symbols can share a codeword, not 8" in texts(app)
    assert "Shown: 3" in texts(app) and len(tables(app)[1]) == 16
    app.text_input(key="codes_p").set_value("1, 1e-300").run()
    app.text_input(key="codes_q").set_value("1, 1e-300").run()
    assert "at most 1 of these 2 symbols" in texts(app) and not app.exception


@pytest.mark.parametrize("seed", ["-3", "inf"])
def test_a_link_with_nonsense_opens_the_default(visit, texts, seed):
    app = visit(codes_length="many", codes_block="99", codes_seed=seed, unit="nats", codes_lit="?")
    assert "bits by arithmetic coding" in texts(app)
    assert "stay in bits, though the sidebar says nats" in texts(app)
    assert "nats" not in app.latex[0].value


@pytest.mark.parametrize("number", [0, 1])
def test_what_the_feedback_tells_is_shown(visit, texts, number):
    question = [row for row in PREDICTIONS if row.page == "codes"][number]
    shown = {"1 bit": "0.2757 bits", "nothing": "0.2285 bits", "hardly more than without it": "Symbol 531 is “c”"}
    wrong = next(answer for answer in question.answers if not answer.right)
    app = visit(**{key: str(value) for key, value in wrong.state.items()})
    assert shown[wrong.text] in texts(app)
