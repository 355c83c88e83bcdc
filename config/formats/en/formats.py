"""English: Django's own formats, with the month in full ("November 8, 2026")."""

DATE_FORMAT = "F j, Y"
