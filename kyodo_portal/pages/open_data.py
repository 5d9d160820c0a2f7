"""オープンデータ: every public list as CSV and JSON, narrowed by the same words in the address as the list itself.

A new list is an OpenList of its room and a row of LISTS: downloads, schema, documentation, the links below the list and what
search engines read of it follow. Public columns only: no contact data leaves this way.
"""

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db.models import Count, Value
from django.http import Http404, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from guidelines.cases.open_data import CASES
from kyodo_portal.common.lists.open_lists import csv_table, json_parts, json_schema
from kyodo_portal.common.lists.tables import csv_response, streamed
from kyodo_portal.common.privacy import public_rows
from kyodo_portal.common.web.anywhere import anywhere
from partners.directory import open_data as directory
from partners.events.open_table import COLUMNS as EVENT_COLUMNS
from partners.events.open_table import open_events, open_objects, open_row
from partners.models import Event
from partners.offers.open_data import OFFERS
from partners.rules.presenters import open_columns
from projects.calls.open_data import CALLS
from projects.inventory.open_data import POSSIBILITIES
from projects.ledger.activity_open_data import ACTIVITIES
from projects.ledger.open_data import LEDGER
from projects.models import OpinionRound, Snapshot, Topic
from projects.voices.presenters import with_counts

from .news_open_data import NEWS
from .open_tables import TABLES

# In the order of the page that documents them.
LISTS = {
    row.name: row for row in (directory.open_list(open_columns), OFFERS, LEDGER, ACTIVITIES, CALLS, POSSIBILITIES, CASES, NEWS)
}


TOPIC_COLUMNS = [
    "全国地方公共団体コード", "ID", "地方公共団体名", "名称", "概要", "テーマ", "地域", "状態", "声の数", "公開した日", "プロジェクトのID", "市の考え", "どうなったか", "備考",
]  # fmt: skip
ROWS_AT_A_TIME = 500


@login_not_required
@require_safe
def index(request):
    """Which lists there are, what their columns mean, under which terms, and how a program asks for them."""
    counts = row_counts()
    context = {
        "lists": [(row, counts[row.name]) for row in LISTS.values()],
        "origin": settings.KYODO_ORIGIN,
        "round_count": OpinionRound.objects.published().count(),
        "event_count": Event.objects.open_to_all().count(),
        "tables": [(name, made.label) for name, made in TABLES.items()],
        "topic_count": Topic.objects.published().count(),
        "years": Snapshot.objects.published().only("fiscal_year", "row_count").order_by("-fiscal_year"),
    }
    return render(request, "pages/open_data.html", context)


def row_counts():
    """{name of a list: how many rows it has}. One query, and those of `told_entries`."""
    counted = [
        row.every().order_by().annotate(counted=Value(row.name)).values("counted").annotate(rows=Count("pk"))
        for row in LISTS.values()
    ]
    first, *others = (rows.values_list("counted", "rows") for rows in counted)
    return dict.fromkeys(LISTS, 0) | dict(first.union(*others, all=True))


@login_not_required
@require_safe
@anywhere
def download(request, name, kind):
    """A whole list, or what the address leaves of it, as "csv" or "json"; sent while it is read. At most four queries."""
    if name not in LISTS or kind not in ("csv", "json"):
        raise Http404
    asked = LISTS[name]
    rows = asked.narrowed(request)
    if kind == "csv":
        return csv_response(f"{name}.csv", *csv_table(asked, rows))
    return streamed(json_parts(asked, rows, head_of(asked)), "application/json")


def head_of(asked):
    """What stands in front of the rows of JSON: whose they are, what may be done with them, where they are explained."""
    city, origin = settings.KYODO_CITY, settings.KYODO_ORIGIN
    return {
        "title": asked.title,
        "description": asked.about,
        "city": {"code": city["code"], "name": city["name"]},
        "attribution": f"{city['name']} {city['site']}",
        "license": {"name": city["licence"], "url": city["licence_url"]},
        "page": origin + reverse(asked.page),
        "documentation": f"{origin}{reverse('open-data')}#{asked.name}",
        "schema": origin + reverse("open-data-schema", args=[asked.name]),
        "made_at": timezone.localtime().isoformat(timespec="seconds"),
    }


@login_not_required
@require_safe
@anywhere
def schema(request, name):
    """JSON Schema of one list."""
    if name not in LISTS:
        raise Http404
    told = json_schema(LISTS[name], settings.KYODO_ORIGIN + request.path)
    return JsonResponse(told, json_dumps_params={"ensure_ascii": False, "indent": 1}, content_type="application/schema+json")


# ---- lists whose columns are not of the kit --------------------------------------------------------
@login_not_required
@require_safe
@anywhere
def events(request):
    """Every public event, in the columns of the イベント一覧."""
    return csv_response("events.csv", EVENT_COLUMNS, map(open_row, public_rows(open_events())))


@login_not_required
@require_safe
@anywhere
def events_json(request):
    """The same as JSON: an object an event, without what is empty."""
    objects = open_objects(public_rows(open_events()))
    return JsonResponse(objects, safe=False, json_dumps_params={"ensure_ascii": False})


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
@require_safe
@anywhere
def topics_csv(request):
    """みんなの声, a line each. One query."""
    rows = (_topic_row(*public_rows([topic]), topic.heard, _shown_project(topic)) for topic in _topics())
    return csv_response("topics.csv", TOPIC_COLUMNS, rows)


@login_not_required
@require_safe
@anywhere
def topics_json(request):
    """The same as objects."""
    rows = (_topic_row(*public_rows([topic]), topic.heard, _shown_project(topic)) for topic in _topics())
    objects = [dict(zip(TOPIC_COLUMNS, row, strict=True)) for row in rows]
    return JsonResponse(objects, safe=False, json_dumps_params={"ensure_ascii": False})
