"""オープンデータ: every public list as CSV and JSON, narrowed by the same words in the address as the list itself.

A new list is an OpenList of its room and a row of LISTS: downloads, schema, documentation, the links below the list and what
search engines read of it follow. Public columns only: no contact data leaves this way.
"""

import hashlib

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db.models import Count, Value
from django.http import Http404, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import condition, require_safe

from guidelines.cases.open_data import CASES
from kyodo_portal.common.city import the_city
from kyodo_portal.common.lists.open_lists import csv_table, json_parts, json_schema
from kyodo_portal.common.lists.tables import csv_response, streamed
from kyodo_portal.common.web.anywhere import anywhere
from partners.directory import open_data as directory
from partners.events.open_data import EVENTS
from partners.offers.open_data import OFFERS
from partners.rules.presenters import open_columns
from projects.calls.open_data import CALLS
from projects.committees.open_data import COMMITTEES, MEETINGS, MEMBERS
from projects.inventory.open_data import POSSIBILITIES
from projects.ledger.activity_open_data import ACTIVITIES
from projects.ledger.open_data import LEDGER
from projects.models import Snapshot
from projects.opinions.open_data import RESULTS, ROUNDS
from projects.voices.open_data import TOPICS

from .data_version import data_version, next_moment
from .news_open_data import NEWS

KINDS = ("csv", "json")
# In the order of the page that documents them.
LISTS = {
    row.name: row
    for row in (
        directory.open_list(open_columns), OFFERS, EVENTS, LEDGER, ACTIVITIES, CALLS, POSSIBILITIES, TOPICS, ROUNDS, RESULTS, COMMITTEES,
        MEMBERS, MEETINGS, CASES, NEWS,
    )
}  # fmt: skip


@login_not_required
@require_safe
def index(request):
    """Which lists there are, what their columns mean, under which terms, and how a program asks for them."""
    counts = row_counts()
    context = {
        "lists": [(row, counts[row.name]) for row in LISTS.values()],
        "origin": settings.KYODO_ORIGIN,
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


def mark_of(request, name, kind):
    """The ETag of a download: of the data, the moment, the address, and what is declared of the list. None while there is no mark. Two
    queries.

    What changes without a write changes at midnight or at the next moment that a model declares (data_version.py).
    """
    asked, now = LISTS.get(name), timezone.now()
    version = data_version() if asked and kind in KINDS else None
    if version is None:
        return None
    head = {key: value for key, value in head_of(asked).items() if key != "made_at"}
    columns = [(column.key, column.heading) for column in asked.columns]
    said = (version, next_moment(now), timezone.localdate(now), request.get_full_path(), head, columns)
    return f'W/"{hashlib.sha256(repr(said).encode()).hexdigest()[:32]}"'


@login_not_required
@require_safe
@anywhere
@condition(etag_func=mark_of)
def download(request, name, kind):
    """A whole list, or what the address leaves of it, as "csv" or "json"; sent while it is read. At most six queries, two for whoever has
    it already."""
    if name not in LISTS or kind not in KINDS:
        raise Http404
    asked = LISTS[name]
    rows = asked.narrowed(request)
    if kind == "csv":
        return csv_response(f"{name}.csv", *csv_table(asked, rows))
    return streamed(json_parts(asked, rows, head_of(asked)), "application/json")


def head_of(asked):
    """What stands in front of the rows of JSON: whose they are, what may be done with them, where they are explained."""
    city, origin = the_city(), settings.KYODO_ORIGIN
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
