"""The named states of the views of surprise and entropy: control values, a table a view."""

WEATHER = "sun, cloud, rain, snow"

EVENT_PRESETS = {
    "A coin": {"surp_p": "0.5"},
    "A six on a die": {"surp_p": "0.1667"},
    "One in a thousand": {"surp_p": "0.001"},
    "Certain": {"surp_p": "1"},
    "Impossible": {"surp_p": "0"},
}
SHARE_PRESETS = {
    "The largest share": {"surp_p": "0.368"},
    "A six on a die": {"surp_p": "0.1667"},
    "Nearly impossible": {"surp_p": "1e-15"},
    "0 · log 0": {"surp_p": "0"},
    "1 · log 1": {"surp_p": "1"},
}
COIN_PRESETS = {
    "Fair": {"surp_heads": "0.5"},
    "Bent": {"surp_heads": "0.9"},
    "Hardly ever tails": {"surp_heads": "0.999"},
    "Always heads": {"surp_heads": "1"},
}


def several(events: str, p: str, mix: float = 0.0, eps: str = "none") -> dict[str, object]:
    return {"surp_events": events, "surp_dist": p, "surp_mix": mix, "surp_eps": eps}


EVENTS_PRESETS = {
    "Skewed": several(WEATHER, "0.7, 0.15, 0.1, 0.05"),
    "Balanced": several(WEATHER, "0.25, 0.25, 0.25, 0.25"),
    "Eight balanced": several("1, 2, 3, 4, 5, 6, 7, 8", ", ".join(["0.125"] * 8)),
    "Red, green, blue": several("red, green, blue", "0.1, 0.4, 0.5"),
    "Known label": several("cat, dog, bird", "1, 0, 0"),
    "Known label with ε": several("cat, dog, bird", "1, 0, 0", eps="1e-15"),
}
