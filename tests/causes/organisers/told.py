"""What was told, as rows and as words; and how a count grows."""

import datetime as dt
import threading
from collections.abc import Callable

from django.db import connection

from causes import counting
from causes.models import Letter
from causes.writing import compose
from petitions.models import Petition
from tests.causes.test_milestones import tally
from tests.makers import NOW


def told(kind: str = "") -> list[tuple[str, str]]:
    """(kind, address) of the letters to organisers, oldest first."""
    rows = Letter.objects.filter(notice__isnull=False).order_by("pk")
    return list((rows.filter(kind=kind) if kind else rows).values_list("kind", "email"))


def words(letter: Letter) -> str:
    """Subject, text and HTML as they go out."""
    message = compose(Letter.objects.select_related("page__organisation").get(pk=letter.pk), NOW)
    html = str(message.alternatives[0][0])
    return f"{message.subject}\n{message.body}\n{html}"


def grow(petition: Petition, names: int, delta: int = 1, now: dt.datetime = NOW) -> None:
    tally(petition, names, delta)
    counting.count_all(now)


def two_workers(work: Callable[[], object]) -> None:
    """The same work twice at once, each on a connection of its own."""

    def run() -> None:
        try:
            work()
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
