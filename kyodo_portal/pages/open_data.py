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
from kyodo_portal.common.web.anywhere import anywhere
from partners.directory import open_data as directory
from partners.offers.open_data import OFFERS
from partners.rules.presenters import open_columns
from projects.calls.open_data import CALLS
from projects.inventory.open_data import POSSIBILITIES
from projects.ledger.activity_open_data import ACTIVITIES
from projects.ledger.open_data import LEDGER
from projects.models import Snapshot

from .news_open_data import NEWS

# In the order of the page that documents them.
LISTS = {
    row.name: row for row in (directory.open_list(open_columns), OFFERS, LEDGER, ACTIVITIES, CALLS, POSSIBILITIES, CASES, NEWS)
}


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
