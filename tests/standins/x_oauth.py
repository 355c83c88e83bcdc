"""OAuth 2.0 at the stand-in of X: the consent page, codes, rotating refresh tokens, revocation."""

import base64
import hashlib
import hmac
import secrets
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from tests.standins.faults import Faults
from tests.standins.web import Answer, Request, Route, as_json, html, redirect
from tests.standins.x_faults import spoil
from tests.standins.x_pages import consent_page, refusal_page
from tests.standins.x_state import ACCOUNTS, Account, State

CODE_SECONDS = 30
KNOWN_SCOPES = {"tweet.read", "tweet.write", "users.read", "offline.access", "users.email", "media.write"}


@dataclass(frozen=True)
class Code:
    account: Account
    scopes: frozenset[str]
    redirect_uri: str
    challenge: str
    expires_at: float


class Consent:
    """One registered app, asking accounts for their consent."""

    def __init__(
        self,
        state: State,
        faults: Faults,
        client: tuple[str, str],
        clock: Callable[[], float] = time.time,
    ) -> None:
        self.state, self.faults, self.clock = state, faults, clock
        self.client_id, self.client_secret = client
        self._codes: dict[str, Code] = {}
        self._lock = threading.Lock()

    def routes(self) -> list[Route]:
        return [
            ("GET", "/i/oauth2/authorize", self.ask),
            ("POST", "/i/oauth2/authorize", self.decide),
            ("POST", "/2/oauth2/token", self.token),
            ("POST", "/2/oauth2/revoke", self.revoke),
        ]

    def ask(self, request: Request) -> Answer:
        if wrong := self._wrong(request.query):
            return html(refusal_page(wrong), 400)
        return html(consent_page(request.query["scope"].split(), urlencode(request.query)))

    def decide(self, request: Request) -> Answer:
        """The press of a button on the consent page; back to the app with a code or a refusal."""
        asked, form = request.query, request.form
        if wrong := self._wrong(asked):
            return html(refusal_page(wrong), 400)
        account = ACCOUNTS.get(form.get("account", ""))
        if form.get("decision") != "authorise" or account is None:
            return _back(asked, error="access_denied")
        code = secrets.token_urlsafe(48)
        with self._lock:
            self._codes[code] = Code(
                account,
                frozenset(asked["scope"].split()),
                asked["redirect_uri"],
                asked["code_challenge"],
                self.clock() + CODE_SECONDS,
            )
        return _back(asked, code=code)

    def token(self, request: Request) -> Answer:
        fault = self.faults.take("", at="token")
        if fault and fault.when == "before" and fault.kind != "slow":
            return spoil(fault, Answer(), self.clock())
        answer = self._refused_client(request) or self._grant(request.form)
        return spoil(fault, answer, self.clock()) if fault else answer

    def revoke(self, request: Request) -> Answer:
        fault = self.faults.take("", at="revoke")
        answer = self._refused_client(request)
        if answer is None:
            self.state.revoke(request.form.get("token", ""))
            answer = as_json({"revoked": True})
        return spoil(fault, answer, self.clock()) if fault else answer

    def _grant(self, form: dict[str, str]) -> Answer:
        match form.get("grant_type"):
            case "authorization_code":
                return self._for_code(form)
            case "refresh_token":
                event = self.state.rotate(form.get("refresh_token", ""), self.clock())
                return _tokens(event) if event else _invalid("token")
        return _invalid("grant_type")

    def _for_code(self, form: dict[str, str]) -> Answer:
        with self._lock:
            code = self._codes.pop(form.get("code", ""), None)
        now = self.clock()
        if code is None or code.expires_at <= now or form.get("redirect_uri") != code.redirect_uri:
            return _invalid("authorization code")
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        proof = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if not hmac.compare_digest(proof, code.challenge):
            return _invalid("code_verifier")
        return _tokens(self.state.grant(code.account, code.scopes, now))

    def _refused_client(self, request: Request) -> Answer | None:
        good = base64.b64encode(f"{self.client_id}:{self.client_secret}".encode()).decode()
        if hmac.compare_digest(request.headers.get("Authorization", ""), f"Basic {good}"):
            return None
        told = {
            "error": "unauthorized_client",
            "error_description": "Missing valid authorization header",
        }
        return as_json(told, 401)

    def _wrong(self, asked: dict[str, str]) -> str:
        """What is wrong with a request for consent, or nothing."""
        back = urlsplit(asked.get("redirect_uri", ""))
        scopes = set(asked.get("scope", "").split())
        checks = {
            "client_id is not this stand-in's": asked.get("client_id") == self.client_id,
            "response_type is not code": asked.get("response_type") == "code",
            "redirect_uri is not an http address": back.scheme in ("http", "https") and bool(back.netloc),
            "scope is missing or unknown": bool(scopes) and scopes <= KNOWN_SCOPES,
            "state is missing": bool(asked.get("state")),
            "code_challenge_method is not S256": asked.get("code_challenge_method") == "S256",
            "code_challenge is not a SHA-256 digest": len(asked.get("code_challenge", "")) == 43,
        }
        return "; ".join(wrong for wrong, fine in checks.items() if not fine)


def _back(asked: dict[str, str], **told: str) -> Answer:
    mark = "&" if "?" in asked["redirect_uri"] else "?"
    return redirect(f"{asked['redirect_uri']}{mark}{urlencode({'state': asked['state'], **told})}")


def _tokens(event: dict[str, object]) -> Answer:
    scopes = event["scopes"]
    told = {
        "token_type": "bearer",
        "expires_in": 7200,
        "access_token": event["access"],
        "scope": " ".join(scopes) if isinstance(scopes, list) else "",
    }
    if event["refresh"]:
        told["refresh_token"] = event["refresh"]
    return as_json(told, headers={"Cache-Control": "no-store"})


def _invalid(what: str) -> Answer:
    told = {
        "error": "invalid_request",
        "error_description": f"Value passed for the {what} was invalid.",
    }
    return as_json(told, 400)
