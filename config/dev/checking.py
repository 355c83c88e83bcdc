"""`./dev check`: everything that can be said about the code without running its tests."""

import subprocess
import sys
from pathlib import Path

from config.dev.engines import engines_in
from config.dev.environment import environment_like_production, environment_of_test
from config.dev.places import ROOT, first_free
from config.dev.saying import Failure, coloured, say, step

_RUFF = [sys.executable, "-m", "ruff"]
_DJADE = [str(Path(sys.executable).with_name("djade")), "--target-version", "5.2"]


def check(arguments: list[str]) -> int:
    """Run every check, say at the end which failed; 1 when one did.

    Names narrow (`./dev check lint types`); `--fix` first mends what tools can mend.
    """
    if "--fix" in arguments:
        arguments = [argument for argument in arguments if argument != "--fix"]
        _mend()
    wanted = _chosen(arguments)
    failed = []
    with engines_in(first := first_free("test"), durable=False) as engines:
        development = environment_of_test(first, engines)
        production = environment_like_production(first, engines)
        for name, command in wanted.items():
            env = production if name == "deployment" else development
            if not _passes(name, command, env):
                failed.append(name)
    if failed:
        say(coloured(f"\nFailed: {', '.join(failed)}", "red"))
        return 1
    say(coloured("\nEverything is as it should be.", "green"))
    return 0


def _chosen(names: list[str]) -> dict[str, list[str]]:
    """The checks of these names; all when none is named."""
    checks = _checks()
    unknown = set(names) - set(checks)
    if unknown:
        raise Failure(f"./dev check knows {', '.join(checks)}; not {', '.join(sorted(unknown))}.")
    return {name: command for name, command in checks.items() if not names or name in names}


def _checks() -> dict[str, list[str]]:
    """Name and command of each check."""
    manage = [sys.executable, str(ROOT / "manage.py")]
    checks = {
        "format": [*_RUFF, "format", "--check", "--quiet", "--output-format", "concise", "."],
        "lint": [*_RUFF, "check", "--quiet", "--output-format", "concise", "."],
        "types": [sys.executable, "-m", "mypy", "--no-error-summary", "--show-traceback"],
        "templates": [*_DJADE, "--check", *_templates()],
        "migrations": [*manage, "makemigrations", "--check", "--dry-run"],
        "deployment": [*manage, "check", "--deploy", "--fail-level", "WARNING"],
    }
    if not _templates():
        del checks["templates"]
    return checks


def _mend() -> None:
    """Let the tools rewrite what they can; what they cannot is said by the checks that follow."""
    for command in (
        [*_RUFF, "check", "--quiet", "--fix-only", "."],
        [*_RUFF, "format", "--quiet", "."],
        *([[*_DJADE, *_templates()]] if _templates() else []),
    ):
        subprocess.run(command, cwd=ROOT, capture_output=True, check=False)


def _templates() -> list[str]:
    """Every template of the house; letters' text templates have nothing to format."""
    return sorted(str(path.relative_to(ROOT)) for path in ROOT.glob("*/**/*.html") if _is_ours(path))


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
