"""The roof: settings, addresses, Celery, commands. It knows everybody; nobody imports it."""

from config.celery import app as celery_app

__all__ = ["celery_app"]
