"""A guest's sign-up that waits in the session until the mailbox is proven; an hour, and nowhere else."""

from django.http import QueryDict
from django.utils import timezone

from partners.requests.waiting_letters import LASTS

SIGNUP, CODE = "signup", "signup_code"  # keys of the session


def keep(request, event, form):
    """Keep what was typed in a valid form."""
    typed = {name: request.POST.getlist(name) for name in request.POST if name not in ("csrfmiddlewaretoken", "form_key")}
    key = str(form.cleaned_data["form_key"])
    request.session[SIGNUP] = {"event": event.pk, "typed": typed, "key": key, "at": int(timezone.now().timestamp())}


def kept(request, event):
    """The QueryDict of what waits for this event; None where nothing does, or where the hour is over."""
    row = request.session.get(SIGNUP)
    if not row or row["event"] != event.pk or row["at"] < int(timezone.now().timestamp()) - LASTS:
        return None
    data = QueryDict(mutable=True)
    for name, values in row["typed"].items():
        data.setlist(name, values)
    data["form_key"] = row["key"]
    return data


def forget(request):
    """Nothing waits any more."""
    for key in (SIGNUP, CODE):
        request.session.pop(key, None)
