"""The lesson on the loss curve in a real browser."""

from tests.browser.steps import (
    above_the_fold,
    drawn,
    enter,
    expect,
    linked,
    pick,
    reset,
    said,
    says,
)


def fits(page) -> None:
    """The picture and every slider are above the fold."""
    main = page.get_by_test_id("stMain")
    above_the_fold(page, page.get_by_test_id("stPlotlyChart").first, *main.get_by_role("slider").all())


def test_a_link_a_slider_and_every_view(visit):
    page = visit("loss_curve?curve_y=0.5&curve_p=0.5&unit=bits", fresh=True)
    assert page.title() == "The loss curve"
    expect(page.get_by_role("link", name="Labels and predictions")).to_be_visible()
    drawn(page, "1.000 bits")
    says(page, "the loss is still 1.000 bits")

    reset(page)
    drawn(page, "2.322 bits")
    linked(page, unit="bits")
    pick(page, "usual")
    drawn(page, "1.609 nats")
    linked(page)
    fits(page)

    page.get_by_role("slider", name="Prediction p").press("ArrowRight")
    drawn(page, "1.561 nats")
    linked(page, curve_p="0.21")
    expect(page.get_by_role("textbox", name="Prediction p, exactly")).to_have_value("0.21")
    enter(page, "Target y, exactly", "0.7")
    linked(page, curve_y="0.7", curve_p="0.21")
    before = said(page)

    pick(page, "Points")
    drawn(page, "exactly ∞")
    fits(page)
    pick(page, "1e-15")
    drawn(page, "with ε: 34.539 nats")
    linked(page, curve_view="Points", curve_eps="1e-15")

    pick(page, "Good or bad?")
    drawn(page, "yours: 2.500 nats")
    fits(page)
    pick(page, "Smoothed by 0.2, loss 0.5")
    drawn(page, "yours: 0.500 nats")
    says(page, "never cost less than 0.485 nats")
    linked(page, curve_view="Good or bad?", curve_value="0.5", curve_classes="3", curve_smoothing="0.2")

    pick(page, "Soft targets")
    says(page, "The curve of the target 0.7")
    fits(page)
    pick(page, "Curve")
    says(page, before)
    linked(page, curve_y="0.7", curve_p="0.21")
