"""What the tests of several pages look at."""

import json

import pandas as pd
from streamlit.testing.v1 import AppTest


def formula(app: AppTest) -> str:
    return app.latex[0].value


def facts(app: AppTest) -> dict[str, str]:
    """Named values, as `plain.facts` shows them."""
    return dict(pair for texts in plain(app, "facts") for pair in texts)


def fact(app: AppTest, start: str) -> str:
    """The first one whose name begins like this."""
    return next(value for label, value in facts(app).items() if label.startswith(start))


def tables(app: AppTest) -> list[pd.DataFrame]:
    return [pd.DataFrame(shown["rows"], columns=shown["columns"]) for shown in plain(app, "table")]


def plain(app: AppTest, kind: str) -> list:
    shown = [json.loads(element.proto.json) for element in _components(app, "plain")]
    return [one["texts"] for one in shown if one["kind"] == kind]


def group(app: AppTest, kind: str, key: str):
    """The control of this kind that has this key."""
    return next(one for one in app.get(kind) if one.key == key)


def pills(app: AppTest, key: str):
    return group(app, "pills", key)


def button(app: AppTest, label: str):
    return next(button for button in app.button if button.label == label)


def charts(app: AppTest) -> list[dict]:
    """The figures on the page, as the browser gets them."""
    return [json.loads(chart.proto.bytes) for chart in _components(app, "plot")]


def sliders(app: AppTest, key: str) -> dict:
    """A group of live sliders, as the browser gets it."""
    return json.loads(_group(app, key).proto.json)


def slide(app: AppTest, key: str, value: float, handle: int = 0, *, done: bool = True) -> AppTest:
    """Move one of a group of live sliders, as its script in the browser tells it; `done`: and let go."""
    move = {"handle": handle, "value": value, "serial": sliders(app, key)["serial"] + 1, "done": done}
    states = app._tree.get_widget_states()
    states.widgets.add(id=_group(app, key).proto.id, json_value=json.dumps({"move": move}))
    return app._run(states)


def _group(app: AppTest, key: str):
    return next(group for group in _components(app, "live_sliders") if group.proto.id.endswith(f"-{key}"))


def _components(app: AppTest, name: str) -> list:
    return [element for element in app.get("bidi_component") if element.proto.component_name == name]
