"""Nobody sees, finds, changes or deletes another organisation's rows: every admin, every door of it."""

from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import AnonymousUser
from django.db.models import Model
from django.forms import ModelChoiceField
from django.test import Client, RequestFactory
from django.urls import NoReverseMatch, reverse

from accounts.admin.scoped import ScopedAdmin
from accounts.models import User
from petitions.models import Report
from tests.accounts.world import FOREIGN, World, build
from tests.makers import Make

ADMINS = list(admin.site._registry.items())
# Who finds fault with an organisation is not told to it: only the people who run the site read these.
SITE_ONLY = {Report}
every_admin = pytest.mark.parametrize(
    ("model", "model_admin"), ADMINS, ids=[model._meta.label for model, _ in ADMINS]
)


@pytest.fixture
def world(make: Make, settings: Any) -> World:
    settings.X_CLIENT_ID = "demo"  # what belongs to X is there as well
    return build(make)


@pytest.fixture
def desk(world: World) -> Client:
    client = Client()
    client.force_login(world.owner, backend="django.contrib.auth.backends.ModelBackend")
    return client


def foreign(world: World, model: type[Model]) -> Any:
    row = world.theirs.get(model)
    assert row is not None, f"tests/accounts/world.py makes no {model.__name__}: nothing proves its scoping"
    return row


def address(model: type[Model], what: str, *args: Any) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{what}", args=args)


def text(response: Any) -> str:
    """What was shown; the page for 404 is public and may well name a public petition."""
    return "" if response.status_code == 404 else response.content.decode()


@every_admin
def test_inherits_the_scope(model: type[Model], model_admin: Any) -> None:
    assert isinstance(model_admin, ScopedAdmin)
    assert not model_admin.inlines, "an inline has doors of its own: give it a scoped base class first"


@every_admin
def test_list_shows_no_foreign_row(model: type[Model], model_admin: Any, world: World, desk: Client) -> None:
    theirs = foreign(world, model)
    response = desk.get(address(model, "changelist"))
    assert response.status_code in (200, 403)
    assert FOREIGN not in text(response)
    if response.status_code == 200:
        assert theirs not in response.context["cl"].queryset


@every_admin
def test_own_rows_are_there(model: type[Model], model_admin: Any, world: World, desk: Client) -> None:
    """The other tests would pass on a desk that shows nothing to anybody."""
    mine = world.mine[model]
    if model in SITE_ONLY:
        assert desk.get(address(model, "changelist")).status_code == 403
        assert desk.get(address(model, "change", mine.pk)).status_code == 404
        world.owner.is_superuser = True
        world.owner.save()
    assert mine in desk.get(address(model, "changelist")).context["cl"].queryset
    assert desk.get(address(model, "change", mine.pk)).status_code == 200


@every_admin
@pytest.mark.parametrize("what", ["change", "delete", "history"])
@pytest.mark.parametrize("method", ["get", "post"])
def test_foreign_row_is_not_there(
    model: type[Model], model_admin: Any, what: str, method: str, world: World, desk: Client
) -> None:
    theirs = foreign(world, model)
    response = getattr(desk, method)(address(model, what, theirs.pk), {"post": "yes"})
    assert response.status_code == 404
    assert model._default_manager.filter(pk=theirs.pk).exists()


@every_admin
def test_own_extra_pages_are_closed_too(
    model: type[Model], model_admin: Any, world: World, desk: Client
) -> None:
    theirs = foreign(world, model)
    before = model._default_manager.filter(pk=theirs.pk).values().get()
    for url in model_admin.get_urls():
        if "pk" not in url.pattern.converters:
            continue
        where = {name: theirs.pk if name == "pk" else "es" for name in url.pattern.converters}
        for method in (desk.get, desk.post):
            response = method(reverse(f"admin:{url.name}", kwargs=where), {"move": "publish"})
            assert response.status_code in (404, 405), url.name
            assert FOREIGN not in text(response)
    assert model._default_manager.filter(pk=theirs.pk).values().get() == before


@every_admin
def test_actions_do_not_reach(model: type[Model], model_admin: Any, world: World, desk: Client) -> None:
    theirs = foreign(world, model)
    request = RequestFactory().get("/")
    request.user = world.owner
    for action in model_admin.get_actions(request):
        for across in ("0", "1"):
            response = desk.post(
                address(model, "changelist"),
                {"action": action, "_selected_action": [theirs.pk], "select_across": across, "post": "yes"},
                follow=True,
            )
            assert FOREIGN not in text(response)
    assert model._default_manager.filter(pk=theirs.pk).exists()


@every_admin
def test_choices_and_autocomplete_do_not_offer(
    model: type[Model], model_admin: Any, world: World, desk: Client
) -> None:
    request = RequestFactory().get("/")
    request.user = world.owner
    for change, row in ((False, None), (True, world.mine[model])):
        if not (model_admin.has_change_permission(request, row) or model_admin.has_add_permission(request)):
            continue
        form = model_admin.get_form(request, row, change=change)()
        for name, field in form.fields.items():
            if isinstance(field, ModelChoiceField) and field.queryset is not None:
                theirs = foreign(world, field.queryset.model)
                assert theirs not in field.queryset, name
    for field in model._meta.get_fields():
        if field.many_to_one and field.related_model:
            _try_autocomplete(desk, model, field.name)


def _try_autocomplete(desk: Client, model: type[Model], name: str) -> None:
    response = desk.get(
        "/admin/autocomplete/",
        {"app_label": model._meta.app_label, "model_name": str(model._meta.model_name), "field_name": name},
    )
    assert response.status_code in (200, 403, 404)
    assert FOREIGN not in text(response)


@every_admin
def test_form_and_filters_name_nobody_else(
    model: type[Model], model_admin: Any, world: World, desk: Client
) -> None:
    theirs = foreign(world, model)
    pages = [
        address(model, "change", world.mine[model].pk),
        f"{address(model, 'changelist')}?q={FOREIGN.lower()}",
    ]
    pages += [f"{address(model, 'changelist')}?{name}={theirs.pk}" for name in _filters(desk, model)]
    if model_admin.has_add_permission(_request(world)):
        pages.append(address(model, "add"))
    for page in pages:
        assert FOREIGN not in text(desk.get(page, follow=True)), page


def _filters(desk: Client, model: type[Model]) -> list[str]:
    response = desk.get(address(model, "changelist"))
    if response.status_code == 403:
        return []
    specs = response.context["cl"].filter_specs
    return [name for spec in specs for name in spec.expected_parameters()]


def _request(world: World) -> Any:
    request = RequestFactory().get("/")
    request.user = world.owner
    return request


@every_admin
def test_a_person_without_an_organisation_gets_nothing(
    model: type[Model], model_admin: Any, world: World
) -> None:
    stranger = User.objects.create_user("stranger@example.org", is_staff=True)
    request = RequestFactory().get("/")
    for nobody in (stranger, AnonymousUser()):
        request.user = nobody
        assert not model_admin.get_queryset(request).exclude(pk=stranger.pk).exists()
        assert not model_admin.has_add_permission(request)


def test_the_front_page_shows_no_foreign_row(world: World, desk: Client) -> None:
    assert FOREIGN not in text(desk.get("/admin/"))


def test_no_way_to_ask_for_any_row_s_address() -> None:
    """Django's "view on site" would redirect anybody in here to any row of any model."""
    with pytest.raises(NoReverseMatch):
        reverse("admin:view_on_site", args=[1, 1])
