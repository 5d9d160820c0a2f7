"""A change of the agreed plan is asked for; it is answered with the steps of the table."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from kyodo_portal.common.forms.base import all_errors
from kyodo_portal.common.forms.typed import typed_in
from kyodo_portal.process.actions import take_step
from kyodo_portal.process.edits import etag_of
from kyodo_portal.process.errors import Stale
from kyodo_portal.process.pages import is_second
from projects.cycles.access import can_ask_change, cycle_roles
from projects.cycles.money import doubts_about_plan
from projects.cycles.plan.content import plan_of, planned
from projects.cycles.plan.forms import SETS, plan_forms
from projects.cycles.plan.row_forms import row_button
from projects.cycles.plan.views import written
from projects.cycles.views import done, working_cycle

from .change_forms import ChangeForm

ASKED = ("what", "reason", "version")


@require_http_methods(["GET", "HEAD", "POST"])
def change(request, pk, fiscal_year):
    """Either side writes the plan as it should be; the other side gets the difference to answer."""
    cycle = working_cycle(request, pk, fiscal_year)
    if not cycle_roles(request.user, cycle) & {"applicant", "department"}:
        raise PermissionDenied
    if request.method != "POST" and not can_ask_change(request.user, cycle):
        raise PermissionDenied
    data, plan = request.POST if request.method == "POST" else None, plan_of(cycle)
    first = {"version": cycle.version}
    form, sets = plan_forms(plan, etag_of(plan), data, form_class=ChangeForm, initial=first, needs_goal=cycle.needs_goal)
    rows = data is not None and row_button(data, SETS)
    if data is not None and not rows and all([form.is_valid(), *(formset.is_valid() for formset in sets.values())]):
        if _asked(request, cycle, form, sets):
            return done(request, cycle, "変更を申請しました。相手の答えを待ちます。")
    errors = all_errors(form, *sets.values()) if form.is_bound and not rows else []
    return render(request, "projects/cycles/do/change.html", {"cycle": cycle, "form": form, "sets": sets, "error_list": errors})


def _asked(request, cycle, form, sets):
    """Whether the request was made; the second press of the button is answered like the first."""
    values = written(form, sets)
    if form.asks_about(doubts_about_plan(plan_of(cycle), values)):
        return False
    asked = {name: values.pop(name) for name in ASKED}
    values.pop("etag")
    try:
        take_step(cycle, "ask_change", by=request.user, plan=planned(cycle, **values), **asked)
    except ValidationError as error:
        form.add_error(None, error)
    except Stale as error:
        if not is_second(request, error):
            error.entries = typed_in(form, *sets.values())
            raise
    return form.is_valid()
