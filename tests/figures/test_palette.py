"""The colours of the ideas can be read on their background and told apart by everyone."""

import tomllib
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from pages.shared.palette import DARK, LIGHT

CONFIG = Path(__file__).parents[2] / ".streamlit" / "config.toml"
IDEAS = ("p", "q", "floor", "excess", "loss")
# Machado, Oliveira and Fernandes (2009), severity 1, on linear RGB.
VISION = {
    "normal": np.eye(3),
    "protanopia": [
        [0.152286, 1.052583, -0.204868],
        [0.114503, 0.786281, 0.099216],
        [-0.003882, -0.048116, 1.051998],
    ],
    "deuteranopia": [
        [0.367322, 0.860646, -0.227968],
        [0.280085, 0.672501, 0.047413],
        [-0.011820, 0.042940, 0.968881],
    ],
    "tritanopia": [
        [1.255528, -0.076749, -0.178779],
        [-0.078411, 0.930809, 0.147602],
        [0.004733, 0.691367, 0.303900],
    ],
}
XYZ = np.array([[0.4124, 0.3576, 0.1805], [0.2126, 0.7152, 0.0722], [0.0193, 0.1192, 0.9505]])


def linear(color):
    rgb = np.array([int(color[i : i + 2], 16) for i in (1, 3, 5)]) / 255
    return np.where(rgb <= 0.04045, rgb / 12.92, ((rgb + 0.055) / 1.055) ** 2.4)


def contrast(one, other):
    low, high = sorted(0.05 + float(XYZ[1] @ linear(color)) for color in (one, other))
    return high / low


def lab(rgb):
    x, y, z = np.cbrt(XYZ @ np.clip(rgb, 0, 1) / [0.95047, 1, 1.08883])
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("idea", [*IDEAS, "ink"])
def test_contrast_suffices_for_text(palette, idea):
    assert contrast(getattr(palette, idea), palette.background) >= 4.5


@pytest.mark.parametrize(("scheme", "palette"), [("light", LIGHT), ("dark", DARK)])
def test_accents_links_and_buttons_can_be_read(scheme, palette):
    theme = tomllib.loads(CONFIG.read_text())["theme"][scheme]
    assert theme["backgroundColor"] == palette.background, "buttons are written on the accent in this colour"
    for color in ("primaryColor", "linkColor"):
        assert contrast(theme[color], theme["backgroundColor"]) >= 4.5


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("vision", VISION)
def test_ideas_can_be_told_apart(palette, vision):
    seen = {idea: lab(VISION[vision] @ linear(getattr(palette, idea))) for idea in IDEAS}
    nearest = min(np.linalg.norm(seen[a] - seen[b]) for a, b in combinations(IDEAS, 2))
    assert nearest >= 20
