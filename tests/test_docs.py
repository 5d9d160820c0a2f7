"""What README.md and CONTRIBUTING.md say is what the code says."""

import datetime
import re
from importlib import import_module

from kyodo_portal.common.version import version
from tests import house
from tests.screens import ROOT, SCREENS, SHOTS, diagrams


def test_the_diagrams_of_the_readme_are_those_of_the_tables():
    """After a change of a table: make screens."""
    for name, svg in diagrams().items():
        assert (SCREENS / name).read_text(encoding="utf-8") == svg


def test_every_picture_of_the_readme_is_there_and_none_is_left_over():
    shown = set(re.findall(r"docs/screens/([\w-]+\.(?:png|svg))", (ROOT / "README.md").read_text(encoding="utf-8")))
    assert shown == {path.name for path in SCREENS.iterdir()}
    assert shown == {f"{name}.png" for name, *_ in SHOTS} | set(diagrams())


def test_the_version_is_said_everywhere_alike():
    """What is installed, told of and tagged: a release changes them together."""
    changes, manual, readme = (house.text(name) for name in ("CHANGELOG.md", "docs/operations.md", "README.md"))
    newest, day = re.search(r"^## (\d+\.\d+\.\d+) \((.+?)\)", changes, re.MULTILINE).groups()
    assert newest == version() and datetime.date.fromisoformat(day)
    assert house.text(f"docs/changes/{newest}.md").startswith(f"# {newest}, ")
    assert re.findall(r"git clone --branch v(\S+) ", manual) == [newest]
    assert re.findall(r"^(\d+\.\d+\.\d+)、", readme, re.MULTILINE) == [newest] and f"`v{newest}`" in readme


# ---- CONTRIBUTING.md ---------------------------------------------------------------------------------------------
LAW = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
DECISION = re.compile(r"- (\d{4}-\d{2}-\d{2}) \[(.+)\]\(docs/decisions/(.+)\.md\)")
PARTS = ["## What", "## Why", "## What it would take to change it"]


def test_every_decision_is_a_dated_file_and_a_line_of_the_index():
    lines = [line for line in LAW.partition("## Decisions")[2].splitlines() if line.startswith("- ")]
    index = {}
    for line in lines:
        day, title, name = DECISION.fullmatch(line).groups()
        assert name.startswith(f"{day}-"), line
        index[name] = title
    files = {path.stem: house.text(path) for path in house.files(".md", under=("docs/decisions",))}
    assert index == {name: text.partition("\n")[0].removeprefix("# ") for name, text in files.items()}
    assert [name[:10] for name in index] == sorted((name[:10] for name in index), reverse=True)
    assert len(index) == len(lines)


def test_every_decision_says_what_why_and_what_it_would_take_to_change_it():
    files = {path.name: house.text(path).splitlines() for path in house.files(".md", under=("docs/decisions",))}
    assert {name: [line for line in text if line.startswith("## ")] for name, text in files.items()} == dict.fromkeys(
        files, PARTS
    )
    assert [name for name, text in files.items() if len(text) > 30] == []  # short, or nobody reads it


def test_the_rooms_of_the_law_are_those_of_the_apps():
    rooms_of = dict(re.findall(r"\| (projects|partners|guidelines) \| (.+) \|", LAW))
    named = {app: re.sub(r" \(.*?\)", "", rooms).split(", ") for app, rooms in rooms_of.items()}
    assert named == {app: list(import_module(app).ROOMS) for app in ("projects", "partners", "guidelines")}


def test_the_packages_of_common_are_named():
    there = {path.parts[2] for path in house.app_code() if path.parts[:2] == ("kyodo_portal", "common") and len(path.parts) > 3}
    named = re.search(r"kyodo_portal/common .*packages: (.+)", LAW)[1].split()
    assert set(named) == there - {"templatetags"}


def test_the_names_of_the_glossary_are_names_of_the_code():
    table = LAW.partition("## Names")[2].partition("## ")[0]
    named = set(re.findall(r"`(\w+)`", "\n".join(line for line in table.splitlines() if line.startswith("| ") and "`" in line)))
    used = {word for path in house.app_code() for word in house.words_used(path)}
    used |= {node.name for path in house.app_code() for node in house.functions(path)}
    assert len(named) > 40
    assert named - used - {"access"} == set()


def test_what_the_documents_name_in_the_tree_is_there():
    """Files and folders in backticks, from the root or inside an app; `var/` is made by the first start."""
    documents = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", *map(str, house.files(".md", under=("docs",))))]
    lost = []
    for document in documents:
        for name in re.findall(r"`((?:\w+/)+(?:\w+\.(?:py|md|html))?)`", document.read_text(encoding="utf-8")):
            if name != "var/" and not any(
                (ROOT / place / name).exists() for place in ("", "kyodo_portal", "guidelines", "partners", "projects")
            ):
                lost.append(f"{document.name}: {name}")
    assert not lost, "\n".join(lost)
