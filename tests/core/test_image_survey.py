"""The survey says of all pixels what `compare_images` says, whatever the size of strips and blocks."""

import numpy as np
import pytest

from ce_core import DistributionError, compare_images, image_survey, survey_images

RANDOM = np.random.default_rng(11)
TARGET = RANDOM.integers(0, 256, (37, 53)) / 255
PREDICTION = np.clip(TARGET + RANDOM.normal(0, 0.05, TARGET.shape), 0, 1)
TOTALS = ("total", "floor_total", "kl_total", "first_term_total")


@pytest.mark.parametrize("strip", [1, 400, 400_000])
@pytest.mark.parametrize("side", [10, 26, 200])
@pytest.mark.parametrize("options", [{}, {"positive": "black", "base": 2}, {"eps": 1e-7}])
def test_it_agrees_with_the_full_comparison(monkeypatch, strip, side, options):
    monkeypatch.setattr(image_survey, "STRIP", strip)
    full = compare_images(TARGET, PREDICTION, **options)
    told = survey_images(TARGET, PREDICTION, side=side, **options)
    for name in TOTALS:
        assert getattr(told, name) == pytest.approx(getattr(full, name), rel=1e-13)
        mean = name.replace("total", "mean")
        assert getattr(told, mean) == pytest.approx(getattr(full, mean), rel=1e-13)
    places = np.argwhere(np.isinf(full.loss))
    assert told.infinite == len(places)
    assert told.infinite_at == tuple(map(tuple, places[: image_survey.NAMED].tolist()))
    assert told.costliest == np.unravel_index(np.argmax(full.loss), full.loss.shape)
    assert told.highest == full.loss.max()
    k = told.block
    for name in ("loss", "floor", "kl"):
        values, drawn = getattr(full, name), getattr(told, name)
        assert drawn.shape == (-(-37 // k), -(-53 // k)) and max(drawn.shape) <= side
        for row, column in ((0, 0), (drawn.shape[0] - 1, drawn.shape[1] - 1), (1, 2)):
            cell = values[row * k : (row + 1) * k, column * k : (column + 1) * k]
            assert drawn[row, column] == pytest.approx(cell.mean(), rel=1e-6)
    assert told.target[0, 0] == pytest.approx(TARGET[:k, :k].mean(), rel=1e-6), "grey, whichever class is 1"


def test_one_infinite_pixel_makes_its_block_infinite():
    target, prediction = np.full((400, 400), 0.5), np.full((400, 400), 0.5)
    prediction[123, 45] = 1.0
    told = survey_images(target, prediction)
    assert told.block == 2 and np.argwhere(np.isinf(told.loss)).tolist() == [[61, 22]]
    assert (told.infinite, told.infinite_at, told.costliest) == (1, ((123, 45),), (123, 45))
    assert np.isfinite(told.floor).all() and np.isinf(told.kl[61, 22])


def test_an_image_against_itself_costs_its_floor():
    told = survey_images(TARGET, TARGET)
    assert told.kl_total == 0 and told.total == pytest.approx(told.floor_total, rel=1e-15) and told.total > 0


@pytest.mark.parametrize(
    ("target", "prediction", "options", "message"),
    [
        (TARGET, PREDICTION[:, 1:], {}, "53×37 pixels, prediction 52×37"),
        (TARGET[0], PREDICTION[0], {}, "must be one grey image"),
        (np.empty((0, 4)), np.empty((0, 4)), {}, "must be one grey image"),
        (TARGET * 255, PREDICTION, {}, "divided by 255"),
        (TARGET, PREDICTION, {"positive": "grey"}, "is unknown"),
        (TARGET, PREDICTION, {"eps": 0.5}, "eps = 0.5 can't be used"),
    ],
)
def test_refused(target, prediction, options, message):
    with pytest.raises(DistributionError, match=message):
        survey_images(target, prediction, **options)
