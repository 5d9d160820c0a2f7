"""The zone of a coordinators' body: set it up, open and close it, give its key on, try the code, renew the key.

These pages repeat no text and tell no other page anything: a code is shown on the answer that made it, once.
"""

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.debug import sensitive_post_parameters, sensitive_variables
from django.views.decorators.http import require_http_methods, require_POST

from kyodo_portal.process.errors import EditConflict

from . import zone_actions
from .access import desk_body
from .opening import close_zone, open_zone, opened_in, zone_of
from .words import five_words
from .zone_forms import CodeForm, HandForm, NewPassphraseForm, PassphraseForm, RecoverForm, RenewRingForm, SureForm
from .zone_presenters import own_number, ring_of, zone_state

NUMBER = "zone-number"  # in the session: what one's own screen shows while the key is handed over; no secret


def at_the_desk(request):
    """The body in whose name somebody is here; 404 for everybody else."""
    body = desk_body(request.user)
    if body is None:
        raise Http404
    return body


def _form(request, form_class, **kwargs):
    return form_class(request.POST if request.method == "POST" else None, **kwargs)


@sensitive_post_parameters()
@sensitive_variables()
@require_http_methods(["GET", "HEAD", "POST"])
def zone(request):
    """The state of the zone. Closed, it is opened here by one's passphrase; who has no key is told how to get one."""
    body = at_the_desk(request)
    row, opened = zone_of(request.user), opened_in(request)
    form = _form(request, PassphraseForm)
    if row is not None and form.is_bound and form.is_valid():
        try:
            opened = zone_actions.unlock(row, by=request.user, passphrase=form.cleaned_data["password"])
        except ValidationError as error:
            form.add_error("password", error)
        else:
            return _opened(request, opened)
    state = zone_state(request.user, row, opened)
    context = {
        "body": body,
        "zone": row,
        "opened": opened,
        "form": form,
        "state": state,
        "is_run_by_city": settings.KYODO_ZONE_STAFF,
    }
    return render(request, "projects/consultations/zone.html", context)


def _opened(request, opened):
    response = HttpResponseRedirect(f"{_next(request)}#main")
    open_zone(request, response, opened)
    messages.success(request, "守秘の区画を開けました。30分操作がないか、「閉じる」を押すと閉じます。")
    return response


def _next(request):
    wanted = request.GET.get("next", "")
    inside = wanted.startswith("/desk/") and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None)
    return wanted if inside else reverse("zone")


@require_POST
def zone_close(request):
    """Close it in this browser."""
    at_the_desk(request)
    opened = opened_in(request)
    response = HttpResponseRedirect(f"{reverse('zone')}#main")
    close_zone(request, response)
    if opened is not None:
        zone_actions.record_closed(request.user, opened.zone)
    messages.success(request, "守秘の区画を閉じました。")
    return response


@sensitive_post_parameters()
@sensitive_variables()
@require_http_methods(["GET", "HEAD", "POST"])
def zone_setup(request):
    """Lay out the zone: a passphrase of one's own, then the recovery code for the safe."""
    body = at_the_desk(request)
    if zone_of(request.user) is not None:
        return HttpResponseRedirect(reverse("zone"))
    form = _form(request, NewPassphraseForm)
    if form.is_bound and form.is_valid():
        try:
            opened, code = zone_actions.set_up(by=request.user, passphrase=form.cleaned_data["password"])
        except EditConflict as error:
            messages.info(request, str(error))
            return HttpResponseRedirect(reverse("zone"))
        return _code_page(request, body, opened, code, "守秘の区画を用意しました")
    return render(request, "projects/consultations/zone_setup.html", {"body": body, "form": form, "words": five_words()})


def _code_page(request, body, opened, code, title):
    context = {"body": body, "code": code, "title": title, "form": CodeForm()}
    response = render(request, "projects/consultations/zone_new_code.html", context)
    open_zone(request, response, opened)
    return response


@sensitive_post_parameters()
@sensitive_variables()
@require_http_methods(["GET", "HEAD", "POST"])
def zone_ring(request):
    """One's own key: the first one, another in its place, or only its number once more."""
    body = at_the_desk(request)
    ring = ring_of(request.user)
    form = _form(request, RenewRingForm if ring else NewPassphraseForm)
    if form.is_bound and form.is_valid():
        ring = zone_actions.make_ring(by=request.user, passphrase=form.cleaned_data["password"])
        row = zone_of(request.user)
        if row is None:
            return HttpResponseRedirect(reverse("zone"))
        request.session[NUMBER] = zone_actions.number_for(row, ring)
        messages.success(request, "自分の鍵を作りました。鍵を持つ人に、区画の鍵を渡してもらってください。")
        return HttpResponseRedirect(f"{reverse('zone-number')}#main")
    context = {"body": body, "form": form, "ring": ring, "words": five_words()}
    return render(request, "projects/consultations/zone_ring.html", context)


@sensitive_post_parameters()
@sensitive_variables()
@require_http_methods(["GET", "HEAD", "POST"])
def zone_number(request):
    """The number of one's own key, to be compared with the screen of who hands the zone's key over."""
    body, row = at_the_desk(request), zone_of(request.user)
    if row is None or ring_of(request.user) is None:
        return HttpResponseRedirect(reverse("zone"))
    form = _form(request, PassphraseForm)
    form.buttons = [("show", "番号を出す", "")]
    if form.is_bound and form.is_valid():
        try:
            request.session[NUMBER] = own_number(row, zone_actions.own_key(request.user, form.cleaned_data["password"]))
            return HttpResponseRedirect(f"{reverse('zone-number')}#main")
        except ValidationError as error:
            form.add_error("password", error)
    context = {"body": body, "form": form, "number": request.session.get(NUMBER, "")}
    return render(request, "projects/consultations/zone_number.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def zone_hand(request, user_pk):
    """Hand the zone's key to one colleague at the desk, who made a key of their own and reads out its number."""
    body, opened = at_the_desk(request), opened_in(request)
    if opened is None:
        return HttpResponseRedirect(f"{reverse('zone')}?next={request.path}")
    waiting = next((one for one in zone_state(request.user, opened.zone, opened).waiting if one.ring.user_id == user_pk), None)
    if waiting is None:
        raise Http404
    form = _form(request, HandForm, initial={"number": waiting.number})
    if form.is_bound and form.is_valid():
        try:
            zone_actions.hand_key(opened, waiting.ring, by=request.user, number=form.cleaned_data["number"])
            messages.success(request, f"{waiting.ring.user}さんに鍵を渡しました。")
            return HttpResponseRedirect(f"{reverse('zone')}#main")
        except ValidationError as error:
            form = HandForm(initial={"number": waiting.number})
            form.refused = " ".join(error.messages)
    return render(request, "projects/consultations/zone_hand.html", {"body": body, "form": form, "waiting": waiting})


@sensitive_post_parameters()
@sensitive_variables()
@require_http_methods(["GET", "HEAD", "POST"])
def zone_code(request):
    """Type the recovery code back: at first, and once a year."""
    body, row = at_the_desk(request), zone_of(request.user)
    if row is None:
        return HttpResponseRedirect(reverse("zone-setup"))
    form = _form(request, CodeForm)
    if form.is_bound and form.is_valid():
        try:
            zone_actions.check_code(row, by=request.user, code=form.cleaned_data["password_code"])
            messages.success(request, "予備の番号は合っています。紙は、金庫にもどしてください。")
            return HttpResponseRedirect(f"{reverse('zone')}#main")
        except ValidationError as error:
            form.add_error("password_code", error)
    return render(request, "projects/consultations/zone_code.html", {"body": body, "form": form, "zone": row})


@sensitive_variables()
@require_POST
def zone_new_code(request):
    """Another recovery code: the one before is void."""
    body, opened = at_the_desk(request), opened_in(request)
    if opened is None:
        raise PermissionDenied("先に、守秘の区画を開けてください。")
    code = zone_actions.new_code(opened, by=request.user)
    return _code_page(request, body, opened, code, "予備の番号を作り直しました")


@sensitive_post_parameters()
@sensitive_variables()
@require_http_methods(["GET", "HEAD", "POST"])
def zone_recover(request):
    """Whoever lost the passphrase, or is alone at the desk: the key out of the safe's code."""
    body, row = at_the_desk(request), zone_of(request.user)
    if row is None or ring_of(request.user) is None:
        return HttpResponseRedirect(reverse("zone"))
    form = _form(request, RecoverForm)
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        try:
            opened = zone_actions.recover(row, by=request.user, passphrase=said["password"], code=said["password_code"])
            return _opened(request, opened)
        except ValidationError as error:
            form.add_error(None, error)
    return render(request, "projects/consultations/zone_recover.html", {"body": body, "form": form})


@sensitive_variables()
@require_http_methods(["GET", "HEAD", "POST"])
def zone_renew(request):
    """A new key for everything: after somebody left, and after an old back-up was brought back."""
    body, opened = at_the_desk(request), opened_in(request)
    if opened is None:
        return HttpResponseRedirect(f"{reverse('zone')}?next={request.path}")
    form = _form(request, SureForm)
    if form.is_bound and form.is_valid():
        opened, code = zone_actions.renew_key(opened, by=request.user)
        return _code_page(request, body, opened, code, "鍵を新しくしました")
    return render(request, "projects/consultations/zone_renew.html", {"body": body, "form": form})
