"""事例: the list that can be narrowed, and one story."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from guidelines.library.models import CaseStudy

from .filters import CaseFilter
from .presenters import case_row, choices, listed, page_of_case


@login_not_required
@require_safe
def case_list(request):
    """How people solved something together, by city, field, form and actor."""
    cases = CaseFilter(request, listed, choices=choices())
    context = {"filter": cases, "form": cases.form, "page": cases.page, "rows": [case_row(case) for case in cases.page]}
    return render(request, "guidelines/cases/list.html", context)


@login_not_required
@require_safe
def case(request, slug, key):
    """One story from the trouble to its review, as far as the source tells it."""
    case = get_object_or_404(
        CaseStudy.objects.visible_to(request.user).select_related("guideline__municipality", "chapter"),
        guideline__slug=slug,
        key=key,
    )
    return render(request, "guidelines/cases/case.html", page_of_case(case, request.user))
