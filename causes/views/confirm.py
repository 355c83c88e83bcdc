"""The letter's link: one button that counts a name. Opening the link changes nothing, since mail
scanners open every link before people do."""

import datetime as dt
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import translation
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from accounts import clock
from causes import consents, faces, front_cache, limits, origin, tokens
from causes.confirming import confirm as count_name
from causes.forms import ConfirmForm
from causes.letters import write_again
from causes.models import Link, Page, Signed, Status
from causes.signing import signed_model
from causes.views.answering import private_page
from causes.views.limiting import too_many

PURPOSE = "confirm"
OPENS_FOR = dt.timedelta(days=14)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """GET shows name and choice as they will be stored; POST counts. A second POST is told kindly."""
    now = clock.now()
    taken = tokens.take_apart(token)
    link = next(iter(Link.objects.filter(code=taken.code)), None)
    page = front_cache.kept(f"page {link.page_id}", lambda: _page(link.page_id)) if link else None
    if link is None or page is None or not page.is_public():
        return HttpResponseRedirect(reverse("home"), status=303)
    link.page = page
    signed = next(iter(signed_model(page)._default_manager.filter(link=link)), None)
    if signed is None or not taken.proves(PURPOSE, signed.email_key):
        return _with_note(link.page, "letter-cut")
    if signed.status == Status.CONFIRMED:
        return _done(request, link, signed, now, already=True)
    if signed.status != Status.PENDING:
        return _with_note(link.page, "sign")
    if not link.page.takes_confirmations(now):
        return _with_note(link.page, "too-late")
    if taken.age(now) > OPENS_FOR:
        return _expired(request, link.page, signed, now)
    return _confirm(request, link, signed, now)


def _page(page_id: int) -> Page:
    """With all that its confirm pages ask of it: looked up once for a crowd that confirms."""
    page = Page.objects.get(pk=page_id)
    # As the petition or the cause that it is: their words of consent differ.
    own: Any = signed_model(page)._meta.get_field(page.kind).related_model
    found: Page = own.objects.select_related("organisation").prefetch_related("texts").get(pk=page_id)
    return found


def _confirm(request: HttpRequest, link: Link, signed: Signed, now: dt.datetime) -> HttpResponse:
    if request.method != "POST":
        stored = {"name": signed.name, "updates": "yes" if signed.updates else "no"}
        return _ask(request, link.page, ConfirmForm(initial=stored), now)
    form = ConfirmForm(request.POST)
    if not origin.is_ours(request) or not form.is_valid():
        return _ask(request, link.page, form, now, form_failed=bool(form.errors), status=422)
    done = count_name(link.page, link.code, form.cleaned_data["name"], form.cleaned_data["updates"], now)
    if done is None:
        return _with_note(link.page, "sign")
    return _done(request, link, done.signed, now, already=not done.now_counted)


def _ask(
    request: HttpRequest, page: Page, form: ConfirmForm, now: dt.datetime, status: int = 200, **more: Any
) -> HttpResponse:
    question = consents.current(page, translation.get_language(), now).question
    context = {"page": _face(page, now), "form": form, "question": question, **more}
    return private_page(request, "act/confirm.html", context, status)


def _done(
    request: HttpRequest, link: Link, signed: Signed, now: dt.datetime, *, already: bool
) -> HttpResponse:
    face = _face(link.page, now)
    signed.link = link  # known already: nobody has to ask for it again
    context = {
        "page": face,
        "code": link.code,
        "signed": signed,
        "already": already,
        "count": face.count if already else face.count + 1,
    }
    return private_page(request, "act/confirm_done.html", context)


def _expired(request: HttpRequest, page: Page, signed: Signed, now: dt.datetime) -> HttpResponse:
    """The same answer whatever happens to the letter: at most five go to one mailbox."""
    again = request.method == "POST" and "again" in request.POST and origin.is_ours(request)
    if again and (minutes := limits.minutes_to_wait(request, "another letter")):
        return too_many(request, minutes)
    if again:
        write_again(signed, now)
    return private_page(request, "act/confirm_expired.html", {"page": _face(page, now), "sent": again})


def _with_note(page: Page, note: str) -> HttpResponse:
    """The page itself, with the note that its `:target` unfolds: its bytes stay the same for everybody."""
    response = HttpResponseRedirect(f"{page.public_path(translation.get_language())}#{note}", status=303)
    response["Cache-Control"] = "no-store"
    return response


def _face(page: Page, now: dt.datetime) -> Any:
    return faces.page_face(page, translation.get_language(), now)
