"""自分のデータ: see what is kept, change the own name, take everything out, close the account."""

from functools import partial

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kyodo_portal.process.edits import ETAG, etag_of
from kyodo_portal.process.errors import EditConflict
from kyodo_portal.process.pages import edit_form, saved_over

from .account_actions import change_name, choose_mails, mail_choices_of, record_export
from .erasing_actions import close_account
from .export import archive_of
from .forms import CloseForm, MailsForm, NameForm
from .fresh import fresh_required, is_fresh
from .presenters import own_data_of
from .retention import rule_rows


@require_safe
def own_data(request):
    """What the portal keeps of me, how long, and the three things I may do with it."""
    context = {
        "own": own_data_of(request.user),
        "rules": rule_rows(),
        "fresh": is_fresh(request),
    }
    return render(request, "personal/own_data.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def own_name(request):
    """Change the own name."""
    first = {"name": request.user.name}
    form = NameForm(request.POST if request.method == "POST" else None, initial={**first, ETAG: etag_of(first)})
    if request.method == "POST" and form.is_valid():
        try:
            change_name(user=request.user, **form.cleaned_data)
        except EditConflict as error:
            now = {"name": error.subject.name}
            form.overtaken(str(error), etag_of(now), now)
        else:
            messages.success(request, "名前を変えました。")
            return redirect(f"{reverse('own-data')}#main")
    return render(request, "personal/own_name.html", {"form": form}, status=form.http_status)


@require_http_methods(["GET", "HEAD", "POST"])
def own_notices(request):
    """What I want to be told."""
    form = edit_form(request, MailsForm, mail_choices_of(request.user))
    if saved_over(request, form, partial(choose_mails, user=request.user), mail_choices_of):
        messages.success(request, "メールの受けとりかたを保存しました。")
        return redirect(f"{reverse('own-data')}#main")
    return render(request, "personal/own_notices.html", {"form": form}, status=form.http_status)


@require_POST
@never_cache
@fresh_required
def own_download(request):
    """Everything as one zip; recorded."""
    content = archive_of(request.user)
    record_export(user=request.user)
    response = HttpResponse(content, content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="kyodo-{timezone.localdate():%Y%m%d}.zip"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
def own_again(request):
    """For whoever has neither password nor second factor: sign in again by mailed code, and come back here."""
    if request.method == "POST":
        logout(request)
        return redirect(f"{reverse('account_request_login_code')}?{urlencode({'next': reverse('own-data')})}")
    return render(request, "personal/own_again.html")


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@fresh_required
def own_close(request):
    """退会: what stands in the way, what is erased and what stays; the box; done, and signed out."""
    form = CloseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            closing = close_account(user=request.user, by=request.user)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            logout(request)
            return redirect(f"{reverse('own-closed')}{'' if closing.erased_at else '?held=1'}")
    return render(request, "personal/own_close.html", {"form": form, "own": own_data_of(request.user)})


@login_not_required
@require_safe
def own_closed(request):
    """Good-bye. `held`: what was said of the person is erased later."""
    return render(request, "personal/own_closed.html", {"held": request.GET.get("held") == "1"})
