"""The page on which the city's side writes the record of a year."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from kyodo_portal.common.forms.typed import typed_in
from kyodo_portal.process.errors import Stale
from kyodo_portal.process.pages import is_second
from projects.cycles.access import can_write_facts
from projects.cycles.views import done, working_cycle

from .facts_actions import put_right
from .facts_forms import FactsForm


@require_http_methods(["GET", "HEAD", "POST"])
def facts(request, pk, fiscal_year):
    """One page of all that a record holds; where a plan was agreed, its days and money are not asked."""
    cycle = working_cycle(request, pk, fiscal_year)
    if not can_write_facts(request.user, cycle):
        raise PermissionDenied("この年度の記録は、担当課と事務局が書きます。")
    form = FactsForm(request.POST if request.method == "POST" else None, cycle=cycle)
    if request.method == "POST" and form.is_valid():
        try:
            put_right(cycle, by=request.user, version=form.cleaned_data["version"], facts=form.facts)
        except Stale as error:
            if not is_second(request, error):
                error.entries = typed_in(form)
                raise
        return done(request, cycle, "この年度の記録を保存しました。")
    return render(request, "projects/cycles/do/facts.html", {"cycle": cycle, "form": form})
