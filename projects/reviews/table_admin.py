"""まとめて決める in the admin: one page for all proposals of a call that wait for their decision, and the same as a spreadsheet."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect
from django.urls import reverse

from kyodo_portal.audit.actions import record, record_look
from kyodo_portal.common.lists.tables import xlsx_sheets_response

from .table_actions import decide_all
from .table_presenters import DecisionTable
from .table_sheet import DecisionSheetForm, read_in, sheets_out


class DecisionTableAdmin:
    """Beside ReviewAdmin, whose frame and rights it takes."""

    def decide_view(self, request, pk):
        """Results, sums and reasons of all, recorded together or not at all; 「合計を見る」 only adds up, 「点の順に」 only fills in."""
        call = self._call(request, pk)
        table = DecisionTable(call, user=request.user, data=request.POST if request.method == "POST" else None)
        if request.method == "POST" and ("sum" in request.POST or "fill" in request.POST):
            _only_sums(table)
        elif request.method == "POST" and table.is_valid():
            wrong = decide_all(table.answers(), by=request.user)
            if not wrong:
                said = f"{len(table.decided)}件の決定を記録しました。団体には、まだ知らせていません。"
                messages.success(request, said)
                return HttpResponseRedirect(f"{reverse('admin:projects_review_call', args=[pk])}#content-start")
            table.show(wrong)
        return self._table_page(request, call, table)

    def sheet_view(self, request, pk):
        """表で入れる: the table leaves as xlsx (`take`), comes back as a file or pasted, and then fills the boxes of the page above."""
        call = self._call(request, pk)
        taking, problems = "take" in request.POST, []
        form = DecisionSheetForm(request.POST, request.FILES) if request.method == "POST" and not taking else DecisionSheetForm()
        if taking:
            table = DecisionTable(call, user=request.user)
            record("export", by=request.user, target=call, note="決める表", rows=len(table.rows))
            return xlsx_sheets_response(f"決める表_{call.fiscal_year}.xlsx", sheets_out(table))
        if form.is_bound and form.is_valid():
            table = DecisionTable(call, user=request.user)
            try:
                said, problems = read_in(form.cleaned_data["sheets"], table)
            except ValidationError as error:
                form.add_error("table" if form.cleaned_data["file_name"] else "pasted", error)
            else:
                if not problems:
                    table.read_in(said)
                    return self._table_page(request, call, table, came=len(said))
        context = {"call": call, "form": form, "problems": problems, "error_list": form.error_list}
        return self._page(request, "admin/projects/reviews/decide_sheet.html", "決める表をエクセルで入れる", context)

    def _table_page(self, request, call, table, came=0):
        """came: how many rows a spreadsheet has just filled in."""
        record_look(by=request.user, target=call, note="審査のまとめ（まとめて決める）", rows=len(table.rows))
        return self._page(
            request,
            "admin/projects/reviews/decide.html",
            "まとめて決める",
            {"call": call, "table": table, "error_list": table.errors, "came": came},
        )


def _only_sums(table):
    """Adding up asks for nothing: what is missing so far is no error. A sum that cannot be read is one."""
    table.once.full_clean()
    table.once.errors.clear()
