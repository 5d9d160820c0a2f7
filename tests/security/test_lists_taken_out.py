"""A list of the admin as an xlsx table: as it is narrowed, with a purpose where people's data are in it, in the trail."""

import copy
import datetime
import io

import openpyxl
import pytest
from django.contrib import admin
from django.utils import timezone

from guidelines.revisions.loading_actions import load_guideline
from kyodo_portal.audit.models import AuditEvent
from kyodo_portal.common import table_admin
from kyodo_portal.common.lists import tables
from partners.models import Partner
from tests import build
from tests.house import our_models

from .city import settle

pytestmark = pytest.mark.django_db
PARTNERS = "/admin/partners/partner/"


def taken(client, address, **typed):
    return client.post(address, {"_take": "xlsx", **typed})


def table(answer):
    """The rows of the xlsx that an answer brings."""
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    return [[cell.value for cell in row] for row in sheet.iter_rows()]


@pytest.fixture(scope="module")
def city(lay):
    def make():
        load_guideline(build.OJIYA)
        return settle()

    return lay(make)


@pytest.fixture
def who(city):
    return copy.deepcopy(city[0])


def test_a_table_with_peoples_data_says_what_it_is_for(who, client_for):
    client = client_for(who.jimukyoku)
    asked = taken(client, PARTNERS)
    assert "何に使いますか" in asked.content.decode() and "取り出さずに、一覧に戻る" in asked.content.decode()
    assert "「何に使いますか」を入れてください。" in taken(client, PARTNERS, purpose=" ").content.decode()
    assert not AuditEvent.objects.filter(act="export").exists()
    got = taken(client, f"{PARTNERS}?kind=npo", purpose="総会の案内を送るため")
    header, *rows = table(got)
    groups = Partner.objects.filter(kind="npo")
    assert header[:2] == ["団体名", "種類"] and {row[1] for row in rows} == {"NPO法人"}
    assert sorted(row[0] for row in rows) == sorted(group.name for group in groups)
    event = AuditEvent.objects.get(act="export")
    assert (event.by, event.rows) == (who.jimukyoku, groups.count())
    assert event.note.endswith("の一覧（総会の案内を送るため）")


def test_a_table_without_them_is_one_press(who, client_for):
    got = taken(client_for(who.tanto), PARTNERS)
    assert got["Content-Type"] == tables.XLSX and AuditEvent.objects.get(act="export").by == who.tanto


def test_days_are_days_and_columns_as_wide_as_their_words(who, client_for):
    Partner.objects.filter(kind="npo").update(confirmed_on=datetime.date(2026, 4, 1))
    got = taken(client_for(who.tanto), f"{PARTNERS}?kind=npo")
    sheet = openpyxl.load_workbook(io.BytesIO(got.content)).active
    place = [cell.value for cell in sheet[1]].index("最後に確かめた日")
    assert sheet.cell(2, place + 1).value == datetime.datetime(2026, 4, 1)
    assert sheet.column_dimensions["A"].width > sheet.column_dimensions["B"].width > 8
    assert f"_{timezone.localdate()}.xlsx" in got["Content-Disposition"]


def test_what_is_too_much_at_once_is_said(who, client_for, monkeypatch):
    monkeypatch.setattr(table_admin, "MOST", 0)
    client = client_for(who.tanto)
    answer = taken(client, f"{PARTNERS}?kind=npo")
    assert answer["Location"] == f"{PARTNERS}?kind=npo"
    assert "0件より多いので、取り出せません" in client.get(PARTNERS).content.decode()


@pytest.mark.one_engine
def test_every_list_can_be_taken_out(who, client_for):
    client, told, seen = client_for(who.kanri), [], 0
    for model in our_models():
        face = admin.site._registry.get(model)
        if face is None or not face.takes_out:
            continue
        got = taken(client, f"/admin/{model._meta.app_label}/{model._meta.model_name}/", purpose="点検のため")
        if got.get("Content-Type") == tables.XLSX:
            seen += len(table(got)) > 0
        else:
            told.append(model._meta.label)
    assert told == ["projects.Exclusion", "projects.Substitute", "projects.Review"]  # pages of their own in place of a list
    assert seen > 60
