"""The line above every screen: who is here is never what is left out."""

from textual.content import Content

from tui.widgets.bars import title_line


def test_a_long_title_gives_way_to_who_is_here() -> None:
    who = Content("Do 26. Nov    Maximiliane-Konst… ◆")
    week = Content("nearer   Zeit zu zweit   Mo 23. Nov bis So 29. Nov 2026")
    line = title_line(week, who, 78)
    assert line.cell_length == 78
    assert line.plain.endswith("… Do 26. Nov    Maximiliane-Konst… ◆")
    assert title_line(Content("nearer"), who, 78).plain == f"nearer{who.plain:>72}"
