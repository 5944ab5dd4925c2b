"""The talk's screen where the other one sits at another machine."""

from pathlib import Path

from tests.household.talk_homes import TalkHomes
from tests.screens.talk_stage import on_the_floor, passes, press, talk_app
from tests.stage import SMALL, screen_name, seen
from tui.talk.floor import Status
from tui.talk.moves import Move


async def test_it_follows_the_other_machine_and_says_how_fresh_it_is(tmp_path: Path) -> None:
    homes = TalkHomes(tmp_path)
    ana = homes.begun()
    homes.settle()
    ben = homes.ben
    async with talk_app(ben).run_test(size=SMALL) as pilot:
        await on_the_floor(pilot)
        assert "As the other computer had it 0 s ago." in seen(pilot)
        homes.go(4)
        homes.do(ana, Move.SAID, 0)
        homes.do(ana, Move.GOT_ME, 0)
        homes.exchange(homes.ana)
        homes.exchange(ben)
        passes(pilot, homes.clock(ben), 1)
        await pilot.pause()
        assert "BEN ◆ HAS THE FLOOR" in seen(pilot)
        assert "As the other computer had it 1 s ago." in seen(pilot)
        passes(pilot, homes.clock(ben), 44)
        await pilot.pause()
        assert "The other computer last told something 40 s ago. The clock runs on here." in seen(pilot)
        before = ben.store.sequence
        await press(pilot, homes.clock(ben), "b")
        assert screen_name(pilot) == "RestScreen"
        await pilot.app.workers.wait_for_complete()
        for _ in range(100):
            if ben.store.sequence > before:
                break
            await pilot.pause(0.02)
        homes.settle()
        assert ana.look().status is Status.BREAK
