"""Tells of an error in an action without telling what somebody typed. An action never raises: Rasa would then log the
whole conversation."""

import logging
from types import TracebackType

logger = logging.getLogger(__name__)


def report(error: Exception) -> None:
    """Log kind and place of an error, not its message."""
    logger.error("%s at %s", type(error).__name__, _place(error.__traceback__))


def _place(trace: TracebackType | None) -> str:
    while trace is not None and trace.tb_next is not None:
        trace = trace.tb_next
    return f"{trace.tb_frame.f_code.co_filename}:{trace.tb_lineno}" if trace else "?"
