"""Figures of a coded message: what a symbol costs as the message grows, and the tree of a Huffman code."""

from collections.abc import Sequence
from math import isfinite, log10
from typing import Any

import numpy as np

from ce_core import CodedSample, Decomposition
from pages.shared import words
from pages.shared.figures import base
from pages.shared.figures.marks import note
from pages.shared.palette import INFINITE_PATTERN, PATTERN, Palette
from pages.shared.reading.codes import digits
from pages.shared.words import UNITS

BITS = UNITS["bits"]
GROWTH_HEIGHT = 310
CLOSE = 0.085  # of the axis: the height of a line of text
BESIDE = 0.02  # of the width: how far from its line a bit stands
ROOMY = 5  # with more leaves than this, P and Q are left to the table


def growth(study: CodedSample, names: Sequence[str], colors: Palette) -> base.Figure:
    """Bits per symbol of each code against the symbols sent so far, over H(P), and the excess up to H(P,Q)."""
    sent, parts = study.sent, study.per_symbol
    measured = {
        "Shannon": (sent.shannon.bits_per_symbol, dict(color=colors.q, width=5, dash="dot")),
        "Huffman": (sent.huffman.bits_per_symbol, dict(color=colors.q, width=2, dash="dash")),
        "arithmetic": (sent.arithmetic.bits_per_symbol, dict(color=colors.loss, width=2)),
    }
    floor, total = float(parts.entropy), float(parts.cross_entropy)
    heights = np.concatenate([[floor, total, 0.5], *(values for values, _ in measured.values())])
    top = (1.08 if isfinite(total) else 1.4) * float(heights[np.isfinite(heights)].max())
    length = sent.message.size
    ceiling = total if isfinite(total) else top
    traces = []
    if parts.kl > 0:
        traces.append(
            dict(
                type="scatter",
                name="excess KL(P‖Q)",
                x=[1, length, length, 1],
                y=[floor, floor, ceiling, ceiling],
                mode="lines",
                line=dict(width=0, color=colors.excess),
                fill="toself",
                fillpattern=dict(
                    shape=PATTERN["excess"] if isfinite(total) else INFINITE_PATTERN,
                    fgcolor=colors.excess,
                    bgcolor="rgba(0,0,0,0)",
                    size=9,
                    solidity=0.12,
                ),
                hoverinfo="skip",
                showlegend=False,
            )
        )
    for name, (values, line) in measured.items():
        traces.append(
            dict(
                type="scatter",
                name=name,
                x=sent.prefixes,
                y=np.where(np.isfinite(values), values, np.nan),
                mode="lines",
                line=dict(line, simplify=False),
                hovertext=[
                    f"{name}: {words.amount(value, BITS)} a symbol after {words.whole(m)}"
                    for m, value in zip(sent.prefixes.tolist(), values, strict=True)
                ],
                hoverinfo="text",
            )
        )
    shapes = [base.level(floor, color=colors.floor, width=2)]
    if isfinite(total):
        shapes.append(base.level(total, color=colors.loss, width=1, dash="dash"))
    notes = _level_labels(parts, digits(study), top, colors)
    if sent.sendable < length:
        shapes.append(_stop(sent.sendable + 1, colors))
        notes.append(_stop_label(sent.sendable + 1, length, names[sent.message[sent.sendable]], colors))
    return base.figure(
        colors,
        *traces,
        height=GROWTH_HEIGHT,
        margin=dict(r=112, t=8),
        shapes=shapes,
        annotations=notes,
        xaxis=dict(type="log", range=[0, log10(length)], title_text="symbols sent so far", **_powers(length)),
        yaxis=dict(range=[0, top], title_text="bits per symbol"),
    )


def _level_labels(parts: Decomposition, digits: int, top: float, colors: Palette) -> list[dict[str, Any]]:
    """The names of the lines and of the gap between them, right of the picture; one name, if they are one line."""
    floor, total = float(parts.entropy), float(parts.cross_entropy)
    end = total if isfinite(total) else top
    if parts.kl == 0:
        places = [("H(P) = H(P,Q)<br>", floor, floor, colors.floor)]
    else:
        middle = min(max((floor + end) / 2, 2 * CLOSE * top), (1 - 2 * CLOSE) * top)
        apart = max((end - floor) / 2, CLOSE * top)
        places = [
            ("H(P)", floor, middle - apart, colors.floor),
            ("KL(P‖Q)", float(parts.kl), middle, colors.excess),
            ("H(P,Q)", total, middle + apart, colors.loss),
        ]
    over_the_axis = floor == end and floor < CLOSE * top  # two lines of text would reach the numbers below it
    yanchor = "bottom" if over_the_axis else "middle"
    beside = dict(xref="paper", xanchor="left", yanchor=yanchor, xshift=4, align="left")
    return [
        note(1, height, f"<b>{name}</b> {words.number(value, digits)}", color, **beside)
        for name, value, height, color in places
    ]


def _stop(at: int, colors: Palette) -> dict[str, Any]:
    line = dict(color=colors.loss, width=2, dash="dot")
    return dict(type="line", x0=at, x1=at, y0=0, y1=1, yref="paper", line=line)


def _stop_label(at: int, length: int, name: str, colors: Palette) -> dict[str, Any]:
    left = log10(at) < log10(length) / 2
    return note(
        log10(at),
        0.04,
        f"<b>∞</b> from symbol {words.whole(at)} on: “{base.label(name)}”",
        colors.loss,
        yref="paper",
        xanchor="left" if left else "right",
        yanchor="bottom",
        bgcolor=colors.background,
    )


def _powers(length: int) -> dict[str, Any]:
    ticks = [10**power for power in range(5) if 10**power <= length]
    return dict(tickvals=ticks, ticktext=[words.whole(tick) for tick in ticks], minor=dict(showgrid=False))


def has_tree(study: CodedSample) -> bool:
    """Whether the tree is small enough to read."""
    return study.sent.huffman_code.block == 1


def tree(study: CodedSample, names: Sequence[str], colors: Palette) -> base.Figure:
    """Huffman's tree: a left turn is a 0, a right turn a 1, and every leaf is a symbol."""
    code = study.sent.huffman_code
    leaves = sorted((word, symbol) for symbol, word in enumerate(code.codewords) if word is not None)
    across = {word: float(place) for place, (word, _) in enumerate(leaves)}
    deepest = max(map(len, across))
    for depth in range(deepest - 1, -1, -1):
        for node in {word[:depth] for word, _ in leaves if len(word) > depth}:
            across[node] = (across[node + "0"] + across[node + "1"]) / 2
    branches = [node for node in across if node]
    lines = dict(
        type="scatter",
        x=[x for node in branches for x in (across[node[:-1]], across[node], None)],
        y=[y for node in branches for y in (1 - len(node), -len(node), None)],
        mode="lines",
        line=dict(color=colors.ink, width=1.5),
        hoverinfo="skip",
        showlegend=False,
    )
    bits = dict(
        type="scatter",
        x=[
            (across[node[:-1]] + across[node]) / 2 + (-BESIDE if node[-1] == "0" else BESIDE) * len(leaves)
            for node in branches
        ],
        y=[0.5 - len(node) for node in branches],
        mode="text",
        text=[f"<b>{node[-1]}</b>" for node in branches],
        textfont=dict(color=colors.loss, size=14),
        textposition=["middle left" if node[-1] == "0" else "middle right" for node in branches],
        hoverinfo="skip",
        showlegend=False,
    )
    ends = dict(
        type="scatter",
        x=[across[word] for word, _ in leaves],
        y=[-len(word) for word, _ in leaves],
        mode="markers+text",
        marker=dict(color=colors.ink, size=7),
        text=[_leaf(names[symbol], symbol, study, len(leaves) <= ROOMY, colors) for _, symbol in leaves],
        textposition="bottom center",
        hovertext=[
            f"{base.label(names[symbol])}: {word or 'the empty word'}, {words.whole(len(word))} bits"
            for word, symbol in leaves
        ],
        hoverinfo="text",
        cliponaxis=False,
        showlegend=False,
    )
    return base.figure(
        colors,
        lines,
        bits,
        ends,
        height=120 + 46 * max(deepest, 1),
        xaxis=dict(visible=False, range=[-0.6, len(leaves) - 0.4]),
        yaxis=dict(visible=False, range=[-deepest - (1.1 if len(leaves) <= ROOMY else 0.6), 0.2]),
    )


def _leaf(name: str, symbol: int, study: CodedSample, roomy: bool, colors: Palette) -> str:
    shown = f"<b>{base.label(name, 8)}</b>"
    if not roomy:
        return shown
    parts = study.per_symbol
    return (
        f"{shown}<br><span style='color:{colors.p}'>P {words.percent(parts.p[symbol])}</span>"
        f"<br><span style='color:{colors.q}'>Q {words.percent(parts.q[symbol])}</span>"
    )
