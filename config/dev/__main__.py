"""`python -m config.dev <command>`: what `./dev` calls once the virtual environment is ready."""

import signal
import sys
from collections.abc import Callable
from types import FrameType

from config.dev.saying import Failure, stop_with


def main() -> int:
    """Run one command; its exit status."""
    signal.signal(signal.SIGTERM, _leave)
    # A shell that starts us with & has us ignore Ctrl-C; who sends it nevertheless means it.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    if signal.getsignal(signal.SIGHUP) is not signal.SIG_IGN:  # nohup is respected
        signal.signal(signal.SIGHUP, _leave)
    name, *arguments = sys.argv[1:]
    try:
        return commands()[name](arguments)
    except KeyboardInterrupt:
        return 128 + signal.SIGINT
    except Failure as problem:
        stop_with(str(problem))


def commands() -> dict[str, Callable[[list[str]], int]]:
    """Every command of the door; `./dev` lists the same names with a line each."""
    from config.dev import checking, cleaning, management, running, screenshots, testing

    return {
        "run": running.run,
        "test": testing.test,
        "check": checking.check,
        "bench": testing.bench,
        "screenshots": screenshots.screenshots,
        "demo": management.demo,
        "manage": management.manage,
        "shell": management.shell,
        "clean": cleaning.clean,
    }


def _leave(number: int, _frame: FrameType | None) -> None:
    """Unwind, so that everything started is stopped on the way out."""
    sys.exit(128 + number)


if __name__ == "__main__":
    sys.exit(main())
