"""What the manuals tell an operator to type, set, open or look up is there: commands with their options, settings, files, pages, points."""

import re
import shlex

import pytest
from django.contrib import admin
from django.core.management import get_commands, load_command_class
from django.urls import Resolver404, resolve

from kyodo_portal.accounts.models import User
from kyodo_portal.accounts.sample import SAMPLES
from kyodo_portal.audit.acts import ACTS
from kyodo_portal.pages import status
from kyodo_portal.personal.models import Closing
from tests.house import ROOT
from tests.ops.test_environment import names_read

PAGES = sorted([ROOT / "README.md", ROOT / "SECURITY.md", ROOT / "CHANGELOG.md", *(ROOT / "docs").glob("*.md")])
LAW = [ROOT / "CONTRIBUTING.md", ROOT / "tests" / "bench" / "README.md"]
DEPLOY = sorted(path for path in (ROOT / "deploy").rglob("*") if path.is_file())
MANUAL = (ROOT / "docs" / "operations.md").read_text(encoding="utf-8")
# Of systemd, of the image of PostgreSQL, and of Python: nothing that a portal asks for.
OTHERS = ("AF_", "POSTGRES_", "PGDATA", "PYTHON", "TZ", "CMD")


OF_OTHERS = {"/.well-known/openid-configuration", "/.well-known/acme-challenge/"}  # of a provider of sign-ins; of nginx


def of(path):
    return path.read_text(encoding="utf-8")


def is_ours(address):
    try:
        return bool(resolve(address))
    except Resolver404:
        return False


def code_of(text):
    """Every line of a block and every word between backticks; comments are gone."""
    blocks = re.findall(r"^```\w*\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
    prose = re.sub(r"^```.*?^```", "", text, flags=re.DOTALL | re.MULTILINE)
    return [line for block in blocks for line in block.splitlines()] + re.findall(r"`([^`\n]+)`", prose)


@pytest.mark.parametrize("page", PAGES + LAW + DEPLOY, ids=lambda path: path.name)
def test_a_command_is_there_and_takes_what_stands_behind_it(page):
    """Words in Japanese stand for what a city writes there itself."""
    lines = of(page).splitlines() if page in DEPLOY else code_of(of(page))
    for line in lines:
        for said in re.findall(r"manage\.py(?:\", \"| )([a-z_]+[^|&;`\"']*)", line):
            name, *words = shlex.split(said, comments=True)
            assert name in get_commands(), line
            if words:
                parser = load_command_class(get_commands()[name], name).create_parser("manage.py", name)
                parser.parse_args([word if word.isascii() else "1" for word in words])


def test_every_target_of_make_that_is_named_is_there_and_the_other_way_round():
    said = set()
    for page in PAGES + LAW:
        for line in code_of(of(page)):
            said |= set(re.findall(r"^(?:\w+=\S+ )*make ([a-z][\w-]*)", line))
    there = set(re.search(r"^\.PHONY: (.+)$", of(ROOT / "Makefile"), re.MULTILINE)[1].split()) - {"python"}
    assert said == there


@pytest.mark.parametrize("page", PAGES + DEPLOY, ids=lambda path: path.name)
def test_a_setting_that_is_named_is_asked_for_by_the_code(page):
    names = names_read()
    for word in set(re.findall(r"\b[A-Z][A-Z0-9]*_[A-Z0-9_]+\b", of(page))):
        if not word.startswith(OTHERS):
            assert word in names or (word.endswith("_") and any(name.startswith(word) for name in names)), word


@pytest.mark.parametrize("page", PAGES + LAW + sorted((ROOT / "docs").glob("*/*.md")), ids=lambda path: path.name)
def test_a_link_leads_to_a_file(page):
    for target in re.findall(r"\]\((?!https?:|#|/)([^)#\s]+)", of(page)):
        assert (page.parent / target).exists(), target


@pytest.mark.parametrize("page", PAGES + LAW, ids=lambda path: path.name)
def test_a_file_of_ours_that_is_named_is_there(page):
    """From the root; what begins otherwise is made by a start, or stands on the city's machine."""
    ours = {path.name for path in ROOT.iterdir() if path.name != "var"}
    for line in code_of(of(page)):
        for name in re.findall(r"(?<![\w/.:-])((?:[\w.-]+/)+[\w.@-]*\w)", line):
            if name.split("/")[0] in ours:
                assert (ROOT / name).exists(), name


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_a_page_of_the_site_that_is_named_opens(page):
    for line in code_of(of(page)):
        for address in re.findall(r"^(?:https?://[\w.:]+)?(/(?!etc/|var/|run/|root/|srv/|data\b)[\w./-]*)", line):
            assert address in OF_OTHERS or is_ours(address), address


def test_what_the_manuals_call_by_name_in_the_admin_is_called_so():
    """職員の画面「…」: a list, or a page that leads from its first one. Whoever holds the sheet of an incident has no time to guess."""
    lists = {str(model._meta.verbose_name_plural) for model in admin.site._registry} | {"まるごと持ち出す"}
    said = {name for page in PAGES for name in re.findall(r"職員の画面「(.+?)」", of(page))}
    assert said - lists == set() and {"利用者", "記録(誰が何をしたか)"} <= said


def test_what_the_sheet_of_an_incident_tells_to_do_is_there_under_that_name():
    sheet = of(ROOT / "docs" / "incident.md")
    assert f"「利用者」で「{User._meta.get_field('is_active').verbose_name}」を外す" in sheet
    assert f"「{Closing._meta.verbose_name_plural}」で見る" in sheet
    assert {"サインインを断った", "サインインを止めた"} <= set(ACTS.values()) & set(re.findall(r"「(.+?)」", sheet))


def test_a_unit_that_is_named_is_laid_there():
    units = {path.name for path in (ROOT / "deploy" / "systemd").iterdir()}
    for page in PAGES:
        for name in re.findall(r"\bkyodo-[a-z]+(?:@\w*)?\.(?:service|timer)", of(page)):
            assert re.sub(r"@\w*", "@", name) in units, name
        for line in code_of(of(page)):
            for names in re.findall(r"^systemctl (?:\w+ )+?(?:--now )?(kyodo-.*?)(?: &&|\s+#|$)", line):
                for name in names.split():
                    assert re.sub(r"@\w+", "@", name if "." in name else f"{name}.service") in units, line


def test_the_points_of_the_status_are_those_of_the_manual():
    table = MANUAL.partition("## 8. 監視")[2].partition("\n### ")[0]
    listed = re.findall(r"^\| ([^|]+?) \|", table, re.MULTILINE)[1:]
    titles = [title for title, _ in (*status.IN_DATABASE.values(), *status.ON_MACHINE.values())]
    assert sorted(listed) == sorted(["データベース", *titles])


def test_a_section_that_is_named_is_in_the_manual():
    """「5 の「サイトの印」」 in it, （docs/operations.md, 7） and operations.md)の6 elsewhere."""
    sections = dict(re.findall(r"^## (\d)\. (.+?)(?=^## |\Z)", MANUAL, re.MULTILINE | re.DOTALL))
    for number, heading in re.findall(r"(\d) ?の「(.+?)」", MANUAL):
        assert heading in sections[number], (number, heading)
    others = [*PAGES, *LAW, *DEPLOY, *(ROOT / "kyodo_portal").rglob("*.py"), *(ROOT / "docs").glob("*/*.md")]
    for path in others:
        for number in re.findall(r"operations\.md(?:\)の| の|, )(\d)", of(path)):
            assert number in sections, path


# What stands in a manual beside a word of the screen: figures, a year, who one becomes, Django's own 「… を追加」.
BESIDE = re.compile(r"令和○年度|○月○日|[\d○…　：（）() /]+|(?:になる| を追加)$")


@pytest.mark.parametrize("name", ["tour.md", "first-city.md", "city-year.md", "lgwan.md", "letters.md", "consultations.md"])
def test_what_a_manual_tells_to_press_or_read_is_a_word_of_the_screens(name):
    """「…」: as it stands in a template, in the code or in the sample; a village's 村 is written 市 there."""
    places = [ROOT / place for place in ("templates", "kyodo_portal", "guidelines", "partners", "projects", "fixtures")]
    files = [path for place in places for path in place.rglob("*") if path.suffix in (".html", ".py", ".json", ".txt")]
    words = "\n".join(of(path) for path in files)

    def is_there(label):
        parts = [part for part in BESIDE.split(label) if len(part) > 1]
        return label in words or bool(parts) and all(re.sub("^村", "市", part) in words for part in parts)

    manual = of(ROOT / "docs" / name)
    labels = set(re.findall(r"「([^「」]+)」", manual)) - set(re.findall(r"^#+ (.+)$", manual, re.MULTILINE))
    assert sorted(label for label in labels if not is_there(label)) == []


def test_the_people_of_the_tour_are_those_of_the_sample():
    tour = of(ROOT / "docs" / "tour.md")
    assert set(re.findall(r"^\| `(\S+@example\.jp)` \|", tour, re.MULTILINE)) == {mail for mail, _ in SAMPLES["ojiya"].logins}
