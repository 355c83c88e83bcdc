"""What the worker does for sharing. Clicks drain here; posts leave here."""

from celery import shared_task

from accounts import clock
from sharing import clicks, connecting, forgetting, posting
from sharing.channels import x


@shared_task
def drain_clicks() -> None:
    while clicks.drain(clock.now()):
        pass


@shared_task
def forget() -> None:
    forgetting.forget(clock.now())


# Acknowledged before it runs and never retried by Celery: the rows say what is left to do, and a
# message that comes twice finds nothing.
@shared_task(acks_late=False)
def send_posts() -> None:
    app = x.App.from_settings()
    if app:
        posting.send_due(app, clock.now)


@shared_task(acks_late=False)
def give_back() -> None:
    app = x.App.from_settings()
    if app:
        connecting.give_back(app, clock.now())
