"""The numbers of the years to take away: the tables of one report as one xlsx, the row of every year as CSV."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from kyodo_portal.common.lists.tables import XLSX, csv_parts, sheets_to_xlsx, streamed
from kyodo_portal.common.web.anywhere import open_to_scripts

from .models import YearReport
from .presenters import YEAR_COLUMNS, figures_in, report_tables, year_rows


def _report_or_404(request, fiscal_year):
    """The report of this 年度 with its snapshot, for whoever may read it."""
    return get_object_or_404(YearReport.objects.visible_to(request.user).select_related("snapshot"), fiscal_year=fiscal_year)


@login_not_required
@require_safe
def tables(request, fiscal_year):
    """Everybody who may read the report: each of its figures as a sheet, with what it counts below it. Frozen numbers alone, nobody's data."""
    report = _report_or_404(request, fiscal_year)
    answer = HttpResponse(sheets_to_xlsx(report_tables(report)), content_type=XLSX)
    answer["Content-Disposition"] = content_disposition_header(True, f"{report}.xlsx")
    return answer


@login_not_required
@require_safe
def tables_json(request, fiscal_year):
    """The same for programs: {title, fiscal_year, tables: [{name, columns, rows, notes}]}, numbers as numbers."""
    report = _report_or_404(request, fiscal_year)
    tables = [
        {
            "name": figure.label,
            "columns": list(figure.table.columns),
            "rows": [list(row) for row in figure.table.rows],
            "notes": list(figure.says),
        }
        for figure in figures_in(report)
    ]
    sent = {"title": str(report), "fiscal_year": report.fiscal_year, "tables": tables}
    answer = JsonResponse(sent, json_dumps_params={"ensure_ascii": False})
    return open_to_scripts(answer) if report.is_published else answer


@login_not_required
@require_safe
def statistics_csv(request):
    """Everybody: one line for every published year."""
    answer = streamed(csv_parts(YEAR_COLUMNS, year_rows()), "text/csv; charset=utf-8")
    answer["Content-Disposition"] = content_disposition_header(True, "協働の年度ごとの数字.csv")
    return open_to_scripts(answer)
