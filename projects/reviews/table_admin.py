"""まとめて決める in the admin: one page for all proposals of a call that wait for their decision."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.urls import reverse

from kyodo_portal.audit.actions import record_look

from .table_actions import decide_all
from .table_presenters import DecisionTable


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
        record_look(by=request.user, target=call, note="審査のまとめ（まとめて決める）", rows=len(table.rows))
        return self._page(
            request,
            "admin/projects/reviews/decide.html",
            "まとめて決める",
            {"call": call, "table": table, "error_list": table.errors},
        )


def _only_sums(table):
    """Adding up asks for nothing: what is missing so far is no error. A sum that cannot be read is one."""
    table.once.full_clean()
    table.once.errors.clear()
