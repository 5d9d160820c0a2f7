"""団体の登録: the start page, from which a draft begins."""

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from kyodo_portal.common.forms.keys import new_key
from partners.directory.schema import PAGES
from partners.directory.similar import similar_partners

from .actions import start_registration
from .forms import StartForm
from .models import Registration


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def start(request):
    """What it is, what to prepare, what happens with personal data. Sending needs a signed-in person."""
    if request.method == "POST" and not request.user.is_authenticated:
        return redirect_to_login(reverse("register"))
    form = StartForm(request.POST if request.method == "POST" else None)
    similar = []
    if request.method == "POST" and form.is_valid():
        similar = similar_partners(form.cleaned_data["name"])
        row = _start(request, form, similar)
        if row:
            return HttpResponseRedirect(f"{row.get_absolute_url()}#main")
    context = {
        "form": form,
        "similar": similar,
        "pages": PAGES,
        "drafts": Registration.objects.visible_to(request.user).drafts_of(request.user)[:5],
    }
    return render(request, "partners/registration/start.html", context)


def _start(request, form, similar):
    """The new draft; None where a similar name has not been looked at yet, or the page was too old."""
    name = form.cleaned_data["name"]
    if similar and form.cleaned_data["sure"] != name:
        form.data = {**form.data.dict(), "sure": name}
        return None
    try:
        key = form.cleaned_data["form_key"]
        return start_registration(by=request.user, name=name, kind=form.kind, form_key=key)
    except ValidationError as error:
        form.add_error(None, error)
        form.data = {**form.data.dict(), "form_key": str(new_key())}
        return None
