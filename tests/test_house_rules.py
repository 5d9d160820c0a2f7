"""A convention without a test is a wish: what a machine can check of CONTRIBUTING's rules stands here.

An exemption is a line in one of the named sets below, with its reason. Each rule reports all its breaches at once.
"""

import ast
import collections
import graphlib
import io
import re
from importlib.metadata import distributions
from pathlib import Path

import pytest
from django.core.management import call_command
from django.urls import URLPattern, get_resolver
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests import house
from tests.access.table import TABLE
from tests.frozen_migrations import digests, frozen
from tests.house import report

JAPANESE = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uff66-\uff9f]")

# ---- exemptions, by name ---------------------------------------------------------------------------------------
# Rooms that may write rows: actions, and what only an operator starts.
WRITING_ROOMS = {"actions", "management", "migrations", "sample"}  # sample: the made-up city of seed_sample
WRITING_FILES = {
    "kyodo_portal/accounts/models.py": "UserManager makes users; Django asks for it",
    "kyodo_portal/audit/blanking.py": "the door in the guard, for one transaction",
    "kyodo_portal/notices/outbox.py": "the sender's own bookkeeping, by comparing and setting",
    "kyodo_portal/notices/scheduler.py": "the clock's own bookkeeping",
    "kyodo_portal/notices/news.py": "the rows of what became public, for the actions that make it so",
    "kyodo_portal/common/files/uploads.py": "saves pictures, not rows",
    "kyodo_portal/accounts/adapter.py": "allauth's door for new accounts",
    "kyodo_portal/accounts/limits.py": "counting, by comparing and setting",
    "kyodo_portal/accounts/forms.py": "allauth's door for new accounts",
    "kyodo_portal/pages/instance.py": "the portal's mark, which prepare writes once",
    "projects/entries/search.py": "what a search looks through",
    "projects/cycles/creation.py": "a year's first row and the plan that it takes over",
    "partners/directory/reference.py": "fields and areas",
}
RAW_SQL = {
    "kyodo_portal/pages/database_copy.py": "backup counts and snapshots",
    "kyodo_portal/pages/invariants.py": "integrity checks of the databases",
    **dict.fromkeys(("projects/grants/freeze.py", "kyodo_portal/audit/guard.py"), "triggers of what must not change"),
    "kyodo_portal/pages/data_triggers.py": "triggers of what pages show",
    "kyodo_portal/pages/data_version.py": "the one question of a kept page",
    "kyodo_portal/audit/blanking.py": "replaces words in whole tables",
    "kyodo_portal/pages/database.py": "which columns there are",
    "kyodo_portal/pages/status.py": "SELECT 1",
    "kyodo_portal/pages/one_at_a_time.py": "the lock of prepare",
    "kyodo_portal/common/lists/grams.py": "the index of searches",
    **{f"kyodo_portal/common/{name}.py": "what the ORM compiled" for name in ("compiled", "lists/together")},
    "kyodo_portal/common/sqlite/base.py": "the cursor of an engine",
    "kyodo_portal/common/postgres/holding.py": "locks of whole tables",
    "kyodo_portal/common/web/cache.py": "one statement a write",
}
RAW_SQL_ROOMS = {"management", "migrations"}
OTHER_PROGRAMS = {"kyodo_portal/pages/management/commands/backup.py", "kyodo_portal/pages/management/commands/restore_check.py"}
# A virus scanner is asked over a socket, a provider of sign-ins by https where the city has one; nothing else.
NETWORK = {"kyodo_portal/common/files/virus.py", "kyodo_portal/accounts/outside_provider.py"}
MARK_SAFE = {
    "kyodo_portal/common/drawing/diagrams.py": "drawings of our own, every word escaped",
    "kyodo_portal/accounts/forms.py": "a link of our own in a label",
    "kyodo_portal/common/japanese/readings.py": "readings of our own list, above words that are escaped",
    "kyodo_portal/common/text/markdown.py": "after nh3",
    **{f"kyodo_portal/common/{name}.py": "Django's own markup" for name in ("templatetags/admin_words", "forms/renderer")},
    **{f"kyodo_portal/common/templatetags/{name}.py": "drawings" for name in ("kyodo", "linked", "admin_lines", "admin_rows")},
}
# Used by nobody in the product, and wanted all the same.
USED_BY_NAME = {"lift": "kyodo_portal/audit/guard.py: a later migration that rewrites old rows calls it"}

# Modules that answer "what does this page show", besides those that are called presenters.
PRESENTERS = {
    "projects/cycles/summary.py", "projects/ledger/links.py", "projects/proposals/progress.py", "projects/reviews/results.py",
}  # fmt: skip
# Their functions that give a dict with fixed keys.
PLAIN_DICTS = {
    "guidelines/advice/form_presenters.py page_of_form": "the context of a template",
    "guidelines/cases/presenters.py page_of_case": "the context of a template",
    "projects/cases/presenters.py page_of_draft": "the context of a template",
    "projects/cycles/presenters.py page_of_cycle": "the context of a template",
    "projects/cycles/presenters.py first_evaluation": "the initial values of a form",
    "projects/ledger/presenters.py page_of_project": "the context of a template",
    "projects/ledger/presenters.py about_cycle": "the rest of that context",
    "projects/ledger/track_presenters.py track_texts": "{phase: a few words}, as the track takes them",
    "projects/reviews/presenters.py context": "the context of a template",
}
# What stands in one place for the whole house: {what gives it away: {where it may stand: as what}}.
STANDS_ONCE = {
    r"\.is(?:digit|decimal)\(": {
        "kyodo_portal/common/japanese/numbers.py": "small_int",
        "partners/directory/payload.py": "words for a stored number, which becomes none",
        "projects/proposals/drafting/forms.py": "a name that our own code made",
    },
    r"^import budoux": {"kyodo_portal/common/japanese/line_breaking.py": "parsed"},
    r"月火水木金土日\"": {"kyodo_portal/common/japanese/dates.py": "weekday"},
    r"\"ふりかえり\"": {"kyodo_portal/common/phases.py": "PHASES"},
    r"!= (?:cls|PartnerKind)\.DEPARTMENT": {"partners/directory/kind.py": "PartnerKind.of_groups"},
}


# ---- structure ---------------------------------------------------------------------------------------------------
def test_imports_point_down_only():
    breaches = []
    for path in house.app_code():
        here = house.shelf(house.module(path))
        if here is None:
            continue
        for dotted, line in house.imported(path):
            there = house.shelf(dotted)
            if there and there[1] != here[1] and there[0] <= here[0]:
                breaches.append(f"{path}:{line} imports {dotted}")
    report(breaches)


def test_rooms_import_from_lower_rooms_only():
    """The order stands in `ROOMS` of each app; models.py, admin.py, urls.py and todo.py of the app are above all rooms."""
    breaches = []
    for path in house.app_code():
        here = house.place(house.module(path))
        for dotted, line in house.imported(path) if here else ():
            there = house.place(dotted)
            if there and there[0] == here[0] and there[1] > here[1]:
                breaches.append(f"{path}:{line} imports {dotted}")
    report(breaches)


def test_no_modules_run_in_a_circle():
    modules = {house.module(path): path for path in house.app_code()}
    arrows = {}
    for name, path in modules.items():
        names = {dotted if dotted in modules else dotted.rpartition(".")[0] for dotted, _ in house.imported(path)}
        arrows[name] = (names & set(modules)) - {name}
    try:
        graphlib.TopologicalSorter(arrows).prepare()
    except graphlib.CycleError as error:
        pytest.fail(" <- ".join(error.args[1]))


def test_no_action_imports_a_form():
    """What a form has read comes in as plain values; what they are called and which may change stands in a schema."""
    breaches = []
    for path in house.app_code():
        for dotted, line in house.imported(path) if house.room(path) == "actions" else ():
            if house.imported_room(dotted) == "forms" or dotted.startswith("django.forms"):
                breaches.append(f"{path}:{line} imports {dotted}")
    report(breaches)


def test_no_form_and_no_action_imports_the_admin():
    """The admin is a face (rule 4): it asks forms and actions, never the other way round."""
    breaches = []
    for path in house.app_code():
        for dotted, line in house.imported(path) if house.room(path) in ("forms", "actions") else ():
            if house.imported_room(dotted) == "admin" or dotted.startswith("django.contrib.admin"):
                breaches.append(f"{path}:{line} imports {dotted}")
    report(breaches)


def test_no_file_is_longer_than_400_lines():
    paths = [path for path in house.files(".py", ".html", ".css") if "migrations" not in path.parts]
    report([f"{path}: {len(house.text(path).splitlines())} lines" for path in paths if house.text(path).count("\n") > 400])


def test_views_are_short_functions():
    breaches = []
    for path in house.app_code():
        if house.room(path) != "views":
            continue
        for node in house.functions(path):
            length = node.end_lineno - node.lineno + 1
            if length > 25:
                breaches.append(f"{path}:{node.lineno} {node.name} has {length} lines, 25 are allowed")
        for node in ast.walk(house.tree(path)):
            if isinstance(node, ast.ClassDef) and any(ast.unparse(base).endswith(("View", "Mixin")) for base in node.bases):
                breaches.append(f"{path}:{node.lineno} {node.name} is a class-based view")
    report(breaches)


def test_views_fetch_in_scope_only():
    """`Model.objects.visible_to(user)` and other verbs of ours; never Django's open ones (rule 3)."""
    open_verbs = {
        "all", "filter", "get", "exclude", "first", "last", "count", "values", "values_list", "order_by", "create", "update",
        "get_or_create", "update_or_create", "bulk_create", "in_bulk", "select_related", "prefetch_related", "annotate", "exists",
    }  # fmt: skip
    breaches = []
    for path in house.app_code():
        if house.room(path) != "views":
            continue
        for node in ast.walk(house.tree(path)):
            if isinstance(node, ast.Attribute) and ast.unparse(node.value).endswith(
                (".objects", "._default_manager", "._base_manager")
            ):
                if node.attr in open_verbs:
                    breaches.append(f"{path}:{node.lineno} {ast.unparse(node)}")
            elif isinstance(node, ast.Call) and ast.unparse(node.func) in {"get_object_or_404", "get_list_or_404"}:
                first = ast.unparse(node.args[0])
                if "(" not in first:
                    breaches.append(f"{path}:{node.lineno} {ast.unparse(node.func)}({first}, …) has no scope")
    report(breaches)


def test_only_actions_write():
    """No row is written and no state set outside actions and commands (rule 2)."""
    breaches = []
    for path in house.app_code():
        if house.room(path) in WRITING_ROOMS or str(path) in WRITING_FILES:
            continue
        for name, node in house.calls(path):
            owner, _, verb = name.rpartition(".")
            if not owner:
                continue
            # hash.update, dict.update and form.save(commit=False) are no rows; a queryset or a model instance is.
            writes = verb in {"bulk_create", "bulk_update", "get_or_create", "update_or_create"}
            on_a_queryset = re.search(r"objects|_set\b|filter\(|all\(\)|manager", owner) is not None
            writes |= verb in {"create", "update", "delete", "acreate"} and on_a_queryset
            writes |= verb == "save" and not owner.startswith(("super()", "buffer", "book", "image", "picture", "workbook"))
            writes |= verb == "delete" and not node.args and bool(re.fullmatch(r"\w+", owner)) and owner not in {"self"}
            if writes:
                breaches.append(f"{path}:{node.lineno} {name}(…)")
        for node in ast.walk(house.tree(path)):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AugAssign) else []
            for target in targets:
                words = target.elts if isinstance(target, ast.Tuple) else [target]
                for word in words:
                    if isinstance(word, ast.Attribute) and word.attr in {"status", "standing"}:
                        breaches.append(f"{path}:{node.lineno} {ast.unparse(word)} = …")
    report(breaches)


def test_raw_sql_only_in_named_places():
    breaches = []
    for path in house.app_code():
        if house.room(path) in RAW_SQL_ROOMS or str(path) in RAW_SQL:
            continue
        for name, node in house.calls(path):
            if name.endswith((".raw", ".extra", "RawSQL", ".cursor")):
                breaches.append(f"{path}:{node.lineno} {name}(…)")
    report(breaches)


def test_the_product_starts_no_programs_and_asks_no_other_hosts():
    outside = (
        "requests", "urllib.request", "http.client", "httpx", "subprocess", "socket", "ftplib", "telnetlib", "pickle", "shelve",
    )  # fmt: skip
    breaches = []
    for path in house.app_code():
        if str(path) in OTHER_PROGRAMS | NETWORK:
            continue
        for dotted, line in house.imported(path):
            if dotted.startswith(tuple(f"{name}." for name in outside)) or dotted in outside:
                breaches.append(f"{path}:{line} imports {dotted}")
        for name, node in house.calls(path):
            if name in {"os.system", "os.popen", "eval", "exec"}:
                breaches.append(f"{path}:{node.lineno} {name}(…)")
    report(breaches)


def test_text_is_marked_safe_only_in_named_places():
    breaches = []
    for path in house.app_code():
        if str(path) not in MARK_SAFE:
            breaches += [f"{path}:{node.lineno}" for name, node in house.calls(path) if name in {"mark_safe", "SafeString"}]
    for path in house.files(".html", under=("templates",)):
        # The form pack is handed finished markup by crispy.
        if path.parts[1] != "kyodo":
            breaches += [f"{path}: {word}" for word in re.findall(r"\|\s*safe\b|{%\s*autoescape off", house.text(path))]
    report(breaches)


def test_every_function_and_class_of_the_product_is_used_by_the_product():
    """What only a test calls is dead. Looked at is what stands at the top of a module; comments and docstrings use nothing."""
    code, templates = house.app_code(), house.files(".html", ".txt", ".xml", under=("templates",))
    used = {word for path in code for word in house.words_used(path)}
    used |= {word for path in templates for word in re.findall(r"\w+", house.text(path))}
    breaches = []
    for path in code:
        for node in house.tree(path).body if house.room(path) != "management" else ():
            if not isinstance(node, ast.FunctionDef | ast.ClassDef) or node.name in used:
                continue
            known_to_django = any(
                re.match(r"admin\.register\(|register(\(|$)|.*register_lookup$", ast.unparse(decorator))
                for decorator in node.decorator_list
            )
            if (
                not known_to_django
                and node.name not in USED_BY_NAME
                and not node.name.endswith(("Config", "_roles", "_audience", "_actors", "_desks"))
            ):
                breaches.append(f"{path}:{node.lineno} {node.name}")
    report(breaches)


def test_presenters_name_what_they_return():
    """A NamedTuple, a dataclass or, where it is stored as JSON, a TypedDict; never a dict whose shape stands in prose."""
    giving_dicts = set()
    for path in house.app_code():
        if house.room(path) == "presenters" or str(path) in PRESENTERS:
            for node in house.functions(path):
                keys = [key for inner in ast.walk(node) if isinstance(inner, ast.Dict) for key in inner.keys]
                if sum(isinstance(key, ast.Constant) and isinstance(key.value, str) for key in keys) > 1:
                    giving_dicts.add(f"{path} {node.name}")
    report([f"{place} returns a dict" for place in giving_dicts - set(PLAIN_DICTS)])
    report([f"{place} needs no exemption any more" for place in set(PLAIN_DICTS) - giving_dicts])


def test_what_stands_once_stands_nowhere_else():
    breaches = []
    for pattern, places in STANDS_ONCE.items():
        having = {str(path) for path in house.app_code() if re.search(pattern, house.text(path), re.MULTILINE)}
        breaches += [f"{path} has {pattern} of its own" for path in having - set(places)]
        breaches += [f"{path} has no {pattern} any more" for path in set(places) - having]
    report(breaches)


def test_nothing_is_left_unfinished():
    word = re.compile("TO" + r"DO\b|FIX" + "ME|XX" + "X|raise Not" + "Implemented")
    paths = [path for path in house.files(".py", ".html", ".css", ".md", ".toml") if path.name != "test_house_rules.py"]
    report([f"{path}: {match}" for path in paths for match in word.findall(house.text(path))])


def test_lock_files_name_no_address():
    paths = house.files(".txt", under=("requirements",))
    assert {path.name for path in paths} >= {"base.txt", "test.txt"}
    report([str(path) for path in paths if "://" in house.text(path)])


def test_a_library_is_pinned_with_the_extras_that_another_asks_for():
    lines = house.text(Path("requirements/test.txt")).splitlines()
    pinned = {
        canonicalize_name(pin.name): pin.extras for line in lines if "==" in line for pin in [Requirement(line.rstrip(" \\"))]
    }
    asked = [
        (library.name, wanted)
        for library in distributions()
        if canonicalize_name(library.name) in pinned
        for wanted in map(Requirement, library.requires or ())
        if wanted.extras and (wanted.marker is None or wanted.marker.evaluate({"extra": ""}))
    ]
    assert "coverage[toml]>=7.10.6" in [str(wanted) for _, wanted in asked]
    report([f"{name} asks for {wanted}" for name, wanted in asked if not wanted.extras <= pinned[canonicalize_name(wanted.name)]])


# ---- data ----------------------------------------------------------------------------------------------------------
def test_every_model_and_field_has_a_japanese_name():
    breaches = []
    for model in house.our_models():
        if not JAPANESE.search(str(model._meta.verbose_name)):
            breaches.append(f"{model._meta.label}: {model._meta.verbose_name}")
        for field in model._meta.get_fields():
            named = not field.auto_created and hasattr(field, "verbose_name") and field.model.__module__ == model.__module__
            if named and not field.primary_key and not JAPANESE.search(str(field.verbose_name)):
                breaches.append(f"{field}: {field.verbose_name}")
    report(breaches)


@pytest.mark.django_db
def test_no_migration_is_missing():
    said = io.StringIO()
    try:
        call_command("makemigrations", check=True, dry_run=True, stdout=said)
    except SystemExit:
        pytest.fail(said.getvalue())


def test_migrations_are_only_added():
    """Cities have run those that stand: one that changes leaves them with another database than the code expects."""
    there, breaches = digests(), []
    for path, digest in frozen().items():
        if there.get(path) != digest:
            breaches.append(f"{path} was changed, renamed or removed: take that back and add another migration")
    breaches += [f"{path} is new: freeze it by python -m tests.frozen_migrations" for path in there.keys() - frozen().keys()]
    report(breaches)


# ---- addresses -------------------------------------------------------------------------------------------------------
def named_addresses(resolver=None, space=""):
    """(full name, pattern) of every address of ours: Django's admin and allauth bring their own."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLPattern):
            if not entry.callback.__module__.startswith(("allauth.", "django.contrib.admin")):
                yield f"{space}{entry.name}" if entry.name else None, entry
        elif entry.app_name != "admin" and "allauth" not in str(entry.urlconf_name):
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from named_addresses(entry, inner)


def test_every_address_is_in_the_access_table():
    report(
        [f"{name or entry.pattern} has no row in tests/access/table.py" for name, entry in named_addresses() if name not in TABLE]
    )


def test_every_address_stands_once():
    times = collections.Counter(name for name, _ in named_addresses() if name)
    report([f"{name} stands {count} times" for name, count in times.items() if count > 1])
