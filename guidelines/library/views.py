"""The library for everybody who reads: the list, one guideline, one chapter, the whole document for paper."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse_lazy
from django.views.decorators.http import require_safe

from kyodo_portal.common.files.storage import download_response
from kyodo_portal.common.web.reading_preference import choice_of

from .glossary import words_in
from .models import Guideline, Picture
from .presenters import chapters_of, items_in, parts_of, shelf, what_is_kyodo, words_for

# The doors of the library: address, drawing, colour of its ground, label, what one finds there.
DOORS = (
    (reverse_lazy("guideline-help"), "phone", "", "相談先さがし", "困っていることから、身近な順に、聞くところがわかります。"),
    (
        reverse_lazy("guideline-forms"),
        "people",
        " kp-entry__icon--b",
        "形態えらび",
        "いくつかの問いに答えると、合うやり方がわかります。",
    ),
    (
        reverse_lazy("guideline-cases"),
        "pen",
        " kp-entry__icon--o",
        "事例",
        "どう話し合い、だれが何をして、どうなったかを読めます。",
    ),
    (reverse_lazy("guideline-terms"), "book", " kp-entry__icon--p", "ことば", "協働のことばの意味を、あいうえお順に引けます。"),
    (reverse_lazy("guideline-compare"), "track", "", "見くらべる", "原則や役割を、2つから5つの市町村で並べて読めます。"),
    (
        reverse_lazy("reports"),
        "track",
        " kp-entry__icon--p",
        "年のまとめ",
        "いくつの協働が、だれと、どう進んだか。数と、うまくいかなかったこと。",
    ),
)


@login_not_required
@require_safe
def library(request):
    """What 協働 is on one screen, the own guideline with its sections, the guidelines of other cities."""
    own, others = shelf()
    chapters = own.chapters.only("number", "title", "lead", "guideline") if own else []
    context = {"own": own, "chapters": chapters, "kyodo": what_is_kyodo(), "others": others, "doors": DOORS}
    return render(request, "guidelines/library/library.html", context)


@login_not_required
@require_safe
def guideline(request, slug):
    """Where a guideline comes from, its sections, and the facts of its edition."""
    guideline = get_object_or_404(Guideline.objects.visible_to(request.user).select_related("municipality"), slug=slug)
    chapters = guideline.chapters.only("number", "title", "lead", "guideline")
    return render(request, "guidelines/library/guideline.html", {"guideline": guideline, "chapters": chapters})


@login_not_required
@require_safe
def chapter(request, slug, number):
    """One section, with its structured items where the editor put them. Four queries at most."""
    chapters = chapters_of(slug, request.user)
    here = next((chapter for chapter in chapters if chapter.number == number), None)
    if here is None:
        raise Http404
    at = chapters.index(here)
    terms = words_for(here.guideline, request.user)
    context = {
        "guideline": here.guideline,
        "chapter": here,
        "chapters": chapters,
        "parts": parts_of(here, items_in([here], terms), choice_of(request)),
        "words": words_in(here, terms),
        "before": chapters[at - 1] if at else None,
        "after": chapters[at + 1] if at + 1 < len(chapters) else None,
    }
    return render(request, "guidelines/library/chapter.html", context)


@login_not_required
@require_safe
def picture(request, pk):
    """A picture of the texts, for whoever may read the guideline."""
    picture = get_object_or_404(Picture.objects.visible_to(request.user), pk=pk)
    return download_response(picture.stored_as, picture.name, picture.content_type, inline=True)


@login_not_required
@require_safe
def whole(request, slug):
    """The preface and every chapter on one page, for reading in one go and for A4."""
    guideline = get_object_or_404(Guideline.objects.visible_to(request.user).select_related("municipality"), slug=slug)
    chapters = list(guideline.chapters.defer("search_text"))
    items, choice = items_in(chapters), choice_of(request)
    for chapter in chapters:
        chapter.parts = parts_of(chapter, items, choice, level=3)
    return render(request, "guidelines/library/print.html", {"guideline": guideline, "chapters": chapters})
