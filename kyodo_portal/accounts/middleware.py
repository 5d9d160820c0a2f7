"""Staff need a second factor before any private page opens (security rule of the city), except from its own networks,
and are signed out when they walk away from an open screen."""

import time

from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.models import AnonymousUser
from django.shortcuts import redirect, render

from kyodo_portal.common.upwards import record

from .networks import in_networks

SETUP = "/accounts/2fa/"
OPEN = ("/accounts/", "/static/")
# Not open: whoever learned a password would move the account to another mailbox, or tie a door of their own to it.
SHUT = ("/accounts/email/", "/accounts/doors/")
ENROLMENTS = {"mfa_activate_totp", "mfa_add_webauthn"}
OUTSIDE_FACTOR = "accounts.outside-factor"  # in the session: the office's own sign-in has asked this person for a second factor
IDLE = 30 * 60  # seconds without a click after which staff are signed out


def staff_second_factor(get_response):
    return _StaffSecondFactor(get_response)


class _StaffSecondFactor:
    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        """Everything private leads staff without a second factor to its set-up page; public pages show them what visitors see.

        Public addresses hold private parts too: contact data, whole proposals, papers, drafts.
        """
        if is_unpermitted_enrolment(request):
            return render(request, "mfa/permit_needed.html", status=403)
        public = not getattr(view, "login_required", True)
        if not settings.KYODO_STAFF_MFA or (request.path.startswith(OPEN) and request.path not in SHUT):
            return None
        if public and settings.SESSION_COOKIE_NAME not in request.COOKIES:
            return None
        if not request.user.is_authenticated or not request.user.is_staff or in_staff_network(request):
            return None
        if is_mfa_enabled(request.user) or request.session.get(OUTSIDE_FACTOR) == request.user.pk:
            return None
        if public:
            request.user = AnonymousUser()
            return None
        messages.warning(request, "職員の画面を開く前に、2段階の確認を用意してください。")
        return redirect(SETUP)


def is_unpermitted_enrolment(request):
    """Whether staff without a second factor want to set one up from where anybody may sit, and nobody has permitted it.

    Otherwise whoever learned a password would bring the second factor along; the day before somebody becomes staff too.
    """
    if not settings.KYODO_STAFF_MFA or request.resolver_match is None or request.resolver_match.view_name not in ENROLMENTS:
        return False
    user = request.user
    if not user.is_authenticated or user.has_permit or in_staff_network(request) or not user.will_be_staff:
        return False
    return not is_mfa_enabled(user)


def in_staff_network(request):
    """True if the visitor's address lies in one of KYODO_STAFF_NETWORKS (CIDR)."""
    return in_networks(request, settings.KYODO_STAFF_NETWORKS)


def begin_watch(request):
    """At a sign-in of staff: from now on a pause ends the session, and so does SESSION_COOKIE_AGE, however busy it was."""
    now = int(time.time())
    request.session["watch"] = [now, now]


def staff_pause(get_response):
    return _StaffPause(get_response)


class _StaffPause:
    """Only sessions that `begin_watch` marked are looked at; others end with SESSION_COOKIE_AGE.

    A view that a page's script asks by itself says so (`asked_by_a_script = True`): nobody pressed anything.
    """

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_view(self, request, view, args, kwargs):
        watch = request.session.get("watch") if settings.SESSION_COOKIE_NAME in request.COOKIES else None
        if not watch:
            return
        (began, seen), now = watch, int(time.time())
        if now - seen > IDLE or now - began > settings.SESSION_COOKIE_AGE:
            if request.user.is_authenticated:  # not one who was switched off meanwhile
                record("sign-out", by=request.user, target=request.user, note="しばらく操作がなかった")
            logout(request)
            messages.info(request, "しばらく操作がなかったので、サインアウトしました。もう一度サインインしてください。")
        elif now - seen >= 60 and not getattr(view, "asked_by_a_script", False):  # written once a minute at most
            request.session["watch"] = [began, now]
