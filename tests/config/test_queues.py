"""Each kind of work waits in its own queue: letters, posts and clicks never wait for one another."""

import re
from pathlib import Path

import pytest
from celery import current_app
from django.conf import settings

from accounts import redis
from causes.waking import wake
from config import queues
from sharing.clicks import STREAM


def test_every_route_is_a_task_that_exists() -> None:
    current_app.loader.import_default_modules()
    assert set(queues.ROUTES) <= set(current_app.tasks)


@pytest.mark.parametrize(("task", "queue"), queues.ROUTES.items())
def test_a_wake_up_goes_to_the_queue_of_its_work(task: str, queue: str) -> None:
    wake(task)
    assert redis.client().llen(queue) == 1
    assert not redis.client().llen(queues.DEFAULT)


def test_everything_else_waits_in_the_default_queue() -> None:
    wake("petitions.tasks.draw_cards")
    assert redis.client().llen(queues.DEFAULT) == 1


def test_no_queue_is_called_like_the_click_stream() -> None:
    """Both are keys of one Redis: a click would find a list where its stream should be."""
    assert STREAM not in queues.NAMES
    wake("sharing.tasks.drain_clicks")
    assert redis.client().xadd(STREAM, {"click": "x"})


def test_production_has_a_worker_for_every_queue() -> None:
    procfile = (Path(settings.BASE_DIR) / "Procfile").read_text()
    served = [name for names in re.findall(r"--queues (\S+)", procfile) for name in names.split(",")]
    assert sorted(served) == sorted(queues.NAMES)


def test_so_has_every_other_way_to_run_it() -> None:
    deploy = Path(settings.BASE_DIR) / "deploy"
    composed = re.findall(r"--queues (\S+)", (deploy / "compose.yaml").read_text())
    assert sorted(composed) == sorted(queues.NAMES)
    units = re.findall(
        r"groundswell-worker@(\w+)\.service", (deploy / "systemd/groundswell.target").read_text()
    )
    assert sorted(units) == sorted(queues.NAMES)
