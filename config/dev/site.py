"""The programs of the site as `./dev run` starts them: production's, with smaller numbers."""

import http.client
import sys

from celery import Celery

from config.dev.children import Child
from config.dev.environment import Ports
from config.dev.places import STATE, Place


def _python(module: str, *arguments: str) -> list[str]:
    return [sys.executable, "-m", module, *arguments]


_CELERY = _python("celery", "--quiet", "--app", "config")
# The queues of each worker: a letter's server that hangs, or a slow network, keeps no click waiting.
_WORKERS = {"worker": "default,counting", "letters": "letters", "posts": "posts,events"}
RESTARTED = ("web", *_WORKERS, "beat")  # after an edit


def programs(env: dict[str, str], ports: Ports) -> list[Child]:
    """Web server, Celery workers, and the stand-ins that are wanted."""
    found = [Child("web", _web(ports.web), env, colour="green")]
    found += [Child(name, _worker(name), env, colour="cyan") for name in _WORKERS]
    if ports.mail_smtp:
        listen = ("--smtp-port", str(ports.mail_smtp), "--http-port", str(ports.mail_http))
        mail = _python("tests.standins.smtp", *listen, "--store", str(STATE / "mail"))
        found.append(Child("mail", mail, env, colour="yellow"))
    if ports.x:
        x = _python("tests.standins.x", "--port", str(ports.x), "--state", str(STATE / "x"))
        found.append(Child("x", x, env, colour="magenta"))
    for name, port in (("mastodon", ports.mastodon), ("bluesky", ports.bluesky)):
        if port:
            command = _python(f"tests.standins.{name}", "--port", str(port), "--state", str(STATE / name))
            found.append(Child(name, command, env, colour="magenta"))
    return found


def beat(env: dict[str, str], place: Place) -> Child:
    """Celery's clock; what it did last is kept in the place."""
    schedule = str(place.folder / "beat-schedule")
    return Child(
        "beat", [*_CELERY, "beat", "-l", "WARNING", "--pidfile=", "-s", schedule], env, colour="blue"
    )


def answers(port: int) -> bool:
    """Whether the site says that it is alive."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=2)  # no proxy of the environment
    try:
        line.request("GET", "/healthz")
        return line.getresponse().status == 200
    except (OSError, http.client.HTTPException):
        return False
    finally:
        line.close()


def works(redis_url: str) -> bool:
    """Whether a Celery worker answers a call."""
    return bool(Celery(broker=redis_url).control.ping(timeout=0.3, limit=1))


def _worker(name: str) -> list[str]:
    alone = ("--without-mingle", "--without-gossip")  # it has no neighbours to wait a second for
    size = ("-c", "2" if name == "worker" else "1")
    return [*_CELERY, "worker", "-n", f"{name}@%h", "-Q", _WORKERS[name], *size, "-l", "INFO", *alone]


def _web(port: int) -> list[str]:
    address = ("--host", "127.0.0.1", "--port", str(port))
    size = ("--workers", "2", "--blocking-threads", "4", "--workers-kill-timeout", "3")
    return _python("granian", "--interface", "wsgi", "--no-ws", *address, *size, "config.wsgi:application")
