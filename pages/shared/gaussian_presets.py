"""The named states of the views of "Squared error and Gaussians": control values, a table a view."""


def pair(mu_p: str, sigma_p: str, mu_q: str, sigma_q: str, points: int = 41) -> dict[str, object]:
    return {
        "gauss_mu_p": mu_p,
        "gauss_sigma_p": sigma_p,
        "gauss_mu_q": mu_q,
        "gauss_sigma_q": sigma_q,
        "gauss_points": points,
    }


PAIR_PRESETS = {
    "Equal widths": pair("0", "1", "1.5", "1"),
    "Q = P": pair("0", "1", "0", "1"),
    "Q too wide": pair("0", "1", "0", "2.5"),
    "Q too narrow": pair("0", "1", "0.5", "0.4"),
    "Both narrow": pair("0", "0.1", "0.1", "0.1"),
    "Eleven places": pair("0", "1", "1.5", "1", 11),
}


def claim(mu_q: str, sigma_p: str, sigma_q: str) -> dict[str, object]:
    return {"gauss_mu_q": mu_q, "gauss_sigma_p": sigma_p, "gauss_sigma_q": sigma_q}


CLAIM_PRESETS = {
    "Equal and fixed": claim("1.5", "1", "1"),
    "The factor is 1": claim("1.5", "0.70710678", "0.70710678"),
    "Narrow: steep": claim("1.5", "0.5", "0.5"),
    "Unequal widths": claim("1.5", "1", "2"),
}
ENTROPY_PRESETS = {
    "Below 0": {"gauss_narrow": "0.1"},
    "Exactly 0": {"gauss_narrow": "0.24197072451914337"},
    "Above 0": {"gauss_narrow": "1"},
}
SHAKY = ("-3 -2 -1 0 1 2 3 4", "-0.7 -1.2 0.3 0.1 0.4 2.4 2.2 4.3")


def line(x: str, y: str, a: str, b: str, sigma: str, ratio: str = "1") -> dict[str, object]:
    return {
        "gauss_x": x,
        "gauss_y": y,
        "gauss_a": a,
        "gauss_b": b,
        "gauss_sigma": sigma,
        "gauss_ratio": ratio,
    }


LINE_DEFAULT = line(*SHAKY, "0.2", "0.1", "0.5")
LINE_PRESETS = {
    "Too flat": LINE_DEFAULT,
    "Wide σ": line(*SHAKY, "0.2", "0.1", "2"),
    "On the line, σ = 0.1": line("-2 -1 0 1 2", "-1 0 1 2 3", "1", "1", "0.1"),
    "σ unequal": line(*SHAKY, "0.2", "0.1", "0.5", "6"),
    "One point": line("0", "2", "0.2", "0.1", "0.5"),
}
