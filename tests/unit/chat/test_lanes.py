"""Order within a lane, whatever happens to those who wait."""

import asyncio

from bot.chat.lanes import Lanes


def _run(names, cancelled=()):
    async def scene():
        lanes, seen = Lanes(), []

        async def pass_through(number, name):
            async with lanes.turn_in(name):
                await asyncio.sleep(0)
                seen.append(number)

        tasks = [asyncio.create_task(pass_through(n, name)) for n, name in enumerate(names)]
        await asyncio.sleep(0)
        for number in cancelled:
            tasks[number].cancel()
        await asyncio.wait_for(asyncio.gather(*tasks, return_exceptions=True), 5)
        return seen, lanes

    return asyncio.run(scene())


def test_first_in_first_out():
    assert _run("a" * 20)[0] == list(range(20))


def test_who_gives_up_stops_nobody():
    assert _run("aaaaa", cancelled=[1, 3])[0] == [0, 2, 4]


def test_a_lane_is_forgotten_when_it_is_empty():
    _, lanes = _run("abcab", cancelled=[4])
    assert lanes._tails == {}
