"""A call's review in the admin: how it is judged, who is heard when, who is absent, the minutes, the matrix of all sheets."""

from collections.abc import Callable
from typing import NamedTuple

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_safe

from kyodo_portal.audit.actions import record_look
from kyodo_portal.process.edits import ETAG
from kyodo_portal.process.errors import EditConflict

from .hearing_presenters import day_of, hearing_phase
from .matrix import matrix_of
from .plan_actions import note_absences, plan_of, save_plan, set_order, write_minutes
from .plan_forms import AbsentForm, MinutesForm, OrderForm, PlanForm
from .plan_models import Phase, criteria_of, is_blind
from .scoring import loaded, ranking
from .summary_presenters import minutes_row
from .tally import tally_of
from .ties import tie_lines

PAPERS = {"a3": "A3横", "a4": "A4横"}


class Edit(NamedTuple):
    """A page on which staff write. make(data, call, day) -> form; act(call, form, by) writes; then: where it leads; of_day: whether it is
    about the day of the hearing, whose Day is asked for."""

    title: str
    make: Callable
    act: Callable
    said: str
    then: str = "call"
    of_day: bool = True

    def opened(self, call, data=None):
        """(form, the Day or None) as the page shows them."""
        day = day_of(call) if self.of_day else None
        return self.make(data, call, day), day


def _absent_form(data, call, day):
    seats = [seat for seat in day.panel if seat.in_force or seat.absent_in]
    return AbsentForm(data, call=call, seats=seats, phases=list(Phase) if day.plan.two_phases else [Phase.DOCUMENTS])


def _minutes_form(data, call, day):
    return MinutesForm(data, call=call, plan=day.plan, slots=[turn.slot for turn in day.turns])


EDITS = {
    "plan": Edit(
        "審査の進めかた",
        lambda data, call, day: PlanForm(data, plan=plan_of(call), criteria=criteria_of(call.pk)),
        lambda call, form, by: save_plan(call, by=by, plan=form.plan, rules=form.rules, etag=form.cleaned_data[ETAG]),
        "審査の進めかたを保存しました。",
        of_day=False,
    ),
    "hearing": Edit(
        "発表の順と時刻",
        lambda data, call, day: OrderForm(data, call=call, proposals=day.proposals),
        lambda call, form, by: set_order(call, by=by, places=form.places, etag=form.cleaned_data[ETAG]),
        "発表の順を保存しました。",
        "hearing",
    ),
    "absent": Edit(
        "欠席の記録",
        _absent_form,
        lambda call, form, by: note_absences(call, by=by, absent=form.chosen, etag=form.cleaned_data[ETAG]),
        "欠席を記録しました。",
    ),
    "minutes": Edit(
        "審査会の議事録を書く",
        _minutes_form,
        lambda call, form, by: write_minutes(
            call, by=by, general=form.cleaned_data["general"], said=form.said, etag=form.cleaned_data[ETAG]
        ),
        "議事録を保存しました。",
        "minutes_print",
    ),
}


class RoundAdmin:
    """Beside ReviewAdmin, whose frame and rights it takes."""

    def round_urls(self, guarded):
        """The addresses of this part."""
        edit = guarded(self.edit_view)
        edits = [path(f"call/<int:pk>/{what}/", edit, {"what": what}, name=f"projects_review_{what}") for what in EDITS]
        return [
            *edits,
            path("call/<int:pk>/agenda/", guarded(self.agenda_view), name="projects_review_agenda"),
            path("call/<int:pk>/minutes/print/", guarded(self.minutes_print_view), name="projects_review_minutes_print"),
            path("call/<int:pk>/matrix/", guarded(self.matrix_view), name="projects_review_matrix"),
            path("call/<int:pk>/tally/", guarded(self.tally_view), name="projects_review_tally"),
            path("call/<int:pk>/tally/now/", guarded(self.tally_now_view), name="projects_review_tally_now"),
        ]

    def edit_view(self, request, pk, what):
        """One of EDITS; 409 where another page saved since this one was opened, with what was typed and what stands now."""
        call, edit, status = self._call(request, pk), EDITS[what], 200
        form, day = edit.opened(call, request.POST if request.method == "POST" else None)
        if request.method == "POST" and form.is_valid():
            try:
                edit.act(call, form, request.user)
            except EditConflict as error:
                (fresh, day), status = edit.opened(self._call(request, pk)), 409
                form.overtaken(str(error), fresh.initial[ETAG], _other(form, fresh))
            except ValidationError as error:
                form.add_error(None, error)
            else:
                messages.success(request, edit.said)
                return HttpResponseRedirect(f"{reverse(f'admin:projects_review_{edit.then}', args=[pk])}#content-start")
        context = {"call": call, "form": form, "day": day}
        return self._page(request, f"admin/projects/reviews/{what}.html", f"{call}：{edit.title}", context, status=status)

    @method_decorator(require_safe)
    def agenda_view(self, request, pk):
        """次第: for printing."""
        call = self._call(request, pk)
        record_look(by=request.user, target=call, note="審査会の次第（印刷できる）")
        return self._page(
            request, "admin/projects/reviews/agenda.html", f"{call}：審査会の次第", {"call": call, "day": day_of(call)}
        )

    @method_decorator(require_safe)
    def minutes_print_view(self, request, pk):
        """議事録 as it is printed: who was there, what was said, what the points came to."""
        call = self._call(request, pk)
        record_look(by=request.user, target=call, note="審査会の議事録（印刷できる）")
        known = loaded(call)
        ranked = ranking(call, user=request.user, known=known)
        places = {place.proposal.pk: place for place in ranked}
        day = day_of(call, known)
        context = {
            "call": call,
            "day": day,
            "turns": [(turn, minutes_row(turn, places.get(turn.slot.proposal_id))) for turn in day.turns],
            "phase": hearing_phase(day.plan).label,
            "ties": tie_lines(ranked, getattr(call, "review_plan", None)),
        }
        return self._page(request, "admin/projects/reviews/minutes_print.html", f"{call}：審査会の議事録", context)

    @method_decorator(require_safe)
    def matrix_view(self, request, pk):
        """全部の点: proposals downwards, members across; prints on A3 or A4."""
        call = self._call(request, pk)
        paper = request.GET.get("paper") if request.GET.get("paper") in PAPERS else "a3"
        matrix = matrix_of(call, user=request.user)
        record_look(by=request.user, target=call, note="審査の点の一覧（印刷できる）", rows=len(matrix.lines))
        context = {"call": call, "matrix": matrix, "paper": paper, "papers": PAPERS.items()}
        return self._page(request, "admin/projects/reviews/matrix.html", f"{call}：点の一覧", context)

    @method_decorator(require_safe)
    def tally_view(self, request, pk):
        """当日の集計: how far the sheets are in, with the moment of the look; a script of the page asks `tally_now_view` again."""
        call = self._call(request, pk)
        record_look(by=request.user, target=call, note="審査会の当日の集計")
        context = {"call": call, "tally": tally_of(call, user=request.user), "blind": is_blind(call)}
        return self._page(request, "admin/projects/reviews/tally.html", f"{call}：当日の集計", context)

    @method_decorator(require_safe)
    def tally_now_view(self, request, pk):
        """Its table alone, for that script. No look of its own in the trail: nobody is named in it, and the page has left one."""
        call = self._call(request, pk)
        return render(request, "admin/projects/reviews/_tally.html", {"tally": tally_of(call, user=request.user)})

    tally_now_view.asked_by_a_script = True


def _other(form, fresh):
    """{name: what stands now} of what reads otherwise than what was sent."""
    now = {name: fresh.get_initial_for_field(field, name) for name, field in fresh.fields.items() if name != ETAG}
    sent = form.cleaned_data
    return {name: value for name, value in now.items() if str(value or "") != str(sent.get(name) or "")}
