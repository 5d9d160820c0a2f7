"""The sheet as a table: taken out as xlsx, brought back as a file or by copying its rows."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Prefetch
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
from .models import InventoryLine, InventorySheet, LineSource
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
    known = InventorySheet.objects.select_related("round", "office")
    lines = InventoryLine.objects.filter(sheet__in=sheets).select_related("project").prefetch_related(Prefetch("sheet", known))
    lines = list(lines.order_by("sheet", "order", "pk"))
    target = sheets[0] if office is not None else round
    record("export", by=request.user, target=target, note="棚卸しの表", rows=len(lines))
    response = HttpResponse(to_book(lines, Columns(), title="棚卸し"), content_type=XLSX)
    response["Content-Disposition"] = content_disposition_header(True, f"{target}.xlsx")
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def table(request, year, office=None):
    """Bring the table back: all rows are taken, or none, and then every cell that stands in the way is named."""
    round, sheets = _sheets(request, year, office)
    back = sheets[0].get_absolute_url() if office is not None else round.get_absolute_url()
    forms = {"file": TableForm(prefix="file"), "paste": PasteForm(prefix="copied")}
    which = "paste" if "paste" in request.POST else "file"
    context = {"round": round, "sheet": sheets[0] if office is not None else None, "back": back, "problems": []}
    if request.method == "POST":
        form = (
            PasteForm(request.POST, prefix="copied")
            if which == "paste"
            else TableForm(request.POST, request.FILES, prefix="file")
        )
        forms[which] = form
        if form.is_valid():
            try:
                taken = _take(sheets, form, which, request.user)
            except Refused as error:
                context["problems"] = error.problems
            except ValidationError as error:
                form.add_error("rows" if which == "paste" else "table", error)
            else:
                messages.success(
                    request, f"表を読みました。新しい行 {taken.new}、変わった行 {taken.changed}、そのままの行 {taken.alike}。"
                )
                return HttpResponseRedirect(f"{back}#main")
    return render(request, "projects/inventory/table.html", {**context, "forms": forms})


def _take(sheets, form, which, user):
    raw = read_pasted(form.cleaned_data["rows"]) if which == "paste" else read_book(form.cleaned_data["table"].content)
    columns = Columns()
    rows = typed_rows(raw, columns)
    return write_rows(sheets, rows, by=user, source=LineSource.FILE, complete=True, columns=columns)
