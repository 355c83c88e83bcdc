"""`manage.py after_restore erasures.jsonl`: make a database that comes from a backup safe to go on with."""

import datetime as dt
import json
from argparse import ArgumentParser
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts import clock
from sharing.erasing_again import Erased
from sharing.restored import settle


class Command(BaseCommand):
    """Run it once, before the workers start. `deploy/restore` does. See docs/running.md."""

    help = "Erase again who was erased since the backup; nothing that may have left is sent anew."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("erasures", type=Path, help="what `manage.py erasures` wrote last")

    def handle(self, *args: Any, **options: Any) -> None:
        done = settle(list(_read(options["erasures"])), clock.now())
        self.stdout.write(f"{done.erased} people erased again")
        self.stdout.write(f"{done.posts} posts are looked for on their network before anything is sent")
        self.stdout.write(f"{done.letters} letters of updates are listed as unknown")
        if done.strangers:
            raise CommandError(f"{done.strangers} erasures are of organisations that are not in this backup.")


def _read(path: Path) -> Iterator[Erased]:
    """Raises CommandError for the first line that is no erasure: nothing has been done then."""
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}") from error
    for number, line in enumerate(lines, 1):
        try:
            fields = json.loads(line)
            since = dt.datetime.fromisoformat(fields["since"])
            yield Erased(fields["organisation"], fields["mailbox"], since)
        except (ValueError, KeyError, TypeError) as error:
            raise CommandError(f"{path}, line {number}: no erasure. Nothing was done.") from error
