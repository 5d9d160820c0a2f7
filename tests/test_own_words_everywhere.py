"""Sentences that Python says are read in the city's own words: where nothing else sees to it, `own_words` stands around them.

Forms, models, tables, errors and messages see to it themselves (common/own_words.py). Not looked at: lists of words that people may have
written, and the pages of those who build the portal.
"""

import ast
import re

import pytest

from kyodo_portal.common.own_words import ALONE, own_words
from tests.house import ROOT, app_code, our_templates, text, tree

CITY_WORDS = re.compile(rf"(?<![一-龥々ァ-ヶー])町内会|コーディネーター|(?<![一-龥々])市役所|{ALONE}")
# Who says it in own words by itself: what is raised or told, and the base of forms, models and tables.
NAMED = {"fieldsets", "verbose_name", "verbose_name_plural"}
SAID = {
    "own_words",
    "own_words_in",
    "own_words_said",
    "ValidationError",
    "PermissionDenied",
    "add_error",
    "success",
    "error",
    "info",
    "warning",
}
# What people wrote, or what is compared with it; words that the page of this file changes itself; pages for builders and operators.
OTHERS = (
    "*/migrations/*", "*/sample/*", "*/management/commands/*", "*/accounts/sample.py", "*/workflow.py", "*/common/own_words.py", "*/common/city.py", "*/japanese/numbers.py", "*/japanese/readings.py",
    "*/kind_words.py", "*/old_words.py", "*/imports/words.py", "*/policy_words.py", "*/pages/first_city.py", "*/pages/plain_texts.py",
    "*/gallery*.py", "*/pages/city_models.py", "*/open_files/schema.py", "*/deploy_checks.py", "*/specs/seeds.py", "*/comparison/*", "*/findings.py",
    "*/workflow/rows.py", "*/rules/choosing.py", "*/advice/choosing.py",
    "*/letters/checks.py", "*/library/views.py",
)  # fmt: skip


def test_no_sentence_says_city_to_a_village():
    looked_at = [path for path in app_code() if not any(path.match(pattern) for pattern in OTHERS)]
    assert [line for path in looked_at for line in sentences(path)] == []


@pytest.mark.parametrize("name", ["見本県", "見本区"])
def test_no_page_and_no_text_of_law_keeps_the_word(settings, name):
    """What is made of templates: pages, mails, papers; and the first texts of the policies. The gallery is for builders."""
    settings.KYODO_CITY = {**settings.KYODO_CITY, "name": name}
    pages = {where: text(path) for where, path in our_templates().items() if not where.endswith("gallery.html")}
    pages |= {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "kyodo_portal" / "pages" / "policies").glob("*.md")}
    kept = re.compile(r".{0,4}(?<!｛)市(?!町村|区町村|民活動|外局番).{0,4}")
    assert [(where, found) for where, page in pages.items() if (found := kept.findall(own_words(page)))] == []


def sentences(path):
    """[「path:line: words」] of the file that nothing changes."""
    above = {child: node for node in ast.walk(tree(path)) for child in ast.iter_child_nodes(node)}
    for node in ast.walk(tree(path)):
        if not isinstance(node, ast.Constant) or not isinstance(node.value, str) or not CITY_WORDS.search(node.value):
            continue
        around = [node]
        while around[-1] in above:
            around.append(above[around[-1]])
        if not is_seen_to(path, around):
            yield f"{path}:{node.lineno}: {node.value[:40]}"


def is_seen_to(path, around):
    """Whether somebody changes it. `around`: the sentence and all that it stands in, the innermost first."""
    calls = {getattr(node.func, "id", getattr(node.func, "attr", "")) for node in around if isinstance(node, ast.Call)}
    classes = [node for node in around if isinstance(node, ast.ClassDef)]
    inside = any(isinstance(node, ast.FunctionDef) for node in around)
    of_class = len(around) > 2 and isinstance(around[1], ast.Assign) and isinstance(around[2], ast.ClassDef)
    late = any(isinstance(node, ast.FunctionDef) and node.name == "__init__" for node in around)  # beside the fields of the class
    of_form = not late and (path.stem.endswith("forms") or any("Form" in node.name for node in classes)) and not of_class
    of_model = classes and not inside and calls and ("models" in path.parts or path.stem.endswith("models"))
    a_key = isinstance(around[1], ast.Dict) and around[0] in around[1].keys
    return (
        isinstance(around[1], ast.Expr)  # a docstring
        or bool(calls & SAID)
        or any(isinstance(node, ast.Raise) for node in around)
        or of_form
        or of_model
        or a_key
        or any(isinstance(node, ast.Assign) and NAMED & {*map(ast.unparse, node.targets)} for node in around)
        or any("verbose_name" == getattr(node, "arg", "") for node in around)
    )
