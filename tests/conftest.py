"""Which tests run in which environment: Rasa's Python 3.10 or the web side's 3.12. What is not listed runs in both."""

import sys

RASA_SIDE = ["unit/assistant", "unit/actions", "conversations"]
WEB_SIDE = [
    "unit/accounts",
    "unit/chat",
    "unit/cli",
    "unit/language/test_amounts.py",
    "unit/language/test_mask.py",
    "unit/language/test_texts.py",
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

IS_WEB = sys.version_info >= (3, 12)

if IS_WEB:
    from hypothesis import settings

    # How long an example takes says something of the machine, nothing of the code.
    settings.register_profile("bron", deadline=None)
    settings.load_profile("bron")

collect_ignore = RASA_SIDE if IS_WEB else WEB_SIDE
