"""Signatures keep the wording they signed; what is public already gets its first version.

Names from before keep none: nobody knows which words their owners read.
"""

import hashlib
from typing import Any

import django.db.models.deletion
from django.db import migrations, models

FIELDS = ("title", "decision_maker", "summary", "story")


def first_versions(apps: Any, schema_editor: Any) -> None:
    Page, PageText = apps.get_model("causes", "Page"), apps.get_model("causes", "PageText")
    Wording, Petition = apps.get_model("causes", "Wording"), apps.get_model("petitions", "Petition")
    decides = dict(Petition.objects.values_list("pk", "decision_maker"))
    for page in Page.objects.filter(published_at__isnull=False).order_by("pk").iterator():
        own = {
            "title": page.title,
            "decision_maker": decides.get(page.pk, ""),
            "summary": page.summary,
            "story": page.story,
        }
        said = {page.language: own}
        for text in PageText.objects.filter(page=page.pk):
            if any(getattr(text, name) for name in FIELDS):
                said[text.language] = {name: getattr(text, name) or own[name] for name in FIELDS}
                if page.kind == "cause":
                    said[text.language]["decision_maker"] = ""
        Wording.objects.bulk_create(
            Wording(
                page_id=page.pk,
                language=language,
                number=1,
                sha256=_digest(words),
                written_at=page.published_at,
                **words,
            )
            for language, words in said.items()
        )


def _digest(words: dict[str, str]) -> str:
    plain = ["\n".join(words[name].splitlines()).strip() for name in FIELDS]
    return hashlib.sha256("\0".join(plain).encode()).hexdigest()


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0003_mailboxes_that_were_erased"),
        ("causes", "0018_wordings_and_forgetting"),
        ("petitions", "0010_reports_and_answers"),
    ]

    operations = [
        migrations.AddField(
            model_name="petition",
            name="is_template",
            field=models.BooleanField(
                db_default=False,
                default=False,
                help_text="Stays a draft for ever. Everybody in your organisation can start a petition from it.",
                verbose_name="a template",
            ),
        ),
        migrations.AddField(
            model_name="signature",
            name="wording",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="causes.wording",
            ),
        ),
        migrations.AlterField(
            model_name="signature",
            name="supporter",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="%(class)ss",
                to="accounts.supporter",
            ),
        ),
        migrations.RunPython(first_versions, migrations.RunPython.noop),
    ]
