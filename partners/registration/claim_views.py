"""The pages of a claim: begun on the body's page, or by a letter where it has none; its own page says how it goes on; the letter is printed by the secretariat."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from kyodo_portal.audit.actions import record_look
from kyodo_portal.common.forms.base import all_errors
from kyodo_portal.common.own_words import own_words
from kyodo_portal.process.presenters import turn_of
from partners.directory.actions import record_contact_view
from partners.directory.models import Partner

from .access import can_claim, can_send_letter
from .claim_actions import claim, enter_letter, give_letter, tell_the_claimant, tell_the_office
from .claim_presenters import claim_of
from .file_actions import add_file
from .forms import ArrivedForm, ClaimForm, EvidenceForm, LetterForm
from .models import Registration


@login_not_required
@require_safe
def unlisted(request):
    """For whoever belongs to a body that a list of the city names and no public page does: the city looks it up, nobody is told which."""
    return render(request, "partners/registration/claiming_unlisted.html")


@require_http_methods(["GET", "HEAD", "POST"])
def claiming(request, pk):
    """What it is for and how one is sure, then one press."""
    partner = get_object_or_404(Partner.objects.visible_to(request.user), pk=pk)
    if not can_claim(request.user, partner):
        raise PermissionDenied
    form = ClaimForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            made = claim(partner=partner, by=request.user, form_key=form.cleaned_data["form_key"])
            return HttpResponseRedirect(f"{reverse('claim', args=[made.pk])}#main")
        except ValidationError as error:
            form.add_error(None, error)
    return render(request, "partners/registration/claiming.html", {"partner": partner, "form": form})


def _claim(request, pk):
    rows = Registration.objects.visible_to(request.user).claims()
    return get_object_or_404(rows.select_related("partner", "created_by"), pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
def claim_page(request, pk):
    """Where it stands, for the claimant, the people of the body and the secretariat; the claimant adds papers and a letter's digits, the
    secretariat the papers that came by letter."""
    row = _claim(request, pk)
    data, forms = request.POST if request.method == "POST" else None, _forms(request, row)
    if data is not None and not forms:
        raise PermissionDenied
    if data is not None and (done := _evidence(request, row, forms)):
        messages.success(request, done)
        return HttpResponseRedirect(f"{request.path}#main")
    errors = all_errors(*(form for form in forms.values() if form.is_bound))
    context = {
        "registration": row,
        "partner": row.partner,
        "turn": turn_of(row, request.user),
        "forms": forms,
        "error_list": errors,
    }
    return render(request, "partners/registration/claim.html", {**context, "shown": _shown(request, row)})


def _forms(request, row):
    """{button: form} of what this reader may add; {} where nothing."""
    data = request.POST if request.method == "POST" else None
    papers = data if data and "papers" in data else None
    if can_send_letter(request.user, row):
        return {"papers": ArrivedForm(papers, request.FILES or None)}
    if row.created_by_id != request.user.pk or not row.may("evidence"):
        return {}
    letter = LetterForm(data if data and "letter" in data else None)
    return {"papers": EvidenceForm(papers, request.FILES or None), "letter": letter}


def _shown(request, row):
    """What the page says; whoever of the secretariat reads who it is stands in the trail."""
    shown = claim_of(row, request.user)
    if shown.who and not shown.of_body:
        record_look(by=request.user, target=row, note="名乗り出た人")
    return shown


def _evidence(request, row, forms):
    """What was done, in words; "" where a form says what stands in the way."""
    form = next((form for form in forms.values() if form.is_bound), None)
    if form is None or not form.is_valid():
        return ""
    try:
        if form is forms.get("letter"):
            enter_letter(row, by=request.user, code=form.cleaned_data["code"])
            return own_words("手紙の番号が合いました。市が確かめて、知らせます。")
        add_file(registration=row, by=request.user, accepted=form.cleaned_data["file"], kind="other")
        if row.created_by_id != request.user.pk:
            tell_the_claimant(row, by=request.user)
            return "書類を付けて、名乗り出た人に知らせました。"
        tell_the_office(row, "書類が届きました", by=request.user, key=f"claim-papers:{row.pk}:{timezone.localdate()}")
        return own_words("書類を付けました。市が確かめて、知らせます。")
    except ValidationError as error:
        form.add_error("code" if form is forms.get("letter") else "file", error)
        return ""


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def claim_letter(request, pk):
    """The secretariat's letter to the address on file: its digits stand on this page once, to be printed."""
    row, code, problem = _claim(request, pk), "", ""
    if not can_send_letter(request.user, row):
        raise PermissionDenied
    if request.method == "POST":
        try:
            code = give_letter(row, by=request.user)
            record_contact_view(partner=row.partner, by=request.user)  # the address stands beside the digits
        except ValidationError as error:
            problem = " ".join(error.messages)
    context = {"registration": row, "partner": row.partner, "code": code, "problem": problem}
    return render(request, "partners/registration/claim_letter.html", {**context, "shown": claim_of(row, request.user)})
