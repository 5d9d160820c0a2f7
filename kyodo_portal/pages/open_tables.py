"""オープンデータ as tables of one kit: each has its columns and rows, and leaves as CSV and as JSON, readable from other sites."""

from collections.abc import Callable
from typing import NamedTuple

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, JsonResponse
from django.utils.timezone import localdate
from django.views.decorators.http import require_safe

from kyodo_portal.common.lists.tables import csv_response
from kyodo_portal.common.privacy import public_rows
from kyodo_portal.common.web.anywhere import anywhere
from projects.committees.models import Committee, CommitteeMeeting, CommitteeSeat

FIRST = ("全国地方公共団体コード", "ID", "地方公共団体名")


class OpenTable(NamedTuple):
    """`columns`: behind those of every table (FIRST). shown(): the rows that everybody reads; cells(row): what a PublicRow says."""

    label: str
    columns: tuple[str, ...]
    shown: Callable
    cells: Callable


def _note(row):
    return "見本" if row.is_sample else ""


def _iso(day):
    return f"{day:%Y-%m-%d}" if day else ""


def _committee(row):
    office = row.department.name if row.department else ""
    numbers = [row.seats_limit or "", row.term_months, row.open_goal]
    return [row.name, row.purpose, row.basis, office, *numbers, _iso(row.ended_on), _note(row)]


def _members():
    """The roster of today."""
    seats = CommitteeSeat.objects.valid().filter(committee__in=Committee.objects.published()).select_related("committee")
    return seats.order_by("committee_id", "-is_chair", "since", "pk")


def _member(seat):
    """No mail, no account, nothing of an application."""
    words = [seat.name, seat.belongs, seat.get_category_display(), "1" if seat.is_chair else ""]
    return [seat.committee_id, seat.committee.name, *words, _iso(seat.since), _iso(seat.until), _note(seat.committee)]


def _meeting(row):
    times = [f"{time:%H:%M}" if time else "" for time in (row.starts, row.ends)]
    stopped = row.cancelled_why or (row.event.cancelled_why if row.event else "")
    said = [row.place, row.agenda, row.closed_why, stopped, _iso(row.minutes_at and localdate(row.minutes_at))]
    return [row.committee_id, row.committee.name, row.number or "", _iso(row.on), *times, *said, _note(row.committee)]


TABLES = {
    "committees": OpenTable(
        "委員会",
        ("名称", "目的", "根拠", "担当する部署", "定数", "任期の月数", "公募の目標_割合", "終了日", "備考"),
        lambda: Committee.objects.published().select_related("department").order_by("pk"),
        _committee,
    ),
    "committee-members": OpenTable(
        "委員会の委員",
        ("委員会_ID", "委員会", "氏名", "所属", "区分", "委員長", "任期_開始日", "任期_終了日", "備考"),
        _members,
        _member,
    ),
    "committee-meetings": OpenTable(
        "委員会の会議",
        (
            "委員会_ID", "委員会", "回", "開催日", "開始時間", "終了時間", "場所", "議題", "非公開の理由", "とりやめの理由", "会議録公表日",
            "備考",
        ),
        lambda: CommitteeMeeting.objects.published().select_related("committee", "event").order_by("committee_id", "on", "pk"),
        _meeting,
    ),
}  # fmt: skip


@login_not_required
@require_safe
@anywhere
def table(request, name, kind):
    """One table as CSV or JSON. One query."""
    if name not in TABLES or kind not in ("csv", "json"):
        raise Http404
    chosen, city = TABLES[name], settings.KYODO_CITY
    header = [*FIRST, *chosen.columns]
    rows = ([city["code"], row.pk, city["name"], *chosen.cells(row)] for row in public_rows(chosen.shown()))
    if kind == "csv":
        return csv_response(f"{name}.csv", header, rows)
    found = [dict(zip(header, row, strict=True)) for row in rows]
    return JsonResponse(found, safe=False, json_dumps_params={"ensure_ascii": False})
