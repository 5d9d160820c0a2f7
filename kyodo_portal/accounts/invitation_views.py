"""The page behind the address in an invitation's mail. Opening it does nothing; pressing 「受ける」 does."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from kyodo_portal.common.upwards import invitation_kind

from .invitation_actions import Gone, OtherAddress, accept, invitation_of, masked, refuse_if_closed


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request, token):
    """Whoever holds the mail reads what waits; whoever has proven its address takes it."""
    try:
        row = invitation_of(token)
        refuse_if_closed(row, request.user)
        if request.method == "POST" and not request.user.is_authenticated:
            return redirect_to_login(request.path)
        if request.method == "POST":
            taken = invitation_kind(row.kind).words(row)  # before: what is taken waits for nobody any more
            accept(row, user=request.user)
            messages.success(request, f"{taken or '招待'}を受けました。")
            return HttpResponseRedirect("/me/")
    except Gone:
        return render(request, "account/invitation.html", status=404)
    except OtherAddress:
        return render(request, "account/invitation.html", {"email": masked(row.email), "is_other": True}, status=403)
    words = invitation_kind(row.kind).words(row)
    return render(request, "account/invitation.html", {"words": words, "email": masked(row.email), "row": row})
