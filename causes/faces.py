"""What a template shows of a page: plain values, made once, so that templates ask no database."""

import datetime as dt
from types import SimpleNamespace

from django.conf import settings
from django.urls import reverse

from accounts import look
from accounts.models import Organisation
from causes import growing, ladder, picture_sizes, speaking
from causes.models import Page
from causes.story import to_html

_NUMBERS = {"petition": "/p/{}.json", "cause": "/causes/{}.json"}


def organisation_face(organisation: Organisation) -> SimpleNamespace:
    """What pages say of it; `look_url` and `logo_url` are "" for an organisation without its own look."""
    return SimpleNamespace(
        name=organisation.name,
        slug=organisation.slug,
        about=organisation.about,
        website=organisation.website,
        contact_email=organisation.contact_email,
        postal_address=organisation.postal_address,
        privacy_contact=organisation.privacy_contact,
        is_demo=organisation.is_demo,
        look_url=look.address(organisation),
        logo_url=organisation.logo.url if organisation.logo else "",
        logo_width=organisation.logo_width,
        logo_height=organisation.logo_height,
        public_url=reverse("organisation", args=[organisation.slug]),
    )


def page_face(page: Page, language: str, now: dt.datetime) -> SimpleNamespace:
    """What cause and petition have in common, as read in `language` at `now`.

    `words` names the language of each text that is not in the reader's, for its `lang` attribute.
    `progress` is 0..100 of the next step; `state` is "closed" as soon as the deadline has passed.
    """
    step = ladder.step(page.count, page.goal, page.goal_passed)
    said = speaking.said(page, language)
    is_open = page.takes_names(now)
    overdue = page.state == "open" and not is_open
    return SimpleNamespace(
        pk=page.pk,
        kind=page.kind,
        title=said.text["title"],
        slug=page.slug,
        language=page.language,
        words=said.foreign,
        summary=said.text["summary"],
        ask=said.text["summary"],
        story_html=to_html(said.text["story"]),
        organisation=organisation_face(page.organisation),
        picture_url=page.picture.url if page.picture else "",
        picture_width=page.picture_width,
        picture_height=page.picture_height,
        picture_alt=said.text["picture_alt"],
        picture_credit=page.picture_credit,
        picture_focus=page.picture_focus,
        picture_sources=picture_sizes.sources(page),
        count=page.count,
        goal=page.goal,
        passed=step.passed,
        next_step=step.following,
        progress=page.count * 100 // step.following,
        state="closed" if overdue else page.state,
        is_open=is_open,
        published_at=page.published_at,
        closes_at=page.closes_at,
        updated_at=page.last_moved(),
        public_path=page.public_path(language),
        public_url=settings.SITE_URL + page.public_path(language),
        numbers_path=_NUMBERS[page.kind].format(page.slug),
        today=0,
    )


def add_growth(face: SimpleNamespace, page: Page, now: dt.datetime) -> None:
    """`face.growth`, and `face.today`: how many percent of the bar came in the last 24 hours."""
    face.growth = growing.growth(page, face.next_step, now)
    face.today = min(face.progress, -(-face.growth.lately * 100 // face.next_step))
    face.before_today = face.progress - face.today
