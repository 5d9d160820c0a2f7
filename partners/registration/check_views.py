"""要件の確認: the admin's page on which the secretariat confirms or waives the conditions of an application."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse

from kyodo_portal.process.edits import ETAG
from kyodo_portal.process.errors import EditConflict

from .check_actions import confirm_checks, etag_of_checks
from .check_forms import ChecksForm


def checks_page(admin, request, registration):
    """Every condition with what the portal found and why; POST keeps what the secretariat says."""
    form, late = ChecksForm(request.POST if request.method == "POST" else None, registration=registration), False
    back = reverse("admin:partners_registration_change", args=[registration.pk])
    if request.method == "POST" and form.is_valid():
        try:
            confirm_checks(registration=registration, by=request.user, answers=form.answers, etag=form.cleaned_data[ETAG])
            messages.success(request, "要件の確認を保存しました。")
            return HttpResponseRedirect(back)
        except EditConflict as error:
            form.overtaken(str(error), etag_of_checks(error.subject), {})
            late = True
    frame = {**admin.admin_site.each_context(request), "title": "要件の確認", "opts": admin.opts}
    context = {**frame, "registration": registration, "form": form, "back": back}
    return render(request, "admin/partners/registration/checks.html", context, status=409 if late else 200)
