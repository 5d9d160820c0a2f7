"""方針・規約: the text that holds, each version with what it changed, and the year's test of accessibility."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from .models import AccessibilityTest, PolicyText
from .policy_presenters import compared_with
from .policy_presenters import policy as policy_of
from .policy_words import shown


@login_not_required
@require_safe
def policy(request, name):
    """One of the pages of law that every public site must show."""
    return render(request, "pages/policy.html", {"policy": policy_of(name)})


@login_not_required
@require_safe
def version(request, kind, number):
    """One version: its words, and what they changed. A draft is for staff; what was announced is for everybody."""
    row = get_object_or_404(PolicyText.objects.visible_to(request.user), kind=kind, version=number)
    before, pieces = compared_with(row)
    context = {"row": row, "html": shown(row.body), "before": before, "pieces": pieces, "now": reverse(f"policy-{row.kind}")}
    return render(request, "pages/policy_version.html", context)


@login_not_required
@require_safe
def accessibility_test(request, year):
    """What the test of one 年度 found; before it is public, for staff only."""
    row = get_object_or_404(AccessibilityTest.objects.visible_to(request.user), fiscal_year=year)
    return render(request, "pages/accessibility_test.html", {"row": row})
