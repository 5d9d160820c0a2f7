"""Every list page of the house: what narrows it is said and can be taken away, one by one or together."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from partners.directory.actions import refresh_search
from partners.directory.reference import load_reference
from partners.models import Area, Field, Partner
from projects.models import Cycle, Participation, Project
from tests import build
from tests.projects.ledger.build import World, form

pytestmark = pytest.mark.django_db


@pytest.fixture
def city():
    load_reference()
    World().entry(title="見守り配達")
    for name in ("あおぞら食堂", "いわさわバスの会"):
        refresh_search(build.partner(name, kind="civic"))
    build.call("通学路の募集")


def page_of(client, address):
    return re.sub("<wbr>", "", client.get(address).content.decode())


def chips(html):
    """[(words, address without it)]"""
    return re.findall(r'<a class="kp-remove" href="(.*?)">\s*<span>(.*?)</span>', html)


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("/projects/?q=見守り&kind=civic", [("?kind=civic#results", "ことば：見守り"), ("?q=%E8%A6%8B%E5%AE%88%E3%82%8A#results", "市民活動団体")]),
        ("/projects/?phase=plan&sort=name&page=2", [("?sort=name#results", "計画")]),
        ("/partners/?has=offers&has=needs", [("?has=needs#results", "できることがある"), ("?has=offers#results", "求めることがある")]),
        ("/projects/calls/?track=citizen", [("/projects/calls/#results", "市民提案型")]),
        ("/guidelines/cases/?q=雪", [("/guidelines/cases/#results", "ことば：雪")]),
    ],
)  # fmt: skip
def test_what_is_chosen_can_be_taken_away(client_for, city, address, expected):
    html = page_of(client_for(), address)
    assert chips(html) == expected
    assert f'<a class="kp-more" href="{address.split("?")[0]}#results">条件をすべて外す</a>' in html


@pytest.mark.parametrize("address", ["/projects/", "/partners/", "/projects/calls/", "/guidelines/cases/"])
def test_without_a_choice_there_is_nothing_to_take_away(client_for, city, address):
    html = page_of(client_for(), f"{address}?q=&sort=unknown&page=9")
    assert "選んでいる条件" not in html and 'name="sort"' not in html
    assert 'id="results" tabindex="-1"' in html and 'action="#results"' in html


def test_a_chosen_order_stays_while_the_conditions_change(client_for, city):
    html = page_of(client_for(), "/partners/?sort=new&kind=group")
    assert '<input type="hidden" name="sort" value="new">' in html
    assert '<b aria-current="true">新しい順</b>' in html and '<a href="?kind=group#results">50音順</a>' in html
    first = page_of(client_for(), "/partners/?kind=group")
    assert '<a href="?kind=group&amp;sort=new#results">新しい順</a>' in first


def test_the_board_is_a_list_like_the_others(client_for):
    world = World()
    world.clerk_plan(world.cycle(title="見守り配達の会"))
    client = client_for(world.clerk)
    html = page_of(client, "/projects/board/?holder=applicant&late=on&q=見守り&view=table&page=1")
    assert [words for _, words in chips(html)] == ["ことば：見守り", "団体の代表者", "おくれているものだけ"]
    assert chips(html)[2][0] == "?holder=applicant&amp;q=%E8%A6%8B%E5%AE%88%E3%82%8A&amp;view=table#results"
    assert '<input type="hidden" name="view" value="table">' in html and '<b aria-current="true">表</b>' in html
    assert '<a href="?holder=applicant&amp;late=on&amp;q=%E8%A6%8B%E5%AE%88%E3%82%8A#results">段階ごと</a>' in html
    by_stage = page_of(client, "/projects/board/")
    assert "選んでいる条件" not in by_stage and '<a href="?view=table#results">表</a>' in by_stage


def test_a_group_of_boxes_is_open_only_where_one_is_ticked(client_for, city):
    html = page_of(client_for(), "/partners/?field=1&field=2")
    assert re.search(r"<details open>\s*<summary>活動の分野（2つ選択中）</summary>", html)
    assert re.search(r"<details>\s*<summary>活動の分野</summary>", page_of(client_for(), "/partners/"))


def test_a_list_counts_in_its_own_unit(client_for, city):
    html = page_of(client_for(), "/partners/")
    assert re.findall(r"<title>仲間をさがす（(.*?)）｜|results-h\">\s*(.*?)\s*</h2>", html) == [
        ("7の団体と人", ""),
        ("", "7の団体と人"),
    ]
    Partner.objects.all().update(standing="left")
    assert "<title>仲間をさがす（0の団体と人）｜" in page_of(client_for(), "/partners/")


def test_a_value_that_is_no_choice_narrows_nothing(client_for, city):
    html = page_of(client_for(), "/projects/?phase=nowhere&form=x&kind=civic")
    assert chips(html) == [("?phase=nowhere&amp;form=x#results", "市民活動団体")]
    assert "見守り配達" in html and "エラー" not in html and "選び直して" not in html


def test_a_list_asks_the_same_however_many_choices_its_filters_offer(client_for, city):
    """Areas, fields, forms, departments, years and guidelines are rows: three more of each, and not one question more."""
    clerk, asked = build.office("department")[1], []
    lists = (
        "/projects/",
        "/partners/",
        "/projects/calls/",
        "/guidelines/cases/",
        "/guidelines/terms/",
        "/projects/board/",
        "/inbox/",
    )
    staff = [
        f"/admin/{name}/"
        for name in ("projects/project", "projects/cycle", "projects/proposal", "projects/call", "partners/partner")
    ]
    client, chief = client_for(clerk), client_for(build.office("secretariat")[1])
    for more in (0, 3):
        for number in range(more):
            Area.objects.create(name=f"地域{number}")
            Field.objects.create(number=90 + number, name="x", short=f"分野{number}")
            form(f"planning{number}", f"形態{number}")
            department = build.partner(f"課{number}", kind="department", office="department")
            build.call(f"募集{number}", fiscal_year=2030 + number, department=department)
            entry = Project.objects.create(
                number=f"R8-K-{more}{number}",
                title=f"企画{number}",
                form=form(f"planning{number}"),
                created_by=clerk,
                published_at=timezone.now(),
            )
            for side, body in (("city", department), ("group", build.partner(f"会{number}"))):
                Participation.objects.create(project=entry, partner=body, side=side)
            days = {"starts_on": date(2030 + number, 4, 1), "ends_on": date(2031 + number, 3, 31), "status": "running"}
            Cycle.objects.create(project=entry, fiscal_year=2030 + number, spec=entry.form.specs.get(), **days)
        counts = {}
        for who, addresses in ((client, lists), (chief, staff)):
            for address in addresses:
                assert who.get(address).status_code == 200
                with CaptureQueriesContext(connection) as queries:
                    who.get(address)
                counts[address] = len(queries)
        asked.append(counts)
    assert asked[0] == asked[1]
