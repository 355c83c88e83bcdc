"""The desk in `./dev screenshots`: every screen a person meets there, and who sits at it.

Imported after Django's setup: addresses come from the rows that the demo and `config.demo.desk_scenes` wrote.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.db.models import Model
from django.urls import reverse
from playwright.sync_api import Page

from accounts.models import ApiToken, Audit, ListImport, Membership, Organisation, User, Webhook
from causes.models import Cause, ConsentText, Letter, Link, Update
from config.demo import desk_scenes
from petitions.models import ExportFile, ExportLog, PaperBatch, Petition, Report, Response, Rule, Signature
from sharing.models import Connection, Post
from sharing.models import Report as FunderReport

NOBODY, OWNER, OFFICER, ADMIN, NEWCOMER = "", "owner", "officer", "admin", "newcomer"
_PEOPLE = {
    OWNER: "organiser@example.org",
    OFFICER: "data@example.org",
    ADMIN: "admin@example.org",
    NEWCOMER: desk_scenes.NEWCOMER,
}


@dataclass(frozen=True)
class Screen:
    """One screen of the desk, as `who` opens it, or as it is after `act`."""

    name: str
    path: str
    who: str
    act: Callable[[Page], None] | None = None


def sessions(language: str) -> dict[str, str]:
    """Who -> the key of a session that is signed in; from now on they read `language`."""
    User.objects.filter(email__in=_PEOPLE.values()).update(language=language)
    return {who: _session(User.objects.get(email=email)) for who, email in _PEOPLE.items()}


def screens() -> list[Screen]:
    """In the order that somebody meets them, around one petition."""
    petition = Petition.objects.select_related("organisation").get(slug=desk_scenes.PETITION)
    found = (
        *_accounts(),
        *_first_way(),
        *_writing(petition),
        *_names(petition),
        *_spreading(petition),
        *_organisation(petition.organisation),
        *_data(petition),
        *_site(petition),
    )
    return [Screen(f"desk-{screen.name}", screen.path, screen.who, screen.act) for screen in found]


def _session(user: User) -> str:
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "django.contrib.auth.backends.ModelBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return str(session.session_key)


def _accounts() -> Iterator[Screen]:
    """One's own sign-in."""
    yield Screen("sign-in", reverse("account_login"), NOBODY)
    yield Screen("password-forgotten", reverse("account_reset_password"), NOBODY)
    yield Screen("password", reverse("account_change_password"), OWNER)
    yield Screen("two-step", reverse("mfa_index"), OWNER)
    yield Screen("sign-out", reverse("account_logout"), OWNER)


def _first_way() -> Iterator[Screen]:
    """What an owner sees whose organisation has nothing yet."""
    yield Screen("first-front", _at("index"), NEWCOMER)
    yield Screen("first-causes", _list(Cause), NEWCOMER)
    yield Screen("first-cause", _new(Cause), NEWCOMER)
    yield Screen("first-petitions", _list(Petition), NEWCOMER)
    yield Screen("first-names", _list(Signature), NEWCOMER)
    yield Screen("first-updates", _list(Update), NEWCOMER)
    yield Screen("first-growth", _growth("organisation", desk_scenes.EMPTY), NEWCOMER)
    yield Screen("first-waiting", _at("waiting"), NEWCOMER)
    yield Screen("first-members", _list(Membership), NEWCOMER)


def _writing(petition: Petition) -> Iterator[Screen]:
    """Causes, petitions and what is told about them."""
    draft = Petition.objects.get(slug="a-nurse-in-every-middle-school")
    delivered = Petition.objects.get(slug="free-bus-passes-for-students")
    yield Screen("front", _at("index"), OWNER)
    yield Screen("causes", _list(Cause), OWNER)
    yield Screen("cause", _change(Cause.objects.get(pk=petition.cause_id)), OWNER)
    yield Screen("petitions", _list(Petition), OWNER)
    yield Screen("petitions-nothing", _list(Petition) + "?q=zzzz", OWNER)
    yield Screen("petition-new", _new(Petition), OWNER)
    yield Screen("petition-mistakes", _new(Petition), OWNER, _save)
    yield Screen("petition-draft", _change(draft), OWNER)
    yield Screen("petition-open", _change(petition), OWNER)
    yield Screen("petition-history", _at("petitions_petition_history", petition.pk), OWNER)
    yield Screen("petition-delete", _at("petitions_petition_delete", draft.pk), OWNER)
    yield Screen("petition-won", _at("petitions_petition_ask", delivered.pk, "win"), OWNER)
    yield Screen("words", _at("petitions_petition_words", petition.pk, "es"), OWNER)
    yield Screen("looks", _at("petitions_petition_looks", petition.pk, "en"), OWNER)
    yield Screen("looks-es", _at("petitions_petition_looks", draft.pk, "es"), OWNER)
    yield Screen("embed", _at("petitions_petition_embed", petition.pk), OWNER)
    yield Screen("updates", _list(Update), OWNER)
    yield Screen("update-new", _new(Update) + f"?page={petition.pk}", OWNER)
    yield Screen("update", _change(_latest(Update, state=Update.State.DRAFT)), OWNER)
    yield Screen(
        "update-told",
        _change(_latest(Update, state=Update.State.SENT, page__organisation=petition.organisation)),
        OWNER,
    )
    yield Screen("responses", _list(Response), OWNER)
    yield Screen("response-new", _new(Response), OWNER)
    yield Screen("response", _change(_latest(Response)), OWNER)


def _names(petition: Petition) -> Iterator[Screen]:
    """Whoever signed, on the page and on paper, and what looks automatic."""
    signature = Signature.objects.filter(petition=petition, status="confirmed").latest("pk")
    yield Screen("waiting", _at("waiting"), OWNER)
    yield Screen("names", _list(Signature) + f"?petition__page__exact={petition.pk}", OWNER)
    yield Screen("names-nothing", _list(Signature) + "?q=nobody@example.net", OWNER)
    yield Screen("name", _change(signature), OWNER)
    yield Screen("reasons", _at("petitions_petition_reasons", petition.pk), OWNER)
    yield Screen("doubts", _at("petitions_petition_doubts", petition.pk), OWNER)
    yield Screen("rule-new", _at("petitions_rule_make", petition.pk), OWNER)
    yield Screen("rules", _list(Rule), OWNER)
    yield Screen("rule", _change(_latest(Rule, state=Rule.State.CHECKING)), OWNER)
    yield Screen("rule-undone", _change(_latest(Rule, state=Rule.State.UNDONE)), OWNER)
    yield Screen("domains", reverse("admin:causes_listed_changelist"), OWNER)
    yield Screen("domain-new", reverse("admin:causes_listed_add"), OWNER)
    yield Screen("paper", _at("petitions_petition_paper", petition.pk), OWNER)
    yield Screen("paper-file", _change(_latest(PaperBatch, state=PaperBatch.State.CHECKING)), OWNER)
    yield Screen("paper-imports", _list(PaperBatch), OWNER)
    yield Screen("handover", _at("petitions_petition_handover", petition.pk), OWNER)
    yield Screen("supports", reverse("admin:causes_support_changelist"), OWNER)
    yield Screen("letters", _list(Letter), OWNER)
    yield Screen("letter-previews", _at("causes_letter_previews"), OWNER)
    yield Screen("letter-preview", _at("causes_letter_preview", "confirm", "es"), OWNER)


def _spreading(petition: Petition) -> Iterator[Screen]:
    """Links, texts, posts and how it grows."""
    yield Screen("growth-organisation", _growth("organisation", petition.organisation.slug), OWNER)
    yield Screen("growth-petition", _growth("petition", petition.slug), OWNER)
    yield Screen("links", _list(Link), OWNER)
    yield Screen("links-of-page", _at("causes_link_of_page", petition.pk), OWNER)
    yield Screen("link", _change(_latest(Link, page=petition.pk, kind=Link.Kind.PARTNER)), OWNER)
    yield Screen("texts", _at("share_texts", petition.pk), OWNER)
    yield Screen("texts-whatsapp", _at("share_texts_of", petition.pk, "whatsapp"), OWNER)
    yield Screen("experiments", _at("share_experiments", petition.pk), OWNER)
    yield Screen("posts", _list(Post), OWNER)
    yield Screen("post", _change(_latest(Post)), OWNER)
    yield Screen("post-new", _at("sharing_post_compose", petition.pk), OWNER)
    yield Screen("connections", _list(Connection), OWNER)
    yield Screen("connect", _at("sharing_connection_connect", petition.organisation_id, "bluesky"), OWNER)
    yield Screen("reports", _list(FunderReport), OWNER)
    yield Screen("report-new", _new(FunderReport), OWNER)
    yield Screen("report-draft", _change(_latest(FunderReport, published_at=None)), OWNER)
    yield Screen("report-shared", _change(_latest(FunderReport, published_at__isnull=False)), OWNER)
    yield Screen("report-laws", _at("sharing_report_laws", _latest(FunderReport).pk), OWNER)


def _organisation(organisation: Organisation) -> Iterator[Screen]:
    """The organisation itself, its people and its programs."""
    yield Screen("organisation", _change(organisation), OWNER)
    yield Screen("members", _list(Membership), OWNER)
    yield Screen("member-new", _new(Membership), OWNER)
    yield Screen("people", _list(User), OWNER)
    yield Screen("person", _change(User.objects.get(email=_PEOPLE[OFFICER])), OWNER)
    yield Screen("keys", _list(ApiToken), OWNER)
    yield Screen("key-new", _new(ApiToken), OWNER)
    yield Screen("webhooks", _list(Webhook), OWNER)
    yield Screen("webhook-new", _new(Webhook), OWNER)
    yield Screen("webhook", _change(_latest(Webhook)), OWNER)
    yield Screen("events", reverse("admin:causes_event_changelist"), OWNER)
    yield Screen("agreed", _list(ConsentText), OWNER)
    yield Screen("agreed-one", _change(_latest(ConsentText)), OWNER)


def _data(petition: Petition) -> Iterator[Screen]:
    """The data officer's desk."""
    search = reverse("admin:accounts_suppressed_changelist")
    yield Screen("officer-front", _at("index"), OFFICER)
    yield Screen("export", _at("petitions_petition_export", petition.pk), OFFICER)
    yield Screen("export-columns", _at("petitions_exportfile_columns"), OFFICER)
    yield Screen("export-files", _list(ExportFile), OFFICER)
    yield Screen("export-file", _change(_latest(ExportFile)), OFFICER)
    yield Screen("export-log", _list(ExportLog), OFFICER)
    yield Screen("export-logged", _change(_latest(ExportLog)), OFFICER)
    yield Screen("privacy", search, OFFICER)
    yield Screen("privacy-person", search, OFFICER, _look_up)
    yield Screen("privacy-nobody", search, OFFICER, _look_up_nobody)
    yield Screen("retention", _at("accounts_suppressed_retention"), OFFICER)
    yield Screen("lists", _list(ListImport), OFFICER)
    yield Screen("list-new", _new(ListImport), OFFICER)
    yield Screen("list-checking", _change(_latest(ListImport, state="checking")), OFFICER)
    yield Screen("list-done", _change(_latest(ListImport, state="done")), OFFICER)
    yield Screen("audit", _list(Audit), OFFICER)
    yield Screen("audit-line", _change(_latest(Audit)), OFFICER)


def _site(petition: Petition) -> Iterator[Screen]:
    """Whoever speaks for the site."""
    review = _latest(Petition, state="review")
    yield Screen("site-front", _at("index"), ADMIN)
    yield Screen("site-growth", _at("growth"), ADMIN)
    yield Screen("site-waiting", _at("waiting"), ADMIN)
    yield Screen("site-review", _change(review), ADMIN)
    yield Screen("site-reject", _at("petitions_petition_ask", review.pk, "reject"), ADMIN)
    yield Screen("site-hide", _at("petitions_petition_ask", petition.pk, "hide"), ADMIN)
    yield Screen("site-reports", _list(Report), ADMIN)
    yield Screen("site-report", _change(_latest(Report, kind="false")), ADMIN)
    yield Screen("site-answer", _change(_latest(Report, kind="reply")), ADMIN)
    yield Screen("site-response", _change(_latest(Response)), ADMIN)
    yield Screen("site-limits", _at("causes_listed_limits"), ADMIN)
    yield Screen("site-office", _at("causes_letter_office"), ADMIN)
    yield Screen("site-organisations", _list(Organisation), ADMIN)
    yield Screen("site-organisation-new", _new(Organisation), ADMIN)
    yield Screen("site-people", _list(User), ADMIN)
    yield Screen("site-person-new", _new(User), ADMIN)
    yield Screen("site-person", _change(User.objects.get(email=_PEOPLE[OFFICER])), ADMIN)


def _at(name: str, *parts: Any) -> str:
    return reverse(f"admin:{name}", args=parts)


def _growth(kind: str, slug: str) -> str:
    return reverse("admin:growth_story", kwargs={"kind": kind, "slug": slug})


def _list(model: type[Model]) -> str:
    return _at(f"{model._meta.label_lower.replace('.', '_')}_changelist")


def _new(model: type[Model]) -> str:
    return _at(f"{model._meta.label_lower.replace('.', '_')}_add")


def _change(row: Model) -> str:
    return _at(f"{row._meta.label_lower.replace('.', '_')}_change", row.pk)


def _latest(model: type[Model], **which: Any) -> Any:
    return model._default_manager.filter(**which).latest("pk")


def _save(page: Page) -> None:
    """A form that nothing was filled in to."""
    with page.expect_navigation():
        page.locator("#content-main form").last.evaluate("form => form.submit()")


def _look_up(page: Page) -> None:
    _search(page, desk_scenes.ASKS)


def _look_up_nobody(page: Page) -> None:
    _search(page, "nobody@example.net")


def _search(page: Page, address: str) -> None:
    field = page.locator("[name=email]")
    field.fill(address)
    with page.expect_navigation():
        field.press("Enter")
