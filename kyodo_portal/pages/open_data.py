"""オープンデータ: the directory and the ledger as CSV. Public columns only (`public_rows`): no contact data leaves this way."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.utils import timezone

from guidelines.library.models.forms import public_title_of
from kyodo_portal.common.lists.tables import csv_response
from kyodo_portal.common.privacy import public_rows
from partners.directory.models import name_for_all
from partners.models import Partner
from partners.rules.presenters import open_columns
from projects.cycles.told import told_entries
from projects.cycles.workflow import CYCLE
from projects.entries.participation_models import every_participation, in_force
from projects.models import Cycle, OpinionRound, Project, Snapshot

ROWS_AT_A_TIME = 500  # read, and asked for what belongs to them

PARTNER_COLUMNS = [
    "全国地方公共団体コード",
    "ID",
    "地方公共団体名",
    "名称",
    "名称_カナ",
    "種類",
    "分野",
    "活動地域",
    "紹介",
    "ホームページ",
    "備考",
]
PROJECT_COLUMNS = [
    "全国地方公共団体コード", "ID", "台帳番号", "地方公共団体名", "名称", "概要", "協働の形態", "参加する団体", "担当する部署", "年度", "段階", "状態", "備考",
]  # fmt: skip


@login_not_required
def index(request):
    """Which files there are, what their columns mean, under which terms."""
    context = {
        "partner_count": Partner.objects.published().count(),
        "project_count": Project.objects.published().count(),
        "round_count": OpinionRound.objects.published().count(),
        "years": Snapshot.objects.published().only("fiscal_year", "row_count").order_by("-fiscal_year"),
    }
    return render(request, "pages/open_data.html", context)


@login_not_required
def partners(request):
    """The public directory; behind the columns of every body what the rules of registration ask and everybody reads."""
    asked = open_columns()
    published = Partner.objects.published().prefetch_related("fields", "areas").order_by("kana_key", "pk")
    rows = (
        _partner_row(*public_rows([body]), [column.value_in(body) for column in asked])
        for body in published.iterator(ROWS_AT_A_TIME)
    )
    return csv_response("partners.csv", [*PARTNER_COLUMNS, *(column.heading for column in asked)], rows)


def _partner_row(row, answers):
    city = settings.KYODO_CITY
    fields, areas = ("、".join(str(item) for item in many) for many in (row.fields, row.areas))
    return [
        city["code"],
        row.pk,
        city["name"],
        row.name,
        row.kana,
        row.get_kind_display(),
        fields,
        areas,
        row.pr,
        row.website,
        _note(row),
        *answers,
    ]


@login_not_required
def projects(request):
    """The public ledger, one line per entry and fiscal year, as everybody was told of it."""
    told = told_entries()
    shown = {year.pk: year.status for entry in told.values() for year in entry.read_by_everybody}
    public = Cycle.objects.filter(project__in=Project.objects.published())
    rest = public.exclude(project__in=told).read_by_everybody()
    cycles = (
        (rest | public.filter(pk__in=shown) if shown else rest)
        .select_related("project__form__guideline")
        .prefetch_related(every_participation("project__"))
        .order_by("project_id", "fiscal_year")
    )
    rows = public_rows(cycles.iterator(ROWS_AT_A_TIME))
    return csv_response("projects.csv", PROJECT_COLUMNS, (_project_row(row, shown.get(row.pk, row.status)) for row in rows))


def _project_row(cycle, status):
    """status: that of which its people were told."""
    city, project = settings.KYODO_CITY, cycle.project
    sides = {"group": [], "city": []}
    day = min(cycle.ends_on, max(cycle.starts_on, timezone.localdate()))  # of that year, whoever has come or left since
    for row in project.participations:
        if in_force(row, day):
            sides[row.side].append(name_for_all(row.partner))
    return [
        city["code"], project.pk, project.number, city["name"], project.title, project.summary, public_title_of(project.form), "、".join(sides["group"]), "、".join(sides["city"]),
        cycle.fiscal_year, CYCLE.stages[CYCLE.stage_of(status) or "ended"], CYCLE.label_of(status), _note(project),
    ]  # fmt: skip


def _note(row):
    return "見本" if row.is_sample else row.source_note
