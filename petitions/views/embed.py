"""A petition in a frame on another site, its badge, and what oEmbed asks: no cookie, no third party."""

import json
import re
from typing import Any
from xml.sax.xmlreader import AttributesImpl

from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.utils.html import escape
from django.utils.xmlutils import SimplerXMLGenerator
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_safe

from accounts import clock
from causes import front_cache, origin
from causes.forms import SignForm
from causes.views.answering import render_public
from causes.views.framing import framed
from causes.views.taking import FRAME, form_context, take_name
from petitions import badge as pictures
from petitions import embedding
from petitions.faces import petition_face
from petitions.models import Petition
from petitions.views.page import public_petition

_ANY_HOST = "0.the.host.0"  # stands for the other site's name while a frame is kept
_LARGEST = 10_000
_NOT_IN_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@csrf_exempt  # it carries no authority; see causes.origin and causes.form_key
@require_http_methods(["GET", "HEAD", "POST"])
@framed
def form(request: HttpRequest, slug: str) -> HttpResponse:
    """The form alone, without script too. It knows the site around it by name only."""
    petition = public_petition(slug)
    if request.method == "POST" and not petition.sensitive:
        host = origin.host_of(request.POST.get("host", ""), request)
        return take_name(
            request,
            petition,
            lambda found, **more: _form(petition, request.path, found, framed_by=host, **more),
            FRAME,
        )
    return _for_this_site(request, lambda: _form(petition, request.path, None, framed_by=_ANY_HOST))


@require_safe
@framed
def count(request: HttpRequest, slug: str) -> HttpResponse:
    """The number alone; script keeps it fresh, without script the frame loads anew each minute."""
    petition = public_petition(slug)

    def make() -> str:
        face = petition_face(petition, translation.get_language(), clock.now())
        return render_public("embed/count.html", request.path, {"petition": face, "framed": True})

    return front_cache.answer(request, request.path, make)


@require_safe
def badge(request: HttpRequest, slug: str) -> HttpResponse:
    """The count as a picture, from any site and for any cache."""
    petition = public_petition(slug)

    def make() -> str:
        petition.refresh_from_db(fields=["count"])
        return pictures.badge(petition, petition.count)

    response = front_cache.answer(request, request.path, make, "image/svg+xml")
    response["Access-Control-Allow-Origin"] = "*"
    response["Cache-Control"] = "public, max-age=60, stale-while-revalidate=600"
    return response


@require_safe
def oembed(request: HttpRequest) -> HttpResponse:
    """`?url=` of a petition's page, `format` json (default) or xml, `maxwidth`, `maxheight`."""
    kind = request.GET.get("format", "json")
    named = embedding.named_by(request.GET.get("url", ""))
    if kind not in embedding.FORMATS:
        return HttpResponse("json or xml", status=501, content_type="text/plain")
    if not named:
        raise Http404
    slug, language = named
    petition = public_petition(slug)
    with translation.override(language):
        document = embedding.oembed(
            petition, language, _most(request, "maxwidth"), _most(request, "maxheight")
        )
    text = json.dumps(document, ensure_ascii=False) if kind == "json" else ""
    response = HttpResponse(text, content_type=f"{embedding.FORMATS[kind]}; charset=utf-8")
    if kind == "xml":
        _write_xml(response, document)
    response["Access-Control-Allow-Origin"] = "*"
    response["Cache-Control"] = "public, max-age=300"
    return response


def _form(petition: Petition, path: str, found: SignForm | None, **more: Any) -> str:
    now = clock.now()
    face = petition_face(petition, translation.get_language(), now)
    context = {"petition": face, "framed": True, "note": "", "form_failed": False}
    return render_public("embed/form.html", path, {**context, **form_context(petition, now, found), **more})


def _for_this_site(request: HttpRequest, make: Any) -> HttpResponse:
    """Drawn once for all; only the name of the site around it is put in. So nobody in between keeps it."""
    page: str = front_cache.kept(f"frame {request.path}", make)
    host = escape(origin.framing_host(request))
    return HttpResponse(page.replace(_ANY_HOST, host), headers={"Cache-Control": "private, no-store"})


def _most(request: HttpRequest, name: str) -> int:
    """A whole number of pixels that the other site allows; what is none allows everything."""
    asked = request.GET.get(name, "")
    return max(1, int(asked)) if asked.isascii() and asked.isdigit() and len(asked) < 6 else _LARGEST


def _write_xml(response: HttpResponse, document: dict[str, Any]) -> None:
    xml = SimplerXMLGenerator(response, "utf-8")
    xml.startDocument()
    xml.startElement("oembed", AttributesImpl({}))
    for name, value in document.items():
        xml.addQuickElement(name, _NOT_IN_XML.sub("", str(value)))
    xml.endElement("oembed")
    xml.endDocument()
