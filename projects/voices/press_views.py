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

from kyodo_portal.accounts.guesses import visitor
from partners.requests.waiting_letters import LASTS, OVER, first_answer, keep_answer, mail_code, proven_mail

from .forms import MeTooForm, ProvePressForm
from .limits import spend_on_press
from .topic_actions import press_of, say_me_too, take_me_too_back
from .views import visible_topic

COOKIE = "kyodo_metoo"  # a random word that says of a browser only that it is the same one
YEAR = 365 * 24 * 3600
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
    first = {"note": pressed.note, "area": pressed.area_id} if pressed else None
    data = request.POST if request.method == "POST" else None
    form = MeTooForm(data, initial=first, is_pressed=pressed is not None, is_guest=not request.user.is_authenticated)
    if form.is_bound and "back" in request.POST:
        take_me_too_back(row, **who)
        messages.success(request, "「わたしも」を取り消しました。")
        return HttpResponseRedirect(f"{row.get_absolute_url()}#main")
    if form.is_bound and form.is_valid():
        try:
            if form.cleaned_data.get("mail"):
                return _ask_for_digits(request, row, form.cleaned_data)
            return _pressed(request, row, form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
    return render(request, "projects/voices/me_too.html", {"topic": row, "form": form, "pressed": pressed})


def _ask_for_digits(request, topic, said):
    """What was typed waits an hour in the session, until the mailbox is proven."""
    if not topic.takes_presses:
        return HttpResponseRedirect(f"{topic.get_absolute_url()}#main")
    spend_on_press(visitor(request))
    page = request.POST.get("csrfmiddlewaretoken") or secrets.token_hex()  # every page that is opened has another one
    mail_code(request, said["mail"], key=page, slot=CODE, what="「わたしも」を数える")
    area = said["area"] and said["area"].pk
    request.session[PRESS] = {"topic": topic.pk, "note": said["note"], "area": area, "at": int(timezone.now().timestamp())}
    return HttpResponseRedirect(f"{topic.get_absolute_url()}me-too/code/")


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def me_too_code(request, pk):
    """The six digits of a guest; then the press that waited counts as a person's."""
    row = visible_topic(request, pk)
    waits = request.session.get(PRESS)
    if not waits or waits["topic"] != row.pk or waits["at"] < int(timezone.now().timestamp()) - LASTS:
        if led := first_answer(request, CODE):
            return HttpResponseRedirect(led)
        messages.error(request, OVER)
        return HttpResponseRedirect(f"{row.get_absolute_url()}#main")
    form = ProvePressForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            mail = proven_mail(request, form.cleaned_data["code"], slot=CODE)
            typed = MeTooForm({"note": waits["note"], "area": waits["area"]}, is_pressed=False)
            if not typed.is_valid():
                raise ValidationError(OVER)
            answer = _pressed(request, row, typed.cleaned_data, mail)
            keep_answer(request, answer.url, CODE)
            for key in (PRESS, CODE):
                request.session.pop(key, None)
            return answer
        except ValidationError as error:
            form.add_error("code", error)
    return render(request, "projects/voices/me_too_code.html", {"topic": row, "form": form})


def _pressed(request, topic, said, mail=""):
    token = request.COOKIES.get(COOKIE, "") or secrets.token_urlsafe(16)
    who = {"user": request.user, "mail": mail, "token": token, "line": visitor(request)}
    say_me_too(topic, **who, note=said["note"], area=said["area"])
    messages.success(request, "「わたしも」を受けとりました。")
    answer = HttpResponseRedirect(f"{topic.get_absolute_url()}#main")
    if not request.user.is_authenticated:
        answer.set_cookie(COOKIE, token, max_age=YEAR, httponly=True, samesite="Lax", secure=settings.SESSION_COOKIE_SECURE)
    return answer
