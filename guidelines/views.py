"""The library for everybody who reads: the list, one guideline, one chapter."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from kyodo_portal.common.files import download_response

from .models import Guideline, Picture
from .reading import own_guideline, parts_of, what_is_kyodo


@login_not_required
@require_safe
def library(request):
    """What 協働 is on one screen, and the own guideline with its sections."""
    own = own_guideline()
    chapters = own.chapters.only("number", "title", "lead", "guideline") if own else []
    return render(request, "guidelines/library.html", {"own": own, "chapters": chapters, "kyodo": what_is_kyodo()})


@login_not_required
@require_safe
def guideline(request, slug):
    """Where a guideline comes from, its sections, and the facts of its edition."""
    found = get_object_or_404(Guideline.objects.visible_to(request.user).select_related("municipality"), slug=slug)
    chapters = found.chapters.only("number", "title", "lead", "guideline")
    return render(request, "guidelines/guideline.html", {"guideline": found, "chapters": chapters})


@login_not_required
@require_safe
def chapter(request, slug, number):
    """One section, with its structured items where the editor put them."""
    found = get_object_or_404(Guideline.objects.visible_to(request.user).select_related("municipality"), slug=slug)
    chapters = list(found.chapters.defer("search_text"))
    here = next((one for one in chapters if one.number == number), None)
    if here is None:
        raise Http404
    at = chapters.index(here)
    context = {
        "guideline": found,
        "chapter": here,
        "chapters": chapters,
        "parts": parts_of(here),
        "before": chapters[at - 1] if at else None,
        "after": chapters[at + 1] if at + 1 < len(chapters) else None,
    }
    return render(request, "guidelines/chapter.html", context)


@login_not_required
@require_safe
def picture(request, pk):
    """A picture of the texts, for whoever may read the guideline."""
    found = get_object_or_404(Picture.objects.visible_to(request.user), pk=pk)
    return download_response(found.stored_as, found.name, found.content_type, inline=True)
