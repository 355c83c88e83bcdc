"""Bluesky's API as the stand-in speaks it: sessions, blobs, records that are written once per key."""

import hashlib
import re
import secrets
from collections.abc import Callable
from typing import Any

from sharing.channels.graphemes import grapheme_length
from tests.standins.faults import MANNERS, Fault, Faults, spoil
from tests.standins.kept import Kept
from tests.standins.web import Answer, Request, Route, as_json

POSTS = "app.bsky.feed.post"
DIDS = {
    "river-keepers.test": "did:plc:riverkeepersriverkeepers",
    "barrio-unido.test": "did:plc:barriounidobarriounidoba",
}
HANDLES = {did: handle for handle, did in DIDS.items()}
APP_PASSWORD = "demo-demo-demo-demo"
_TID = re.compile(r"[234567abcdefghij][234567abcdefghijklmnopqrstuvwxyz]{12}")
_XRPC = "/xrpc/com.atproto."


def problem(status: int, error: str, message: str = "", headers: dict[str, str] | None = None) -> Answer:
    return as_json({"error": error, "message": message}, status, headers)


def canned(now: float) -> dict[str, Answer]:
    """Every bad day a server may have."""
    html = {"Content-Type": "text/html"}
    js = {"Content-Type": "application/json"}
    reset = {"RateLimit-Reset": str(int(now + 1800)), "RateLimit-Remaining": "0"}
    return {
        "400": problem(400, "InvalidRequest", "Invalid record"),
        "expired": problem(400, "ExpiredToken", "Token has expired"),
        "401": problem(401, "AuthMissing", "Authentication Required"),
        "403": problem(403, "Forbidden", "Account is suspended"),
        "429": problem(429, "RateLimitExceeded", "Rate Limit Exceeded", reset),
        "429 nonsense": problem(429, "RateLimitExceeded", "", {"RateLimit-Reset": "soon"}),
        "500": problem(500, "InternalServerError", "Internal Server Error"),
        "503": Answer(b"<html><h1>Upstream</h1></html>", 503, html),
        "200 garbage": Answer(b'{"uri":"at://', 200, js),
        "200 no uri": as_json({"cid": "x"}),
    }


KINDS = set(canned(0)) | MANNERS


class Api:
    """Answers for the demo accounts."""

    def __init__(self, kept: Kept, faults: Faults, clock: Callable[[], float]) -> None:
        self.kept, self.faults, self.clock = kept, faults, clock

    def routes(self) -> list[Route]:
        return [
            ("POST", f"{_XRPC}server.createSession", self.create_session),
            ("POST", f"{_XRPC}repo.uploadBlob", self.upload),
            ("POST", f"{_XRPC}repo.putRecord", self.put),
            ("GET", f"{_XRPC}repo.getRecord", self.get),
        ]

    def create_session(self, request: Request) -> Answer:
        asked = request.json()
        did = DIDS.get(asked.get("identifier"), asked.get("identifier"))
        if did not in HANDLES or asked.get("password") != APP_PASSWORD:
            return problem(401, "AuthenticationRequired", "Invalid identifier or password")
        token = secrets.token_urlsafe(32)
        with self.kept.lock:
            self.kept.data["sessions"][token] = {"did": did, "expired": False}
            self.kept.save()
        told = {"accessJwt": token, "refreshJwt": "x", "did": did, "handle": HANDLES[did]}
        return self._spoilt(self.faults.take("", at="session"), as_json(told))

    def upload(self, request: Request) -> Answer:
        did = self._may(request)
        if isinstance(did, Answer):
            return did
        name = hashlib.sha256(request.body).hexdigest()
        with self.kept.lock:
            self.kept.data["blobs"][name] = len(request.body)
            self.kept.save()
        kind = request.headers.get("Content-Type")
        blob = {"$type": "blob", "ref": {"$link": name}, "mimeType": kind, "size": len(request.body)}
        return self._spoilt(self.faults.take("", at="blob"), as_json({"blob": blob}))

    def put(self, request: Request) -> Answer:
        asked = request.json()
        text = str(asked.get("record", {}).get("text", ""))
        fault = self.faults.take(text)
        if fault and fault.when == "before" and fault.kind not in ("slow", "trickle", "huge"):
            return self._spoilt(fault, Answer())
        did = self._may(request)
        answer = did if isinstance(did, Answer) else self._write(did, asked, text)
        return self._spoilt(fault, answer)

    def get(self, request: Request) -> Answer:
        fault = self.faults.take("", at="timeline")
        did = self._may(request)
        if isinstance(did, Answer) or fault:
            return self._spoilt(fault, did if isinstance(did, Answer) else Answer())
        query = request.query
        uri = f"at://{query.get('repo')}/{query.get('collection')}/{query.get('rkey')}"
        with self.kept.lock:
            found = self.kept.data["records"].get(uri)
        if found is None:
            return problem(400, "RecordNotFound", f"Could not locate record: {uri}")
        return as_json({"uri": uri, "cid": found["cid"], "value": found["record"]})

    def _write(self, did: str, asked: dict[str, Any], text: str) -> Answer:
        """As a personal data server judges a record; the same one twice is written once."""
        record, rkey = asked["record"], str(asked.get("rkey"))
        wrong = _wrong(record, text)
        if asked.get("repo") != did or asked.get("collection") != POSTS or not _TID.fullmatch(rkey) or wrong:
            return problem(400, "InvalidRequest", wrong or "Invalid repo, collection or rkey")
        uri = f"at://{did}/{POSTS}/{rkey}"
        cid = hashlib.sha256(repr(record).encode()).hexdigest()
        with self.kept.lock:
            there = self.kept.data["records"].get(uri)
            if there and there["cid"] != cid and asked.get("swapRecord", "") is None:
                return problem(400, "InvalidSwap", "Record was at another cid")
            if there is None:
                row = {"id": rkey, "handle": HANDLES[did], "text": text, "record": record, "cid": cid}
                self.kept.data["records"][uri] = row | {"at": self.clock()}
                self.kept.save()
        return as_json({"uri": uri, "cid": cid})

    def _may(self, request: Request) -> str | Answer:
        _, _, token = request.headers.get("Authorization", "").partition(" ")
        session = self.kept.data["sessions"].get(token)
        if session is None:
            return problem(401, "InvalidToken", "Bad token")
        return canned(0)["expired"] if session["expired"] else str(session["did"])

    def _spoilt(self, fault: Fault | None, answer: Answer) -> Answer:
        return spoil(fault, answer, canned(self.clock())) if fault else answer


def _wrong(record: dict[str, Any], text: str) -> str:
    """What is wrong with a post, or nothing: each facet has to hold what it says, by its bytes."""
    if record.get("$type") != POSTS or not record.get("createdAt", "").endswith("Z"):
        return "Record/$type or createdAt"
    if not text or grapheme_length(text) > 300 or len(text.encode()) > 3000:
        return "Record/text must not be longer than 300 graphemes"
    for facet in record.get("facets", []):
        index, feature = facet["index"], facet["features"][0]
        words = text.encode()[index["byteStart"] : index["byteEnd"]].decode(errors="replace")
        if words.lstrip("#") not in (feature.get("uri"), feature.get("tag")):
            return f"facet at {index['byteStart']} holds {words!r}"
    return ""
