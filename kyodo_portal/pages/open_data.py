"""オープンデータ: the directory, the ledger and みんなの声 as CSV. Public columns only (`public_rows`): no contact data leaves this way."""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import JsonResponse
from django.shortcuts import render
from django.utils import timezone

from guidelines.library.models.forms import public_title_of
from kyodo_portal.common.japanese.kana import katakana
from kyodo_portal.common.lists.tables import csv_response
from kyodo_portal.common.privacy import public_rows
from partners.directory.models import name_for_all
from partners.events.open_table import COLUMNS as EVENT_COLUMNS
from partners.events.open_table import open_events, open_objects, open_row
from partners.models import Event, Partner
from partners.rules.presenters import open_columns
from projects.cycles.told import told_entries
from projects.cycles.workflow import CYCLE
from projects.entries.participation_models import every_participation, in_force
from projects.models import Cycle, OpinionRound, Project, Snapshot, Topic
from projects.voices.presenters import with_counts

from .open_tables import TABLES, shared

TOPIC_COLUMNS = [
    "全国地方公共団体コード", "ID", "地方公共団体名", "名称", "概要", "テーマ", "地域", "状態", "声の数", "公開した日", "プロジェクトのID", "市の考え", "どうなったか", "備考",
]  # fmt: skip
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
        "event_count": Event.objects.open_to_all().count(),
        "tables": [(name, made.label) for name, made in TABLES.items()],
        "topic_count": Topic.objects.published().count(),
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
    return shared(csv_response("partners.csv", [*PARTNER_COLUMNS, *(column.heading for column in asked)], rows))


def _partner_row(row, answers):
    city = settings.KYODO_CITY
    fields, areas = ("、".join(str(item) for item in many) for many in (row.fields, row.areas))
    return [
        city["code"],
        row.pk,
        city["name"],
        row.name,
        katakana(row.kana),
        row.get_kind_display(),
        fields,
        areas,
        row.pr,
        row.website,
        _note(row),
        *answers,
    ]


@login_not_required
def events(request):
    """Every public event, in the columns of the イベント一覧."""
    return _for_everybody(csv_response("events.csv", EVENT_COLUMNS, map(open_row, public_rows(open_events()))))


@login_not_required
def events_json(request):
    """The same as JSON: an object an event, without what is empty."""
    return _for_everybody(
        JsonResponse(open_objects(public_rows(open_events())), safe=False, json_dumps_params={"ensure_ascii": False})
    )


def _for_everybody(response):
    """A page of another site may read it too."""
    response["Access-Control-Allow-Origin"] = "*"
    return response


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
    lines = (_project_row(row, shown.get(row.pk, row.status)) for row in rows)
    return shared(csv_response("projects.csv", PROJECT_COLUMNS, lines))


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


def _topics():
    """The public topics as the table needs them: the city's own words, and how many say it; no voice, and nobody. One query."""
    topics = with_counts(Topic.objects.published()).select_related("theme", "area", "project").order_by("pk")
    return topics.iterator(ROWS_AT_A_TIME)


def _shown_project(topic):
    """The key of the project that a topic became, where everybody reads it."""
    is_shown = topic.started_at is not None and topic.project is not None and topic.project.is_published
    return topic.project_id if is_shown else ""


def _topic_row(topic, heard, project):
    city = settings.KYODO_CITY
    answer = topic.public_answer if topic.answered_at else ""
    return [
        city["code"], topic.pk, city["name"], topic.title, topic.summary, str(topic.theme), str(topic.area or ""), topic.get_status_display(),
        heard, f"{timezone.localdate(topic.opened_at):%Y-%m-%d}", project, answer, topic.became if topic.became_at else "",
        "見本" if topic.is_sample else "",
    ]  # fmt: skip


@login_not_required
def topics_csv(request):
    """みんなの声, a line each. One query."""
    rows = (_topic_row(*public_rows([topic]), topic.heard, _shown_project(topic)) for topic in _topics())
    return csv_response("topics.csv", TOPIC_COLUMNS, rows)


@login_not_required
def topics_json(request):
    """The same as objects."""
    rows = (_topic_row(*public_rows([topic]), topic.heard, _shown_project(topic)) for topic in _topics())
    objects = [dict(zip(TOPIC_COLUMNS, row, strict=True)) for row in rows]
    return JsonResponse(objects, safe=False, json_dumps_params={"ensure_ascii": False})


def _note(row):
    return "見本" if row.is_sample else row.source_note
