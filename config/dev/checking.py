"""`./dev check`: everything that can be said about the code without running its tests."""

import subprocess
import sys
from pathlib import Path

from config.dev.engines import engines_in
from config.dev.environment import environment_like_production, environment_of_test
from config.dev.places import ROOT, first_free
from config.dev.saying import coloured, say, step

_BIN = Path(sys.executable).parent


def check(arguments: list[str]) -> int:
    """Run every check, say at the end which failed; 1 when one did. Names narrow: `./dev check lint`."""
    failed = []
    with engines_in(first := first_free("test"), durable=False) as engines:
        development = environment_of_test(first, engines)
        production = environment_like_production(first, engines)
        for name, command in _checks().items():
            if arguments and name not in arguments:
                continue
            env = production if name == "deployment" else development
            if not _passes(name, command, env):
                failed.append(name)
    if failed:
        say(coloured(f"\nFailed: {', '.join(failed)}", "red"))
        return 1
    say(coloured("\nEverything is as it should be.", "green"))
    return 0


def _checks() -> dict[str, list[str]]:
    """Name and command of each check."""
    python, manage = sys.executable, str(ROOT / "manage.py")
    templates = sorted(str(path.relative_to(ROOT)) for path in ROOT.glob("*/**/*.html") if _is_ours(path))
    return {
        "format": [python, "-m", "ruff", "format", "--check", "--quiet", "."],
        "lint": [python, "-m", "ruff", "check", "--quiet", "."],
        "templates": [str(_BIN / "djade"), "--target-version", "5.2", "--check", *templates],
        "types": [python, "-m", "mypy", "--no-error-summary"],
        "migrations": [python, manage, "makemigrations", "--check", "--dry-run"],
        "deployment": [python, manage, "check", "--deploy", "--fail-level", "WARNING"],
    }


def _is_ours(path: Path) -> bool:
    return not any(part.startswith(".") or part == "staticfiles" for part in path.relative_to(ROOT).parts)


def _passes(name: str, command: list[str], env: dict[str, str]) -> bool:
    """Run one check; what it says is shown only when it fails."""
    with step(name):
        done = subprocess.run(
            command,
            cwd=ROOT,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=False,
        )
    if done.returncode:
        say(done.stdout.rstrip())
    return done.returncode == 0
