"""The picture of printed numbers against computed ones: one mark a number, at its distance in last digits."""

from collections.abc import Collection, Sequence

from ce_core.published import VERDICTS, PublishedCheck
from pages.shared import words
from pages.shared.figures import base
from pages.shared.figures.marks import note
from pages.shared.palette import Palette

LOW, HIGH = -1.3, 3.3  # what lies beyond is drawn at the edge, with its number
SYMBOLS = {"agrees": "circle", "truncated": "triangle-down", "artefact": "diamond", "wrong": "x"}
FADED = 0.25


def deviations(checks: Sequence[PublishedCheck], shown: Collection[str], chosen: str, colors: Palette) -> base.Figure:
    """(printed − computed) in units of the last printed digit; ±½ is rounding. `shown` ids keep their colour."""
    marks = [_marks(checks, verdict, shown, colors) for verdict in VERDICTS]
    place = next(x for x, check in enumerate(checks) if check.row.id == chosen)
    ring = dict(
        type="scatter",
        mode="markers",
        x=[place],
        y=[_height(checks[place])],
        marker=dict(symbol="circle-open", size=22, color=colors.ink, line_width=2.5),
        hoverinfo="skip",
        showlegend=False,
    )
    band = dict(
        type="rect", xref="x domain", x0=0, x1=1, y0=-0.5, y1=0.5, layer="below",
        line_width=0, fillcolor=colors.floor, opacity=0.16,
    )  # fmt: skip
    groups = _groups(checks)
    return base.figure(
        colors,
        ring,
        *marks,
        height=280,
        margin=dict(t=30),
        hovermode="closest",
        legend=dict(y=1.06, itemclick=False, itemdoubleclick=False),
        shapes=[
            band,
            base.level(0, color=colors.p, width=2),
            *(
                dict(type="line", yref="y domain", y0=0, y1=1, x0=last + 0.5, x1=last + 0.5,
                     line=dict(color=colors.grid, width=1))
                for _, last in list(groups.values())[:-1]
            ),
        ],
        annotations=[*_beyond(checks, shown, colors), _band_name(colors)],
        xaxis=dict(
            tickvals=[(first + last) / 2 for first, last in groups.values()],
            ticktext=list(groups),
            range=[-1.2, len(checks) + 0.4],
            showgrid=False,
            showline=False,
        ),
        yaxis=dict(
            range=[LOW - 0.2, HIGH + 0.75], tickvals=[-1, 0, 1, 2, 3], title_text="printed − computed, last digits"
        ),
    )  # fmt: skip


def _marks(
    checks: Sequence[PublishedCheck], verdict: str, shown: Collection[str], colors: Palette
) -> dict[str, object]:
    color = colors.q if verdict == "agrees" else colors.excess
    places = [(x, check) for x, check in enumerate(checks) if check.verdict == verdict]
    return dict(
        type="scatter",
        mode="markers",
        name=f"{verdict} ({len(places)})",
        x=[x for x, _ in places],
        y=[_height(check) for _, check in places],
        marker=dict(
            symbol=SYMBOLS[verdict],
            size=9 if verdict == "agrees" else 12,
            color=color,
            opacity=[1 if check.row.id in shown else FADED for _, check in places],
        ),
        hovertext=[
            f"{base.label(check.row.what, 60)}<br>{words.short(check.deviation, 2)} units of the last digit, {verdict}"
            for _, check in places
        ],
        hoverinfo="text",
    )


def _height(check: PublishedCheck) -> float:
    return min(max(check.deviation, LOW), HIGH)


def _groups(checks: Sequence[PublishedCheck]) -> dict[str, tuple[int, int]]:
    """First and last place of each source; rows of one source stand together."""
    groups: dict[str, tuple[int, int]] = {}
    for x, check in enumerate(checks):
        groups[check.row.source] = (groups.get(check.row.source, (x, x))[0], x)
    return groups


def _beyond(checks: Sequence[PublishedCheck], shown: Collection[str], colors: Palette) -> list[dict[str, object]]:
    """The number above (or below) marks at the edge, once for neighbours with the same one."""
    outside = [(x, check.deviation, check.row.id in shown) for x, check in enumerate(checks) if _is_beyond(check)]
    runs: list[tuple[list[int], float, bool]] = []
    for x, deviation, lit in outside:
        if runs and runs[-1][0][-1] == x - 1 and runs[-1][1] == deviation:
            runs[-1][0].append(x)
        else:
            runs.append(([x], deviation, lit))
    return [
        note(
            (places[0] + places[-1]) / 2,
            HIGH if deviation > 0 else LOW,
            f"{'↑' if deviation > 0 else '↓'} {words.short(deviation, 2)}",
            colors.excess,
            yshift=16 if deviation > 0 else -16,
            opacity=1 if lit else FADED,
        )
        for places, deviation, lit in runs
    ]


def _is_beyond(check: PublishedCheck) -> bool:
    return not LOW <= check.deviation <= HIGH


def _band_name(colors: Palette) -> dict[str, object]:
    place = dict(xref="x domain", xanchor="left", yanchor="bottom")
    return note(0.01, 0.5, "rounding: at most ½", colors.floor, size=12, **place)
