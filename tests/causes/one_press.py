"""The steps of somebody whom a letter's link brings to another page."""

import datetime as dt
from typing import Any

from django.test import Client

from accounts import clock
from causes.models import Page, Signed
from causes.sign_token import path_to
from petitions.models import Petition, Signature
from tests.visitors import form_key


def way(signed: Signed, page: Page, language: str = "en", ago: dt.timedelta = dt.timedelta()) -> str:
    return path_to(page, signed.link, signed.email_key, language, clock.now() - ago)


def press(client: Client, path: str, **typed: str) -> Any:
    return client.post(path, {"form_key": form_key(client.get(path).content.decode()), **typed})


def under(page: Petition) -> Signature:
    return Signature.objects.select_related("link", "supporter").get(petition=page)


def empty_form(answer: Any, page: Page) -> bool:
    return answer.status_code == 303 and answer["Location"].split("?")[0] == page.public_path()
