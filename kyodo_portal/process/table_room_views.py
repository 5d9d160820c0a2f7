"""What the pages of every sort of table that comes in have in common, from the file to its undoing. A room's views hand on to this."""

from collections.abc import Callable
from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render

from kyodo_portal.audit.actions import record
from kyodo_portal.common.lists.tables import xlsx_response
from kyodo_portal.common.web.take_out import ask_purpose

from .table_actions import OF_A_PRESS, TableWork, begin_undoing, go_on
from .table_step_views import TableSteps

MARKED, TO_PUT_RIGHT = "直すところに印をつけた表", "直して、もう一度入れるため"
LOOK = 5  # seconds after which a page that says how far it is is read anew, unless its reader says no


@dataclass(frozen=True)
class TableRoom:
    """The pages of one sort of table that comes in.

    steps: with the templates of the pages begin, done and undo too. begin_form, begin: what the first page asks,
    and the room's action. result_of(run), what_undoing_does(run), marked_table(run): the room's presenters. marked_note: of the trail.
    """

    steps: TableSteps
    work: TableWork
    begin_form: type
    begin: Callable
    result_of: Callable
    what_undoing_does: Callable
    marked_table: Callable
    marked_note: str

    def refuse_others(self, user):
        """PermissionDenied for whoever may not."""
        if not self.work.may(user):
            raise PermissionDenied

    def run_or_404(self, request, pk):
        """The import of this address."""
        self.refuse_others(request.user)
        return get_object_or_404(self.work.model.objects.visible_to(request.user), pk=pk)

    def first_page(self, request):
        """A file, or what was copied out of one."""
        self.refuse_others(request.user)
        form = self.begin_form(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            said = {name: form.cleaned_data[name] for name in ("form_key", "name", "sheets", "file_name")}
            return HttpResponseRedirect(self.begin(by=request.user, **said).step_url("head"))
        return render(request, self.steps.templates["begin"], {"form": form, "way": self.steps.way("begin")})

    def step_page(self, request, pk, step):
        """One of the pages after the first; the last press of them goes on at once, and leads to its result or to how far it is."""
        run = self.run_or_404(request, pk)
        if not run.is_begun and step != "done":
            if not run.sheets:
                raise Http404
            return self.steps.answer(request, run, step)
        if not run.is_begun:
            raise Http404
        if step != "done":
            return HttpResponseRedirect(run.step_url("done"))
        if request.method == "POST":
            go_on(self.work, run, OF_A_PRESS)
            return HttpResponseRedirect(f"{run.step_url('done')}#main")
        return self._done(request, run)

    def after(self, request, run):
        """Where the last of the pages leads: the rows that its press did not take in follow, as many as a press has time for."""
        run.refresh_from_db()
        go_on(self.work, run, OF_A_PRESS)
        return run.step_url("done")

    def _done(self, request, run):
        context = {"table": run, "way": self.steps.way("done"), "is_still": "still" in request.GET, "look": LOOK}
        if not run.is_under_way:
            context["result"] = self.result_of(run)
        answer = render(request, self.steps.templates["done"], context)
        if run.is_under_way and not context["is_still"]:
            answer["Refresh"] = LOOK
        return answer

    def marked(self, request, pk):
        """The list again with what should be looked at before each line, as xlsx, once it was said what for: put right, it is handed in anew."""
        run = self.run_or_404(request, pk)
        if run.is_begun or not run.sheets:
            raise Http404
        header, rows = self.marked_table(run)
        purpose, asks = ask_purpose(request, title=MARKED, count=len(rows), back=run.step_url("check"), usual=TO_PUT_RIGHT)
        if asks is not None:
            return asks
        record("export", by=request.user, target=run, note=f"{self.marked_note}（{purpose}）", rows=len(rows))
        return xlsx_response("直すところ.xlsx", header, rows)

    def undo_page(self, request, pk):
        """取込をなかったことにする, after a page that says what goes and what stays."""
        run = self.run_or_404(request, pk)
        if not run.is_begun or run.undo_begun_at or run.undone_at:
            return HttpResponseRedirect(run.step_url("done" if run.is_begun else "columns"))
        if request.method != "POST":
            return render(request, self.steps.templates["undo"], {"table": run, "does": self.what_undoing_does(run)})
        try:
            go_on(self.work, begin_undoing(self.work, run, by=request.user), OF_A_PRESS)
        except ValidationError as error:
            messages.error(request, "".join(error.messages))
        return HttpResponseRedirect(f"{run.step_url('done')}#main")
