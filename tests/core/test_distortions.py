"""Distortions against their formulas and SciPy, resampling against counting by hand, and what is refused."""

import numpy as np
import pytest
from scipy.ndimage import gaussian_filter

from ce_core import DISTORTIONS, DistributionError, distort, resize

IMAGE = np.random.default_rng(7).integers(0, 256, (17, 23)) / 255
TINY = np.array([[0.0, 0.25], [0.75, 1.0]])


@pytest.mark.parametrize(
    ("name", "amount", "expected", "clipped"),
    [
        ("brightness", 0.5, [[0.5, 0.75], [1.0, 1.0]], 2),
        ("brightness", -1.0, [[0.0, 0.0], [0.0, 0.0]], 3),
        ("brightness", 0.0, TINY, 0),
        ("contrast", 0.0, [[0.5, 0.5], [0.5, 0.5]], 0),
        ("contrast", 0.5, [[0.25, 0.375], [0.625, 0.75]], 0),
        ("contrast", 2.0, [[0.0, 0.0], [1.0, 1.0]], 2),
        ("shift", 1.0, [[0.0, 0.0], [0.75, 0.75]], 0),
        ("shift", -40.0, [[0.25, 0.25], [1.0, 1.0]], 0),
        ("inversion", 1.0, [[1.0, 0.75], [0.25, 0.0]], 0),
        ("inversion", 0.5, [[0.5, 0.5], [0.5, 0.5]], 0),
        ("constant grey", 1.0, [[1.0, 1.0], [1.0, 1.0]], 0),
        ("threshold", 0.25, [[0.0, 1.0], [1.0, 1.0]], 0),
        ("blur", 0.0, TINY, 0),
        ("noise", 0.0, TINY, 0),
    ],
)
def test_by_hand(name, amount, expected, clipped):
    made = distort(TINY, name, amount)
    assert made.pixels.tolist() == np.asarray(expected).tolist()
    assert made.clipped == clipped


@pytest.mark.parametrize("sigma", [0.5, 1.0, 2.5, 20.0])
def test_blur_is_scipys_gaussian_with_reflected_edges(sigma):
    expected = gaussian_filter(IMAGE, sigma, mode="reflect", truncate=4)
    np.testing.assert_allclose(distort(IMAGE, "blur", sigma).pixels, expected, atol=2e-12)


@pytest.mark.parametrize("grey", [0.0, 0.3, 1.0])
def test_blur_leaves_an_even_image_exactly(grey):
    even = np.full((9, 5), grey)
    assert np.array_equal(distort(even, "blur", 3.0).pixels, even)


def test_noise_is_seeded_and_of_the_stated_width():
    grey = np.full((200, 200), 0.5)
    made = distort(grey, "noise", 0.1, seed=3).pixels
    assert np.array_equal(made, distort(grey, "noise", 0.1, seed=3).pixels)
    assert not np.array_equal(made, distort(grey, "noise", 0.1, seed=4).pixels)
    assert np.std(made) == pytest.approx(0.1, rel=0.02)


@pytest.mark.parametrize("name", DISTORTIONS)
@pytest.mark.parametrize("end", ["low", "default", "high"])
def test_every_row_stays_in_range_counts_and_leaves_the_image_alone(name, end):
    row, before = DISTORTIONS[name], IMAGE.copy()
    made = distort(IMAGE, name, getattr(row, end))
    assert np.array_equal(IMAGE, before)
    assert made.pixels.shape == IMAGE.shape and made.pixels.dtype == np.float64
    assert made.pixels.min() >= 0 and made.pixels.max() <= 1
    raw = row.apply(IMAGE, getattr(row, end), 0)
    assert made.clipped == np.count_nonzero((raw < 0) | (raw > 1))


@pytest.mark.parametrize(
    ("image", "name", "amount", "message"),
    [
        (TINY, "melt", 0.1, "'melt' is not a distortion; use one of noise, blur"),
        (TINY, "noise", 1.5, "amount = 1.5 is outside 0.0 to 1.0"),
        (TINY, "noise", float("nan"), "amount = nan can't be used"),
        ([[0, 255]], "noise", 0.1, "divide 8-bit ones by 255"),
        (TINY[0], "noise", 0.1, "must be one grey image"),
        (np.empty((0, 3)), "blur", 1.0, "must be one grey image"),
    ],
)
def test_refused(image, name, amount, message):
    with pytest.raises(DistributionError, match=message):
        distort(image, name, amount)


def test_twice_the_size_repeats_and_half_the_size_averages():
    double = np.repeat(np.repeat(IMAGE, 2, axis=0), 2, axis=1)
    assert np.array_equal(resize(IMAGE, 34, 46), double)
    assert np.array_equal(resize(double, 17, 23), IMAGE)


@pytest.mark.parametrize("shape", [(1, 1), (5, 7), (17, 40), (100, 3), (16, 22)])
def test_resizing_keeps_the_mean_and_the_range(shape):
    small = resize(IMAGE, *shape)
    assert small.shape == shape
    assert small.mean() == pytest.approx(IMAGE.mean(), abs=1e-12)
    assert IMAGE.min() <= small.min() and small.max() <= IMAGE.max()


def test_pure_black_and_white_stay_pure():
    halves = np.zeros((7, 31))
    halves[:, 11:] = 1.0
    halves[3] = 0.1
    made = resize(halves, 3, 13)
    assert np.array_equal(made[0, :4], np.zeros(4)) and np.array_equal(made[0, 5:], np.ones(8))


def test_the_same_size_is_the_same_image():
    assert np.array_equal(resize(IMAGE, *IMAGE.shape), IMAGE)


@pytest.mark.parametrize("size", [(0, 3), (3, -1)])
def test_no_size_is_refused(size):
    with pytest.raises(DistributionError, match="is not a size"):
        resize(IMAGE, *size)
