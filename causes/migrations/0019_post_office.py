"""Urgency of letters, the office's switch, mailboxes that take nothing any more."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("causes", "0018_wordings_and_forgetting"),
    ]

    operations = [
        migrations.CreateModel(
            name="PostOffice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("paused_at", models.DateTimeField(null=True)),
                ("why", models.CharField(blank=True, max_length=200)),
                ("trouble", models.CharField(blank=True, max_length=200)),
                ("trouble_since", models.DateTimeField(null=True)),
                ("tries", models.PositiveSmallIntegerField(default=0)),
                ("closed_until", models.DateTimeField(null=True)),
                (
                    "paused_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.SET_NULL,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [models.CheckConstraint(condition=Q(pk=1), name="one_post_office")],
            },
        ),
        migrations.CreateModel(
            name="Undeliverable",
            fields=[
                ("email_key", models.CharField(max_length=254, primary_key=True, serialize=False)),
                ("reason", models.CharField(max_length=200)),
                ("since", models.DateTimeField()),
            ],
        ),
        migrations.AddField(model_name="letter", name="begun_at", field=models.DateTimeField(null=True)),
        migrations.AddField(model_name="letter", name="complained_at", field=models.DateTimeField(null=True)),
        migrations.RemoveIndex(model_name="letter", name="letter_due"),
        migrations.AddIndex(
            model_name="letter",
            index=models.Index(fields=["urgency", "due_at"], name="letter_due", condition=Q(state="due")),
        ),
        migrations.AddIndex(
            model_name="letter",
            index=models.Index(fields=["lease_until"], name="letter_leased", condition=Q(state="sending")),
        ),
        migrations.AddIndex(
            model_name="letter",
            index=models.Index(
                fields=["sent_at"],
                include=["urgency"],
                name="letter_sent",
                condition=Q(sent_at__isnull=False),
            ),
        ),
        migrations.AddIndex(
            model_name="letter",
            index=models.Index(
                fields=["state", "-id"], name="letter_trouble", condition=Q(state__in=["failed", "unknown"])
            ),
        ),
        migrations.AddIndex(
            model_name="letter",
            index=models.Index(
                fields=["complained_at"],
                name="letter_complained",
                condition=Q(complained_at__isnull=False),
            ),
        ),
    ]
