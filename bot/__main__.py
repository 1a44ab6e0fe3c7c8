"""`python -m bot`: hands over to the command line."""

import sys

from bot.cli.command import main

if __name__ == "__main__":
    sys.exit(main())
