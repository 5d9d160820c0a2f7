"""What allauth has no page for: the name after the first proof, a code sent once more, a passkey while a code is waited for."""

from allauth.account.adapter import get_adapter
from allauth.account.internal.stagekit import LOGIN_SESSION_KEY
from allauth.account.utils import passthrough_next_redirect_url
from allauth.mfa.webauthn.views import login_webauthn
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from .forms import NameForm
from .resending import DOORS, seconds_left, send_again
from .security_actions import give_name


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def account_name(request):
    """Ask for the name, and go on to where the sign-in led."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    onward = wanted if get_adapter().is_safe_url(wanted) else "/me/"
    if request.user.name:
        return redirect(onward)
    form = NameForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        give_name(request.user, form.cleaned_data["name"])
        return redirect(onward)
    return render(request, "account/name.html", {"form": form, "next": onward})


@login_not_required
@never_cache
@require_POST
def code_again(request, door):
    """Send another code to whoever waits for one, once a minute."""
    door = DOORS[door]
    process = door.pending(request)
    if process is None:
        messages.error(request, "番号の期限が過ぎました。もう一度、はじめからやり直してください。")
        return redirect("account_login")
    left = seconds_left(process.state)
    if left:
        messages.error(
            request, f"番号は、1分たつと、もう一度送れます。あと{left}秒待ってください。先に、届いたメールを見てください。"
        )
        return redirect(door.page)
    try:
        send_again(request, process)
        messages.success(request, "新しい番号を送りました。前の番号は使えません。")
    except ValidationError as refused:
        messages.error(request, refused.message)
    return redirect(door.page)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sign_in_by_key(request):
    """allauth's door for a passkey, open also while a sign-in waits for its code: that one goes on where no passkey opens.

    GET as JSON: what the passkey has to sign. POST: its answer. Whoever is refused keeps where the sign-in should have led.
    """
    waiting = request.session.pop(LOGIN_SESSION_KEY, None)
    answer = login_webauthn(request)
    if waiting and not request.user.is_authenticated:
        request.session.setdefault(LOGIN_SESSION_KEY, waiting)
    if getattr(answer, "url", "") == reverse("account_login"):
        return redirect(passthrough_next_redirect_url(request, answer.url, "next"))
    return answer
