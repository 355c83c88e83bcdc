"""English: Django's own formats."""
