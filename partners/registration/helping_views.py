"""いっしょに書く: the representative shows six digits, and whoever types them in fills in this one draft until midnight."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from kyodo_portal.accounts.helper_actions import code_of, end_code, give_code, use_code

from .access import about_of
from .forms import HelpForm
from .models import Registration
from .views import draft_or_refuse


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def helper(request, pk):
    """The owner's page: digits to be read out, shown once; who helps now; and the end of it."""
    row = draft_or_refuse(request, pk)
    if not row.may("write"):
        raise PermissionDenied
    about, code, problem = about_of(row), "", ""
    if "end" in request.POST:
        end_code(about=about, by=request.user)
        messages.success(request, "いっしょに書くのを終えました。")
        return HttpResponseRedirect(f"{reverse('registration-helper', args=[pk])}#main")
    if request.method == "POST":
        try:
            code = give_code(about=about, by=request.user)
        except ValidationError as error:
            problem = " ".join(error.messages)
    context = {"registration": row, "code": code, "problem": problem, "live": code_of(about)}
    return render(request, "partners/registration/helper.html", context)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def helping(request):
    """Whoever helps types in what the owner reads out; below it the drafts that they fill in today. Visitors read why they sign in first."""
    if not request.user.is_authenticated:
        return render(request, "partners/registration/helping_visitor.html")
    form = HelpForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            key = form.cleaned_data["number"]
            use_code(about=f"registration:{key}", code=form.cleaned_data["code"], by=request.user)
            return HttpResponseRedirect(f"{reverse('registration', args=[key])}#main")
        except ValidationError as error:
            form.add_error(None, error)
    drafts = Registration.objects.visible_to(request.user).helped_by(request.user)
    return render(request, "partners/registration/helping.html", {"form": form, "drafts": drafts})
