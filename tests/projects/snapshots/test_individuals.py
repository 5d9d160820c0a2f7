"""Nobody stands by name in a list of a year who is an individual: not who turns out to be one later, nor who leaves the portal."""

import json

import pytest
from django.urls import reverse

from kyodo_portal.audit.models import AuditEvent, Blanking
from kyodo_portal.personal.erasing_actions import close_account
from partners.models import Partner
from projects.models import Snapshot, SnapshotRow
from projects.snapshots.actions import correct_year, freeze_year, publish_year, write_version
from tests import build
from tests.projects.ledger.build import form

from .test_freeze import ended

pytestmark = pytest.mark.django_db
NAME, ONE = "山田 花子", "市民（個人）"


@pytest.fixture
def city():
    office, staff = build.office("secretariat")
    department, official = build.office("department", "子育て支援課")
    return {"staff": staff, "department": department, "official": official}


def turn_into_a_person(clerk, body):
    """The secretariat puts the kind right by hand."""
    address = reverse("admin:partners_partner_change", args=[body.pk])
    page = clerk.get(address).context["adminform"].form
    values = {name: page[name].value() for name in page.fields if page[name].value() not in (None, False)}
    assert clerk.post(address, {**values, "kind": "citizen"}).status_code == 302


def read(client, year=2024):
    """What a visitor reads of the list of a year, as a page and as a file."""
    file = b"".join(client.get(f"/report/{year}/list.csv").streaming_content)
    return build.read(client, f"/report/{year}/list/") + file.decode("utf-8-sig")


def test_a_body_that_turns_out_to_be_an_individual_is_named_in_no_list(client_for, city):
    body, others = build.partner(NAME, kind="civic"), build.partner("山田 花子の会", kind="civic")
    entry = ended(city, body, "朗読")
    entry.participations.create(partner=others, side="group")
    freeze_year(2024, by=city["staff"])
    entry.participations.filter(partner=others).update(until=build.days(-4000))
    correct_year(2024, by=city["staff"], why="相手の誤り")
    publish_year(2024, by=city["staff"])
    visitor, clerk = client_for(), client_for(city["staff"])
    assert NAME in read(visitor)
    turn_into_a_person(clerk, body)
    page = read(visitor)
    assert NAME not in page.replace("山田 花子の会", "") and ONE in page
    first, second = SnapshotRow.objects.order_by("snapshot__version")
    assert (first.partners, second.partners) == (f"{ONE}、山田 花子の会", ONE)
    changed = Snapshot.objects.get(version=2).changes["changed"]
    assert changed == [{"title": "朗読", "fields": [{"label": "相手", "before": f"{ONE}、山田 花子の会", "after": ONE}]}]
    inside = client_for(city["official"])
    for address in ("/report/lists/2024/", "/report/2024/list/?version=1"):
        assert NAME not in build.read(inside, address).replace("山田 花子の会", ""), address
    event = AuditEvent.objects.filter(act="erase").get()
    assert (event.by, event.target_type, event.target_id) == (None, "partners.partner", str(body.pk))
    assert not Blanking.objects.exists()


def test_a_person_who_leaves_is_named_in_no_old_list(city):
    """Old tables name people beside groups; nothing but the name ties such a row to whoever leaves."""
    person, namesake = build.user(NAME, "hanako@example.jp"), build.partner("花子の会", kind="civic")
    rows = [
        SnapshotRow(
            order=1, title="朗読", partners=f"花子の会、山田　花子、{namesake.name}の友", form_code="nominal", source="list"
        ),
        SnapshotRow(order=2, title="読み聞かせ", partners="山田花子", form_code="nominal", source="list"),
        SnapshotRow(order=3, title="山田花子記念", partners="山田花子記念館", form_code="nominal", source="list"),
    ]
    write_version(2023, rows, by=city["staff"], source=Snapshot.Source.LIST, name="R5")
    close_account(user=person, by=person)
    assert [*SnapshotRow.objects.values_list("partners", flat=True)] == [f"花子の会、{ONE}、花子の会の友", ONE, "山田花子記念館"]


@pytest.mark.parametrize("name", ["川べり読書会", "まちづくり活動"])
def test_nobody_takes_a_body_out_of_an_old_list_by_being_called_so(city, name):
    person = build.user(name, "hanako@example.jp")
    row = SnapshotRow(order=1, title="朗読", partners=name, form_code="nominal", source="list")
    write_version(2023, [row], by=city["staff"], source=Snapshot.Source.LIST, name="R5")
    close_account(user=person, by=person)
    assert SnapshotRow.objects.get().partners == name


def test_what_a_list_says_of_a_matter_of_whoever_leaves_says_it_no_more(city):
    person = build.user(NAME, "hanako@example.jp")
    own = build.partner(NAME, kind="citizen", name_consent=True)
    build.join(person, own, "representative")
    Partner.objects.filter(pk=own.pk).update(standing="left")
    ended(city, own, f"{NAME}の朗読", summary=f"{NAME}が読みます。", form=form("nominal", "後援", small=True))
    freeze_year(2024, by=city["staff"])
    close_account(user=person, by=person)
    row = SnapshotRow.objects.get()
    assert (row.title, row.partners, row.extra) == ("退会した人の朗読", ONE, {"内容": "退会した人が読みます。"})
    assert NAME not in json.dumps(Snapshot.objects.get().summary, ensure_ascii=False)
