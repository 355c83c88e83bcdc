"""`manage.py doctor`: what is well, what is not, and what to do about it."""

import json
from argparse import ArgumentParser
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts import clock
from config.doctor import Finding, Level, examine

_SIGN = {Level.OK: "  ok  ", Level.WARN: " warn ", Level.FAIL: " FAIL ", Level.UNKNOWN: "  ?   "}


class Command(BaseCommand):
    """Changes nothing, sends nothing. Exits with an error when something has failed. See docs/running.md."""

    help = "Look at engines, keys, mail and workers; exits with an error when something is broken."
    requires_system_checks: list[str] = []  # it makes them itself, and goes on after one that fails

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--json", action="store_true", help="for a monitor: a list of findings")

    def handle(self, *args: Any, **options: Any) -> None:
        found = []
        for finding in examine(clock.now()):
            found.append(finding)
            if not options["json"]:
                self.stdout.write(_line(finding))
        if options["json"]:
            self.stdout.write(json.dumps([asdict(finding) for finding in found], indent=2))
        failed = [finding for finding in found if finding.level == Level.FAIL]
        if failed:
            raise CommandError(f"{len(failed)} of {len(found)} are broken.")


def _line(finding: Finding) -> str:
    do = f" -> {finding.do}" if finding.do else ""
    return f"{_SIGN[finding.level]} {finding.about}: {finding.says}{do}"
