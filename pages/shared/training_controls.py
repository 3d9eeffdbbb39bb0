"""The controls of the lesson on training: the points, the classifier, and the steps."""

import streamlit as st

from ce_core import POINT_KINDS, DistributionError, TrainingState
from pages.shared import controls
from pages.shared.pixel_click import clicked_pixel
from pages.shared.reading import training as reading
from pages.shared.training_points import Row, parse_points, with_point, without_last
from pages.shared.training_presets import START
from pages.shared.training_runs import OBJECTIVES, Data, Run, Setup, data_of, run_of, states_after

ONLY_OWN = "only mine"
MOST_STEPS = 1000
FEWEST = 5
"""Steps from one picture to the next while it trains: a quarter of those so far, but at least these."""
TICK = 1.0
"""Seconds between two pictures: time enough to draw them on a slow device and to hear “Stop”."""
MAPS = "train_map"
"""Keys of the charts that can be clicked begin with this."""
STEP, OWN = "train_step", "train_own"
REACHED = "_train_reached"
STOPPED = "_train_stopped"
BLOCK = 50
"""Steps that are remembered together."""
RUNNING = "_train_running"
"""In the session from "Train" to the end: the setup that is being trained."""
LIVE = "_train_live"
"""In the session: whether the page draws itself again and again."""


# --- steps --------------------------------------------------------------------------------------------------


def tick() -> float | None:
    """Seconds until the lesson draws itself again, None while nothing is being trained."""
    st.session_state[LIVE] = RUNNING in st.session_state
    return TICK if st.session_state[LIVE] else None


def steps(setup: Setup) -> int:
    """Train or stop, one step, back to the start; the step that is shown, which the slider and the link hold too.

    While it trains, every drawing of the page goes some steps on. The last step ends that, and so does another setup.
    """

    def train() -> None:
        st.session_state[RUNNING] = setup
        if st.session_state[STEP] >= MOST_STEPS:
            st.session_state[STEP] = 0

    def stop() -> None:
        st.session_state.pop(RUNNING, None)

    def stop_here() -> None:
        stop()
        st.session_state[STOPPED] = st.session_state[REACHED]

    def one() -> None:
        st.session_state[STEP] = min(st.session_state[STEP] + 1, MOST_STEPS)

    def back() -> None:
        st.session_state[STEP] = 0

    running, at = RUNNING in st.session_state, st.session_state.get(STEP, 0)
    if running and (st.session_state[RUNNING] != setup or at >= MOST_STEPS):
        stop()
        running = False
    if running != st.session_state[LIVE]:
        st.rerun()  # the whole page: only that starts or ends its drawing itself again
    if STOPPED in st.session_state:  # only now: in a run that is begun anew, the browser's step, drawn before, counts
        st.session_state[STEP] = st.session_state.pop(STOPPED)
    if running:
        st.session_state[STEP] = st.session_state[REACHED] = min(at + max(FEWEST, at // 4), MOST_STEPS)
    with st.container(horizontal=True, gap="small"):
        if running:
            st.button("Stop", icon=":material/stop:", on_click=stop_here, type="primary", key="train_stop")
        else:
            st.button("Train", icon=":material/play_arrow:", on_click=train, type="primary", key="train_go")
        st.button("Step", icon=":material/skip_next:", on_click=one, disabled=running, key="train_one")
        st.button("Back to 0", icon=":material/replay:", on_click=back, disabled=running, key="train_back")
    step = int(controls.slider(f"Steps, at most {MOST_STEPS}", STEP, 0, MOST_STEPS, START[STEP], 1))
    if running:
        st.progress(step / MOST_STEPS, text=f"Training up to step {MOST_STEPS}")
    return step


# --- what is trained ----------------------------------------------------------------------------------------


def setup_controls() -> Setup:
    """The points and the classifier, in three tabs."""
    drawn, classifier, mine = st.tabs(["Points", "Classifier", "Your points"])
    with drawn:
        kind = controls.select("Kind", "train_kind", [*POINT_KINDS, ONLY_OWN], START["train_kind"])
        most = POINT_KINDS[kind].most_classes if kind in POINT_KINDS else 4
        wanted = int(controls.choice("Classes", "train_classes", ["2", "3", "4"], START["train_classes"]))
        classes = min(wanted, most)
        if classes < wanted:
            controls.show_note(f"{kind.capitalize()} come in {most} classes.")
        noise = controls.slider("Noise: standard deviation", "train_noise", 0.0, 1.5, START["train_noise"], 0.05)
        count = int(controls.slider("How many", "train_count", 10, 400, START["train_count"], 10))
        share = controls.slider("Share kept to validate", "train_share", 0.0, 0.8, START["train_share"], 0.1)
        seed = int(controls.slider("Seed of the points", "train_seed", 0, 99, START["train_seed"], 1))
    with classifier:
        hidden = controls.choice("Hidden units", "train_hidden", ["0", "2", "4", "8", "12", "16"])
        head_start = controls.slider(
            "Head start of class 0, in nats", "train_head", 0.0, 40.0, START["train_head"], 0.5, help=reading.HEAD_START
        )
        rate = controls.number("Learning rate", "train_rate", 1.0, low=0.01, high=10.0)
        smoothing = controls.slider("Label smoothing", "train_smoothing", 0.0, 0.5, START["train_smoothing"], 0.05)
        init = int(controls.slider("Seed of the start", "train_init", 0, 99, START["train_init"], 1))
    with mine:
        own = _own_points(classes)
    return Setup(
        kind=kind if kind in POINT_KINDS else None,
        classes=classes,
        noise=noise,
        count=count,
        seed=seed,
        own=own,
        share=share,
        hidden=int(hidden),
        head_start=head_start,
        init=init,
        rate=rate,
        smoothing=smoothing,
    )


def _own_points(classes: int) -> tuple[Row, ...]:
    """Points added by a click on a map or typed; what can't be read is told, and the last good ones are used."""
    label = controls.choice("A click on a map adds a point of class", "train_click", [str(c) for c in range(classes)])
    typed = st.session_state.get(OWN, START[OWN])
    if click := clicked_pixel("train_clicked", MAPS):
        y, x = click
        st.session_state[OWN] = with_point(typed, x, y, label)
    typed = controls.long_text(
        "Or type them, one a line: x y class",
        OWN,
        START[OWN],
        linked=controls.fits_link(OWN),
        height=110,
        placeholder="0.5 -1 1",
    )
    with st.container(horizontal=True, gap="small"):
        for name, icon, text in (("Take the last back", "undo", without_last(typed)), ("Clear", "delete", "")):
            st.button(
                name,
                icon=f":material/{icon}:",
                on_click=lambda text=text: st.session_state.update({OWN: text}),
                disabled=not typed,
                key=f"train_own_{icon}",
            )
    memory = st.session_state.setdefault("_train_own_read", {})
    try:
        memory[classes] = parse_points(typed, classes)
    except ValueError as error:
        kept = memory.get(classes, ())
        controls.show_error(f"{error} {reading.own_kept(len(kept))}")
    return memory.get(classes, ())


# --- the trainings ------------------------------------------------------------------------------------------


@st.cache_resource(max_entries=300, ttl="1h", show_spinner=False)
def _block(setup: Setup, minimise: str, number: int) -> tuple[TrainingState, ...]:
    """The start, and then the BLOCK states up to step number · BLOCK: going on costs only steps not trained yet."""
    if not number:
        return states_after(setup, minimise, None, 1)
    return states_after(setup, minimise, _block(setup, minimise, number - 1)[-1], BLOCK)


def _states(setup: Setup, minimise: str, step: int) -> list[TrainingState]:
    blocks = [_block(setup, minimise, number) for number in range(-(-step // BLOCK) + 1)]
    return [state for block in blocks for state in block][: step + 1]


def both_runs(setup: Setup, step: int, base: float | None) -> tuple[Data, tuple[Run, Run], str]:
    """The points, the training of each objective up to this step, and a sentence on why there is none, or ""."""
    data, problem = data_of(setup), ""
    try:
        both = [_states(setup, minimise, step) for minimise in OBJECTIVES]
    except DistributionError as error:
        both, problem = [[], []], f"Nothing is trained: {error}."
    first, second = (run_of(setup, data, how, states, base) for how, states in zip(OBJECTIVES, both, strict=True))
    return data, (first, second), problem
