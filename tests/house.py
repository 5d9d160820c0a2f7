"""What the house rules look at: the project's files, read once."""

import ast
import re
from functools import cache
from importlib import import_module
from pathlib import Path

from django.apps import apps

ROOT = Path(__file__).resolve().parent.parent
APPS = ("guidelines", "partners", "projects", "kyodo_portal")
# Places that the rules about our own text do not reach.
FOREIGN = {".venv", "var", ".git", "node_modules", "__pycache__", ".pytest_cache", ".ruff_cache", ".hypothesis", "vendor"}

# A shelf may import from itself and from what stands further right.
SHELVES = (
    ("kyodo_portal.pages",),
    ("kyodo_portal.personal",),
    ("projects",),
    ("partners", "guidelines"),
    ("kyodo_portal.letters",),
    ("kyodo_portal.process",),
    ("kyodo_portal.notices",),
    ("kyodo_portal.audit",),
    ("kyodo_portal.accounts",),
    ("kyodo_portal.common",),
)


@cache
def files(*suffixes, under=("",)):
    """Our files with one of these suffixes, as paths relative to the root. Looked for once: nobody changes the list."""
    paths = []
    for folder in under:
        for path in sorted((ROOT / folder).rglob("*")):
            relative = path.relative_to(ROOT)
            if path.suffix in suffixes and path.is_file() and not FOREIGN & set(relative.parts):
                paths.append(relative)
    return paths


@cache
def app_code():
    """The Python files of the product, without migrations."""
    return [path for path in files(".py", under=APPS) if "migrations" not in path.parts]


@cache
def text(path):
    return (ROOT / path).read_text(encoding="utf-8")


@cache
def tree(path):
    return ast.parse(text(path), str(path))


@cache
def nodes(path):
    """Every node of a file."""
    return list(ast.walk(tree(path)))


def dotted(node):
    """What stands in the code, as text: names with dots between them are most of it, and cost nothing."""
    if isinstance(node, ast.Name):
        return node.id
    return f"{dotted(node.value)}.{node.attr}" if isinstance(node, ast.Attribute) else ast.unparse(node)


def module(path):
    parts = list(path.with_suffix("").parts)
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def room(path):
    """What a module is for: `calls/views.py` and `proposals/draft_views.py` are both "views"; a command is "management"."""
    inside = path.parts[2:] if path.parts[0] == "kyodo_portal" and len(path.parts) > 2 else path.parts[1:]
    if len(inside) > 1 and inside[0] in {"management", "migrations", "sample", "templatetags"}:
        return inside[0]
    return Path(inside[-1]).stem.rpartition("_")[2] if inside else path.stem


@cache
def imported(path):
    """[(module, line)] of everything a file imports, functions' inner imports included, relative ones resolved."""
    return list(_imported(path))


def _imported(path):
    package = module(path).split(".")
    if path.name != "__init__.py":
        package = package[:-1]
    for node in nodes(path):
        if isinstance(node, ast.Import):
            for name in node.names:
                yield name.name, node.lineno
        elif isinstance(node, ast.ImportFrom):
            base = package[: len(package) - node.level + 1] if node.level else []
            start = ".".join([*base, *(node.module.split(".") if node.module else [])])
            for name in node.names:
                yield f"{start}.{name.name}", node.lineno


def imported_room(dotted):
    """What an imported module of ours is for: "forms" for partners.directory.publish_forms.PublishForm; "" for what is not ours."""
    for name in (dotted, dotted.rpartition(".")[0]):
        path = Path(name.replace(".", "/") + ".py")
        if (ROOT / path).is_file():
            return room(path)
    return ""


def shelf(dotted):
    """(height, name) of the shelf that holds a module; None for what is not ours or stands outside (settings, urls)."""
    for height, names in enumerate(SHELVES):
        for name in names:
            if dotted == name or dotted.startswith(name + "."):
                return height, name
    return None


def place(dotted):
    """(app, height) of a module in the order of its app's rooms; the app's own faces stand above all of them."""
    app, _, inside = dotted.partition(".")
    rooms = getattr(import_module(app), "ROOMS", ()) if app in APPS and inside else ()
    if not rooms:
        return None
    room = inside.split(".")[0]
    return app, rooms.index(room) if room in rooms else len(rooms)


def our_models():
    """Every model of ours, without the copies that a history keeps."""
    ours = tuple(f"{name}." for names in SHELVES for name in names)
    for model in apps.get_models():
        if f"{model.__module__}.".startswith(ours) and not hasattr(model, "history_object"):
            yield model


@cache
def calls(path):
    """Every call in a file as (dotted text of what is called, node)."""
    return [(dotted(node.func), node) for node in nodes(path) if isinstance(node, ast.Call)]


@cache
def words_used(path):
    """Every name that a file uses: in code, in imports and in texts such as dotted paths; not in comments and docstrings."""
    used, docstrings = set(), {node.value for node in nodes(path) if isinstance(node, ast.Expr)}
    for node in nodes(path):
        if isinstance(node, ast.Name):
            used.add(node.id)
        elif isinstance(node, ast.Attribute):
            used.add(node.attr)
        elif isinstance(node, ast.alias):
            used |= {*node.name.split("."), node.asname}
        elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in docstrings:
            used |= {*re.findall(r"\w+", node.value)}
    return used


@cache
def functions(path):
    return [node for node in nodes(path) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)]


def our_templates():
    """{name as Django knows it: path} of every template."""
    return {str(path.relative_to("templates")): path for path in files(".html", ".txt", ".xml", ".svg", under=("templates",))}


def report(breaches):
    """Fail with all breaches of a rule at once."""
    assert not breaches, "\n" + "\n".join(sorted(breaches))
