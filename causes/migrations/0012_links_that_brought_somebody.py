from django.db import migrations, models

MARK = """
UPDATE causes_link SET has_brought = true WHERE id IN (SELECT parent_id FROM causes_link)
"""


class Migration(migrations.Migration):
    dependencies = [("causes", "0011_letters_about_ones_own_page")]
    operations = [
        migrations.AddField(
            model_name="link",
            name="has_brought",
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.RunSQL(MARK, migrations.RunSQL.noop),
    ]
