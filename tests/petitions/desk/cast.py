"""What an organiser types and presses."""

import io
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from accounts.models import User
from causes.models import Cause, State
from petitions.models import Petition

ADD = "/admin/petitions/petition/add/"
DRAFT: dict[str, Any] = {"state": State.DRAFT, "published_at": None}


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


def photo(size: tuple[int, int] = (2000, 1000), kind: str = "PNG") -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", size, "#0b6b66").save(out, kind)
    return SimpleUploadedFile("Foto de Ana.png", out.getvalue(), "image/png")


def answers(cause: Cause, **more: Any) -> dict[str, Any]:
    return {
        "cause": cause.pk,
        "title": "Reabran la clínica del Sur",
        "decision_maker": "Tucson City Council",
        "summary": "Renew the clinic's lease before 31 December.",
        "goal": 500,
        **more,
    }


def change(petition: Petition, what: str = "change") -> str:
    return f"/admin/petitions/petition/{petition.pk}/{what}/"
