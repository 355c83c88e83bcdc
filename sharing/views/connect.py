"""Connecting an account. A supporter comes with the link in their letter and nothing else; an organiser
from the desk. Both walk to the network and come back to one address."""

from django.contrib import messages
from django.contrib.admin.models import CHANGE, LogEntry
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from accounts import access, clock
from accounts.access import May
from accounts.models import User
from causes import faces, limits, origin
from causes.views.limiting import too_many
from sharing import opening
from sharing.channels import NETWORKS, networks_on
from sharing.channels.network import Network, Way
from sharing.connect_forms import ServerForm
from sharing.connecting import NotConnected, NotOurs, Owner, Pending, Refusal, begin, come_back, finish
from sharing.disconnecting import disconnect
from sharing.models import Connection
from sharing.opening import Guest, StaysClosed
from sharing.outgoing import network_of
from sharing.pausing import pause_of
from sharing.views.own_page import go, own_page
from sharing.walks import walked, way

_TOLD: dict[Refusal, str | Promise] = {
    Refusal.DENIED: _("Nothing was connected: %(network)s says that you pressed Cancel."),
    Refusal.SCOPES: _(
        "Not connected: %(network)s did not give us permission to post and to stay connected. "
        "Please try again, and leave all permissions on."
    ),
    Refusal.FAILED: _(
        "Not connected: %(network)s did not answer as it should. Please try again in a few minutes."
    ),
    Refusal.PASSWORD: _("Not connected: %(network)s does not know this name with this app password."),
}


def told(refusal: Refusal, network: Network) -> str:
    """Why nothing was connected, in a sentence."""
    return str(_TOLD[refusal]) % {"network": network.label}


@csrf_exempt  # the letter's token is the authority, and a page of ours must have sent it
@require_POST
def open_letter(request: HttpRequest, network: str) -> HttpResponse:
    """ "Post it on X for me", pressed on a page behind a letter's link."""
    there = walked(network)
    if not origin.is_ours(request):
        return _closed(request, there, StaysClosed(opening.Closed.LETTER))
    try:
        guest = opening.let_in(
            request.session, request.POST.get("letter", ""), translation.get_language(), clock.now()
        )
    except StaysClosed as closed:
        return _closed(request, there, closed)
    return go(way(there, "post" if connection_of(guest, there) else "start"))


@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest, network: str) -> HttpResponse:
    """GET says what will happen; POST goes to the network and asks."""
    there = walked(network)
    guest = opening.guest_of(request.session, clock.now())
    if guest is None:
        return _closed(request, there, StaysClosed(opening.Closed.LETTER))
    form = ServerForm(request.POST or None) if there.way == Way.SERVER else None
    if request.method == "POST" and (form is None or form.is_valid()):
        try:
            return _ask(request, guest, there, form.cleaned_data["home"] if form else "")
        except NotConnected as refused:
            if form is None:
                raise
            form.add_error("home", told(refused.refusal, there))
    failed = bool(form and form.errors)
    context = {
        **page_facts(guest),
        "form": form,
        "form_failed": failed,
        "pause": pause_of(there.name, clock.now()),
        "left": "left" in request.GET,
        "not_told": _accounts(guest, there).filter(not_told=True).exists(),
    }
    return own_page(request, "sharing/connect/start.html", there, context, status=422 if failed else 200)


def _ask(request: HttpRequest, guest: Guest, network: Network, home: str) -> HttpResponse:
    """To the network's consent page. A server is named by whoever asks and is spoken to: not without end."""
    if home and (minutes := limits.minutes_to_wait(request, "a server")):
        return too_many(request, minutes)
    owner, language = Owner(person_id=guest.user.pk), translation.get_language()
    return go(begin(network, request.session, owner, language, clock.now(), home))


@require_GET
def not_now(request: HttpRequest, network: str) -> HttpResponse:
    """Declined there, or it did not work: what remains is free and needs no account."""
    there = walked(network)
    guest = opening.guest_of(request.session, clock.now())
    if guest is None:
        return _closed(request, there, StaysClosed(opening.Closed.LETTER))
    because = request.GET.get("because", "")
    refusal = Refusal(because) if because in list(Refusal) else Refusal.DENIED
    context = {**page_facts(guest), "refusal": refusal, "told": told(refusal, there)}
    return own_page(request, "sharing/connect/not_now.html", there, context)


@require_GET
def back(request: HttpRequest, network: str) -> HttpResponse:
    """A network sends the visitor here. Only an answer to a question from this very session does anything."""
    if network not in {known.name for known in networks_on()}:
        raise Http404
    try:
        pending = come_back(request.session, network, request.GET.get("state", ""), clock.now())
    except NotOurs:
        return _stray(request, NETWORKS[network])
    with translation.override(pending.language):
        try:
            if "error" in request.GET or "code" not in request.GET:
                raise NotConnected(Refusal.DENIED if "error" in request.GET else Refusal.FAILED)
            if not _still_may(request, pending.owner):
                return _stray(request, pending.network)
            connection = finish(pending, request.GET["code"], clock.now())
        except NotConnected as refused:
            return _refused(request, pending, refused.refusal)
        return _connected(request, pending, connection)


@require_POST
def leave(request: HttpRequest, network: str) -> HttpResponse:
    """The supporter's own "Disconnect"."""
    there, now = walked(network), clock.now()
    guest = opening.guest_of(request.session, now)
    if guest is None:
        return _closed(request, there, StaysClosed(opening.Closed.LETTER))
    for connection in _accounts(guest, there):
        disconnect(connection, now)
    return go(f"{way(there, 'start')}?{urlencode({'left': 1})}")


def connection_of(guest: Guest, network: Network) -> Connection | None:
    """The account on `network` that the guest connected last, if it still works."""
    working = _accounts(guest, network).filter(status=Connection.Status.ACTIVE)
    return working.order_by("-connected_at").first()


def _accounts(guest: Guest, network: Network) -> "QuerySet[Connection]":
    mine = Connection.objects.filter(person=guest.user, network=network.name)
    return mine.defer("access_token", "refresh_token")


def page_facts(guest: Guest) -> dict[str, object]:
    """What every page of the walk shows: the page it is about, and the way to share it for free."""
    face = faces.page_face(guest.page, translation.get_language(), clock.now())
    return {"page": face, "code": guest.link.code}


def _closed(request: HttpRequest, network: Network, closed: StaysClosed) -> HttpResponse:
    face = None
    if closed.link is not None:
        face = faces.page_face(closed.link.page, translation.get_language(), clock.now())
    context = {"why": closed.why, "page": face, "code": closed.link.code if closed.link else ""}
    return own_page(request, "sharing/connect/closed.html", network, context, status=403)


def _stray(request: HttpRequest, network: Network) -> HttpResponse:
    desk = isinstance(request.user, User) and request.user.is_staff
    return own_page(request, "sharing/connect/stray.html", network, {"desk": desk}, status=400)


def _still_may(request: HttpRequest, owner: Owner) -> bool:
    """Whether whoever comes back may still connect for the one who went."""
    if owner.organisation_id is not None:
        return access.organisations(request.user, May.RUN).filter(pk=owner.organisation_id).exists()
    guest = opening.guest_of(request.session, clock.now())
    return guest is not None and guest.user.pk == owner.person_id


def _refused(request: HttpRequest, pending: Pending, refusal: Refusal) -> HttpResponse:
    if pending.owner.organisation_id is not None:
        kind = messages.info if refusal == Refusal.DENIED else messages.error
        kind(request, told(refusal, pending.network))
        return go(reverse("admin:sharing_connection_changelist"))
    return go(f"{way(pending.network, 'not_now')}?{urlencode({'because': refusal})}")


def _connected(request: HttpRequest, pending: Pending, connection: Connection) -> HttpResponse:
    if pending.owner.organisation_id is None or not isinstance(request.user, User):
        return go(way(pending.network, "post"))
    tell_connected(request, request.user, connection)
    return go(reverse("admin:sharing_connection_changelist"))


def tell_connected(request: HttpRequest, user: User, connection: Connection) -> None:
    """Into the desk's log, and to whoever did it."""
    LogEntry.objects.log_actions(user.pk, [connection], CHANGE, str(_("connected")), single_object=True)
    handle = network_of(connection).shown(connection.handle)
    messages.success(request, _("%(handle)s is connected. You can post from it now.") % {"handle": handle})
