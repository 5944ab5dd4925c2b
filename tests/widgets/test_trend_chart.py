"""The picture of how it has felt: it says the same as the sentence under it, however many marks there are."""

from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tui.checkin.trend import SPANS, Band, Mark, Window, band
from tui.widgets.canvas import Canvas
from tui.widgets.trend import FOOT, SHADE, Picture, drawn, fitting

TODAY = date(2026, 11, 23)
WINDOW = Window(last=TODAY, months=12)


def lines(picture: Picture, width: int = 74, height: int = 7) -> list[str]:
    return [line.plain for line in drawn(picture, width, height)]


@given(st.lists(st.integers(1, 7), min_size=6, max_size=30), st.sampled_from((7, 13, 19)))
def test_a_mark_stands_on_shade_exactly_where_it_lies_within_the_band(levels: list[int], height: int) -> None:
    found = band(levels)
    assert found is not None
    picture = lines(Picture(window=WINDOW, marks=((), ()), band=found), height=height)
    for row in picture[:height]:
        if row[0].isdigit():
            assert (SHADE in row) is found.holds(int(row[0]))


@given(st.integers(1, 60))
def test_every_level_has_a_row_of_its_own(rows: int) -> None:
    height = fitting(rows)
    assert height == 7 or height <= rows
    numbers = [row[0] for row in lines(Picture(window=WINDOW, marks=((), ())), height=height)[:height]]
    assert [each for each in numbers if each.strip()] == list("7654321")


@pytest.mark.parametrize("months", SPANS)
@pytest.mark.parametrize("width", [20, 74, 110])
def test_it_is_as_wide_as_it_should_be_and_the_last_mark_has_its_sign(months: int, width: int) -> None:
    window, random = Window(last=TODAY, months=months), Random(months)
    days = [window.first + timedelta(days=day) for day in range((window.last - window.first).days + 1)]
    marks = [tuple(Mark(day=day, level=random.randint(1, 7)) for day in days) for _ in range(2)]
    marks[1] = (*marks[1][:-1], Mark(day=days[-1], level=8 - marks[0][-1].level or 1))
    picture = Picture(
        window=window,
        marks=marks,
        band=Band(low=2, high=6),
        happened=[(days[3], 0), (days[3], 1), (days[-1], 1)],
        times=days[::9],
        names=[(day, "Nov") for day in window.named()],
    )
    rows = lines(picture, width, 13)
    assert len(rows) == 13 + FOOT
    assert {len(row) for row in rows} == {width + 2}
    ends = {row[-1] for row in rows[:13]}
    assert ends & {"◈"} or {"●", "◆"} <= ends
    assert rows[-2].rstrip()[-1] == "◆"
    assert "◈" in rows[-2]
    assert "♥" in rows[-1]


def test_where_both_marked_the_same_both_are_named_by_one_sign() -> None:
    mark = (Mark(day=TODAY, level=4),)
    row = lines(Picture(window=WINDOW, marks=(mark, mark)))[3]
    assert row.endswith("◈")
    assert "●" not in row


def test_ten_years_of_days_are_drawn_in_as_few_strokes_as_fit(monkeypatch: pytest.MonkeyPatch) -> None:
    strokes: list[int] = []
    line = Canvas.line

    def counted(self: Canvas, start: tuple[float, float], end: tuple[float, float], layer: int = 0) -> None:
        strokes.append(layer)
        line(self, start, end, layer)

    monkeypatch.setattr(Canvas, "line", counted)
    window, random = Window(last=TODAY, months=120), Random(1)
    days = [window.first + timedelta(days=day) for day in range((window.last - window.first).days + 1)]
    lines(Picture(window=window, marks=(tuple(Mark(day=day, level=random.randint(1, 7)) for day in days), ())))
    assert 2 * 74 <= len(strokes) <= 4 * 2 * 74
