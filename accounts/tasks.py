"""What the worker does for people: each task may be run twice or never without harm."""

from celery import shared_task

from accounts import sessions


@shared_task
def forget_sessions() -> None:
    sessions.forget_ended()
