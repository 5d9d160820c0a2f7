"""「わたしも」: pressed with an account, in a browser of which nobody knows whose it is, or by a person who proves a mailbox."""

import secrets

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from kyodo_portal.accounts import guesses
from kyodo_portal.common.forms.three_way import fields_etag
from kyodo_portal.process.edits import ETAG
from kyodo_portal.process.errors import EditConflict
from partners.requests.waiting_letters import (
    OVER,
    first_answer,
    keep_answer,
    mail_code,
    proven_mail,
    put_away,
    put_by,
    send_again,
    slot_of,
    waits,
)

from .forms import MeTooForm, ProvePressForm
from .limits import spend_on_press
from .topic_actions import noted, press_of, say_me_too, take_me_too_back
from .views import visible_topic

COOKIE = "kyodo_metoo"  # a random word that says of a browser only that it is the same one
YEAR = 365 * 24 * 3600
WHAT = "「わたしも」を数える"  # for what the digits are
PRESS, CODE = "metoo", "metoo_code"  # keys of the session: what a guest typed, and the digits that were mailed


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def me_too(request, pk):
    """Press 「わたしも」, add a word, or take it back. Without signing in a random cookie says that it is the same browser, and a proven
    mailbox that it is another person."""
    row = visible_topic(request, pk)
    who = {"user": request.user, "token": request.COOKIES.get(COOKIE, "")}
    pressed = press_of(row, **who)
    form = _press_form(request, pressed)
    if form.is_bound and "back" in request.POST:
        take_me_too_back(row, **who)
        messages.success(request, "「わたしも」を取り消しました。")
        return HttpResponseRedirect(f"{row.get_absolute_url()}#main")
    if form.is_bound and form.is_valid():
        try:
            if form.cleaned_data.get("mail"):
                return _ask_for_digits(request, row, form.cleaned_data)
            return _pressed(request, row, form.cleaned_data)
        except EditConflict as error:
            form.show_conflict(error)
        except ValidationError as error:
            form.add_error(None, error)
    context = {"topic": row, "form": form, "pressed": pressed}
    return render(request, "projects/voices/me_too.html", context, status=form.http_status)


def _press_form(request, pressed):
    first = noted(pressed)
    data = request.POST if request.method == "POST" else None
    first |= {ETAG: fields_etag(first)}
    return MeTooForm(data, initial=first, is_pressed=pressed is not None, is_guest=not request.user.is_authenticated)


def _ask_for_digits(request, topic, said):
    """What was typed waits an hour in the session, until the mailbox is proven."""
    if not topic.takes_presses:
        return HttpResponseRedirect(f"{topic.get_absolute_url()}#main")
    spend_on_press(guesses.line(request))
    page = request.POST.get("csrfmiddlewaretoken") or secrets.token_hex()  # every page that is opened has another one
    mail_code(request, said["mail"], key=page, slot=slot_of(topic.pk, CODE), what=WHAT)
    area = said["area"] and said["area"].pk
    waiting = {"note": said["note"], "area": area, "at": int(timezone.now().timestamp())}
    put_by(request, PRESS, topic.pk, waiting, code=CODE)
    return HttpResponseRedirect(f"{topic.get_absolute_url()}me-too/code/")


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def me_too_code(request, pk):
    """The six digits of a guest; then the press that waited counts as a person's."""
    row = visible_topic(request, pk)
    waiting, slot = waits(request, PRESS, row.pk), slot_of(row.pk, CODE)
    if waiting is None:
        return _nothing_waits(request, row)
    if "again" in request.POST:
        send_again(request, slot=slot, what=WHAT)
        return HttpResponseRedirect(request.path)
    form = ProvePressForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            return _proven(request, row, waiting, form.cleaned_data["code"])
        except ValidationError as error:
            form.add_error("code", error)
    return render(request, "projects/voices/me_too_code.html", {"topic": row, "form": form})


def _nothing_waits(request, topic):
    if led := first_answer(request, slot_of(topic.pk, CODE)):
        return HttpResponseRedirect(led)
    messages.error(request, OVER)
    return HttpResponseRedirect(f"{topic.get_absolute_url()}#main")


def _proven(request, topic, waiting, code):
    """Count what waited, by whoever typed the right digits. ValidationError for others."""
    mail = proven_mail(request, code, slot=slot_of(topic.pk, CODE))
    typed = MeTooForm({"note": waiting["note"], "area": waiting["area"]}, is_pressed=False)
    if not typed.is_valid():
        raise ValidationError(OVER)
    answer = _pressed(request, topic, typed.cleaned_data, mail)
    keep_answer(request, answer.url, slot_of(topic.pk, CODE))
    put_away(request, PRESS, topic.pk, code=CODE)
    return answer


def _pressed(request, topic, said, mail=""):
    token = request.COOKIES.get(COOKIE, "") or secrets.token_urlsafe(16)
    who = {"user": request.user, "mail": mail, "token": token, "line": guesses.line(request)}
    say_me_too(topic, **who, note=said["note"], area=said["area"], etag=None if mail else said[ETAG])
    messages.success(request, "「わたしも」を受けとりました。")
    answer = HttpResponseRedirect(f"{topic.get_absolute_url()}#main")
    if not request.user.is_authenticated:
        answer.set_cookie(COOKIE, token, max_age=YEAR, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE)
    return answer
