"""掲載のページ of the secretariat: one form for the listing, one for an individual's word on paper."""

from django.contrib import messages
from django.http import HttpResponseRedirect
from django.shortcuts import render

from kyodo_portal.common.forms.base import all_errors
from kyodo_portal.notices.telling import when_told
from kyodo_portal.process.edits import ETAG

from . import access, listing_actions
from .consent import YES
from .consent_models import NAME
from .kind import PartnerKind
from .listing_forms import ListingForm, PaperConsentForm


def listing_page(model_admin, request, partner):
    """Draw the page, or do what was sent and come back to it. `model_admin`: whose frame is drawn around it."""
    sent = [name for name in ("listing", "consent") if request.method == "POST" and name in request.POST]
    listing = ListingForm(request.POST if sent == ["listing"] else None, partner=partner)
    consent = PaperConsentForm(request.POST if sent == ["consent"] else None, partner=partner)
    if listing.is_bound and listing.is_valid():
        shown = listing.cleaned_data["to"] == "up"
        listing_actions.change_listing(partner, by=request.user, shown=shown, reason=listing.cleaned_data["reason"])
        return _done(
            request,
            "掲載をもどしました。"
            if shown
            else f"掲載を取り下げました。{when_told('団体の人', listing_actions.about_listing(partner), by=request.user)}",
        )
    if consent.is_bound and consent.is_valid():
        given = consent.cleaned_data["given"] == YES
        said = {name: consent.cleaned_data[name] for name in ("received_on", ETAG)}
        listing_actions.record_consent_on_paper(partner, by=request.user, given=given, **said)
        return _done(request, "書面の内容を記録しました。")
    consents = partner.consents.filter(field=NAME).select_related("given_by").order_by("-given_at")
    errors = all_errors(*[form for form in (listing, consent) if form.is_bound])
    return _draw(model_admin, request, partner, listing=listing, consent=consent, consents=consents, error_list=errors)


def _draw(model_admin, request, partner, *, consent, **more):
    context = {
        **model_admin.admin_site.each_context(request),
        "opts": model_admin.opts,
        "title": "掲載と登録",
        "may_take_off": access.can_take_off(request.user, partner),
        "partner": partner,
        "consent": consent if partner.kind == PartnerKind.CITIZEN else None,
        "listing_changes": partner.listing_changes.select_related("by"),
        **more,
    }
    return render(request, "admin/partners/partner/listing.html", context)


def _done(request, text):
    messages.success(request, text)
    return HttpResponseRedirect(f"{request.path}#main")
