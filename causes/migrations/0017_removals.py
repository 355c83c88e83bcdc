from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("causes", "0016_updates"),
    ]

    operations = [
        migrations.CreateModel(
            name="Removal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("day", models.DateField()),
                (
                    "what",
                    models.CharField(
                        choices=[("withdrawn", "Withdrawn"), ("struck", "Struck"), ("restored", "Restored")],
                        max_length=10,
                    ),
                ),
                (
                    "page",
                    models.ForeignKey(
                        db_index=False,
                        on_delete=models.deletion.CASCADE,
                        related_name="+",
                        to="causes.page",
                    ),
                ),
            ],
        ),
    ]
