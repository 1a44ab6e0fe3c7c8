"""Refuses forms that another site sent in somebody's name."""

from urllib.parse import urlsplit

from starlette.requests import Request

from bot.web.refusals import Refusal


def same_site(request: Request) -> None:
    """Let a form of our own pages through.

    Our pages send no referrer, so browsers give `Origin: null` with our own forms; Sec-Fetch-Site tells them apart.

    Raises:
        Refusal: the form came from another site.
    """
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        if site not in ("same-origin", "none"):
            raise Refusal(403, "other_site")
        return
    origin = request.headers.get("origin")
    if origin not in (None, "null") and urlsplit(origin or "").netloc != request.headers.get("host"):
        raise Refusal(403, "other_site")
