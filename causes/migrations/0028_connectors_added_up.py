import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("causes", "0027_journals_by_day")]

    operations = [
        migrations.CreateModel(
            name="ConnectorSum",
            fields=[
                (
                    "page",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        primary_key=True,
                        related_name="+",
                        serialize=False,
                        to="causes.page",
                    ),
                ),
                ("people", models.IntegerField(default=0)),
                ("direct", models.IntegerField(default=0)),
                ("downstream", models.IntegerField(default=0)),
            ],
        ),
        migrations.AddField(
            "connectortotal", "credited", models.BooleanField(db_default=False, default=False)
        ),
        migrations.RemoveIndex("connectortotal", "connector_rank"),
        migrations.AddIndex(
            "connectortotal",
            models.Index(
                condition=models.Q(("credited", True), ("direct__gt", 0)),
                fields=["page", "-direct", "-downstream"],
                name="connectors_ranked",
            ),
        ),
    ]
