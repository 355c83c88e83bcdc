"""A supporter's own post: the exact text, one press, and then how it stands."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.views.decorators.http import require_http_methods, require_POST

from accounts import clock
from causes import faces
from sharing import asking, explaining, opening, starting, wording
from sharing.channels.network import Network
from sharing.drafts import Draft
from sharing.forms import PostForm
from sharing.models import Connection, Post
from sharing.opening import Guest
from sharing.outgoing import door_of, network_of
from sharing.pausing import pause_of
from sharing.views.connect import connection_of, page_facts
from sharing.views.own_page import go, own_page
from sharing.walks import walked, way


@require_http_methods(["GET", "HEAD", "POST"])
def compose(request: HttpRequest, network: str) -> HttpResponse:
    """The form while nothing was asked for; afterwards, how the post stands."""
    there = walked(network)
    guest = opening.guest_of(request.session, clock.now())
    if guest is None:
        return go(way(there, "start"))
    connection = connection_of(guest, there)
    post = _latest(guest, there, connection)
    if post is not None and not (connection and _asked_again(request, post)):
        return _standing(request, guest, post)
    if connection is None:
        return go(way(there, "start"))
    return _form(request, guest, connection, post)


@require_POST
def take_back(request: HttpRequest, network: str) -> HttpResponse:
    """ "Do not send it", while it waits. What was quicker stands on the page that follows."""
    there = walked(network)
    now = clock.now()
    guest = opening.guest_of(request.session, now)
    post = _latest(guest, there, connection_of(guest, there)) if guest else None
    if post is not None:
        asking.take_back(post, now)
    return go(way(there, "post"))


@require_POST
def tell(request: HttpRequest, network: str) -> HttpResponse:
    """ "It is there" or "It is not there", when nobody but its owner can say."""
    there = walked(network)
    now = clock.now()
    guest = opening.guest_of(request.session, now)
    post = _latest(guest, there, connection_of(guest, there)) if guest else None
    if post is not None:
        asking.tell(post, request.POST.get("there") == "yes", now)
    return go(way(there, "post"))


def _asked_again(request: HttpRequest, post: Post) -> bool:
    """Only a failed post is asked for once more; at once when all it lacked was the connection."""
    return explaining.can_ask_again(post) and ("again" in request.GET or explaining.needs_connecting(post))


def _form(request: HttpRequest, guest: Guest, connection: Connection, failed: Post | None) -> HttpResponse:
    now = clock.now()
    draft = Draft(guest.page, connection, guest.link.code)
    agreement = asking.agreement(connection, guest.page)
    typed = request.POST if request.method == "POST" else None
    suggestions = _suggestions(guest, draft)
    start = starting.first_of(guest.link, suggestions)
    chosen = _chosen(request, start, len(suggestions))
    words = wording.words_of(failed.text, draft.address) if failed else suggestions[chosen]
    form = PostForm(
        typed,
        draft=draft,
        agreement=agreement,
        now=now,
        untouched=suggestions[start],
        initial={"words": words, "agreed": agreement},
    )
    pause = pause_of(connection.network, now)
    if typed is not None and form.is_valid() and pause is None:
        asking.ask(connection, guest.link, guest.user, form.text, agreement, now)
        return go(way(draft.network, "post"))
    context = {
        **page_facts(guest),
        "form": form,
        "form_failed": bool(form.errors),
        "connection": connection,
        "pause": pause,
        "another": f"{'again=1&' if failed else ''}words={(chosen + 1) % len(suggestions) + 1}",
    }
    return own_page(
        request, "sharing/connect/post.html", draft.network, context, status=422 if typed else 200
    )


def _suggestions(guest: Guest, draft: Draft) -> list[str]:
    """Texts that would be taken as they stand, in the language that is spoken."""
    face = faces.page_face(guest.page, translation.get_language(), clock.now())
    found = starting.texts(guest.page, face.title, translation.get_language(), draft.network.name)
    return [wording.suggestion(text, draft.address, draft.network) for text in found]


def _chosen(request: HttpRequest, start: int, many: int) -> int:
    """Which suggestion the box shows: `?words=1` is the first."""
    asked = request.GET.get("words", "")
    return int(asked) - 1 if asked.isdecimal() and len(asked) < 3 and 0 < int(asked) <= many else start


def _standing(request: HttpRequest, guest: Guest, post: Post) -> HttpResponse:
    network, door, handle = network_of(post.connection), door_of(post.connection), post.connection.handle
    context: dict[str, Any] = {
        **page_facts(guest),
        "post": post,
        "connection": post.connection,
        "why": explaining.why(post),
        "needs_connecting": explaining.needs_connecting(post),
        "moving": explaining.is_moving(post),
        "free_way": post.why in (Post.Why.BUDGET, Post.Why.PAUSED) or post.state in ("failed", "unknown"),
        "post_address": network.post_address(door, handle, post.remote_id) if post.remote_id else "",
        "profile_address": network.profile_address(door, handle),
        "words": post.text,
    }
    return own_page(request, "sharing/connect/standing.html", network, context)


def _latest(guest: Guest, network: Network, connection: Connection | None) -> Post | None:
    """The guest's post for this signature there: on the account in use, else the last one there was."""
    posts = (
        Post.objects.filter(link=guest.link, connection__person=guest.user, connection__network=network.name)
        .select_related("connection")
        .defer("connection__access_token", "connection__refresh_token")
        .order_by("-created_at")
    )
    return posts.filter(connection=connection).first() if connection else posts.first()
