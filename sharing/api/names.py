"""Names over the line: an organisation reads its own, and puts new ones down as a visitor does."""

import datetime as dt
import json
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import translation

from accounts import api_tokens, suppression
from accounts.models import ApiAnswer, ApiToken
from accounts.visitor import keyed
from causes import mailbox
from causes.forms import SignForm
from causes.models import Channel, ConsentText, Status
from causes.signing import Arrival, Typed, sign
from petitions.models import CHANGED_AT, Petition, Signature
from sharing.api import cursors, schemas
from sharing.api.problems import FieldProblem, Refused
from sharing.api.reading import PREFIX
from sharing.rows import share_url

_TOLD = (Status.PENDING, Status.CONFIRMED, Status.HELD)
# A name is told when it has been so for this long: what commits late never falls behind somebody's cursor.
SETTLED = dt.timedelta(seconds=10)
# What the form calls a field, and where a program sends it.
_SENT_AS = {
    "email": "person.email_addresses.0.address",
    "name": "person.name",
    "postcode": "person.postal_addresses.0.postal_code",
    "country": "person.postal_addresses.0.country",
    "reason": "reason",
    "updates": "consent.updates",
}


def changed(
    page: Petition, limit: int, cursor: str, since: dt.datetime | None, status: str, now: dt.datetime
) -> schemas.SignaturePage:
    """Names in the order in which they changed: who keeps the last cursor asks only for what is new."""
    found = Signature.objects.filter(petition=page).annotate(changed=CHANGED_AT)
    found = found.filter(changed__lt=now - SETTLED)

    if status:
        found = found.filter(status=status)
    if since:
        found = found.filter(changed__gte=since)
    if cursor:
        moment, number = cursors.moment_and_number(cursor)
        found = found.filter(changed__gte=moment).exclude(changed=moment, pk__lte=number)
    rows: list[Any] = list(found.order_by("changed", "pk")[: limit + 1])
    shown = [signature(row, page) for row in rows[:limit]]
    if shown:
        last = rows[len(shown) - 1]
        cursor = cursors.make(last.changed, last.pk)
    return schemas.SignaturePage(signatures=shown, next_cursor=cursor or None, more=len(rows) > limit)


def signature(row: Signature, page: Petition) -> schemas.SignatureOut:
    """One name as the organisation may know it; of who took theirs off only that."""
    known = row.status in _TOLD and bool(row.email)
    return schemas.SignatureOut(
        identifiers=[f"{PREFIX}{row.pk}"],
        petition=page.slug,
        status=row.status,
        person=_person(row) if known else None,
        updates=known and row.updates,
        channel=row.channel,
        embed_host=row.embed_host,
        reason=row.reason if known else "",
        consent_id=row.consent_id,
        created_date=row.signed_at,
        confirmed_date=row.confirmed_at,
        modified_date=max(filter(None, (row.signed_at, row.confirmed_at, row.ended_at, row.changed_at))),
    )


def put_down(
    token: ApiToken, page: Petition, said: schemas.SignatureIn, key: str, now: dt.datetime
) -> schemas.AcceptedOut:
    """Put one name down, or answer as before when `key` was used for the same within 24 hours.

    The name waits for its owner's own press on the letter, like any other.
    """
    question = keyed("api question", f"{page.pk} {said.model_dump_json()}")
    with transaction.atomic():
        kept = _answered(token, key, question, now)
        if kept.body:  # whatever became of the petition since: the name is down
            return schemas.AcceptedOut(**json.loads(kept.body))
        if not page.takes_names(now):
            raise Refused(409, "This petition takes no names now.")
        code = sign(page, _typed(page, said), Arrival("", Channel.OTHER), now)
        answer = schemas.AcceptedOut(status="pending", share_url=share_url(code, Channel.OTHER))
        kept.body = answer.model_dump_json()
        kept.save(update_fields=["body"])
    return answer


def _answered(token: ApiToken, key: str, question: str, now: dt.datetime) -> ApiAnswer:
    """The row of this key: with a body when it was answered before. Two at once: the second one waits."""
    old = ApiAnswer.objects.filter(token=token, key=key)
    old.filter(created_at__lte=now - api_tokens.ANSWERS_KEPT).delete()
    try:
        with transaction.atomic():
            return ApiAnswer.objects.create(token=token, key=key, question=question, created_at=now)
    except IntegrityError:
        found = old.get()
    if found.question != question:
        raise Refused(422, "This Idempotency-Key was used for something else in the last 24 hours.")
    return found


def _typed(page: Petition, said: schemas.SignatureIn) -> Typed:
    """What the person said, judged by the form that visitors use; raises Refused with what is wrong."""
    person, consent = said.person, said.consent
    words = ConsentText.objects.filter(
        pk=consent.id, organisation=page.organisation, purpose=page.kind
    ).first()
    if not consent.accepted or words is None:
        detail = "Show one of the petition's consents, and send its id once they agreed."
        raise Refused(422, detail, [FieldProblem(field="consent", message=detail)])
    postal = person.postal_addresses[0] if person.postal_addresses else schemas.PostalAddress()
    form = SignForm(
        {
            "name": person.name or f"{person.given_name} {person.family_name}",
            "email": person.email_addresses[0].address,
            "postcode": postal.postal_code,
            "country": postal.country,
            "reason": said.reason,
            "updates": "yes" if consent.updates else "no",
            "show_name": "1" if consent.show_name else "",
        },
        asks=page.asks(),
    )
    with translation.override("en"):
        if not form.is_valid():
            raise Refused(422, "Please look at these fields.", _wrong(form))
    clean = form.cleaned_data
    return Typed(
        name=clean["name"],
        email=clean["email"],
        postcode=clean["postcode"],
        updates=clean["updates"] and not _said_no(page, clean["email"]),
        language=_language(person, words),
        consent_id=words.pk,
        show_name=clean.get("show_name", False),
        country=clean.get("country", ""),
        reason=clean.get("reason", ""),
    )


def _said_no(page: Petition, email: str) -> bool:
    """Whether this mailbox was erased, or has a name here that wants no updates (any more).

    A program never turns a no into a yes. Its owner can, by the letter's own page.
    """
    key = mailbox.key(email)
    if suppression.is_suppressed(page.organisation_id, key):
        return True
    rows = Signature.objects.filter(supporter__organisation=page.organisation_id, supporter__email_key=key)
    counted = rows.exclude(opted_in=None).values_list("updates", flat=True)
    return bool(counted) and not any(counted)


def _language(person: schemas.PersonIn, words: ConsentText) -> str:
    known = dict(settings.LANGUAGES)
    return next((code for code in person.languages_spoken if code in known), words.language)


def _wrong(form: SignForm) -> list[FieldProblem]:
    return [
        FieldProblem(field=_SENT_AS.get(name, name), message=str(message))
        for name, messages in form.errors.items()
        for message in messages
    ]


def _person(row: Signature) -> schemas.PersonOut:
    return schemas.PersonOut(
        name=row.name,
        email_addresses=[schemas.EmailAddress(address=row.email)],
        postal_addresses=[
            schemas.PostalAddress(postal_code=row.postcode, country=row.country, region=row.region)
        ],
        languages_spoken=[row.language],
    )
