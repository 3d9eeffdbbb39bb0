"""The page on images without a browser: presets, distortions, uploads, bad input, the link."""

import io
import math

import numpy as np
import pytest
from PIL import Image

from ce_core import DISTORTIONS
from pages.shared.samples import IMAGE_PAIRS, sample_bytes
from tests.pages.steps import facts, tables

PAGE = "losses/images.py"
GREY = np.array([[0, 128, 255], [51, 102, 153]], np.uint8)


@pytest.fixture
def visit(open_page):
    """`visit(row="3")`: the page with these of its own settings in the link."""
    return lambda **query: open_page(PAGE, **{f"images_{name}": value for name, value in query.items()})


@pytest.fixture
def uploaded(visit):
    """The page after the upload of a target, and of a prediction if one is given."""

    def go(target: bytes, guess: bytes | None = None, **query: str):
        app = visit(pair="Your own images", **query)
        app.file_uploader(key="images_target_file").upload("target.png", target, "image/png").run()
        if guess is not None:
            app.file_uploader(key="images_prediction_file").upload("guess.png", guess, "image/png").run()
        assert not app.exception
        return app

    return go


def picture(pixels: np.ndarray, kind: str = "PNG", **options) -> bytes:
    out = io.BytesIO()
    Image.fromarray(pixels).save(out, kind, **options)
    return out.getvalue()


def metric(app, label: str) -> str:
    return facts(app)[label]


def pills(app):
    return next(group for group in app.get("pills") if group.key == "images_preset")


def terms(app) -> dict[str, tuple[str, str]]:
    table = next(frame for frame in tables(app) if "first term only" in frame)
    rows = zip(table["prediction"], table["both terms"], table["first term only"], strict=True)
    return {name: (both, first) for name, both, first in rows}


def test_the_default_shows_that_nearly_all_of_the_loss_is_floor(visit, texts):
    app = visit()
    assert "The floor, which a perfect prediction pays too because the target is grey, is 0.135 nats" in texts(app)
    assert metric(app, "mean loss") == "0.143 nats" and metric(app, "sum of the loss") == "143.2 nats"
    assert metric(app, "pixels at ∞") == "0" and metric(app, "pixels") == "1\u202f000"
    assert r"0.1432\ \text{nats}" in "".join(latex.value for latex in app.latex)
    assert IMAGE_PAIRS["digits-rank-32"].origin in texts(app)


@pytest.mark.parametrize(
    ("preset", "said"),
    [
        ("Ten digits", "A pixel costs 0.143 nats on average"),
        ("A photo against itself", "the excess is 0. Still a pixel costs 0.468 nats on average"),
        ("All white", "935 of 1\u202f000 pixels cost ∞"),
        ("Pixels at ∞", "969 of 68\u202f480 pixels cost ∞, the first at row 1, column 256"),
        ("ε hides ∞", "With ε = 1e-7 a pixel costs 0.481 nats on average. Exactly it is ∞"),
        ("Noise", "pixels cost ∞"),
        ("One pixel to the right", "cost ∞"),
        ("64 pixels", "3 of 64 pixels cost ∞"),
    ],
)
def test_every_preset_is_read_aloud_and_marked_and_in_the_link(visit, open_page, texts, preset, said):
    app = visit(pair=IMAGE_PAIRS["flower-rank-5"].title, row="3")
    pills(app).set_value(preset).run()
    assert not app.exception
    assert said in texts(app)
    assert pills(app).value == preset
    assert texts(open_page(PAGE, **app.query_params)) == texts(app)


def test_every_built_in_pair(visit, texts):
    app = visit()
    for pair in IMAGE_PAIRS.values():
        app.selectbox(key="images_pair").set_value(pair.title).run()
        assert not app.exception and pair.says in texts(app)


@pytest.mark.parametrize("end", ["low", "high"])
def test_every_distortion_at_its_ends(visit, texts, end):
    ends = {name: getattr(row, end) for name, row in DISTORTIONS.items()}
    app = visit(**{name.replace(" ", "_"): str(amount) for name, amount in ends.items()})
    for name, amount in ends.items():
        app.selectbox(key="images_prediction").set_value(name).run()
        assert not app.exception
        assert f"Prediction made from the target by {name}: {DISTORTIONS[name].formula}" in texts(app)
        if amount == 0 and name in ("noise", "blur", "inversion"):
            assert "The prediction is the target, pixel by pixel" in texts(app)


def test_what_was_cut_off_is_counted(visit, texts):
    app = visit(prediction="brightness", brightness="0.5")
    assert "pixels of 1\u202f000 left the range from black to white and became pure black or white." in texts(app)


def test_the_first_term_alone_is_fooled_by_all_white(visit):
    app = visit(prediction="constant grey", constant_grey="1")
    assert terms(app) == {
        "this one": ("∞ nats", "0 nats"),
        "the target itself": ("0.135 nats", "0.067 nats"),
        "all white": ("∞ nats", "0 nats"),
    }


def test_exchanging_the_classes_changes_the_first_term_only(visit):
    white, black = visit(), visit(positive="black")
    assert metric(white, "mean loss") == metric(black, "mean loss")
    assert terms(white)["this one"][0] == terms(black)["this one"][0]
    assert terms(white)["this one"][1] != terms(black)["this one"][1]
    assert terms(black)["all black"] == ("∞ nats", "0 nats")
    table = next(frame for frame in tables(black) if "class" in frame)
    assert list(table["class"]) == ["1: black", "0: white", "sum"]


def test_an_epsilon_stands_beside_the_exact_value(visit, texts):
    app = visit(pair=IMAGE_PAIRS["china-rank-5"].title, eps="typed", eps_typed="0,001")
    assert metric(app, "pixels at ∞") == "969 without ε"
    table = next(frame for frame in tables(app) if "ε" in frame)
    assert dict(zip(table["ε"], table["mean loss"], strict=True)) == {
        "none": "∞ nats",
        "1e-15": "0.490 nats",
        "1e-7": "0.481 nats",
        "0.001": metric(app, "mean loss"),
    }
    assert r"\varepsilon=0.001" in "".join(latex.value for latex in app.latex)


def test_a_bad_epsilon_is_said_and_the_page_goes_on(visit, texts):
    app = visit(eps="typed")
    for typed in ("0.5", "-1", "x", "1e999", "", "<b>"):
        app.text_input(key="images_eps_typed").set_value(typed).run()
        assert not app.exception
        assert "ε" in texts(app) and "Used: 0.001." in texts(app)
        assert app.text_input(key="images_eps_typed").value == typed


def test_a_pixel_is_its_own_two_class_calculation(visit, texts):
    app = visit(
        pair=IMAGE_PAIRS["digit-4"].title,
        prediction="constant grey",
        constant_grey="0.25",
        row="1",
        column="5",
    )
    grey = np.asarray(Image.open(io.BytesIO(sample_bytes("digit_4.png"))))[0, 4] / 255
    loss = -(grey * math.log(0.25) + (1 - grey) * math.log(0.75))
    assert f"prediction 0.25: loss {loss:.3f} nats" in texts(app)
    table = next(frame for frame in tables(app) if "class" in frame)
    assert list(table["predicted"]) == ["0.25", "0.75", "1"]
    assert table["adds, nats"].iloc[-1] == f"{loss:.4f}"


def test_a_bad_place_is_said_and_the_last_good_pixel_stays(visit, texts):
    app = visit(row="3", column="4")
    good = next(text.value for text in app.text if text.value.startswith("Target"))
    for typed in ("0", "21", "1.5", "x", "-3", "9" * 399, "<img src=x>"):
        app.text_input(key="images_row").set_value(typed).run()
        assert not app.exception
        assert "Row must be a whole number from 1 to 20" in texts(app) and good in texts(app)
        assert app.text_input(key="images_row").value == typed


def test_a_place_of_a_larger_image_does_not_break_a_smaller_one(visit, texts):
    app = visit(pair=IMAGE_PAIRS["china-rank-5"].title, row="200", column="300")
    app.selectbox(key="images_pair").set_value(IMAGE_PAIRS["digit-4"].title).run()
    assert not app.exception and "from 1 to 8" in texts(app)


@pytest.mark.parametrize(
    "query",
    [
        {
            "pair": "nothing",
            "prediction": "melt",
            "positive": "grey",
            "scale": "7",
            "eps": "2",
            "row": "x" * 9999,
        },
        {"noise": "1e308", "prediction": "noise"},
        {"noise": "nan", "prediction": "noise"},
        {"shift": "0.37", "prediction": "shift"},
    ],
)
def test_any_link_opens(visit, query):
    visit(**query)


@pytest.mark.parametrize("unit", ["bits", "bans"])
def test_other_units(open_page, unit):
    app = open_page(PAGE, unit=unit)
    assert metric(app, "mean loss") == {"bits": "0.207 bits", "bans": "0.062 bans"}[unit]


# --- uploads -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["PNG", "WEBP"])
def test_two_files_are_compared(uploaded, texts, kind):
    options = {"lossless": True} if kind == "WEBP" else {}
    app = uploaded(picture(GREY, kind, **options), picture(255 - GREY, kind, **options))
    assert "Target: 3×2 pixels, 8 bits." in texts(app)
    assert metric(app, "pixels at ∞") == "2"
    assert metric(app, "pixels") == "6" and metric(app, "mean loss") == "∞ nats"


def test_until_both_files_are_there_the_built_in_pair_is_shown(uploaded, texts):
    app = uploaded(picture(GREY))
    assert "Shown meanwhile: ten digits from 32 principal components." in texts(app)
    assert metric(app, "mean loss") == "0.143 nats"


def test_a_prediction_can_be_made_from_the_own_target(uploaded, texts):
    app = uploaded(picture(GREY), prediction="inversion")
    assert metric(app, "pixels") == "6" and "Prediction made from the target by inversion" in texts(app)


def test_16_bits_colour_and_alpha_are_explained(uploaded, texts):
    deep = picture(np.array([[0, 65535], [32768, 1]], np.uint16))
    clear = picture(np.array([[[255, 0, 0, 255], [0, 255, 0, 255]], [[0, 0, 255, 255], [0, 0, 0, 0]]], np.uint8))
    app = uploaded(deep, clear)
    said = texts(app)
    assert "Target: 2×2 pixels, 16 bits." in said and "Prediction: 2×2 pixels, 8 bits." in said
    assert "0.299" in said and "white" in said.split("Prediction: 2×2 pixels")[1]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"no picture at all", "target.png"),
        (picture(GREY)[:40], "target.png"),
        (picture(np.zeros((9000, 9000), np.uint8)), "pixels"),
    ],
)
def test_a_bad_file_is_said_and_the_page_goes_on(uploaded, texts, content, said):
    app = uploaded(content)
    assert said in texts(app) and "Shown meanwhile" in texts(app)
    assert metric(app, "mean loss") == "0.143 nats"


def test_sizes_that_differ_are_said_and_resized_on_request_only(uploaded, texts):
    wide = picture(np.repeat(GREY, 2, axis=1))
    app = uploaded(picture(GREY), wide)
    assert "The target has 3×2 pixels, the prediction 6×2" in texts(app)
    assert metric(app, "mean loss") == "0.143 nats", "the built-in pair meanwhile"
    sizes = next(group for group in app.get("segmented_control") if group.key == "images_resize")
    assert sizes.proto.wrap, "the options are too long to stand side by side on a phone"
    sizes.set_value("Resize the prediction").run()
    assert not app.exception
    assert "The prediction was resized to 3×2" in texts(app)
    assert metric(app, "pixels") == "6" and "the excess is 0" in texts(app)
    sizes = next(group for group in app.get("segmented_control") if group.key == "images_resize")
    sizes.set_value("Resize the target").run()
    assert "The target was resized to 6×2" in texts(app) and metric(app, "pixels") == "12"


def test_a_large_image_is_drawn_in_blocks_and_counted_in_pixels(uploaded, texts):
    large = np.tile(np.arange(250, dtype=np.uint8), (500, 4))
    app = uploaded(picture(large), prediction="the target itself")
    assert metric(app, "pixels") == "500\u202f000"
    assert any("Each dot is the mean of 5×5 pixels" in caption.value for caption in app.caption)
