"""What the tests of several pages look at."""

from streamlit.testing.v1 import AppTest


def formula(app: AppTest) -> str:
    return app.latex[0].value


def metrics(app: AppTest) -> dict[str, str]:
    return {metric.label: metric.value for metric in app.metric}


def group(app: AppTest, kind: str, key: str):
    """The control of this kind that has this key."""
    return next(one for one in app.get(kind) if one.key == key)


def pills(app: AppTest, key: str):
    return group(app, "pills", key)


def button(app: AppTest, label: str):
    return next(button for button in app.button if button.label == label)
