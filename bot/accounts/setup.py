"""The one-time link that makes the first account. It needs no storage: it works as long as there is no account."""

import base64
import hashlib
import hmac


def setup_token(secret_key: str) -> str:
    """Return the token of the link; it stays the same as long as the secret key does."""
    digest = hmac.new(secret_key.encode(), b"first account", hashlib.sha256).digest()
    return base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
