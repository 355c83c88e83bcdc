"""Growth by the hour alone; ways and regions by the day, each in a journal of its own.

One row for each hour, channel, generation and region was nearly one for each name: slow to add up, and close
to telling who it was. What was booked is added up into the new journals; nothing is lost but the detail.
"""

import django.db.models.deletion
from django.db import migrations, models

_WAYS_AND_REGIONS = """
INSERT INTO causes_wayday (page_id, day, channel, generation, signatures)
SELECT page_id, (hour AT TIME ZONE 'UTC')::date, channel, generation, sum(signatures)
FROM causes_growthhour GROUP BY 1, 2, 3, 4 HAVING sum(signatures) <> 0;

INSERT INTO causes_regionday (page_id, day, region, signatures)
SELECT page_id, (hour AT TIME ZONE 'UTC')::date, region, sum(signatures)
FROM causes_growthhour GROUP BY 1, 2, 3 HAVING sum(signatures) <> 0;
"""
# The rows of an hour become one of them. Constraints are checked at once, so that the table can change after.
_HOURS = """
CREATE TEMPORARY TABLE by_hour ON COMMIT DROP AS
SELECT page_id, hour, sum(signatures) AS signatures, sum(new_to_list) AS new_to_list,
       sum(opted_in) AS opted_in, sum(new_subscribers) AS new_subscribers,
       coalesce(sum(signatures) FILTER (WHERE generation >= 2), 0) AS friends
FROM causes_growthhour GROUP BY page_id, hour;
DELETE FROM causes_growthhour;
INSERT INTO causes_growthhour
    (page_id, hour, channel, generation, region, signatures, new_to_list, opted_in, new_subscribers, friends)
SELECT page_id, hour, '', 0, '', signatures, new_to_list, opted_in, new_subscribers, friends FROM by_hour;
SET CONSTRAINTS ALL IMMEDIATE;
"""


def _page(name: str) -> models.ForeignKey:
    return models.ForeignKey(
        db_index=False,
        on_delete=django.db.models.deletion.PROTECT,
        related_name=name,
        to="causes.page",
    )


def _id() -> models.BigAutoField:
    return models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")


class Migration(migrations.Migration):
    dependencies = [("causes", "0026_names_from_other_sites")]

    operations = [
        migrations.CreateModel(
            name="WayDay",
            fields=[
                ("id", _id()),
                ("day", models.DateField()),
                ("channel", models.CharField(max_length=12)),
                ("generation", models.PositiveSmallIntegerField()),
                ("signatures", models.IntegerField(default=0)),
                ("page", _page("ways")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("page", "day", "channel", "generation"), name="one_way_row_per_cell"
                    )
                ]
            },
        ),
        migrations.CreateModel(
            name="RegionDay",
            fields=[
                ("id", _id()),
                ("day", models.DateField()),
                ("region", models.CharField(max_length=8)),
                ("signatures", models.IntegerField(default=0)),
                ("page", _page("regions")),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("page", "day", "region"), name="one_region_row_per_cell")
                ]
            },
        ),
        migrations.AddField("growthhour", "friends", models.IntegerField(db_default=0, default=0)),
        migrations.RunSQL(_WAYS_AND_REGIONS),
        migrations.RemoveConstraint("growthhour", "one_growth_row_per_cell"),
        migrations.RunSQL(_HOURS),
        migrations.RemoveField("growthhour", "channel"),
        migrations.RemoveField("growthhour", "generation"),
        migrations.RemoveField("growthhour", "region"),
        migrations.AddConstraint(
            "growthhour",
            models.UniqueConstraint(fields=("page", "hour"), name="one_growth_row_per_hour"),
        ),
    ]
