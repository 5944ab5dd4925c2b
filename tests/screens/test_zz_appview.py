from tests.screens.test_two_machines_looks import *
from tests.stage import app_on, seen
@pytest.mark.parametrize("make", [compare_words, knocked, coming, remove, stop, waiting, troubled])
async def test_x(household, make):
    household.speak("de")
    async with app_on(household).run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.app.push_screen(make(household))
        await pilot.pause()
        await pilot.pause()
        print("\n".join(l for l in seen(pilot).split("\n") if l.strip()))
    assert 0
