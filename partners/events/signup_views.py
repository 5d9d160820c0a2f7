"""Signing up for an event: with an account, as a guest with a proven address; and what one sees of it afterwards."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kyodo_portal.accounts import guesses
from kyodo_portal.common.lists.paging import get_page
from kyodo_portal.process.pages import giving_back
from partners.requests.waiting_letters import OVER, first_answer, keep_answer, mail_code, proven_mail, send_again

from . import waiting_signups
from .line_actions import seats_left
from .models import Event
from .signup_actions import OVER as CLOSED
from .signup_actions import leave, sign_up, take_seat
from .signup_forms import ProveForm, SignupForm
from .signup_models import Signup
from .signup_presenters import own_signup, signup_page
from .tell_actions import DOOR

WHAT = "催しに申し込む"  # for what a guest's digits are


def _event(request, pk):
    return get_object_or_404(Event.objects.visible_to(request.user).select_related("host"), pk=pk)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def event_signup(request, pk):
    """Say who comes. A guest proves the mailbox first; what was typed waits."""
    row, user = _event(request, pk), request.user
    if not row.takes_signups and request.method != "POST":  # whoever wrote until it was over reads so beside what was typed
        return HttpResponseRedirect(f"{row.get_absolute_url()}#main")
    is_guest = not user.is_authenticated
    data = request.POST if request.method == "POST" else None
    first = {"name": "" if is_guest else user.name}
    left = seats_left(row)
    form = SignupForm(data, event=row, left=left, is_guest=is_guest, initial=first)
    if form.is_bound and not row.takes_signups:
        form.add_error(None, CLOSED)
    if form.is_bound and form.is_valid():
        try:
            return _go_on(request, row, form)
        except ValidationError as error:
            form.add_error(None, error)
    context = {"event": row, "form": form, "left": left, "own": own_signup(user, row)}
    return render(request, "partners/events/signup.html", context)


def _go_on(request, event, form):
    if request.user.is_authenticated:
        made = sign_up(event, form_key=form.cleaned_data["form_key"], user=request.user, **form.values)
        messages.success(request, _done(made))
        return HttpResponseRedirect(f"{event.get_absolute_url()}#main")
    said = form.cleaned_data
    mail_code(request, said["mail"], key=said["form_key"], slot=waiting_signups.slot(event), what=WHAT)
    waiting_signups.keep(request, event, form)
    return HttpResponseRedirect(reverse("signup-code", args=[event.pk]))


def _done(signup):
    if signup.state == Signup.State.IN:
        return "申し込みました。"
    if signup.event.signup == Event.SignupWay.LOT:
        return "抽選に申し込みました。結果は、お知らせします。"
    why = "席が足りないので" if seats_left(signup.event) else "満席なので"
    return f"{why}、キャンセル待ちに入りました。席が空くと、お知らせします。"


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def signup_code(request, pk):
    """The six digits of a guest; then the sign-up that waited is made."""
    row = _event(request, pk)
    data = waiting_signups.kept(request, row)
    if data is None:
        if led := first_answer(request, waiting_signups.slot(row)):
            return HttpResponseRedirect(led)
        messages.error(request, OVER)
        return HttpResponseRedirect(f"{row.get_absolute_url()}#main")
    if "again" in request.POST:
        send_again(request, slot=waiting_signups.slot(row), what=WHAT)
        return HttpResponseRedirect(request.path)
    form = ProveForm(request.POST if request.method == "POST" else None, event=row, left=seats_left(row))
    if form.is_bound and form.is_valid():
        try:
            mail = proven_mail(request, form.cleaned_data["code"], slot=waiting_signups.slot(row))
            return _sign_up_guest(request, row, data, mail)
        except ValidationError as error:
            form.add_error("code", error)
    return render(request, "partners/events/signup_code.html", {"event": row, "form": form})


def _sign_up_guest(request, event, data, mail):
    form = SignupForm(data, event=event, left=seats_left(event), is_guest=True)
    if not form.is_valid():
        raise ValidationError(OVER)
    with giving_back(form):
        made = sign_up(event, form_key=form.cleaned_data["form_key"], mail=mail, line=guesses.line(request), **form.values)
    keep_answer(request, page := f"{reverse('signup-guest', args=[DOOR.token_of(made)])}#main", waiting_signups.slot(event))
    waiting_signups.forget(request, event)
    messages.success(request, _done(made))
    return HttpResponseRedirect(page)


@login_not_required
@require_http_methods(["GET", "HEAD", "POST"])
def signup_guest(request, token):
    """The one sign-up that a mail's address opens: see it, give it up, take a free seat. Opening the page does nothing."""
    row = DOOR.row_of(token, Signup.objects.of_guests())
    if row is None:
        raise Http404
    if request.method == "POST":
        return _pressed(request, row, reverse("signup-guest", args=[token]))
    response = render(request, "partners/events/signup_guest.html", {"shown": signup_page(row), "event": row.event})
    response["Cache-Control"] = "no-store"
    return response


@require_POST
def signup_own(request, pk):
    """Give up one's own sign-up, or take the seat that was offered."""
    row = own_signup(request.user, _event(request, pk))
    if row is None:
        raise Http404
    return _pressed(request, row, row.event.get_absolute_url())


def _pressed(request, signup, url):
    try:
        if "take" in request.POST:
            take_seat(signup)
            messages.success(request, "席をとりました。")
        else:
            leave(signup)
            messages.success(request, "申込みをとりやめました。まちがえたときは、もう一度申し込めます。")
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return HttpResponseRedirect(f"{url}#main")


@require_safe
def my_signups(request):
    """What somebody has signed up for: what is to come, then what is over."""
    page = get_page(Signup.objects.of_person(request.user), request)
    return render(request, "partners/events/my_signups.html", {"page": page, "rows": [signup_page(row) for row in page]})
