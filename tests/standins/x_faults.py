"""Every bad day X may have, as answers on the wire (shapes as seen from the real one)."""

import json

from tests.standins import faults
from tests.standins.faults import MANNERS, Fault
from tests.standins.web import Answer, as_json

_DAY = 86_400


def problem(status: int, title: str, detail: str, kind: str = "about:blank", **more: str) -> Answer:
    """An error as X words it."""
    body = {"title": title, "detail": detail, "type": kind, "status": status}
    return Answer(json.dumps(body).encode(), status, {"Content-Type": "application/problem+json", **more})


def too_many(now: float, **used_up: float) -> Answer:
    """429; `used_up` maps the beginning of a limit's headers to the seconds until it ends."""
    headers: dict[str, str] = {}
    for limit, seconds in used_up.items():
        name = limit.replace("_", "-")
        headers |= {
            f"{name}-limit": "100",
            f"{name}-remaining": "0",
            f"{name}-reset": str(int(now + seconds)),
        }
    return problem(429, "Too Many Requests", "Too Many Requests", **headers)


def _canned(now: float) -> dict[str, Answer]:
    api = "https://api.twitter.com/2/problems/"
    not_permitted = "You are not permitted to perform this action."
    html = {"Content-Type": "text/html"}
    js = {"Content-Type": "application/json"}
    return {
        "400": problem(
            400, "Invalid Request", "One or more parameters was invalid.", f"{api}invalid-request"
        ),
        "401": problem(401, "Unauthorized", "Unauthorized"),
        "402": problem(402, "CreditsDepleted", "Your account does not have any credits.", f"{api}credits"),
        "403": problem(403, "Forbidden", not_permitted),
        "403 null": Answer(b"null", 403, js),
        "403 scope": problem(403, "Forbidden", "Forbidden"),
        "403 client": problem(403, "Client Forbidden", not_permitted, f"{api}client-forbidden"),
        "403 duplicate": duplicate(),
        "404": problem(404, "Not Found Error", "Could not find it.", f"{api}resource-not-found"),
        "429": too_many(now, x_rate_limit=600),
        "429 user": too_many(now, x_rate_limit=600, x_user_limit_24hour=_DAY / 2),
        "429 app": too_many(now, x_rate_limit=600, x_app_limit_24hour=_DAY),
        "429 bare": problem(429, "Too Many Requests", "Too Many Requests"),
        "429 nonsense": problem(429, "Too Many Requests", "", **{"x-rate-limit-reset": "soon"}),
        "429 absurd": too_many(now, x_rate_limit=400 * _DAY),
        "500": problem(500, "Internal Server Error", "Internal Server Error"),
        "503": Answer(b"<html><h1>Over capacity</h1></html>", 503, html),
        "503 list": Answer(b"[]", 503, js),
        "201 garbage": Answer(b'{"data":{"id":"14', 201, js),
        "201 no id": as_json({"data": {"text": "?"}}, 201),
        "301": Answer(b"", 301, {"Location": "https://api.x.com/2/tweets"}),
    }


def duplicate() -> Answer:
    return problem(403, "Forbidden", "You are not allowed to create a Tweet with duplicate content.")


# The timeline does not know the newest posts yet.
KINDS = set(_canned(0)) | MANNERS | {"timeline late"}


def spoil(fault: Fault, good: Answer, now: float) -> Answer:
    """What goes over the wire in place of (or, with a manner, as a disfigured) good answer."""
    return faults.spoil(fault, good, _canned(now))
