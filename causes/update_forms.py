"""The desk's form of an update: the words in the page's language, and beside them those in the others."""

import datetime as dt
from typing import Any

from django import forms
from django.db import transaction
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from accounts.languages import languages
from accounts.models import User
from causes.desk_forms import hints
from causes.models import Update
from causes.updates import TEXTS, NotPossible, locked, write_texts


class UpdateForm(forms.ModelForm):
    """`title` and `words`, and for each other language `title_<code>`, `words_<code>`: may stay empty.

    An instance carries its page and language already.
    """

    class Meta:
        model = Update
        fields = list(TEXTS)
        widgets = {"words": forms.Textarea({"rows": 12})}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["title"].help_text = hints(
            ("length:70", _("What happened, in one line. It is also the subject of the letter."))
        )
        self.fields["words"].help_text = hints(
            ("", _("What happened, what it means, what comes next. Markdown is welcome.")),
        )
        self.others = [code for code, _name in languages() if code != self.instance.language]
        known = {text.language: text for text in self.instance.texts.all()} if self.instance.pk else {}
        for code in self.others:
            for name in TEXTS:
                self.fields[f"{name}_{code}"] = self._other(name, code, getattr(known.get(code), name, ""))
        for name in TEXTS:
            self.fields[name].widget.attrs["lang"] = self.instance.language

    def _other(self, name: str, code: str, known: str) -> forms.Field:
        own = self._meta.model._meta.get_field(name)
        limit = own.max_length or 10_000
        widget = forms.Textarea({"rows": 12}) if name == "words" else forms.TextInput()
        widget.attrs |= {"lang": code, "spellcheck": "true"}
        label = f"{own.verbose_name} ({get_language_info(code)['name_local']})"
        return forms.CharField(label=label, required=False, max_length=limit, initial=known, widget=widget)

    def own(self) -> list[forms.BoundField]:
        return [self[name] for name in TEXTS]

    def in_others(self) -> list[dict[str, Any]]:
        """For each other language its code, its own name, its fields, and whether something stands there."""
        return [
            {
                "code": code,
                "name": get_language_info(code)["name_local"],
                "fields": [self[f"{name}_{code}"] for name in TEXTS],
                "written": any(self[f"{name}_{code}"].value() for name in TEXTS),
            }
            for code in self.others
        ]

    def keep(self, by: User, now: dt.datetime) -> Update:
        """Store the draft. What was tested before its words changed was another letter.

        Raises NotPossible when a colleague showed or sent it meanwhile: what anybody read keeps its words.
        """
        update: Update = self.instance
        with transaction.atomic():
            if update._state.adding:
                update.by, update.created_at = by, now
                update.save()
            elif locked(update).state != Update.State.DRAFT:
                raise NotPossible
            elif self.changed_data:
                update.tested_at = None
                update.save(update_fields=[*TEXTS, "tested_at"])
            write_texts(
                update,
                {code: {name: self.cleaned_data[f"{name}_{code}"] for name in TEXTS} for code in self.others},
            )
        return update
