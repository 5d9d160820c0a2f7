"""いっしょに書く: the representative shows six digits, and whoever types them in fills in this one draft until midnight."""

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from .access import about_of
from .helping_pages import pressed_by_owner, typed_by_helper
from .models import Registration
from .views import draft_or_refuse


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def helper(request, pk):
    """The owner's page: digits to be read out, shown once; who helps now; and the end of it."""
    row = draft_or_refuse(request, pk)
    if not row.may("write"):
        raise PermissionDenied
    shown = pressed_by_owner(request, about_of(row))
    if shown is None:
        return HttpResponseRedirect(f"{reverse('registration-helper', args=[pk])}#main")
    return render(request, "partners/registration/helper.html", {"registration": row, **shown})


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def helping(request):
    """Whoever helps types in what the owner reads out; below it the drafts that they fill in today. Visitors read why they sign in first."""
    if not request.user.is_authenticated:
        return render(request, "partners/registration/helping_visitor.html")
    form, key = typed_by_helper(request, "registration")
    if key is not None:
        return HttpResponseRedirect(f"{reverse('registration', args=[key])}#main")
    drafts = Registration.objects.visible_to(request.user).helped_by(request.user)
    return render(request, "partners/registration/helping.html", {"form": form, "drafts": drafts})
