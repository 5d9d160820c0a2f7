"""Pages of the city: what came of a group on paper or by telephone is entered, then the group's step is taken with it."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from partners.models import Partner
from projects.filings.pages import drop_filed, next_filed
from projects.ledger.admin_presenters import partners_found

from .access import can_edit_scheme, can_enter_for, can_file, can_see_grants
from .filing_actions import drop_filing, enter_grant, file_for
from .filing_forms import EnterGrantForm
from .filing_models import WHATS
from .presenters import page_for
from .scheme_models import GrantRule
from .views import found_grant

FOUND = 30  # groups that a search shows


@require_safe
def enter(request):
    """Which scheme, and which group out of the directory."""
    if not can_see_grants(request.user):
        raise PermissionDenied
    words = request.GET.get("q", "").strip()[:100]
    found = list(partners_found(words).order_by("kana_key", "pk")[: FOUND + 1]) if words else []
    context = {
        "rules": list(GrantRule.objects.to_enter(request.user)),
        "words": words,
        "groups": found[:FOUND],
        "more": len(found) > FOUND,
    }
    return render(request, "projects/grants/enter.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def enter_for(request, rule, partner):
    """How the application came; what it says is written on the page that its group would write on."""
    if not can_edit_scheme(request.user):
        raise PermissionDenied
    rule = get_object_or_404(GrantRule.objects.to_enter(request.user), pk=rule)
    partner = get_object_or_404(Partner.objects.choosable().filter(office=Partner.Office.NONE), pk=partner)
    if not can_enter_for(request.user, partner, rule):
        raise PermissionDenied
    form = EnterGrantForm(*((request.POST, request.FILES) if request.method == "POST" else ()))
    if form.is_bound and form.is_valid():
        try:
            made = enter_grant(rule, partner, by=request.user, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, "収受を記録しました。紙に書いてあるとおりに書いて、保存してください。")
            return redirect(f"{made.page_url('grant-edit')}#main")
    return render(request, "projects/grants/enter_for.html", {"rule": rule, "partner": partner, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def filed(request, pk):
    """What came for this grant; the page on which the group would do it follows."""
    row = found_grant(request, pk)
    if not can_file(request.user, row):
        raise PermissionDenied
    form, filing = next_filed(request, row, whats=WHATS, file_for=file_for)
    if filing is not None:
        return redirect(f"{page_for(row, filing.what)}#main")
    return render(request, "projects/grants/filed.html", {"grant": row, "form": form})


@require_POST
def filed_drop(request, pk, filing_pk):
    """What was entered by mistake goes, as long as nothing was done with it."""
    row = found_grant(request, pk)
    if not can_file(request.user, row):
        raise PermissionDenied
    drop_filed(request, row, filing_pk, drop_filing=drop_filing)
    return redirect("grants" if row.is_unsent else f"{row.get_absolute_url()}#main")
