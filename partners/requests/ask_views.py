"""「質問・連絡」: the page on which a letter is written. What it is about finds pages/about.py, or the offer that is applied for."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect, QueryDict
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_safe

from kyodo_portal.accounts import guesses
from kyodo_portal.process.pages import giving_back
from partners.directory.offer_models import Offer

from . import waiting_letters
from .actions import send_request
from .forms import AskForm, CodeForm, groups_of
from .message_models import KnownAnswer
from .places import place_of_offer
from .presenters import answers_of, choosing_of, known_answers

SENT = "手紙を送りました。"
MORE = ("wish1", "wish2", "people", "few_why", "place", "is_shared")


def ask_page(request, where):
    """Write a letter about a Place, and send it. Who has to sign in first, or to prove a mailbox, finds the letter again."""
    user = request.user
    if not where.receivers:
        return render(request, "partners/requests/nobody.html", {"where": where})
    kept = waiting_letters.kept(request, where.about)
    data, first = request.POST if request.method == "POST" else None, kept or _asked_for(request.GET)
    form = AskForm(data, where=where, user=user, groups=groups_of(user), initial=first)
    if form.is_bound and form.is_valid():
        try:
            return _go_on(request, where, form)
        except ValidationError as error:
            form.add_error(None, error)
    context = {
        "where": where,
        "form": form,
        "answers": answers_of(where.receivers),
        "choosing": choosing_of(where),
        "known": known_answers(where),
        "kept": bool(kept) and not form.is_bound,
        "only_city": all(partner.is_city for partner in where.receivers),
    }
    return render(request, "partners/requests/ask.html", context)


def _asked_for(query):
    """What the link to this page has chosen: the kind of the letter, and the group in whose name it is written."""
    return {"kind": query.get("kind", ""), "as_partner": query.get("from", "")}


def _go_on(request, where, form):
    """Send it now, or keep it until its writer has signed in or proven the address."""
    said, user = form.cleaned_data, request.user
    if not user.is_authenticated and not said["to"].is_city:
        waiting_letters.keep(request, where.about, request.POST)
        # A page and no redirect: one to the sign-in would be taken for a session that has ended (pages/given_back.py).
        return render(request, "partners/requests/sign_in.html", {"where": where, "next": urlencode({"next": request.path})})
    if said.get("mail"):
        waiting_letters.mail_code(request, said["mail"], key=said["form_key"], slot=waiting_letters.slot_of(where.about))
        waiting_letters.keep(request, where.about, request.POST, key=said["form_key"], page=request.path)
        return HttpResponseRedirect(f"{reverse('ask-code')}?{urlencode({'back': request.path})}")
    sent = _send(request, where, said)
    if user.is_authenticated:
        messages.success(request, SENT)
        return HttpResponseRedirect(f"{sent.get_absolute_url()}#main")
    return HttpResponseRedirect(_to_sent())


def _send(request, where, said, mail=""):
    user = request.user
    signed_in = user.is_authenticated
    sent = send_request(
        by=user if signed_in else None,
        to=said["to"],
        kind=said["kind"],
        about=where.about,
        about_label=where.label,
        text=said["text"],
        form_key=said["form_key"],
        line=guesses.line(request),
        from_partner=said.get("as_partner"),
        offer=where.offer,
        **{name: said[name] for name in MORE if said.get(name) not in (None, "")},
        **({} if signed_in else {"guest_name": said["name"], "guest_mail": mail}),
    )
    if mail:
        waiting_letters.keep_answer(request, _to_sent(), waiting_letters.slot_of(where.about), led=waiting_letters.CODE)
    waiting_letters.forget(request, where.about)
    return sent


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def offer_apply(request, pk):
    """Apply for what is offered, or offer what is sought."""
    offer = get_object_or_404(Offer.objects.live().filter(pk__in=Offer.objects.visible_to(request.user)), pk=pk)
    return ask_page(request, place_of_offer(offer))


def code_page(request, find):
    """The six digits of a guest; then the letter that waited is sent. find(request, about): the Place, or None."""
    row = waiting_letters.waiting(request, request.GET.get("back", ""))
    where = find(request, row["about"]) if row else None
    if where is None:
        if led := waiting_letters.first_answer(request):
            return HttpResponseRedirect(led)
        messages.error(request, waiting_letters.OVER)
        return HttpResponseRedirect(reverse("home"))
    if "again" in request.POST:
        waiting_letters.send_again(request, slot=waiting_letters.slot_of(row["about"]))
        return HttpResponseRedirect(request.get_full_path())
    form = CodeForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            mail = waiting_letters.proven_mail(request, form.cleaned_data["code"], slot=waiting_letters.slot_of(row["about"]))
            return _send_kept(request, where, row, mail)
        except ValidationError as error:
            form.add_error("code", error)
    return render(request, "partners/requests/code.html", {"form": form, "where": where})


def _send_kept(request, where, row, mail):
    data = QueryDict(mutable=True)
    for name, values in row["typed"].items():
        data.setlist(name, values)
    data["form_key"] = row["key"]
    form = AskForm(data, where=where, user=request.user)
    if not form.is_valid():
        raise ValidationError(waiting_letters.OVER)
    with giving_back(form):
        _send(request, where, form.cleaned_data, mail)
    return HttpResponseRedirect(_to_sent())


def _to_sent():
    return f"{reverse('ask-sent')}#main"


@login_not_required
@require_safe
def ask_sent(request):
    """What a guest reads after sending."""
    return render(request, "partners/requests/sent.html")


@login_not_required
@require_safe
def known(request):
    """よくある質問: what everybody may read, by who answers. One query."""
    rows = KnownAnswer.objects.shown().select_related("partner").order_by("partner__kana_key", "partner", "order", "pk")
    return render(request, "partners/requests/known.html", {"rows": rows})
