import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import accounts.languages


class Migration(migrations.Migration):
    dependencies = [
        ("causes", "0015_reasons_and_countries"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Update",
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
                ("title", models.CharField(max_length=120, verbose_name="title")),
                (
                    "words",
                    models.TextField(
                        help_text="Markdown is welcome.",
                        validators=[django.core.validators.MaxLengthValidator(10000)],
                        verbose_name="your news",
                    ),
                ),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("draft", "draft"),
                            ("shown", "on the page"),
                            ("sending", "sending"),
                            ("sent", "sent"),
                            ("stopped", "stopped"),
                        ],
                        default="draft",
                        max_length=8,
                        verbose_name="state",
                    ),
                ),
                ("created_at", models.DateTimeField(verbose_name="written")),
                ("shown_at", models.DateTimeField(null=True, verbose_name="on the page since")),
                ("tested_at", models.DateTimeField(null=True)),
                ("asked_at", models.DateTimeField(null=True)),
                ("ended_at", models.DateTimeField(null=True)),
                ("people", models.PositiveIntegerField(null=True, verbose_name="people")),
                ("kept", models.JSONField(null=True)),
            ],
            options={
                "verbose_name": "update",
                "verbose_name_plural": "updates",
            },
        ),
        migrations.CreateModel(
            name="UpdateText",
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
                ("title", models.CharField(blank=True, max_length=120, verbose_name="title")),
                (
                    "update",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="texts",
                        to="causes.update",
                    ),
                ),
                (
                    "words",
                    models.TextField(
                        blank=True,
                        validators=[django.core.validators.MaxLengthValidator(10000)],
                        verbose_name="your news",
                    ),
                ),
            ],
        ),
        migrations.AddField(
            model_name="letter",
            name="urgency",
            field=models.SmallIntegerField(
                choices=[(0, "Awaited"), (1, "Organiser"), (2, "Update")], db_default=0, default=0
            ),
        ),
        migrations.AddField(
            model_name="page",
            name="told_at",
            field=models.DateTimeField(editable=False, null=True),
        ),
        migrations.AlterField(
            model_name="letter",
            name="kind",
            field=models.CharField(
                choices=[
                    ("confirm", "confirm your name"),
                    ("already", "you had already signed"),
                    ("my_page", "the way to your page"),
                    ("receipt_off", "your name is off"),
                    ("receipt_gone", "your data is erased"),
                    ("update", "an update"),
                    ("update_test", "an update, as a test"),
                ],
                max_length=16,
            ),
        ),
        migrations.AddField(
            model_name="update",
            name="by",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.SET_NULL,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="update",
            name="page",
            field=models.ForeignKey(
                db_index=False,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="updates",
                to="causes.page",
                verbose_name="page",
            ),
        ),
        migrations.AddField(
            model_name="update",
            name="supersedes",
            field=models.OneToOneField(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="correction",
                to="causes.update",
                verbose_name="corrects",
            ),
        ),
        migrations.AddField(
            model_name="letter",
            name="update",
            field=models.ForeignKey(
                db_index=False,
                null=True,
                on_delete=django.db.models.deletion.CASCADE,
                related_name="letters",
                to="causes.update",
            ),
        ),
        migrations.AddIndex(
            model_name="letter",
            index=models.Index(
                condition=models.Q(("update__isnull", False)),
                fields=["update", "state"],
                name="letter_of_update",
            ),
        ),
        migrations.AddConstraint(
            model_name="letter",
            constraint=models.UniqueConstraint(
                condition=models.Q(("kind", "update")),
                fields=("update", "email_key"),
                name="one_letter_per_update",
            ),
        ),
        migrations.AddIndex(
            model_name="update",
            index=models.Index(fields=["page", "-shown_at"], name="updates_of_a_page"),
        ),
        migrations.AddIndex(
            model_name="update",
            index=models.Index(
                condition=models.Q(("state", "sending")), fields=["state"], name="updates_on_their_way"
            ),
        ),
        migrations.AddConstraint(
            model_name="updatetext",
            constraint=models.UniqueConstraint(
                fields=("update", "language"), name="one_update_text_per_language"
            ),
        ),
    ]
