"""Every text of ours that has to be spoken in each language, found without GNU gettext.

Templates are compiled by Django and asked for their nodes; Python is read as a syntax tree.
"""

import ast
import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from django.conf import settings
from django.template import engines
from django.template.base import Template, Variable
from django.templatetags.i18n import BlockTranslateNode, TranslateNode

ROOT = Path(settings.BASE_DIR)
FLOORS = ("accounts", "causes", "petitions", "sharing", "config")
_CALLS = {"_": 1, "gettext": 1, "gettext_lazy": 1, "gettext_noop": 1, "ngettext": 2, "ngettext_lazy": 2}


_AS_VALUE = re.compile(r"""\b_\((["'])(.+?)\1\)""")  # {% include … with label=_("The text") %}


class Message(NamedTuple):
    """`plural` is empty for a text without one; `where` is the file it stands in."""

    text: str
    plural: str
    where: str


def messages() -> list[Message]:
    """All of them, in the order of files; a text in two files comes twice."""
    found = [message for path in _templates() for message in _of_template(path)]
    return found + [message for path in _modules() for message in _of_module(path)]


def _templates() -> list[Path]:
    return sorted(path for path in (ROOT / "templates").rglob("*") if path.suffix in (".html", ".txt"))


def _modules() -> list[Path]:
    return sorted(
        path for floor in FLOORS for path in (ROOT / floor).rglob("*.py") if "/config/dev/" not in str(path)
    )


def _of_template(path: Path) -> Iterator[Message]:
    name = str(path.relative_to(ROOT / "templates"))
    template: Template = engines["django"].get_template(name).template  # type: ignore[attr-defined]
    for node in template.nodelist.get_nodes_by_type(TranslateNode):
        variable = node.filter_expression.var  # type: ignore[attr-defined]
        if isinstance(variable, Variable) and isinstance(variable.literal, str):
            yield Message(variable.literal.replace("%", "%%"), "", name)  # as Django itself asks for it
    for value in _AS_VALUE.finditer(path.read_text()):
        yield Message(value[2].replace("%", "%%"), "", name)
    for block in template.nodelist.get_nodes_by_type(BlockTranslateNode):
        singular, _ = block.render_token_list(block.singular)  # type: ignore[attr-defined]
        plural = block.render_token_list(block.plural)[0] if block.plural else ""  # type: ignore[attr-defined]
        yield Message(singular, plural, name)


def _of_module(path: Path) -> Iterator[Message]:
    for node in ast.walk(ast.parse(path.read_text())):
        if not isinstance(node, ast.Call):
            continue
        function = node.func
        name = function.id if isinstance(function, ast.Name) else getattr(function, "attr", "")
        wanted = _CALLS.get(name, 0)
        values = [argument.value for argument in node.args[:wanted] if isinstance(argument, ast.Constant)]
        texts = [value for value in values if isinstance(value, str)]
        if wanted and len(texts) == wanted:
            yield Message(texts[0], texts[1] if wanted == 2 else "", str(path.relative_to(ROOT)))
