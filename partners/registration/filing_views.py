"""代わりに入れる: the secretariat's page for what came on paper, by telephone or at the counter."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods

from kyodo_portal.common.japanese.numbers import small_int
from partners.directory.access import can_name_for, secretariat_only
from partners.directory.models import Partner
from partners.directory.similar import similar_partners

from .access import can_file_for
from .actions import open_registration
from .filing_actions import file_paper, whats_of
from .filing_forms import ReceivedForm


@require_http_methods(["GET", "HEAD", "POST"])
def file_a_paper(request):
    """`?partner=` names the group that it came of; without it, it is one that the portal does not know yet."""
    secretariat_only(request.user)
    partner = _asked_partner(request)
    whats = whats_of(partner)
    posted = (request.POST, request.FILES) if request.method == "POST" else ()
    form = ReceivedForm(*posted, whats=whats)
    valid = form.is_bound and form.is_valid()
    similar = _similar(form)
    if valid and not _asks_again(form, similar) and (row := _filed(request, partner, form)):
        return HttpResponseRedirect(f"{row.get_absolute_url()}#main")
    context = {
        "partner": partner,
        "form": form,
        "possible": bool(whats),
        "under_way": open_registration(partner) if partner else None,
        "similar": similar,
        "names_for": partner is not None and can_name_for(request.user, partner),
    }
    return render(request, "partners/registration/file_paper.html", context)


def _similar(form):
    """[Similar] of a body that is about to be entered, also among those that are not published yet."""
    named = form.cleaned_data.get("name", "") if form.is_bound else ""
    return similar_partners(named, among=Partner.objects.choosable()) if named else []


def _asks_again(form, similar):
    """Whether similar bodies have not been looked at yet for this name; the next press says that they were."""
    name = form.cleaned_data.get("name", "")
    if not similar or form.cleaned_data["sure"] == name:
        return False
    form.data = {**form.data.dict(), "sure": name}
    return True


def _asked_partner(request):
    pk = small_int(request.GET.get("partner"))
    if pk is None:
        return None
    partner = get_object_or_404(Partner.objects.visible_to(request.user).select_related("rule"), pk=pk)
    if not can_file_for(request.user, partner):
        raise PermissionDenied
    return partner


def _filed(request, partner, form):
    """The paper; None where the form says what stands in the way."""
    said = form.cleaned_data
    names = ("what", "form_key", "scan", "name", "kind", "reason")
    try:
        given = {name: said[name] for name in names if said.get(name)}
        return file_paper(partner=partner, by=request.user, receipt=form.receipt, **given)
    except ValidationError as error:
        form.add_error(None, error)
        return None
