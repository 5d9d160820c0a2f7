"""1年の暦 on the first page of staff: the days of this 年度, out of what stands in calls and rounds."""

import datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from kyodo_portal.common.japanese.dates import fiscal_span, fiscal_year
from projects.inventory.workflow import ROUND
from projects.models import InventoryRound
from tests import build

pytestmark = pytest.mark.django_db


@pytest.fixture
def year():
    """The first day of this 年度."""
    return fiscal_span(fiscal_year(build.days(0)))[0]


def months(client):
    """[(month, [what is on it])] as the page of this person says."""
    return [(month.first.month, [day.text for day in month.days]) for month in client.get("/admin/").context["months"]]


def test_staff_read_the_days_of_calls_and_rounds_month_by_month(client_for, year):
    clerk = build.office("secretariat")[1]
    opens = datetime.datetime(year.year, 8, 3, 9, tzinfo=datetime.UTC)
    call = build.call("花の募集")
    type(call).objects.filter(pk=call.pk).update(
        opens_at=opens,
        closes_at=opens.replace(month=9),
        result_on=year.replace(month=10),
        review_due_on=None,
        presentation_on=None,
    )
    InventoryRound.objects.create(
        fiscal_year=year.year, status=ROUND.start, opens_on=year.replace(month=10), closes_on=year.replace(month=11)
    )
    found = months(client_for(clerk))
    assert [month for month, _ in found] == [4, 5, 6, 7, 8, 9, 10, 11, 12, 1, 2, 3]
    days = dict(found)
    label = str(InventoryRound.objects.get())
    assert {month: days[month] for month in (4, 5, 8, 9, 10, 11, 3)} == {
        4: ["新しい年度"], 5: ["前の年度の出納整理の終わり"], 8: ["受付開始：花の募集"], 9: ["締切：花の募集"],
        10: [f"{label}を始める日", "結果の通知：花の募集"], 11: [f"{label}の締切"], 3: ["年度の終わり"],
    }  # fmt: skip
    page = client_for(clerk).get("/admin/").text
    assert page.count('aria-current="date"') == 1 and f'href="{call.get_absolute_url()}"' in page


def test_what_was_called_off_stands_there_no_more_and_more_days_ask_no_more_questions(client_for, year):
    client = client_for(build.office("department")[1])
    build.call("一つめ", closes=0)
    client.get("/admin/")
    with CaptureQueriesContext(connection) as before:
        assert "締切：一つめ" in client.get("/admin/").text
    gone = build.call("取りやめた募集", closes=0)
    type(gone).objects.filter(pk=gone.pk).update(withdrawn_at=gone.opens_at, withdrawn_because="予算のつごう")
    build.call("二つめ", closes=0), build.call("三つめ", closes=0)
    with CaptureQueriesContext(connection) as after:
        page = client.get("/admin/").text
    assert "締切：三つめ" in page and "取りやめた募集" not in page
    assert len(after) == len(before)


def test_what_a_full_month_has_more_stands_there_when_it_is_asked_for(client_for):
    for number in range(7):
        build.call(f"同じ日の募集{number}", closes=0)
    client, every = client_for(build.office("department")[1]), {f"締切：同じ日の募集{number}" for number in range(7)}
    page = client.get("/admin/")
    [month] = [month for month in page.context["months"] if month.is_now]
    assert len(month.days) == 5 and f'<a href="?month={month.first.month}#year-h">ほか{month.more}件<span' in page.text
    whole = client.get(f"/admin/?month={month.first.month}")
    [month] = [month for month in whole.context["months"] if month.is_now]
    assert every <= {day.text for day in month.days} and month.more == 0
    assert all(said in whole.text for said in every) and "ほかの月と同じにもどす" in whole.text
    assert client.get("/admin/?month=x").status_code == 200


def test_only_whoever_works_for_the_city_has_the_calendar(client_for):
    assert client_for(build.system_admin()).get("/admin/").context["months"] == []
