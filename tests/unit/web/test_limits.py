"""The counters."""

from bot.web.limits import Window


def test_the_limit_holds_per_key():
    window = Window(2, 60)
    assert [window.take("a") for _ in range(2)] == [0, 0]
    assert 1 <= window.take("a") <= 60
    assert window.take("b") == 0


def test_zero_is_no_limit():
    assert not any(Window(0, 60).take("a") for _ in range(100))


def test_the_same_mark_is_counted_once():
    window = Window(1, 60)
    assert [window.take("a", "x") for _ in range(5)] == [0] * 5
    assert window.take("a", "y") > 0


def test_time_gives_room_again():
    window = Window(1, 0.01)
    assert window.take("a") == 0
    while window.wait("a"):
        pass
    assert window.take("a") == 0


def test_waiting_counts_nothing():
    window = Window(1, 60)
    assert [window.wait("a") for _ in range(5)] == [0] * 5
