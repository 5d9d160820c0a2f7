"""見くらべる: what two to five documents say of one kind, side by side."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render
from django.views.decorators.http import require_safe

from guidelines.library.presenters import published_guidelines

from .forms import CompareForm
from .presenters import compared


@login_not_required
@require_safe
def compare(request):
    """Whatever was asked, a table of something sensible stands below what has to be chosen again."""
    guidelines = published_guidelines()
    form = CompareForm(request.GET, guidelines)
    table = compared(form.kind_shown, guidelines, form.slugs_shown) if len(guidelines) > 1 else None
    if table:
        form.preselect(table)
    return render(request, "guidelines/comparison/compare.html", {"form": form, "table": table})
