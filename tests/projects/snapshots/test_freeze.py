"""確定・訂正・公表: what of the ledger a year's list keeps, and that it stays as it was."""

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, transaction

from partners.models import PartnerKind
from projects.models import Cycle, Improvement, Project, Report, Snapshot, SnapshotRow
from projects.snapshots.actions import correct_year, freeze_year, newest, publish_year, unpublish_year, would_change
from tests import build
from tests.projects.ledger.build import form

pytestmark = pytest.mark.django_db


@pytest.fixture
def city():
    office, staff = build.office("secretariat")
    department, official = build.office("department", "子育て支援課")
    group, boss, _ = build.group("雪割草の会")
    return {"staff": staff, "department": department, "official": official, "group": group, "boss": boss}


def ended(city, body, title, **more):
    """An entry of 令和6年度 that its department wrote down when it was over."""
    from projects.ledger.actions import enter

    said = {
        "form": form("nominal", "後援", small=True),
        "only_record": True,
        "fiscal_year": 2024,
        "summary": "見守ります。",
        **more,
    }
    return enter(by=city["official"], title=title, partners=[body], department=city["department"], **said)


def test_a_frozen_year_keeps_what_the_ledger_said_then(city):
    person = build.partner("見本 花子", kind=PartnerKind.CITIZEN, name_consent=True)
    entry = ended(city, city["group"], "見守り", city_cost=30_000)
    ended(city, person, "朗読")
    ended(city, city["group"], "内緒", published=False)
    made = freeze_year(2024, by=city["staff"])
    assert (made.version, made.source, made.row_count, made.why) == (1, "frozen", 3, "")
    rows = {row.title: row for row in SnapshotRow.objects.filter(snapshot=made)}
    seen = rows["見守り"]
    assert (seen.project_id, seen.partners, seen.partner_kinds) == (entry.pk, "雪割草の会", [city["group"].kind])
    assert (seen.office, seen.form_code, seen.city_cost, seen.extra) == (
        "子育て支援課",
        "nominal",
        30_000,
        {"内容": "見守ります。"},
    )
    # A private person is never named; what is not public is counted and not told of.
    assert rows["朗読"].partners == "市民（個人）"
    hidden = rows["（公開していない協働）"]
    assert (hidden.partners, hidden.extra) == (city["group"].get_kind_display(), {})
    assert made.summary["count"] == 3 and made.summary["money"]["city"] == {"known": 1, "unknown": 2, "sum": 30_000}
    Project.objects.filter(pk=entry.pk).update(title="別の名")
    assert newest(2024).rows.get(project=entry).title == "見守り"
    with pytest.raises(DatabaseError), transaction.atomic():
        Snapshot.objects.filter(pk=made.pk).update(row_count=0)
    with pytest.raises(DatabaseError), transaction.atomic():
        SnapshotRow.objects.filter(snapshot=made).delete()


def test_a_correction_is_a_further_version_with_its_reason_and_what_changed(city):
    entry = ended(city, city["group"], "見守り", city_cost=30_000)
    with pytest.raises(ValidationError, match="まだ確定していません"):
        correct_year(2024, by=city["staff"], why="金額の誤り")
    freeze_year(2024, by=city["staff"])
    with pytest.raises(ValidationError, match="訂正版を出してください"):
        freeze_year(2024, by=city["staff"])
    with pytest.raises(ValidationError, match="最後の版と同じです"):
        correct_year(2024, by=city["staff"], why="金額の誤り")
    assert would_change(2024) == {}
    entry.cycles.update(city_cost=40_000)
    changed = [{"title": "見守り", "fields": [{"label": "市の負担", "before": "30,000", "after": "40,000"}]}]
    assert would_change(2024)["changed"] == changed
    with pytest.raises(ValidationError, match="直したわけ"):
        correct_year(2024, by=city["staff"], why=" ")
    made = correct_year(2024, by=city["staff"], why="金額の誤り")
    assert (made.version, made.why, made.changes["changed"]) == (2, "金額の誤り", changed)
    assert Snapshot.objects.get(fiscal_year=2024, version=1).rows.get().city_cost == 30_000


def test_a_number_that_the_city_puts_right_after_the_report_is_the_one_of_the_correction(city, client_for):
    entry = ended(city, city["group"], "見守り")
    cycle = entry.cycles.get()
    Report.objects.create(cycle=cycle, by=city["boss"], done="しました。", people=236)
    assert freeze_year(2024, by=city["staff"]).rows.get().people == 236
    client, page = client_for(city["official"]), f"/projects/{entry.pk}/2024/facts/"
    form = client.get(page).context["form"]
    said = {box.name: box.value() for box in form if box.value() not in (None, [])}
    assert client.post(page, {**said, "people": "２５０人"}).status_code == 302
    fields = [{"label": "参加した人数", "before": "236", "after": "250"}]
    assert would_change(2024)["changed"] == [{"title": "見守り", "fields": fields}]


@pytest.mark.parametrize(
    ("status", "people", "outcome", "is_last"),
    [("reporting", None, "", False), ("improving", 40, "", False), ("closed", 40, "end", True)],
)
def test_a_list_tells_no_draft_of_a_report_and_no_review_that_was_taken_back(city, status, people, outcome, is_last):
    cycle = ended(city, city["group"], "見守り").cycles.get()
    Report.objects.create(cycle=cycle, by=city["boss"], done="書きかけ", people=40)
    Improvement.objects.create(cycle=cycle, by=city["official"], outcome="end", why="ひと区切り")
    Cycle.objects.filter(pk=cycle.pk).update(status=status)
    row = freeze_year(2024, by=city["staff"]).rows.get()
    assert (row.people, row.outcome, row.is_last) == (people, outcome, is_last)


def test_only_the_secretariat_freezes_and_publishes(city):
    ended(city, city["group"], "見守り")
    with pytest.raises(PermissionDenied):
        freeze_year(2024, by=city["official"])
    with pytest.raises(ValidationError, match="一覧が、まだありません"):
        publish_year(2024, by=city["staff"])
    made = freeze_year(2024, by=city["staff"])
    assert not Snapshot.objects.published().exists()
    publish_year(2024, by=city["staff"])
    publish_year(2024, by=city["staff"])
    assert list(Snapshot.objects.published()) == [made]
    with pytest.raises(PermissionDenied):
        unpublish_year(2024, by=city["official"])
    unpublish_year(2024, by=city["staff"])
    assert not Snapshot.objects.published().exists()
