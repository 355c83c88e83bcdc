"""The rules of the house that can be read from its files: layers, names, sizes, settings."""

import ast
import re
from collections.abc import Iterator
from importlib.metadata import version
from pathlib import Path

import pytest
from celery import current_app
from django.apps import apps
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
FLOORS = ("accounts", "causes", "petitions", "sharing", "config")  # each knows those before it
GROUND, WORK, DOORS, ROOF = range(
    4
)  # inside a floor: models, work and forms, tasks and views, urls and admin
RANKS = {
    "models": GROUND,
    "tasks": DOORS,
    "views": DOORS,
    "templatetags": DOORS,
    "admin": ROOF,
    "apps": ROOF,
}
FORBIDDEN_NAMES = {"utils", "helpers", "services", "common", "core", "managers"}
NOT_OURS = {
    ".dev",
    ".git",
    ".hypothesis",
    ".ruff_cache",
    "media",
    "staticfiles",
    "__pycache__",
    "node_modules",
}


def files(*patterns: str) -> Iterator[Path]:
    """Every file of ours whose name fits, as paths below the root."""
    for pattern in patterns:
        for path in sorted(ROOT.rglob(pattern)):
            inside = path.relative_to(ROOT)
            if not NOT_OURS & set(inside.parts):
                yield inside


def product(*floors: str) -> list[Path]:
    """The product's Python, without migrations."""
    return [p for p in files("*.py") if p.parts[0] in (floors or FLOORS) and "migrations" not in p.parts]


def tree(path: Path) -> ast.Module:
    return ast.parse((ROOT / path).read_text(encoding="utf-8"))


def dotted(path: Path) -> str:
    return ".".join(path.with_suffix("").parts).removesuffix(".__init__")


def imports(path: Path) -> set[str]:
    """What a file imports of ours, inside functions too; `from a import b` is `a.b` when that is a module."""
    found: set[str] = set()
    package = dotted(path).split(".") if path.name == "__init__.py" else dotted(path).split(".")[:-1]
    for node in ast.walk(tree(path)):
        if isinstance(node, ast.Import):
            found |= {name.name for name in node.names}
        elif isinstance(node, ast.ImportFrom):
            start = package[: len(package) - node.level + 1] if node.level else []
            base = ".".join([*start, *(node.module or "").split(".")]).strip(".")
            found |= {_module(base, name.name) for name in node.names}
    return {name for name in found if name.split(".")[0] in (*FLOORS, "tests", "bench")}


def _module(base: str, name: str) -> str:
    inside = ROOT.joinpath(*base.split("."), name)
    return f"{base}.{name}" if inside.with_suffix(".py").exists() or inside.is_dir() else base


def rank(module: str) -> int:
    """Where a module stands inside its floor."""
    inside = module.split(".")[1:]
    if not inside:
        return GROUND
    if "urls" in inside[0]:
        return ROOF
    return RANKS.get(inside[0], WORK)


def stands_alone(module: str) -> bool:
    """Whether it needs nothing of its own floor (time, encryption): then a model may use it."""
    path = Path(*module.split(".")).with_suffix(".py")
    floor = module.split(".")[0]
    return (ROOT / path).exists() and not any(name.split(".")[0] == floor for name in imports(path))


@pytest.mark.parametrize("floor", FLOORS)
def test_imports_run_down(floor: str) -> None:
    above = {*FLOORS[FLOORS.index(floor) + 1 :], "tests", "bench"}
    upward = {(str(p), name) for p in product(floor) for name in imports(p) if name.split(".")[0] in above}
    assert not {found for found in upward if not found[0].startswith("config/dev/")}


@pytest.mark.parametrize("floor", FLOORS[:-1])
def test_inside_a_floor_imports_run_down_too(floor: str) -> None:
    upward = [
        f"{path} imports {name}"
        for path in product(floor)
        for name in imports(path)
        if name.split(".")[0] == floor and rank(name) > rank(dotted(path)) and not stands_alone(name)
    ]
    assert not upward


def test_the_door_for_developers_is_no_part_of_the_product() -> None:
    product_files = [path for path in product() if path.parts[:2] != ("config", "dev")]
    assert not [path for path in product_files for name in imports(path) if name.startswith("config.dev")]


def test_a_channel_knows_no_model() -> None:
    channels = [path for path in product("sharing") if "channels" in path.parts]
    assert channels
    for path in channels:
        assert not [name for name in imports(path) if ".models" in name or name.startswith("sharing.models")]
        assert "django.db" not in (ROOT / path).read_text(encoding="utf-8")


def test_foreign_keys_run_down() -> None:
    for model in apps.get_models():
        floor = model._meta.app_label
        if floor in FLOORS:
            allowed = {*FLOORS[: FLOORS.index(floor) + 1], "auth", "contenttypes"}
            for field in model._meta.get_fields():
                if field.is_relation and field.concrete and field.related_model:
                    assert field.related_model._meta.app_label in allowed, f"{model.__name__}.{field.name}"


def test_a_module_is_named_after_its_work() -> None:
    assert not [
        path for path in files("*.py") if FORBIDDEN_NAMES & {part.removesuffix(".py") for part in path.parts}
    ]


def test_nothing_happens_behind_ones_back() -> None:
    """No signal receivers: what happens is called by name."""
    for path in product():
        for node in ast.walk(tree(path)):
            if isinstance(node, ast.ImportFrom):
                names = {node.module, *(f"{node.module}.{name.name}" for name in node.names)}
                assert not [name for name in names if name and name.endswith(("signals", "dispatch"))], path


def test_saving_a_row_only_saves_it() -> None:
    for path in product():
        if rank(dotted(path)) == GROUND and path.parts[0] != "config":
            methods = {node.name for node in ast.walk(tree(path)) if isinstance(node, ast.FunctionDef)}
            assert not methods & {"save", "delete", "asave", "adelete", "bulk_create"} or "Manager" in str(
                path
            ), path


def test_nobody_waits_to_sign_for_a_page_that_is_locked() -> None:
    """A new name refers to its page: a lock that includes the page's key would make it wait."""
    for path in product():
        assert "Page.objects.select_for_update()" not in (ROOT / path).read_text(), path


def test_no_error_is_swallowed_unnamed() -> None:
    for path in files("*.py"):
        bare = [
            node for node in ast.walk(tree(path)) if isinstance(node, ast.ExceptHandler) and not node.type
        ]
        assert not bare, path


def test_a_file_has_one_subject() -> None:
    """Over 300 lines it wants to be two."""
    lengths = {str(p): len((ROOT / p).read_text(encoding="utf-8").splitlines()) for p in files("*.py")}
    assert not {path: n for path, n in lengths.items() if n > 300 and "/migrations/" not in path}


def test_a_module_says_what_it_is() -> None:
    silent = [path for path in product() if path.name != "__init__.py" and not ast.get_docstring(tree(path))]
    assert not silent


def test_migrations_say_what_they_do() -> None:
    for path in files("*.py"):
        if path.parent.name == "migrations" and path.name != "__init__.py":
            assert re.fullmatch(r"\d{4}_[a-z][a-z0-9_]+\.py", path.name), path
            assert "_auto_" not in path.name, path


def test_every_folder_of_tests_is_a_package() -> None:
    folders = {path.parent for path in files("*.py") if path.parts[0] == "tests"}
    assert not [folder for folder in folders if not (ROOT / folder / "__init__.py").exists()]


def test_no_test_sleeps_and_hopes() -> None:
    """`tests.processes.wait_until` alone may look again after a moment."""
    sleeping = [
        str(path)
        for path in files("*.py")
        if path.parts[0] == "tests"
        for node in ast.walk(tree(path))
        if isinstance(node, ast.Attribute) and node.attr == "sleep" and ast.unparse(node) == "time.sleep"
    ]
    assert not set(sleeping) - {"tests/processes.py"}


def test_every_setting_is_in_the_readme() -> None:
    read = re.findall(
        r"\benv\.\w+\(\s*\"([A-Z_]+)\"", (ROOT / "config/settings.py").read_text(encoding="utf-8")
    )
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert len(read) > 15
    assert not [name for name in read if f"`{name}`" not in readme]


def test_what_beat_calls_is_there() -> None:
    current_app.loader.import_default_modules()
    called = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert called
    assert called <= set(current_app.tasks)


def test_tweepy_is_one_of_today() -> None:
    """An older one is what a resolver takes when oauthlib does not fit (see README, Decisions)."""
    assert tuple(map(int, version("tweepy").split(".")[:2])) >= (4, 17)
    assert re.search(r"^tweepy\s*>=\s*4\.17", (ROOT / "requirements.in").read_text(), re.MULTILINE)


NOWHERE = [
    *[r"https?://[^\s/]*(pypi|pythonhosted|npmjs|yarnpkg|golang)", r"--(extra-)?index-url[ =]http"],
    *[r"/root/\.\w", r"/home/[a-z]+/"],
]


def test_no_registry_and_no_machine_is_named() -> None:
    """Where packages come from is the business of whoever installs them."""
    kinds = (
        "*.py",
        "*.md",
        "*.txt",
        "*.in",
        "*.toml",
        "*.html",
        "*.yml",
        "*.json",
        "*.js",
        "dev",
        "run",
        "Procfile",
    )
    found = [
        f"{path}: {match[0]}"
        for path in files(*kinds)
        if path.is_file() or (ROOT / path).is_file()
        for match in [re.search("|".join(NOWHERE), (ROOT / path).read_text(encoding="utf-8"))]
        if match and path.name != Path(__file__).name
    ]
    assert not found


def test_no_two_share_a_lock() -> None:
    """Two that lock by one number wait for each other, or think that the other does their work."""
    said = [
        (number, str(path))
        for path in product()
        for number in re.findall(
            r"^_LOCKS? = ([\d_]+)", (ROOT / path).read_text(encoding="utf-8"), re.MULTILINE
        )
    ]
    assert len(said) >= 7
    assert len({number for number, _ in said}) == len(said), sorted(said)
