"""A list of the admin as an xlsx table: as it is narrowed, with a purpose where people's data are in it, in the trail."""

import copy
import datetime
import io
import re

import openpyxl
import pytest
from django.contrib import admin
from django.utils import timezone
from openpyxl.utils import get_column_letter

from guidelines.revisions.loading_actions import load_guideline
from kyodo_portal.accounts.models import User
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
    """As it is narrowed, days as days, columns as wide as their words; what leaves without a word names no person."""
    client, told, seen, in_words, narrow, unasked, narrowed = client_for(who.kanri), [], 0, [], [], [], 0
    people = {word for person in User.objects.all() for word in (person.name, person.email) if word}
    for model in our_models():
        face, address = admin.site._registry.get(model), f"/admin/{model._meta.app_label}/{model._meta.model_name}/"
        if face is None or not face.takes_out:
            continue
        got = taken(client, address)
        at_once = got.get("Content-Type") == tables.XLSX
        got = got if at_once else taken(client, address, purpose="点検のため")
        if got.get("Content-Type") != tables.XLSX:
            told.append(model._meta.label)
            continue
        sheet = openpyxl.load_workbook(io.BytesIO(got.content)).active
        header, *rows = table(got)
        seen += 1
        cells = [(name, cell) for row in rows for name, cell in zip(header, row, strict=True)]
        in_words += [(model._meta.label, name, cell) for name, cell in cells if said_in_words(cell)]
        unasked += [(model._meta.label, name, cell) for name, cell in cells if at_once and cell in people]
        narrow += [(model._meta.label, header[place]) for place in range(len(header)) if is_cut(sheet, place + 1)]
        for query, number in some_filters(client.get(address)):
            narrowed += 1
            found = table(taken(client, f"{address}{query}", purpose="点検のため"))[1:]
            assert len(found) == number, (address, query)
    assert told == ["projects.Exclusion", "projects.Substitute", "projects.Review"]  # pages of their own in place of a list
    assert seen > 60 and in_words == []  # days are days and sums numbers in all of them
    assert (unasked, narrow) == ([], []) and narrowed > 30


def some_filters(page):
    """[(query, how many rows it leaves)] of the first choice of the last filter of a list: as many as its page says."""
    if page.status_code != 200:  # led on to a page of its own
        return
    lists = page.context_data["cl"]
    for spec in lists.filter_specs[-1:]:
        choice = next((one for one in spec.choices(lists) if not one["selected"]), None)
        if choice:
            shown = page.client.get(f"{page.wsgi_request.path}{choice['query_string']}").context_data["cl"]
            yield choice["query_string"], shown.result_count


def is_cut(sheet, column):
    """Whether a column is narrower than the days or the numbers in it, of which a spreadsheet shows ##### then."""
    width = sheet.column_dimensions[get_column_letter(column)].width
    cells = [cell for (cell,) in sheet.iter_rows(min_row=2, min_col=column, max_col=column)]
    return any(len(shown(cell)) > width for cell in cells if cell.is_date or isinstance(cell.value, (int, float)))


def shown(cell):
    """A day or a number as a spreadsheet writes it."""
    return (
        f"{cell.value:%Y-%m-%d %H:%M}"
        if "hh" in cell.number_format
        else f"{cell.value:%Y-%m-%d}"
        if cell.is_date
        else f"{cell.value:,}"
    )


def said_in_words(cell):
    """Whether a cell says a day or a sum in words, which a spreadsheet can neither sort nor add up."""
    return isinstance(cell, str) and re.fullmatch(r"\d{4}年\d+月\d+日(（.）)?( .*)?|\d{4}-\d\d-\d\d.*|-?[\d,]+円", cell)
