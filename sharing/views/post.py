"""A supporter's own post: the exact text, one press, and then how it stands."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import translation
from django.views.decorators.http import require_http_methods, require_POST

from accounts import clock
from causes import faces
from causes.models import Channel
from sharing import asking, explaining, invitations, opening, wording
from sharing.channels import x
from sharing.forms import PostForm
from sharing.models import Connection, Post
from sharing.opening import Guest
from sharing.posting import pause_of
from sharing.templatetags.share import share_url
from sharing.views.connect import connection_of, page_facts
from sharing.views.own_page import go, own_page, the_app


@require_http_methods(["GET", "HEAD", "POST"])
def compose(request: HttpRequest) -> HttpResponse:
    """The form while nothing was asked for; afterwards, how the post stands."""
    app = the_app()
    guest = opening.guest_of(request.session, clock.now())
    if guest is None:
        return go(reverse("connect_x"))
    connection = connection_of(guest)
    post = _latest(guest, connection)
    if post is not None and not (connection and _asked_again(request, post)):
        return _standing(request, app, guest, post)
    if connection is None:
        return go(reverse("connect_x"))
    return _form(request, guest, connection, post)


@require_POST
def take_back(request: HttpRequest) -> HttpResponse:
    """ "Do not send it", while it waits. What was quicker stands on the page that follows."""
    the_app()
    now = clock.now()
    guest = opening.guest_of(request.session, now)
    post = _latest(guest, connection_of(guest)) if guest else None
    if post is not None:
        asking.take_back(post, now)
    return go(reverse("connect_x_post"))


def _asked_again(request: HttpRequest, post: Post) -> bool:
    """Only a failed post is asked for once more; at once when all it lacked was the connection."""
    return explaining.can_ask_again(post) and ("again" in request.GET or explaining.needs_connecting(post))


def _form(request: HttpRequest, guest: Guest, connection: Connection, failed: Post | None) -> HttpResponse:
    now = clock.now()
    address = share_url(guest.link.code, Channel.X)
    agreement = asking.agreement(connection, guest.page)
    typed = request.POST if request.method == "POST" else None
    words = _first_words(guest, address, failed)
    form = PostForm(
        typed, address=address, agreement=agreement, initial={"words": words, "agreed": agreement}
    )
    pause = pause_of(Channel.X, now)
    if typed is not None and form.is_valid() and pause is None:
        asking.ask(connection, guest.link, guest.user, form.text, agreement, now)
        return go(reverse("connect_x_post"))
    context = {
        **page_facts(guest),
        "form": form,
        "form_failed": bool(form.errors),
        "connection": connection,
        "pause": pause,
    }
    return own_page(request, "sharing/connect/post.html", context, status=422 if typed else 200)


def _first_words(guest: Guest, address: str, failed: Post | None) -> str:
    """What was typed last time, or a first suggestion."""
    if failed is not None:
        return failed.text.replace(f"\n{address}", "")
    face = faces.page_face(guest.page, translation.get_language(), clock.now())
    return wording.suggestion(invitations.of_signatory(face.title, face.kind), address)


def _standing(request: HttpRequest, app: x.App, guest: Guest, post: Post) -> HttpResponse:
    handle = post.connection.handle
    context: dict[str, Any] = {
        **page_facts(guest),
        "post": post,
        "connection": post.connection,
        "why": explaining.why(post),
        "needs_connecting": explaining.needs_connecting(post),
        "moving": post.state in (Post.State.READY, Post.State.SENDING),
        "post_address": app.post_address(handle, post.remote_id) if post.remote_id else "",
        "profile_address": app.profile_address(handle),
        "words": post.text,
    }
    return own_page(request, "sharing/connect/standing.html", context)


def _latest(guest: Guest, connection: Connection | None) -> Post | None:
    """The guest's post for this signature: on the account in use, else the last one there was."""
    posts = (
        Post.objects.filter(link=guest.link, connection__person=guest.user)
        .select_related("connection")
        .defer("connection__access_token", "connection__refresh_token")
        .order_by("-created_at")
    )
    return posts.filter(connection=connection).first() if connection else posts.first()
