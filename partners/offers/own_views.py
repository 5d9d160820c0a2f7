"""What a partner's people do with its own: see them all, make one, change it and its terms, close, open again, confirm; who fits."""

from functools import partial

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kyodo_portal.common.forms.three_way import fields_etag
from kyodo_portal.common.web.ticks import GONE, ticked
from kyodo_portal.process.edits import ETAG
from kyodo_portal.process.pages import saved_over
from partners.directory.offer_models import Offer
from partners.directory.own_views import partner_or_refuse
from partners.directory.presenters import as_told_to

from . import actions
from .access import can_see_offers, can_write_offers
from .forms import OfferForm, TermsForm
from .matches import matched, rows_of
from .presenters import own_rows
from .year_actions import continue_offers

MOST = 200  # ticks of one press


def _may_write(user, partner):
    """By the standing of which this person was told: a decision that nobody was told of yet closes no page."""
    return can_write_offers(user, as_told_to(partner, user))


def _back(request, partner, text):
    messages.success(request, text)
    return HttpResponseRedirect(f"{reverse('partner-offers', args=[partner.pk])}#main")


@require_safe
def partner_offers(request, pk):
    """All of a partner's own: what is shown, what is asked about, what has ended."""
    partner = partner_or_refuse(request, pk, can_see_offers)
    shown, ended = own_rows(request, partner)
    context = {
        "partner": partner,
        "rows": shown,
        "ended": ended,
        "may_write": _may_write(request.user, partner),
        "is_full": partner.offers.counted().count() >= actions.MOST,
        "go_on": [row for row in shown if row.goes_on],
        "most": actions.MOST,
    }
    return render(request, "partners/offers/own.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def offer_new(request, pk):
    """Put one more there; of a lecture its terms are asked next."""
    partner = partner_or_refuse(request, pk, _may_write)
    first = {"side": request.GET.get("side") or None}
    form = OfferForm(request.POST if request.method == "POST" else None, partner=partner, with_key=True, initial=first)
    if form.is_bound and form.is_valid():
        try:
            made = actions.make_offer(
                partner=partner, by=request.user, form_key=form.cleaned_data["form_key"], values=form.values
            )
        except ValidationError as error:
            form.add_error(None, error)
        else:
            return _made(request, partner, made, form.said_besides)
    return render(request, "partners/offers/write.html", {"partner": partner, "form": form})


def _made(request, partner, made, besides):
    if made.form != Offer.Form.LECTURE:
        return _back(request, partner, f"「{made.title}」を載せました。{besides}")
    messages.success(request, f"「{made.title}」を載せました。{besides}つづけて、申込みの条件を決められます。")
    return HttpResponseRedirect(f"{reverse('offer-terms', args=[partner.pk, made.pk])}#main")


def _own(request, pk, offer):
    """(partner, its offer) that this person writes; 404 or 403 otherwise."""
    partner = partner_or_refuse(request, pk, _may_write)
    return partner, get_object_or_404(Offer.objects.visible_to(request.user).for_page(), pk=offer, partner=partner)


@require_http_methods(["GET", "HEAD", "POST"])
def offer_edit(request, pk, offer):
    """Change one; saved, it counts as confirmed today."""
    partner, row = _own(request, pk, offer)
    stored = actions.written_in(row)
    first = {**stored, "times": [name for name in ("on_weekdays", "on_evenings", "on_weekends") if stored[name]], "adult": True}
    form = OfferForm(
        request.POST if request.method == "POST" else None, partner=partner, initial={**first, ETAG: fields_etag(stored)}
    )
    if saved_over(request, form, partial(actions.change_offer, row, by=request.user), actions.written_in):
        return _back(request, partner, f"保存しました。{form.said_besides}")
    return render(
        request, "partners/offers/write.html", {"partner": partner, "offer": row, "form": form}, status=form.http_status
    )


@require_http_methods(["GET", "HEAD", "POST"])
def offer_terms(request, pk, offer):
    """Under which terms others may ask for it: how many people, how long, when, how long before."""
    partner, row = _own(request, pk, offer)
    stored = actions.terms_in(row)
    first = {**TermsForm.initial_of(stored), ETAG: fields_etag(stored)}
    form = TermsForm(request.POST if request.method == "POST" else None, initial=first)
    if saved_over(request, form, partial(actions.set_terms, row, by=request.user), actions.terms_in):
        return _back(request, partner, f"「{row.title}」の申込みの条件を保存しました。")
    return render(
        request, "partners/offers/terms.html", {"partner": partner, "offer": row, "form": form}, status=form.http_status
    )


@require_POST
def offer_close(request, pk, offer):
    """It is shown no more; 「もう一度出す」 takes that back."""
    partner, row = _own(request, pk, offer)
    actions.close_offer(row, by=request.user)
    return _back(request, partner, f"「{row.title}」を終えました。下の「終わったもの」から、もう一度出せます。")


@require_POST
def offer_open(request, pk, offer):
    """Show a closed one again."""
    partner, row = _own(request, pk, offer)
    try:
        actions.open_offer(row, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return HttpResponseRedirect(f"{reverse('partner-offers', args=[partner.pk])}#main")
    return _back(request, partner, f"「{row.title}」を、もう一度載せました。")


@require_POST
def offers_confirm(request, pk):
    """「ぜんぶ、まだそのとおりです」: one press for all that is shown."""
    partner = partner_or_refuse(request, pk, _may_write)
    count = actions.confirm_offers(partner, by=request.user)
    return _back(request, partner, f"{count}件を、今日確かめたことにしました。")


@require_POST
def offers_continue(request, pk):
    """「次の年度も出す」: of the lectures and persons that are named, each once."""
    partner = partner_or_refuse(request, pk, _may_write)
    keys = ticked(request, "offer", MOST)
    if not partner.offers.filter(pk__in=keys).exists():
        messages.error(request, GONE)
        return HttpResponseRedirect(f"{reverse('partner-offers', args=[partner.pk])}#main")
    try:
        made = continue_offers(partner, keys, by=request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return HttpResponseRedirect(f"{reverse('partner-offers', args=[partner.pk])}#main")
    told = f"{len(made)}件を、次の年度も出します。日や条件が変わるものは、直してください。"
    return _back(request, partner, told if made else "もう次の年度に出ています。")


@require_safe
def partner_matches(request, pk):
    """Who gives what this partner seeks, who seeks what it gives, and why: for its people and who accompanies it."""
    partner = partner_or_refuse(request, pk, can_see_offers)
    own = rows_of(partner.offers.live().order_by("side", "-pk"))
    return render(request, "partners/offers/matches.html", {"partner": partner, "found": matched(own)})
