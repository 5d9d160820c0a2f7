"""代表の引継ぎ on paper, blank, for everybody: whoever comes after a representative may not use the portal yet."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from .paper_presenters import blank_sheets


@login_not_required
@require_safe
def blank(request):
    """The form with ruled boxes; the secretariat enters it on the group's page, or in the table of April."""
    return render(request, "partners/takeover/paper.html", {"sheets": blank_sheets(), "back": reverse("me")})
