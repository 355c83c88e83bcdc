import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import accounts.languages
import causes.models.page

FORBID = """
CREATE FUNCTION wording_never_changes() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- A person who leaves is forgotten; the words stay.
    IF TG_OP = 'UPDATE' AND NEW.by_id IS NULL AND (to_jsonb(NEW) - 'by_id') = (to_jsonb(OLD) - 'by_id') THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'a wording is never changed: add a new version';
END $$;
CREATE TRIGGER wording_never_changes BEFORE UPDATE OR DELETE ON causes_wording
    FOR EACH ROW EXECUTE FUNCTION wording_never_changes();
"""
ALLOW = """
DROP TRIGGER wording_never_changes ON causes_wording;
DROP FUNCTION wording_never_changes();
"""


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("accounts", "0003_mailboxes_that_were_erased"),
        ("causes", "0017_removals"),
    ]

    operations = [
        migrations.CreateModel(
            name="Wording",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "language",
                    models.CharField(
                        choices=accounts.languages.languages, max_length=8, verbose_name="language"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("title", models.CharField(max_length=120)),
                ("decision_maker", models.CharField(blank=True, max_length=120)),
                ("summary", models.CharField(blank=True, max_length=300)),
                ("story", models.TextField(blank=True)),
                ("sha256", models.CharField(max_length=64)),
                ("written_at", models.DateTimeField()),
                ("reason", models.CharField(blank=True, max_length=300)),
                (
                    "by",
                    models.ForeignKey(
                        db_index=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "page",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="wordings",
                        to="causes.page",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("page", "language", "number"), name="one_wording_per_number"
                    )
                ],
            },
        ),
        migrations.RunSQL(FORBID, ALLOW),
        migrations.AddField(
            model_name="support",
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
            model_name="support",
            name="supporter",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="%(class)ss",
                to="accounts.supporter",
            ),
        ),
        migrations.AddField(
            model_name="page",
            name="sensitive",
            field=models.BooleanField(
                db_default=False,
                default=False,
                help_text="Shows no names and no reasons, and never stores who brought whom: what nobody has, nobody can demand. Fixed once public.",
                verbose_name="sensitive",
            ),
        ),
        migrations.AddField(
            model_name="page",
            name="keep_months",
            field=models.PositiveSmallIntegerField(
                db_default=12,
                default=causes.models.page.months_by_default,
                help_text="After it closes. Then only numbers stay. Shown on the page; once public only shorter.",
                validators=[
                    django.core.validators.MinValueValidator(1),
                    django.core.validators.MaxValueValidator(72),
                ],
                verbose_name="names are kept, in months",
            ),
        ),
        migrations.AddField(
            model_name="page",
            name="parents_forgotten_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AddField(
            model_name="page",
            name="names_forgotten_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
    ]
