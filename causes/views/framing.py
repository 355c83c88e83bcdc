"""Pages that other sites may put into a frame. Every other page of ours may not be framed by anybody."""

import functools
import re
from collections.abc import Callable
from pathlib import Path

from csp.decorators import csp_replace
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.views.decorators.clickjacking import xframe_options_exempt

View = Callable[..., HttpResponse]
_ICONS = Path(settings.BASE_DIR, "static", "img", "icons.svg")
_SYMBOL = re.compile(r'<symbol id="(\w+)".*?</symbol>', re.DOTALL)


def framed(view: View) -> View:
    """A view that answers into any site's frame: found by no search engine, and without a cookie.

    Nobody who is signed in is known there, so a press that was tricked out of somebody moves nothing of
    theirs.
    """
    opened: View = csp_replace({"frame-ancestors": ["*"]})(view)  # type: ignore[assignment]

    @functools.wraps(view)
    def answer(request: HttpRequest, *args: object, **kwargs: object) -> HttpResponse:
        response = opened(request, *args, **kwargs)
        response["X-Robots-Tag"] = "noindex"
        response.content = with_icons(response.content.decode()).encode()
        return response

    return xframe_options_exempt(answer)


def with_icons(page: str) -> str:
    """The page with its icons in it: from a sandboxed frame no browser fetches a drawing of another file."""
    elsewhere = re.compile(re.escape(f'href="{static("img/icons.svg")}#') + r"(\w+)")
    used = set(elsewhere.findall(page))
    if not used:
        return page
    drawn = "".join(symbol for name, symbol in _symbols().items() if name in used)
    drawn = drawn.replace('<symbol id="', '<symbol id="icon-')
    here = elsewhere.sub(r'href="#icon-\1', page)
    return here.replace(
        "</body>", f'<svg class="framed-icons" width="0" height="0" aria-hidden="true">{drawn}</svg></body>'
    )


@functools.cache
def _symbols() -> dict[str, str]:
    return {found[1]: found[0] for found in _SYMBOL.finditer(_ICONS.read_text(encoding="utf-8"))}
