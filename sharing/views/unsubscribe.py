"""Off the list: one button on a page, or the mail program's own (RFC 8058). GET changes nothing, since
mail gateways open every link before people do."""

from django.http import HttpRequest, HttpResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from accounts import clock
from causes import wishes
from causes.views.answering import private_page
from sharing import me


# A mail program's servers post here without cookie, origin or page in between: the token is all there is,
# and all that is needed. It never grows old; nor does the wish.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def unsubscribe(request: HttpRequest, token: str) -> HttpResponse:
    """POST acts at once and answers 200, also the second time."""
    found = me.owner_of(token, me.UNSUBSCRIBE)
    if found is None:
        return private_page(request, "me/unsubscribe_cut.html", {}, status=404)
    supporter = found[0].supporter
    if request.method == "POST":
        wishes.set_updates(supporter.pk, False, clock.now())
    context = {"organisation": supporter.organisation, "done": request.method == "POST"}
    return private_page(request, "me/unsubscribe.html", context)
