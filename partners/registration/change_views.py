"""The start of an application for what a group cannot change by itself."""

from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from partners.directory import access
from partners.directory.own_views import partner_or_refuse
from partners.directory.standing import Standing

from . import actions
from .forms import KeyForm


@require_http_methods(["GET", "HEAD", "POST"])
def change(request, pk):
    """Begin an application for what needs one: name, kind, representative; or a new try after a refusal."""
    row = partner_or_refuse(request, pk, access.can_change_by_application)
    form, problem = KeyForm(request.POST if request.method == "POST" else None), ""
    if request.method == "POST" and form.is_valid():
        try:
            started = actions.start_again(partner=row, by=request.user, form_key=form.cleaned_data["form_key"])
            return HttpResponseRedirect(f"{started.get_absolute_url()}#main")
        except ValidationError as error:
            form = KeyForm()
            problem = " ".join(error.messages)
    first, again = row.standing == Standing.LISTED, access.stands_outside(row)
    context = {
        "partner": row,
        "form": form,
        "standing": actions.open_registration(row),
        "problem": problem,
        "again": again,
        "first": first,
        "heading": "登録を申請する" if first else "もう一度申請する" if again else "変更の申請",
    }
    return render(request, "partners/registration/change.html", context)
