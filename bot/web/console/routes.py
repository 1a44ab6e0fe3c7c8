"""The map of the console: every address, who handles it and who may ask. New routes need a log-in unless said here."""

from fastapi import APIRouter

from bot.web.console import accounts, login, queue, setup, ticket
from bot.web.console.guard import OpenRoute, PollRoute, SignedInRoute

router = APIRouter(prefix="/console", route_class=SignedInRoute, include_in_schema=False)

router.add_api_route("", queue.show, methods=["GET"])
router.add_api_route("/rows", queue.rows, methods=["GET"], route_class_override=PollRoute)

router.add_api_route("/tickets/{number}", ticket.show, methods=["GET"])
router.add_api_route("/tickets/{number}/state", ticket.state, methods=["GET"], route_class_override=PollRoute)
router.add_api_route("/tickets/{number}/draft", ticket.draft, methods=["POST"])
router.add_api_route("/tickets/{number}/claim", ticket.claim, methods=["POST"])
router.add_api_route("/tickets/{number}/release", ticket.release, methods=["POST"])
router.add_api_route("/tickets/{number}/reply", ticket.reply, methods=["POST"])
router.add_api_route("/tickets/{number}/close", ticket.close, methods=["POST"])
router.add_api_route("/tickets/{number}/reopen", ticket.reopen, methods=["POST"])

router.add_api_route("/account", accounts.show_own, methods=["GET"])
router.add_api_route("/account", accounts.change_password, methods=["POST"])
router.add_api_route("/accounts", accounts.show_all, methods=["GET"])
router.add_api_route("/accounts", accounts.add, methods=["POST"])

router.add_api_route("/login", login.show, methods=["GET"], route_class_override=OpenRoute)
router.add_api_route("/login", login.enter, methods=["POST"], route_class_override=OpenRoute)
router.add_api_route("/logout", login.leave, methods=["POST"])
router.add_api_route("/setup/{token}", setup.show, methods=["GET"], route_class_override=OpenRoute)
router.add_api_route("/setup/{token}", setup.make, methods=["POST"], route_class_override=OpenRoute)
