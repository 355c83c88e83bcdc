"""What the stand-in of X remembers: grants and posts, in a journal of JSON lines that a restart reads."""

import json
import secrets
import threading
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ACCESS_SECONDS = 7200
DUPLICATE_SECONDS = 12 * 3600


@dataclass(frozen=True)
class Account:
    id: str
    username: str
    name: str


ACCOUNTS = {
    account.id: account
    for account in (
        Account("1400000000000000001", "river_keepers", "River Keepers"),
        Account("1400000000000000002", "barrio_unido", "Barrio Unido"),
        Account("1400000000000000003", "maria_lopez_demo", "María López"),
        Account("1400000000000000004", "sam_okafor_demo", "Sam Okafor"),
    )
}


@dataclass(frozen=True)
class Grant:
    """What one access token allows. A family is one consent with all the tokens that came of it."""

    family: str
    account: Account
    scopes: frozenset[str]
    expires_at: float


@dataclass(frozen=True)
class Post:
    id: str
    account: Account
    text: str
    created_at: float


class State:
    """Times are seconds since 1970, given by the caller. All methods may be called from any thread."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._file = folder / "x.jsonl"
        self.lock = threading.RLock()
        self.arrived = threading.Condition(self.lock)
        self.posts: list[Post] = []
        self._access: dict[str, Grant] = {}
        self._refresh: dict[str, str] = {}  # every refresh token ever given -> family
        self._current: dict[str, str] = {}  # family -> the one refresh token that still works
        self._revoked: set[str] = set()
        self._replay()

    # --- grants -----------------------------------------------------------------------------
    def grant(self, account: Account, scopes: frozenset[str], now: float, family: str = "") -> dict[str, Any]:
        """New tokens, in a new family or in the one whose refresh token was just spent."""
        event = {
            "kind": "tokens",
            "family": family or secrets.token_hex(8),
            "account": account.id,
            "scopes": sorted(scopes),
            "access": secrets.token_urlsafe(48),
            "refresh": secrets.token_urlsafe(48) if "offline.access" in scopes else None,
            "expires_at": now + ACCESS_SECONDS,
        }
        self._write(event)
        return event

    def rotate(self, refresh: str, now: float) -> dict[str, Any] | None:
        """Spend a refresh token. One that was spent before kills its whole family."""
        with self.lock:
            family = self._refresh.get(refresh)
            if family is None or family in self._revoked:
                return None
            if self._current.get(family) != refresh:
                self._write({"kind": "revoked", "family": family})
                return None
            last = next(g for g in reversed(self._access.values()) if g.family == family)
            return self.grant(last.account, last.scopes, now, family)

    def revoke(self, token: str) -> None:
        """Either token ends the whole consent; an unknown one is no news (RFC 7009)."""
        with self.lock:
            grant = self._access.get(token)
            family = grant.family if grant else self._refresh.get(token)
            if family:
                self._write({"kind": "revoked", "family": family})

    def holder(self, access: str, now: float) -> Grant | None:
        with self.lock:
            grant = self._access.get(access)
            valid = grant and grant.family not in self._revoked and grant.expires_at > now
            return grant if valid else None

    def expire_access(self, now: float) -> None:
        """Let two hours pass for every access token that exists."""
        self._write({"kind": "expired", "at": now})

    # --- posts ------------------------------------------------------------------------------
    def is_duplicate(self, account: Account, text: str, now: float) -> bool:
        with self.lock:
            return any(
                post.account == account and post.text == text and now - post.created_at < DUPLICATE_SECONDS
                for post in self.posts
            )

    def add_post(self, account: Account, text: str, now: float) -> Post:
        with self.lock:
            # Like a snowflake: nineteen digits that grow.
            number = max(int(now * 1000) << 20, int(self.posts[-1].id) + 1 if self.posts else 0)
            event = {
                "kind": "post",
                "id": str(number),
                "account": account.id,
                "text": text,
                "created_at": now,
            }
            self._write(event)
            return self.posts[-1]

    # --- the journal ------------------------------------------------------------------------
    def _write(self, event: dict[str, Any]) -> None:
        with self.lock:
            with self._file.open("a", encoding="utf-8") as journal:
                journal.write(json.dumps(event, ensure_ascii=False) + "\n")
            self._apply(event)

    def _replay(self) -> None:
        if not self._file.exists():
            return
        raw = self._file.read_bytes()
        whole = raw[: raw.rfind(b"\n") + 1]
        if whole != raw:  # killed in the middle of a line
            self._file.write_bytes(whole)
        with self.lock:
            # Not splitlines(): a text may hold other line ends.
            for line in whole.decode().split("\n")[:-1]:
                self._apply(json.loads(line))

    def _apply(self, event: dict[str, Any]) -> None:
        match event["kind"]:
            case "tokens":
                account, scopes = ACCOUNTS[event["account"]], frozenset(event["scopes"])
                self._access[event["access"]] = Grant(event["family"], account, scopes, event["expires_at"])
                if event["refresh"]:
                    self._refresh[event["refresh"]] = event["family"]
                    self._current[event["family"]] = event["refresh"]
            case "revoked":
                self._revoked.add(event["family"])
            case "expired":
                old = self._access.items()
                self._access = {
                    token: Grant(g.family, g.account, g.scopes, min(g.expires_at, event["at"]))
                    for token, g in old
                }
            case "post":
                account = ACCOUNTS[event["account"]]
                self.posts.append(Post(event["id"], account, event["text"], event["created_at"]))
                self.arrived.notify_all()
