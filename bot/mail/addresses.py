"""Which e-mail addresses letters can be sent to. No look-up in DNS: the machine may have no network."""

from email_validator import EmailNotValidError, validate_email

from bot.errors import InvalidInput

# The longest address that mail servers must take (RFC 5321, RFC 3696 erratum 1690).
_LONGEST = 254


def check_address(text: str, field: str = "email") -> str:
    """Return the address in the form that is kept and sent to: spaces around it gone, the domain in ASCII.

    Args:
        text: what a person typed.
        field: the name of the field, for the error.

    Raises:
        InvalidInput: `invalid_email`.
    """
    try:
        checked = validate_email(text.strip(), check_deliverability=False, allow_smtputf8=False, strict=True)
    except EmailNotValidError:
        raise InvalidInput("invalid_email", field) from None
    address = checked.ascii_email or checked.normalized
    if len(address) > _LONGEST:
        raise InvalidInput("invalid_email", field)
    return address
