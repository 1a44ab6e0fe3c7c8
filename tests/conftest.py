"""Which tests run in which environment: Rasa's Python 3.10 or the web side's 3.12. See README, "Tests"."""

import sys

RASA_SIDE = ["unit/assistant", "unit/actions", "conversations"]
BOTH_SIDES = ["unit/knowledge", "unit/language"]
WEB_SIDE = [
    "unit/accounts",
    "unit/chat",
    "unit/cli",
    "unit/mail",
    "unit/remote",
    "unit/tickets",
    "unit/web",
    "unit/test_settings.py",
    "unit/test_clock.py",
    "contract",
    "golden",
    "house",
    "journey",
    "property",
]

collect_ignore = RASA_SIDE if sys.version_info >= (3, 12) else WEB_SIDE
