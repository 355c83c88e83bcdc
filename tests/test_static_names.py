"""A template that names a file nobody keeps is a page that fails where files are named by their contents."""

import re

from django.contrib.staticfiles import finders

from config.settings import BASE_DIR

_NAMED = re.compile(r"""\{%\s*static\s+['"]([^'"]+)['"]""")


def test_every_file_that_a_template_names_is_there() -> None:
    missing = [
        (template.name, name)
        for template in sorted((BASE_DIR / "templates").rglob("*.*"))
        for name in _NAMED.findall(template.read_text())
        if not finders.find(name)
    ]
    assert missing == []
