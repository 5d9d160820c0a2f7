"""補助制度 for everybody: which there are, and one of them with its rule and calendar."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from .filters import SchemeFilter
from .scheme_models import GrantScheme
from .scheme_presenters import listed, rows_of, scheme_page
from .sheets import KINDS


@login_not_required
@require_safe
def schemes(request):
    """Everybody: schemes with a rule that the city shows. Three queries."""
    found = SchemeFilter(request, listed)
    return render(request, "projects/grants/schemes.html", {"filter": found, "page": found.page, "rows": rows_of(found.page)})


@login_not_required
@require_safe
def scheme(request, pk):
    """Everybody: one scheme, its rule of one 年度 in plain words; city staff before it is shown too. Three queries."""
    row = get_object_or_404(GrantScheme.objects.visible_to(request.user).select_related("department", "form"), pk=pk)
    page = scheme_page(row, request.user, request.GET.get("year", ""))
    if page is None:
        raise Http404
    return render(request, "projects/grants/scheme.html", {"scheme": row, "sheets": list(KINDS.items()), **page._asdict()})
