"""The sheet as a table: taken out as xlsx, brought back as a file or by copying its rows."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_POST

from kyodo_portal.audit.actions import record
from kyodo_portal.common.lists.tables import XLSX

from .access import can_run_round
from .columns import Columns
from .forms import PasteForm, TableForm
from .line_actions import Refused, write_rows
from .models import LineSource
from .presenters import lines_of
from .tables import read_book, read_pasted, to_book, typed_rows
from .views import round_or_404, sheet_or_404


def _sheets(request, year, office):
    """(round, its sheets) that this address speaks of: one office's, or, for the secretariat, all of the round."""
    if office is not None:
        sheet = sheet_or_404(request, year, office)
        return sheet.round, [sheet]
    round = round_or_404(request, year)
    if not can_run_round(request.user):
        raise PermissionDenied
    return round, list(round.sheets.select_related("round", "office"))


@require_POST
def book(request, year, office=None):
    """The office its own, the secretariat all of them: the lines as xlsx. By POST only, because the trail keeps who took it."""
    round, sheets = _sheets(request, year, office)
    lines = lines_of(sheets)
    target = sheets[0] if office is not None else round
    record("export", by=request.user, target=target, note="棚卸しの表", rows=len(lines))
    response = HttpResponse(to_book(lines, Columns(), title="棚卸し"), content_type=XLSX)
    response["Content-Disposition"] = content_disposition_header(True, f"{target}.xlsx")
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def table(request, year, office=None):
    """Bring the table back: all rows are taken, or none, and then every cell that stands in the way is named."""
    round, sheets = _sheets(request, year, office)
    sheet = sheets[0] if office is not None else None
    back = (sheet or round).get_absolute_url()
    forms, problems = {"file": TableForm(prefix="file"), "paste": PasteForm(prefix="copied")}, []
    if request.method == "POST":
        which, form = _sent(request)
        forms[which] = form
        taken, problems = _tried(sheets, form, request.user) if form.is_valid() else (None, [])
        if taken:
            counts = f"新しい行 {taken.new}、変わった行 {taken.changed}、そのままの行 {taken.alike}"
            messages.success(request, f"表を読みました。{counts}。")
            return HttpResponseRedirect(f"{back}#main")
    context = {"round": round, "sheet": sheet, "subject": sheet or round, "back": back, "problems": problems, "forms": forms}
    return render(request, "projects/inventory/table.html", context)


def _sent(request):
    if "paste" in request.POST:
        return "paste", PasteForm(request.POST, prefix="copied")
    return "file", TableForm(request.POST, request.FILES, prefix="file")


def _tried(sheets, form, user):
    """(Taken, []) or (None, [Problem]); what is wrong with the table as a whole stands at the form's field."""
    columns, given = Columns(), form.cleaned_data
    try:
        rows = typed_rows(read_pasted(given["rows"]) if "rows" in given else read_book(given["table"].content), columns)
        return write_rows(sheets, rows, by=user, source=LineSource.FILE, complete=True, columns=columns), []
    except Refused as error:
        return None, error.problems
    except ValidationError as error:
        form.add_error(next(iter(given)), error)
        return None, []
