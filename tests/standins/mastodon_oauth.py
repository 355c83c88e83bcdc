"""OAuth at the stand-in of Mastodon: apps that register themselves, consent, PKCE, revocation."""

import base64
import hashlib
import secrets
from html import escape
from urllib.parse import urlencode

from tests.standins.faults import Faults, spoil
from tests.standins.kept import Kept
from tests.standins.looks import page
from tests.standins.mastodon_api import NAMES, canned
from tests.standins.shown import banner
from tests.standins.web import Answer, Request, Route, as_json, html, redirect


class Consent:
    """Apps ask accounts; codes work once."""

    def __init__(self, kept: Kept, faults: Faults) -> None:
        self.kept, self.faults = kept, faults
        self._codes: dict[str, dict[str, str]] = {}

    def routes(self) -> list[Route]:
        return [
            ("POST", "/api/v1/apps", self.register),
            ("GET", "/oauth/authorize", self.ask),
            ("POST", "/oauth/authorize", self.decide),
            ("POST", "/oauth/token", self.token),
            ("POST", "/oauth/revoke", self.revoke),
        ]

    def register(self, request: Request) -> Answer:
        form = request.form
        app = {
            "client_id": secrets.token_urlsafe(32),
            "client_secret": secrets.token_urlsafe(32),
            "redirect_uri": form.get("redirect_uris", ""),
            "scopes": form.get("scopes", "read"),
        }
        with self.kept.lock:
            self.kept.data["apps"][app["client_id"]] = app
            self.kept.save()
        return self._at("apps", as_json({**app, "name": form.get("client_name"), "id": "1"}))

    def ask(self, request: Request) -> Answer:
        if wrong := self._wrong(request.query):
            return html(page("Error", banner("Mastodon"), f"<h1>{escape(wrong)}</h1>"), 400)
        choices = "".join(
            f'<label class="card choice"><input type="radio" name="account" value="{account}"'
            f"{' checked' if not n else ''}><strong>@{name}</strong></label>"
            for n, (account, name) in enumerate(NAMES.items())
        )
        body = (
            "<h1>Groundswell would like permission to access your account</h1>"
            f"<p>{escape(request.query['scope'])}</p>"
            f'<form method="post" action="?{escape(urlencode(request.query))}">'
            f"<fieldset><legend>Connect as</legend>{choices}</fieldset>"
            '<p><button class="main" name="decision" value="authorise">Authorise</button> '
            '<button name="decision" value="cancel">Deny</button></p></form>'
        )
        return html(page("Authorisation required", banner("Mastodon"), body))

    def decide(self, request: Request) -> Answer:
        asked, form = request.query, request.form
        if wrong := self._wrong(asked):
            return html(page("Error", banner("Mastodon"), f"<h1>{escape(wrong)}</h1>"), 400)
        back = asked["redirect_uri"]
        if form.get("decision") != "authorise" or form.get("account") not in NAMES:
            return redirect(f"{back}?{urlencode({'error': 'access_denied', 'state': asked['state']})}")
        code = secrets.token_urlsafe(32)
        self._codes[code] = {**asked, "account": form["account"]}
        return redirect(f"{back}?{urlencode({'code': code, 'state': asked['state']})}")

    def token(self, request: Request) -> Answer:
        form = request.form
        asked = self._codes.pop(form.get("code", ""), None)
        app = self.kept.data["apps"].get(form.get("client_id", ""))
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        proof = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        fine = (
            asked
            and app
            and app["client_secret"] == form.get("client_secret")
            and asked["redirect_uri"] == form.get("redirect_uri")
            and asked.get("code_challenge", proof) == proof
        )
        if not fine or asked is None:
            return self._at("token", as_json({"error": "invalid_grant"}, 400))
        access = self.grant(asked["account"], asked["scope"])
        told = {"access_token": access, "token_type": "Bearer", "scope": asked["scope"], "created_at": 1}
        return self._at("token", as_json(told))

    def revoke(self, request: Request) -> Answer:
        form = request.form
        app = self.kept.data["apps"].get(form.get("client_id", ""))
        if app is None or app["client_secret"] != form.get("client_secret"):
            return as_json({"error": "unauthorized_client"}, 403)
        fault = self.faults.take("", at="revoke")
        if fault:
            return spoil(fault, Answer(), canned(0))
        with self.kept.lock:
            self.kept.data["tokens"].pop(form.get("token", ""), None)
            self.kept.save()
        return as_json({})

    def grant(self, account: str, scope: str) -> str:
        """A new token of this account."""
        access = secrets.token_urlsafe(32)
        with self.kept.lock:
            self.kept.data["tokens"][access] = {"account": account, "scope": scope}
            self.kept.save()
        return access

    def _at(self, place: str, answer: Answer) -> Answer:
        fault = self.faults.take("", at=place)
        return spoil(fault, answer, canned(0)) if fault else answer

    def _wrong(self, asked: dict[str, str]) -> str:
        app = self.kept.data["apps"].get(asked.get("client_id", ""))
        if app is None:
            return "Client authentication failed due to unknown client"
        if asked.get("redirect_uri") != app["redirect_uri"]:
            return "The redirect uri included is not valid."
        if not set(asked.get("scope", "").split()) <= set(app["scopes"].split()) or not asked.get("state"):
            return "The requested scope is invalid, unknown, or malformed."
        return ""
