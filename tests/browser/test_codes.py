"""The lesson on codes in a real browser."""

from tests.browser.steps import above_the_fold, drawn, expect, linked, says


def test_a_link_to_a_part_of_a_bit_and_on_to_blocks(visit):
    page = visit(
        "codes?codes_p=0.03703, 0.96297&codes_q=0.03703, 0.96297&codes_events=yes, no&codes_length=2000&predict=false"
    )
    assert page.title() == "Codes and bits"
    drawn(page, "0.2285")
    says(page, "Huffman's codewords take a whole bit at least: 1.0000 bits a symbol")
    slider = page.get_by_role("slider", name="Symbols per codeword")
    above_the_fold(page, page.get_by_test_id("stPlotlyChart").first, slider)

    slider.press("ArrowRight")
    says(page, "for each block: 0.5635 bits a symbol")
    expect(page.get_by_text("no, no  |  no, yes").first).to_be_visible()
    linked(
        page,
        codes_p="0.03703, 0.96297",
        codes_q="0.03703, 0.96297",
        codes_events="yes, no",
        codes_length="2000",
        codes_block="2",
        predict="false",
    )


def test_a_link_to_an_infinite_message_number_is_put_right_and_linked_again(visit):
    page = visit("codes?codes_seed=inf&predict=false")
    linked(page, predict="false")
    number = page.get_by_role("spinbutton", name="Message number")
    expect(number).to_have_value("0")
    number.fill("7")
    number.press("Enter")
    linked(page, codes_seed="7", predict="false")
