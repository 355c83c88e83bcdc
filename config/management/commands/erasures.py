"""`manage.py erasures > erasures.jsonl`: what must be erased again after a backup is restored."""

import json
from typing import Any

from django.core.management.base import BaseCommand

from sharing.erasing_again import erasures


class Command(BaseCommand):
    """One line of JSON for each erased mailbox: organisation, keyed hash, moment. See docs/running.md."""

    help = "List every erasure as keyed hashes, to be kept outside of the backups."

    def handle(self, *args: Any, **options: Any) -> None:
        for one in erasures():
            self.stdout.write(json.dumps({**one._asdict(), "since": one.since.isoformat()}))
