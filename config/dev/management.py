"""Django's own commands: quietly as a step of another command, or for the person at the keyboard."""

import os
import subprocess
import sys

from config.dev.children import in_this_terminal
from config.dev.engines import Engines, engines_in
from config.dev.environment import Ports, environment_of_run, ports_of_run
from config.dev.places import MARK, ROOT, Place
from config.dev.saying import Failure

_MANAGE = [sys.executable, str(ROOT / "manage.py")]


def manage_quietly(arguments: list[str], env: dict[str, str]) -> None:
    """Run a command of Django's; its output is shown only when it fails."""
    done = subprocess.run(
        [*_MANAGE, *arguments],
        cwd=ROOT,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    if done.returncode:
        raise Failure(f"{done.stdout}\nmanage.py {' '.join(arguments)} failed (status {done.returncode}).")


def manage(arguments: list[str]) -> int:
    """`./dev manage …`: beside a running site with its engines, else with engines for the moment."""
    place = Place("run")
    if not place.take():
        return _beside(place, arguments)
    with engines_in(place, durable=True) as engines:
        return in_this_terminal([*_MANAGE, *arguments], environment_of_run(place, engines, ports_of_run()))


def shell(arguments: list[str]) -> int:
    """`./dev shell`: a prompt inside the site."""
    return manage(["shell", *arguments])


def demo(arguments: list[str]) -> int:
    """`./dev demo`: tables, then demo content; the command itself refuses a database in use."""
    return manage(["migrate", "--noinput", "-v", "0"]) or manage(["demo", *arguments])


def _beside(place: Place, arguments: list[str]) -> int:
    """With the engines of the ./dev run that has this place."""
    known = place.now().get("environment")
    if not known:
        raise Failure("./dev run of this clone is just starting or stopping: try again in a moment.")
    engines = Engines(known["DATABASE_URL"], known["REDIS_URL"], made_here="DATABASE_URL" not in os.environ)
    env = environment_of_run(place, engines, Ports(**place.now()["ports"]))
    env.pop(MARK)  # ours, not a part of the running site
    return in_this_terminal([*_MANAGE, *arguments], env)
