"""The demo's sign-ins. Passwords are random and written to one file only, readable by its owner alone."""

import json
import os
import secrets
from pathlib import Path
from typing import Any

from accounts.models import Membership, Organisation, Role, User

# key in the file, address, name, language, [(which organisation, role)]
_PEOPLE = (
    ("admin", "admin@example.org", "Site administrator", "en", ()),
    ("organiser", "organiser@example.org", "Marisol Vega", "en", ((0, Role.ORGANISER), (0, Role.OWNER))),
    ("data_officer", "data@example.org", "Elena Quiroga", "en", ((0, Role.DATA_OFFICER),)),
    ("other_owner", "rosalba@example.com", "Rosalba Nava", "es", ((1, Role.OWNER),)),
)


def write(organisations: list[Organisation], with_admin: bool) -> None:
    """People without a password, and what they do in which organisation."""
    for key, email, name, language, roles in _PEOPLE:
        if key == "admin" and not with_admin:
            continue
        user = User.objects.filter(email=email).first() or User.objects.create_user(
            email, name=name, language=language, is_staff=True, is_superuser=key == "admin"
        )
        for place, role in roles:
            Membership.objects.get_or_create(user=user, organisation=organisations[place], role=role)


def new_passwords() -> dict[str, dict[str, str]]:
    """Fresh random passwords for the demo's people; key -> {email, password}."""
    logins = {}
    for key, email, *_ in _PEOPLE:
        user = User.objects.filter(email=email, is_staff=True).first()
        if user:
            password = secrets.token_urlsafe(12)
            user.set_password(password)
            user.save(update_fields=["password"])
            logins[key] = {"email": email, "password": password}
    return logins


def write_file(path: Path, values: dict[str, Any]) -> None:
    """Merge `values` into the JSON file at `path`; at no moment can anybody else read it."""
    known = json.loads(path.read_text()) if path.exists() else {}
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.{secrets.token_hex(4)}")
    with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump({**known, **values}, file, indent=2, ensure_ascii=False)
    fresh.replace(path)
