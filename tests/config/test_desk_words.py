"""What stands above a column or beside a field of the desk was written by somebody, in each language."""

from collections.abc import Iterator
from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import flatten_fieldsets
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.functional import Promise

from causes.admin.page import PageAdmin


def shown(desk: admin.ModelAdmin) -> Iterator[str]:
    """Names of model fields that a list, its filters or Django's own form shows; some screens have none."""
    yield from (name for name in desk.list_display if isinstance(name, str))
    yield from (item for item in desk.list_filter if isinstance(item, str))
    plain = type(desk).get_fields is admin.ModelAdmin.get_fields
    if plain and type(desk).change_view in (admin.ModelAdmin.change_view, PageAdmin.change_view):
        every = [field.name for field in desk.model._meta.fields if field.editable]
        yield from map(str, flatten_fieldsets(desk.fieldsets or []) or desk.fields or every)
        yield from map(str, desk.readonly_fields)


def field_of(model: type[models.Model], name: str) -> Any:
    try:
        return model._meta.get_field(name.split("__")[0])
    except FieldDoesNotExist:
        return None


def test_no_field_is_called_by_the_name_of_its_column() -> None:
    bare = set()
    for model, desk in admin.site._registry.items():
        for name in shown(desk):
            field = field_of(model, name)
            if field is not None and not field.primary_key and not isinstance(field.verbose_name, Promise):
                bare.add(f"{model._meta.label}.{field.name}")
    assert not bare, "\n".join(sorted(bare))


def test_every_kind_of_row_has_a_name() -> None:
    bare = {
        model._meta.label
        for model in admin.site._registry
        if not all(
            isinstance(name, Promise) for name in (model._meta.verbose_name, model._meta.verbose_name_plural)
        )
    }
    assert not bare, "\n".join(sorted(bare))
