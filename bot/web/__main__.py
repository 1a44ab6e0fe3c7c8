"""`python -m bot.web`: runs the web side alone, on the host and port of the settings."""

import uvicorn

from bot.settings import read_settings
from bot.web.app import create_app
from bot.web.asgi import configure_logs
from bot.wiring import build

_SHUTDOWN_SECONDS = 20


def main() -> None:
    """Run until a signal ends it. Raises SettingsError."""
    settings = read_settings()
    configure_logs()
    uvicorn.run(
        create_app(build(settings)),
        host=settings.host,
        port=settings.port,
        access_log=False,
        log_level="warning",
        server_header=False,
        timeout_graceful_shutdown=_SHUTDOWN_SECONDS,
    )


if __name__ == "__main__":
    main()
