"""The programs of the site as `./dev run` starts them: production's, with smaller numbers."""

import sys
import urllib.error
import urllib.request

from celery import Celery

from config.dev.children import Child
from config.dev.environment import Ports
from config.dev.places import STATE, Place

RESTARTED = ("web", "worker", "beat")  # after an edit


def programs(env: dict[str, str], ports: Ports, place: Place) -> list[Child]:
    """Web server, Celery worker and beat, and the stand-ins that are wanted."""
    celery = _python("celery", "--quiet", "--app", "config")
    schedule = str(place.folder / "beat-schedule")
    found = [
        Child("web", _web(ports.web), env, colour="green"),
        Child("worker", [*celery, "worker", "-c", "2", "-l", "INFO"], env, colour="cyan"),
        Child("beat", [*celery, "beat", "-l", "WARNING", "--pidfile=", "-s", schedule], env, colour="blue"),
    ]
    if ports.mail_smtp:
        listen = ("--smtp-port", str(ports.mail_smtp), "--http-port", str(ports.mail_http))
        mail = _python("tests.standins.smtp", *listen, "--store", str(STATE / "mail"))
        found.append(Child("mail", mail, env, colour="yellow"))
    if ports.x:
        x = _python("tests.standins.x", "--port", str(ports.x), "--state", str(STATE / "x"))
        found.append(Child("x", x, env, colour="magenta"))
    return found


def answers(port: int) -> bool:
    """Whether the site says that it is alive."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def works(redis_url: str) -> bool:
    """Whether a Celery worker answers a call."""
    return bool(Celery(broker=redis_url).control.ping(timeout=0.3, limit=1))


def _web(port: int) -> list[str]:
    address = ("--host", "127.0.0.1", "--port", str(port))
    size = ("--workers", "2", "--blocking-threads", "4", "--workers-kill-timeout", "3")
    return _python("granian", "--interface", "wsgi", "--no-ws", *address, *size, "config.wsgi:application")


def _python(module: str, *arguments: str) -> list[str]:
    return [sys.executable, "-m", module, *arguments]
