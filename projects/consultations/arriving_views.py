"""「相談したい」 for everybody: sealed as it arrives. The page keeps no word of it, neither in the session nor for who is signed in."""

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_safe

from kyodo_portal.accounts import guesses

from .actions import send_consultation
from .arriving import zones_that_take
from .arriving_forms import ArrivingForm

RECEIPT = "consult-receipt"  # in the session until it was shown: number and body, nothing of the text


@never_cache
@sensitive_post_parameters()
@sensitive_variables()
def consult_page(request, label):
    """Write to the coordinators. The browser keeps no page of it, so that the way back shows nobody what was typed. label: the page from which somebody comes, "" for none."""
    zones = list(zones_that_take())
    if not zones:
        return render(request, "projects/consultations/consult_nobody.html")
    form = ArrivingForm(request.POST if request.method == "POST" else None, zones=zones)
    if form.is_bound and form.is_valid():
        try:
            return _sent(request, form, label)
        except ValidationError as error:
            form.add_error(None, error)
    return render(request, "projects/consultations/consult.html", {"form": form, "zones": zones, "label": label})


def _sent(request, form, label):
    said = form.cleaned_data
    row = send_consultation(
        form.zone,
        line=guesses.line(request),
        about=label,
        form_key=said["form_key"],
        **{name: said[name] for name in ("text", "name", "contact", "who_kind")},
    )
    request.session[RECEIPT] = [row.number, form.zone.body.name, bool(said["contact"])]
    return HttpResponseRedirect(f"{reverse('consult-sent')}#main")


@login_not_required
@never_cache
@require_safe
def consult_sent(request):
    """The receipt, once."""
    number, body, answers = request.session.pop(RECEIPT, ("", "", False))
    context = {"number": number, "body": body, "answers": answers}
    return render(request, "projects/consultations/consult_sent.html", context)
