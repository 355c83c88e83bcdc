"""The environment each command hands to the product's processes; what is set outside wins."""

import os
from dataclasses import dataclass

from config.dev.engines import Engines
from config.dev.places import MARK, STATE, Place, clone_secrets, port_for
from config.dev.saying import Failure

# What could reach the outer world from a test: never inherited.
_WAYS_OUT = (
    *("EMAIL_URL", "X_CLIENT_ID", "X_CLIENT_SECRET", "X_API_BASE", "X_AUTHORIZE_URL"),
    *("BLUESKY_API_BASE", "BLUESKY_WEB", "TRUSTED_INSTANCES"),
)
_ROOT_WARNING = "ignore:You're running the worker with superuser privileges"
# Production-like settings, for the checks and the bench; nothing is sent with them.
_LIKE_PRODUCTION = {
    "DEVELOPMENT": "0",
    "DEBUG": "0",
    "TWO_STEP_FOR": "",  # the bench signs in without anybody at a keyboard
    "SITE_URL": "https://petitions.example.org",
    "ALLOWED_HOSTS": "petitions.example.org",
    "TRUSTED_PROXIES": "1",
    "SITE_CONTACT": "office@example.org",
    "DEFAULT_FROM_EMAIL": "Petitions <letters@example.org>",
}


@dataclass(frozen=True)
class Ports:
    """Where `./dev run` listens on 127.0.0.1; the stand-ins are None when the real thing is set."""

    web: int
    mail_smtp: int | None
    mail_http: int | None
    x: int | None
    mastodon: int | None = None
    bluesky: int | None = None


def ports_of_run() -> Ports:
    """The ports of `./dev run`: PORT for the site, remembered ones for the stand-ins."""
    mail, x = "EMAIL_URL" not in os.environ, "X_CLIENT_ID" not in os.environ
    return Ports(
        web=_web_port(),
        mail_smtp=port_for("mail smtp") if mail else None,
        mail_http=port_for("mail http") if mail else None,
        x=port_for("x") if x else None,
        mastodon=port_for("mastodon") if x else None,
        bluesky=port_for("bluesky") if x else None,
    )


def _web_port() -> int:
    named = os.environ.get("PORT") or "8000"
    if not named.isdecimal() or not 0 < int(named) < 65_536:
        raise Failure(f"PORT is {named!r}: name a number from 1 to 65535, as in PORT=8123 ./dev run")
    return int(named)


def environment(place: Place, engines: Engines, **more: str) -> dict[str, str]:
    """What every process of a place gets: secrets of this clone, engines, mark; then `more`."""
    secrets = clone_secrets()
    defaults = {
        "DEVELOPMENT": "1",
        "DEBUG": "0",
        "SECRET_KEY": secrets["SECRET_KEY"],
        "FIELD_ENCRYPTION_KEYS": secrets["FIELD_ENCRYPTION_KEYS"],
        "ALLOWED_HOSTS": "127.0.0.1,localhost",
        **more,
    }
    return {
        **defaults,
        **os.environ,
        **engines.env,
        MARK: place.mark,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        # Celery's warning against root is for servers.
        "PYTHONWARNINGS": ",".join(filter(None, [os.environ.get("PYTHONWARNINGS"), _ROOT_WARNING])),
    }


def environment_of_run(place: Place, engines: Engines, ports: Ports) -> dict[str, str]:
    """For `./dev run` and Django's commands beside it: letters and posts stay on this machine."""
    more = {
        "SITE_URL": f"http://127.0.0.1:{ports.web}",
        "MEDIA_ROOT": str(STATE / "media"),
        "DEMO_FILE": str(STATE / "demo.json"),
    }
    if ports.mail_smtp:
        more["EMAIL_URL"] = f"smtp://127.0.0.1:{ports.mail_smtp}"
    if ports.x:
        base = f"http://127.0.0.1:{ports.x}"
        more |= {
            "X_CLIENT_ID": "demo",
            "X_CLIENT_SECRET": "demo",
            "X_API_BASE": base,
            "X_AUTHORIZE_URL": f"{base}/i/oauth2/authorize",
        }
    if ports.mastodon and ports.bluesky:
        bluesky = f"http://127.0.0.1:{ports.bluesky}"
        more |= {
            "BLUESKY_API_BASE": bluesky,
            "BLUESKY_WEB": bluesky,
            "TRUSTED_INSTANCES": f"{bluesky},http://127.0.0.1:{ports.mastodon}",
        }
    return environment(place, engines, **more)


def environment_of_test(place: Place, engines: Engines) -> dict[str, str]:
    """For the tests: nothing that could leave the machine is inherited."""
    env = environment(
        place,
        engines,
        SITE_URL="http://127.0.0.1:8000",
        MEDIA_ROOT=str(place.folder / "media"),
        REREAD_TEMPLATES="0",
        DJANGO_ALLOW_ASYNC_UNSAFE="true",  # browser tests ask the database beside Playwright's loop
    )
    return {name: value for name, value in env.items() if name not in _WAYS_OUT}


def environment_like_production(place: Place, engines: Engines, **more: str) -> dict[str, str]:
    """For `check --deploy` and the bench: what a careful operator sets, whatever is set here."""
    folders = {
        "MEDIA_ROOT": str(place.folder / "media"),
        "STATIC_ROOT": str(place.folder / "static"),
    }
    env = {**environment(place, engines), **_LIKE_PRODUCTION, **folders, **more}
    return {name: value for name, value in env.items() if name not in _WAYS_OUT}
