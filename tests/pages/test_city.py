"""What a city has not, its pages leave out: no word for a telephone without a number, no coordinator without a name."""

import re

import pytest
from django.core import mail as mailbox
from django.template import engines
from django.template.base import NodeList, VariableNode
from django.template.defaulttags import IfNode

from kyodo_portal.accounts.sample import CITY
from kyodo_portal.notices import outbox
from kyodo_portal.notices.actions import notify
from tests import build, house
from tests.house import ROOT

# Words that promise a number or a name, at the end of a line or of brackets.
PROMISES = re.compile(r"(?:電話|ファクス|相談：|グループ：|Coordinator:)\s*(?:$|[）。、])", re.MULTILINE)
PAGES = [
    "/", "/guidelines/", "/guidelines/help/", "/partners/", "/projects/", "/projects/calls/", "/partners/register/", "/easy/", "/en/",
    "/policies/accessibility/", "/policies/privacy/", "/policies/terms/", "/search/?q=zzzz", "/accounts/login/", "/nowhere/",
]  # fmt: skip
OPTIONAL = ("phone", "fax", "email", "desk", "hours", "coordinator", "coordinator_phone", "as_of")


@pytest.mark.django_db
@pytest.mark.parametrize("path", PAGES)
def test_a_page_says_nothing_of_what_the_city_has_not(client, settings, path):
    settings.KYODO_CITY = {**settings.KYODO_CITY, **dict.fromkeys(OPTIONAL, "")}
    page = client.get(path).content.decode()
    assert 'href="tel:"' not in page and PROMISES.findall(re.sub("<[^>]+>", "", page)) == []
    assert "0258-83-3512" not in page and "こしゃる" not in page and "小千谷市役所 観光交流課" in page


@pytest.mark.django_db
def test_mails_name_the_office_without_a_telephone(settings, client):
    settings.KYODO_CITY = {**settings.KYODO_CITY, "phone": ""}
    notify([build.user(email="hanako@example.jp")], title="お知らせ", key="x")
    outbox.deliver_due()
    assert mailbox.outbox[0].body.endswith("--\n小千谷市 協働ポータル\n小千谷市役所 観光交流課")


def test_no_page_has_another_citys_number_or_name():
    """Not even as an example beside a field: somebody will call it. The sample's own files are the only place."""
    values = {CITY[name] for name in CITY if name not in ("KYODO_CITY_CODE", "KYODO_CONTACT_AS_OF", "KYODO_CITY_READINGS")} | {
        "947-0028",
        "4000020152081",
    }
    breaches = []
    for path in house.files(".py", ".html", ".txt", ".css", under=(*house.APPS, "templates", "static")):
        if not {"migrations", "sample", "sample.py"} & set(path.parts):
            breaches += [f"{path}: {value}" for value in values if value in house.text(path)]
    assert breaches == []


def unasked(nodes, asked=frozenset()):
    """The optional words of the city that a template writes outside an {% if %} that asks for them."""
    for node in nodes:
        if isinstance(node, VariableNode):
            name = node.filter_expression.token.partition("|")[0].strip()
            if name.startswith("city.") and name.removeprefix("city.") in OPTIONAL and name not in asked:
                yield name
        elif isinstance(node, IfNode):
            for condition, inner in node.conditions_nodelists:
                words = set(re.findall(r"city\.\w+", repr(condition))) if condition else set()
                yield from unasked(inner, asked | words)
        else:
            for inside in vars(node).values():
                if isinstance(inside, NodeList):
                    yield from unasked(inside, asked)


def test_every_template_asks_before_it_writes_what_a_city_may_not_have():
    breaches = {}
    for path in sorted((ROOT / "templates").rglob("*.*")):
        if path.suffix in (".html", ".txt"):
            name = str(path.relative_to(ROOT / "templates"))
            words = set(unasked(engines["django"].get_template(name).template.nodelist))
            if words:
                breaches[name] = words
    assert breaches == {}
