"""The yardstick: a Django with nothing in it but a page of 20 KB and one INSERT.

It runs on the same server program, machine and database as the site, minutes apart: the ratio between
the two is the figure to watch, since a machine's own speed drifts.
"""

import os

import django
from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.http import HttpRequest, HttpResponse
from django.urls import path

if not settings.configured:
    import environ

    database = {**environ.Env().db_url("DATABASE_URL"), "CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}
    settings.configure(
        SECRET_KEY="bench", ALLOWED_HOSTS=["*"], ROOT_URLCONF=__name__, DATABASES={"default": database}
    )

_PAGE = b"<!doctype html>" + b"x" * 20_000


def page(request: HttpRequest) -> HttpResponse:
    return HttpResponse(_PAGE, headers={"Content-Length": len(_PAGE)})


def insert(request: HttpRequest) -> HttpResponse:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO bench_minimal (page_id, email) VALUES (1, %s) ON CONFLICT DO NOTHING",
            [request.POST["email"]],
        )
    return HttpResponse(status=303, headers={"Location": "/", "Content-Length": 0})


urlpatterns = [path("page", page), path("insert", insert)]
os.environ.pop("DJANGO_SETTINGS_MODULE", None)
django.setup()
application = WSGIHandler()
