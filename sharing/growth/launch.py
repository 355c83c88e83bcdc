"""What a start needs, in the order in which it helps; and the one thing to do next."""

import datetime as dt
from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from causes.models import Link, Page, PageText, Update
from sharing.growth.figures import whole
from sharing.growth.numbers import ENOUGH, Numbers
from sharing.growth.waiting import passed_untold
from sharing.models import ShareText

_TEN = 10
_NEWS_LASTS = dt.timedelta(days=3)


@dataclass(frozen=True)
class Step:
    """One thing to do: `why` it helps, where its `button` leads, and whether it is `done`."""

    title: str | Promise
    why: str | Promise
    button: str | Promise
    path: str
    done: bool = False


def checklist(petition: Page) -> list[Step]:
    """The steps of a start, done ones included; five small questions."""
    change = reverse("admin:petitions_petition_change", args=[petition.pk])
    return [
        _opened(petition, change),
        Step(
            _("A picture"),
            _("A link with a picture is pressed more often, and every network shows it."),
            _("Add a picture"),
            f"{change}#id_picture",
            bool(petition.picture),
        ),
        *_languages(petition),
        Step(
            _("Share texts in your own words"),
            _("People pass on what sounds like you. Write one for each channel you count on."),
            _("Write the texts"),
            reverse("admin:share_texts", args=[petition.pk]),
            ShareText.objects.filter(page=petition.pk).exists(),
        ),
        Step(
            _("A link for each partner"),
            _("Each partner sees what came of their own link, over all generations."),
            _("Make the links"),
            reverse("admin:causes_link_of_page", args=[petition.pk]),
            Link.objects.filter(page=petition.pk, kind=Link.Kind.PARTNER).exists(),
        ),
        Step(
            _("Ten people of your own"),
            _("Sign it yourself and write to ten people by name: nobody likes to be the first."),
            _("Open the page"),
            petition.public_path(),
            petition.count >= _TEN,
        ),
        _news(petition, Update.objects.filter(page=petition.pk, shown_at__isnull=False).exists()),
    ]


def next_step(petition: Page, steps: list[Step], told: Numbers, now: dt.datetime) -> Step | None:
    """The first step that is not done; later what the numbers ask for; None when all is well or over."""
    if petition.published_at and not petition.takes_names(now):
        return None
    undone = next((step for step in steps if not step.done), None)
    return undone or _at_the_goal(petition, now) or _when_it_slows(petition, told, now)


def _opened(petition: Page, change: str) -> Step:
    return Step(
        _("Open it"),
        _("Nobody can sign a draft."),
        _("Look and publish"),
        change,
        petition.published_at is not None,
    )


def _languages(petition: Page) -> list[Step]:
    """One step per further language of the site, named in that language."""
    known = set(
        PageText.objects.filter(page=petition.pk).exclude(title="").values_list("language", flat=True)
    )
    return [
        Step(
            _("The words in %(language)s") % {"language": name},
            _("People sign what they can read. The count stays one."),
            _("Write them"),
            reverse("admin:petitions_petition_words", args=[petition.pk, code]),
            code in known,
        )
        for code, name in settings.LANGUAGES
        if code != petition.language
    ]


def _news(petition: Page, done: bool, why: str | Promise = "") -> Step:
    return Step(
        _("News for those who signed"),
        why or _("Who hears that it moves brings others. Three sentences are enough."),
        _("Write an update"),
        f"{reverse('admin:causes_update_add')}?page={petition.pk}",
        done,
    )


def _at_the_goal(petition: Page, now: dt.datetime) -> Step | None:
    """The goal lies behind, and nobody was told since: the best moment for news."""
    passed = passed_untold([petition], now).get(petition.pk)
    if not passed:
        return None
    return _news(
        petition, False, _("%(number)s is passed. Tell them what comes next.") % {"number": whole(passed)}
    )


def _when_it_slows(petition: Page, told: Numbers, now: dt.datetime) -> Step | None:
    """Half of the day before or less: news reaches those who have already said yes."""
    if told.day_before < ENOUGH or told.last_day * 2 > told.day_before or _told_lately(petition, now):
        return None
    return _news(petition, False, _("It slowed down to half since yesterday. News sets off a second wave."))


def _told_lately(petition: Page, now: dt.datetime) -> bool:
    return petition.told_at is not None and now - petition.told_at < _NEWS_LASTS
