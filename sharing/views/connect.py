"""Connecting X. A supporter comes with the link in their letter and nothing else; an organiser from
the desk. Both walk to X and come back to one address."""

from django.contrib import messages
from django.contrib.admin.models import CHANGE, LogEntry
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
from causes import faces, origin
from causes.models import Channel
from sharing import opening
from sharing.channels import NETWORKS, networks_on
from sharing.channels.network import Network
from sharing.connecting import NotConnected, NotOurs, Owner, Pending, Refusal, begin, come_back, finish
from sharing.disconnecting import disconnect
from sharing.models import Connection
from sharing.opening import Guest, StaysClosed
from sharing.outgoing import network_of
from sharing.pausing import pause_of
from sharing.views.own_page import go, needs_x, own_page

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
def open_letter(request: HttpRequest) -> HttpResponse:
    """ "Post it on X for me", pressed on a page behind a letter's link."""
    needs_x()
    if not origin.is_ours(request):
        return _closed(request, StaysClosed(opening.Closed.LETTER))
    try:
        guest = opening.let_in(
            request.session, request.POST.get("letter", ""), translation.get_language(), clock.now()
        )
    except StaysClosed as closed:
        return _closed(request, closed)
    return go(reverse("connect_x_post" if connection_of(guest) else "connect_x"))


@require_http_methods(["GET", "HEAD", "POST"])
def start(request: HttpRequest) -> HttpResponse:
    """GET says what will happen; POST goes to X and asks."""
    now = clock.now()
    needs_x()
    guest = opening.guest_of(request.session, now)
    if guest is None:
        return _closed(request, StaysClosed(opening.Closed.LETTER))
    if request.method == "POST":
        owner = Owner(person_id=guest.user.pk)
        return go(begin(NETWORKS[Channel.X], request.session, owner, translation.get_language(), now))
    context = {
        **page_facts(guest),
        "pause": pause_of(Channel.X, now),
        "left": "left" in request.GET,
        "not_told": Connection.objects.filter(person=guest.user, not_told=True).exists(),
    }
    return own_page(request, "sharing/connect/start.html", context)


@require_GET
def not_now(request: HttpRequest) -> HttpResponse:
    """Declined at X, or it did not work: what remains is free and needs no account."""
    needs_x()
    guest = opening.guest_of(request.session, clock.now())
    if guest is None:
        return _closed(request, StaysClosed(opening.Closed.LETTER))
    because = request.GET.get("because", "")
    refusal = Refusal(because) if because in list(Refusal) else Refusal.DENIED
    context = {**page_facts(guest), "refusal": refusal, "told": told(refusal, NETWORKS[Channel.X])}
    return own_page(request, "sharing/connect/not_now.html", context)


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
def leave(request: HttpRequest) -> HttpResponse:
    """The supporter's own "Disconnect"."""
    needs_x()
    now = clock.now()
    guest = opening.guest_of(request.session, now)
    if guest is None:
        return _closed(request, StaysClosed(opening.Closed.LETTER))
    for connection in Connection.objects.defer("access_token", "refresh_token").filter(person=guest.user):
        disconnect(connection, now)
    return go(f"{reverse('connect_x')}?{urlencode({'left': 1})}")


def connection_of(guest: Guest) -> Connection | None:
    """The account the guest connected last, if it still works."""
    return (
        Connection.objects.defer("access_token", "refresh_token")
        .filter(person=guest.user, network=Channel.X, status=Connection.Status.ACTIVE)
        .order_by("-connected_at")
        .first()
    )


def page_facts(guest: Guest) -> dict[str, object]:
    """What every page of the walk shows: the page it is about, and the way to share it for free."""
    face = faces.page_face(guest.page, translation.get_language(), clock.now())
    return {"page": face, "code": guest.link.code}


def _closed(request: HttpRequest, closed: StaysClosed) -> HttpResponse:
    face = None
    if closed.link is not None:
        face = faces.page_face(closed.link.page, translation.get_language(), clock.now())
    context = {"why": closed.why, "page": face, "code": closed.link.code if closed.link else ""}
    return own_page(request, "sharing/connect/closed.html", context, status=403)


def _stray(request: HttpRequest, network: Network) -> HttpResponse:
    desk = isinstance(request.user, User) and request.user.is_staff
    context = {"desk": desk, "network": network.label}
    return own_page(request, "sharing/connect/stray.html", context, status=400)


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
    return go(f"{reverse('connect_x_not_now')}?{urlencode({'because': refusal})}")


def _connected(request: HttpRequest, pending: Pending, connection: Connection) -> HttpResponse:
    if pending.owner.organisation_id is None or not isinstance(request.user, User):
        return go(reverse("connect_x_post"))
    tell_connected(request, request.user, connection)
    return go(reverse("admin:sharing_connection_changelist"))


def tell_connected(request: HttpRequest, user: User, connection: Connection) -> None:
    """Into the desk's log, and to whoever did it."""
    LogEntry.objects.log_actions(user.pk, [connection], CHANGE, str(_("connected")), single_object=True)
    handle = network_of(connection).shown(connection.handle)
    messages.success(request, _("%(handle)s is connected. You can post from it now.") % {"handle": handle})
