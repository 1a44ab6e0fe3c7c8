"""Which moves a ticket may make, written out apart from the code."""

import pytest

from bot.errors import Conflict, IllegalMove
from bot.tickets.model import Move, Status, status_after

LEGAL = {
    "claim": {"new": "claimed", "answered": "claimed"},
    "release": {"claimed": "new"},
    "reply": {"claimed": "answered", "answered": "answered"},
    "close": {"new": "closed", "claimed": "closed", "answered": "closed"},
    "reopen": {"answered": "new", "closed": "new"},
    "add": {"new": "new", "claimed": "claimed", "answered": "new", "closed": "new"},
}


@pytest.mark.parametrize("move", list(Move))
@pytest.mark.parametrize("status", list(Status))
def test_each_move_from_each_status(move, status):
    expected = LEGAL[move.value].get(status.value)
    if expected is None:
        with pytest.raises(IllegalMove) as caught:
            status_after(status, move)
        assert caught.value.code == "illegal_move"
        assert isinstance(caught.value, Conflict)
    else:
        assert status_after(status, move) is Status(expected)
