"""The sheet as a table: taken out as xlsx, brought back as a file or by copying its rows."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_http_methods, require_POST

from kyodo_portal.audit.actions import record
from kyodo_portal.common.lists.tables import XLSX
from kyodo_portal.common.web.take_out import ask_purpose

from .access import can_run_round
from .columns import Columns
from .forms import PasteForm, TableForm
from .line_actions import write_rows
from .models import LineSource
from .presenters import lines_of
from .row_types import Refused
from .table_fixes import carried, fixes_of, put_right, taken_up
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
    """The office its own, the secretariat all of them: the lines as xlsx, once it was said what for. By POST only: the trail keeps who took it."""
    round, sheets = _sheets(request, year, office)
    lines = lines_of(sheets)
    target = sheets[0] if office is not None else round
    back, usual = target.get_absolute_url(), "年次棚卸しに答えるため"
    purpose, asks = ask_purpose(request, title=f"{target}の表", count=len(lines), back=back, usual=usual)
    if asks is not None:
        return asks
    record("export", by=request.user, target=target, note=f"棚卸しの表（{purpose}）", rows=len(lines))
    response = HttpResponse(to_book(lines, Columns(), title="棚卸し"), content_type=XLSX)
    response["Content-Disposition"] = content_disposition_header(True, f"{target}.xlsx")
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def table(request, year, office=None):
    """Bring the table back: all rows are taken, or none, and then every cell that stands in the way can be put right here."""
    round, sheets = _sheets(request, year, office)
    sheet = sheets[0] if office is not None else None
    back = (sheet or round).get_absolute_url()
    forms = {"file": TableForm(prefix="file"), "paste": PasteForm(prefix="copied")}
    context = {"round": round, "sheet": sheet, "subject": sheet or round, "back": back, "forms": forms}
    if request.method == "POST":
        columns = Columns()
        raw, taken, problems = _tried(request, sheets, forms, columns)
        if taken:
            counts = f"新しい行 {taken.new}、変わった行 {taken.changed}、そのままの行 {taken.alike}"
            messages.success(request, f"表を読みました。{counts}。")
            return HttpResponseRedirect(f"{back}#main")
        if problems:
            fixes = fixes_of(problems, raw, columns)
            cells = {id(fix.problem) for fix in fixes}
            rest = [problem for problem in problems if id(problem) not in cells]
            context |= {"problems": problems, "fixes": fixes, "rest": rest, "carried": carried(raw), "rows_read": len(raw)}
    return render(request, "projects/inventory/table.html", context)


def _tried(request, sheets, forms, columns):
    """([Raw], Taken or None, [Problem]) of what was sent; what is wrong with the table as a whole is said at the form's field."""
    form = None
    try:
        if "fix" in request.POST:
            raw = put_right(taken_up(request.POST.get("carried", "")), request.POST)
        else:
            which, form = _sent(request)
            forms[which] = form
            if not form.is_valid():
                return [], None, []
            given = form.cleaned_data
            raw = read_pasted(given["rows"]) if "rows" in given else read_book(given["table"].content)
        rows = typed_rows(raw, columns)
        taken = write_rows(sheets, rows, by=request.user, source=LineSource.FILE, complete=True, columns=columns)
        return raw, taken, []
    except Refused as error:
        return raw, None, error.problems
    except ValidationError as error:
        if form is None:
            messages.error(request, error.messages[0])
        else:
            form.add_error(next(iter(form.cleaned_data)), error)
        return [], None, []


def _sent(request):
    if "paste" in request.POST:
        return "paste", PasteForm(request.POST, prefix="copied")
    return "file", TableForm(request.POST, request.FILES, prefix="file")
