"""見守る: the button's page, what one follows, and the link that stops the Friday mail."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from kyodo_portal.common.forms.base import KyodoForm
from kyodo_portal.common.forms.choice_fields import ChoiceField
from kyodo_portal.notices import follow_actions
from kyodo_portal.notices.models import Follow

from .followable import OWN, choices, things


class FollowForm(KyodoForm):
    """One more thing out of those that have no page with a button."""

    key = ChoiceField(label="見守るもの")
    buttons = [("save", "見守る", "")]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["key"].choices = [("", "選んでください"), *choices()]


@require_http_methods(["GET", "HEAD", "POST"])
def follow(request, key):
    """Whoever came from a page for visitors is asked here; the button of a page posts here and leads back to it."""
    thing = things([key]).get(key)
    if thing is None and "stop" not in request.POST:
        raise Http404
    if request.method != "POST":
        follows = Follow.objects.visible_to(request.user).filter(key=key).exists()
        return render(request, "pages/follow.html", {"thing": thing, "follows": follows})
    if "stop" in request.POST:
        follow_actions.unfollow(request.user, key)
        messages.success(request, "見守るのをやめました。")
    else:
        _follow(request, thing)
    back = thing.url if thing is not None and "list" not in request.POST else None
    return redirect(back or OWN)


def _follow(request, thing):
    try:
        follow_actions.follow(request.user, thing.key)
    except ValidationError as error:
        messages.error(request, error.messages[0])
    else:
        messages.success(request, f"「{thing.label}」を見守ります。新しいことがあった週の金曜に、メールでお知らせします。")


@require_http_methods(["GET", "HEAD", "POST"])
def following(request):
    """Everything that I follow, each with its button to stop; what has no page of its own is chosen here."""
    form = FollowForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        key = form.cleaned_data["key"]
        _follow(request, things([key])[key])
        return redirect(OWN)
    rows = list(Follow.objects.visible_to(request.user))
    found = things([row.key for row in rows])
    context = {"rows": [(row, found.get(row.key)) for row in rows], "form": form, "most": follow_actions.MOST}
    return render(request, "pages/following.html", context)


@login_not_required
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def stop_following(request, token):
    """The link of the Friday mail: opening it, as a mail scanner does, stops nothing; the button does. 404 for another word."""
    receiver = follow_actions.receiver_of(token)
    if receiver is None:
        raise Http404
    done = request.method == "POST"
    if done:
        follow_actions.stop_following_mails(receiver)
    return render(request, "pages/stop_following.html", {"done": done})
