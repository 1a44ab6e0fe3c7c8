"""The contract of `bot.chat.ports.Events`: above all, one order for all readers."""

import random
import threading
from concurrent.futures import ThreadPoolExecutor

from bot.chat.model import EventKind


def test_events_are_read_from_where_the_reader_was(units, now):
    with units() as unit:
        for number in range(4):
            unit.events.append(f"c_{number % 2}", EventKind.TURN, {"turn": str(number)}, now)
        unit.commit()
    with units() as unit:
        everything = unit.events.after(0)
        assert [event.data["turn"] for event in everything] == ["0", "1", "2", "3"]
        assert unit.events.last_id() == everything[-1].id
        assert [event.data["turn"] for event in unit.events.after(everything[1].id, limit=1)] == ["2"]
        assert [event.data["turn"] for event in unit.events.of("c_1")] == ["1", "3"]
        assert [event.data["turn"] for event in unit.events.of("c_1", after=everything[1].id)] == ["3"]
        assert everything[0].kind is EventKind.TURN
        assert everything[0].at == now


def test_a_unit_sees_its_own_events(units, now):
    with units() as unit:
        assert unit.events.last_id() == 0
        unit.events.append("c_1", EventKind.TURN, {}, now)
        assert len(unit.events.of("c_1")) == 1
        assert unit.events.last_id() == unit.events.after(0)[-1].id


def test_ids_become_visible_in_order(units, now):
    """A reader that follows while many write must see every event, though it never looks back."""
    done = threading.Event()
    seen: list[int] = []

    def follow() -> None:
        while True:
            is_last_look = done.is_set()
            with units() as unit:
                seen.extend(event.id for event in unit.events.after(seen[-1] if seen else 0))
            if is_last_look:
                return

    def write(number: int) -> None:
        dice = random.Random(number)
        with units() as unit:
            unit.events.append("c_1", EventKind.TURN, {"turn": str(number)}, now)
            unit.events.last_id()  # the id is given out here
            threading.Event().wait(dice.random() / 100)
            if dice.random() < 0.8:
                unit.commit()

    reader = threading.Thread(target=follow)
    reader.start()
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(120)))
    done.set()
    reader.join()
    with units() as unit:
        kept = [event.id for event in unit.events.after(0)]
    assert len(kept) > 60
    assert seen == kept


def test_writers_that_hold_rows_do_not_lock_each_other_out(units, now):
    """Each transaction changes two conversations and tells of both, in opposite order."""
    with units() as unit:
        pair = [unit.journal.open_conversation(now) for _ in range(2)]
        unit.commit()

    def write(number: int) -> None:
        own = pair[number % 2]
        with units() as unit:
            unit.events.append(pair[0], EventKind.TURN, {}, now)
            unit.journal.begin_turn(own, None, "hallo", None, now)
            unit.events.append(own, EventKind.TURN, {}, now)
            unit.commit()

    with ThreadPoolExecutor(8) as pool:
        list(pool.map(write, range(40)))
    with units() as unit:
        assert len(unit.events.after(0)) == 80
