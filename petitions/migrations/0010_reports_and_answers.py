import django.core.validators
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import accounts.languages


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("petitions", "0009_switches_reasons_and_countries"),
    ]

    operations = [
        migrations.CreateModel(
            name="Report",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "petition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="reports",
                        to="petitions.petition",
                        verbose_name="petition",
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("false", "Something on it is not true"),
                            ("harm", "It insults, threatens or endangers somebody"),
                            ("private", "It shows somebody’s private data"),
                            ("pretends", "Somebody pretends to be who they are not"),
                            ("law", "It breaks the law"),
                            ("reply", "I am the one who decides, and I want to answer"),
                            ("other", "Something else"),
                        ],
                        max_length=10,
                        verbose_name="what is wrong",
                    ),
                ),
                ("words", models.CharField(max_length=2000, verbose_name="in their words")),
                (
                    "email",
                    models.EmailField(blank=True, max_length=254, verbose_name="e-mail for the answer"),
                ),
                (
                    "language",
                    models.CharField(
                        choices=accounts.languages.languages, max_length=8, verbose_name="language"
                    ),
                ),
                ("suspect", models.BooleanField(default=False, verbose_name="looks automatic")),
                (
                    "state",
                    models.CharField(
                        choices=[
                            ("open", "not looked at yet"),
                            ("answered", "answered"),
                            ("dismissed", "dismissed"),
                        ],
                        default="open",
                        max_length=10,
                        verbose_name="state",
                    ),
                ),
                ("note", models.TextField(blank=True, max_length=2000, verbose_name="note for colleagues")),
                ("at", models.DateTimeField(verbose_name="reported")),
                ("settled_at", models.DateTimeField(editable=False, null=True, verbose_name="looked at")),
            ],
            options={
                "verbose_name": "report",
                "verbose_name_plural": "reports",
                "indexes": [],
                "constraints": [],
            },
        ),
        migrations.CreateModel(
            name="Response",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "petition",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="responses",
                        to="petitions.petition",
                        verbose_name="petition",
                    ),
                ),
                (
                    "who",
                    models.CharField(
                        help_text="As they sign: “Mayor Regina Romero”.",
                        max_length=120,
                        verbose_name="who answered",
                    ),
                ),
                (
                    "words",
                    models.TextField(
                        help_text="Markdown is welcome. Quote them; tell what you think of it in an update.",
                        validators=[django.core.validators.MaxLengthValidator(5000)],
                        verbose_name="the answer in their words",
                    ),
                ),
                ("on", models.DateField(verbose_name="when")),
                (
                    "source",
                    models.URLField(
                        blank=True,
                        help_text="Where anybody can check it: the minutes, the news, the letter.",
                        max_length=400,
                        validators=[django.core.validators.URLValidator(schemes=["http", "https"])],
                        verbose_name="source",
                    ),
                ),
                (
                    "report",
                    models.OneToOneField(
                        blank=True,
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="response",
                        to="petitions.report",
                    ),
                ),
                (
                    "by",
                    models.ForeignKey(
                        editable=False,
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                ("written_at", models.DateTimeField(editable=False, verbose_name="entered")),
                (
                    "shown_at",
                    models.DateTimeField(editable=False, null=True, verbose_name="on the page since"),
                ),
            ],
            options={
                "verbose_name": "answer",
                "verbose_name_plural": "answers",
                "indexes": [],
                "constraints": [],
            },
        ),
    ]
