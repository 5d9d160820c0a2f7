"""The sample city's people: whoever tries the portal becomes one of them by one press. Not there on a real site."""

from allauth.account.utils import perform_login
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import authenticate, logout
from django.contrib.auth.decorators import login_not_required
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from kyodo_portal.accounts.sample import PASSWORD, ZONE_PASSPHRASE, logins_of
from kyodo_portal.notices.access import can_read_sample_mails


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sample_people(request):
    """GET: everybody with a log-in. POST: signs out, and in again as the one that was chosen, by the sample's password.

    Behind the same door as the sample's mailbox: 404 on a real site and for every other machine.
    """
    if not can_read_sample_mails(request):
        raise Http404
    logins = logins_of(settings.KYODO_SAMPLE_CITY)
    if request.method == "POST":
        email = request.POST.get("email", "")
        user = authenticate(request, email=email, password=PASSWORD) if email in dict(logins) else None
        if user is not None:
            logout(request)
            return perform_login(request, user)
        messages.error(request, "この利用者にはなれませんでした。パスワードを変えたときは、サインインの画面から入ってください。")
        return redirect("sample_people")
    context = {"logins": logins, "password": PASSWORD, "zone_passphrase": ZONE_PASSPHRASE}
    return render(request, "pages/sample_people.html", context)
