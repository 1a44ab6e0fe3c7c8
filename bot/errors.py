"""The error tree. Each error has a stable code; the Dutch words for a code live with the pages that show it."""


class BronError(Exception):
    """Root of all errors that the product raises on purpose."""

    code = "internal"


class InvalidInput(BronError):
    """Something that a person typed cannot be used. `field` names what, when it is one field."""

    code = "invalid_input"

    def __init__(self, code: str, field: str | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.field = field


class NotFound(BronError):
    """The thing does not exist, or is not the asker's: both look the same from outside."""

    code = "not_found"


class Forbidden(BronError):
    """Known who asks, but not allowed."""

    code = "forbidden"


class Conflict(BronError):
    """Somebody else changed or holds it; what stands now has to be shown."""

    code = "conflict"


class IllegalMove(Conflict):
    """A ticket cannot go from its present status to the asked one."""

    code = "illegal_move"


class AssistantUnavailable(BronError):
    """Rasa or the action server is down, too slow or empty-handed."""

    code = "assistant_unavailable"


class StoreUnavailable(BronError):
    """The database cannot be opened or brought up to date."""

    code = "store_unavailable"


class SettingsError(BronError):
    """A setting is missing or cannot be used."""

    code = "settings"
