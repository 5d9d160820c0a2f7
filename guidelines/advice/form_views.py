"""形態えらび: five questions and their answer under one address, and one form's page."""

from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from guidelines.library.models import CollaborationForm

from .choosing import QUESTIONS
from .filters import ChooseForm
from .form_presenters import answer_of, page_of_form


@login_not_required
@require_safe
def choose_form(request):
    """The questions; with answers in the address, the city's forms that fit them."""
    asked = any(question.name in request.GET for question in QUESTIONS)
    form = ChooseForm(request.GET if asked else None)
    context = {"form": form, "asked": asked, **(answer_of(form.answers)._asdict() if asked else {})}
    return render(request, "guidelines/advice/choose.html", context)


@login_not_required
@require_safe
def form(request, slug, key):
    """One form with everything that is known of it."""
    form = get_object_or_404(
        CollaborationForm.objects.visible_to(request.user).select_related("guideline__municipality", "chapter"),
        guideline__slug=slug,
        key=key,
    )
    return render(request, "guidelines/advice/form.html", page_of_form(form))
