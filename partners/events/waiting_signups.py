"""A guest's sign-up that waits in the session until the mailbox is proven; an hour, and nowhere else."""

from django.http import QueryDict
from django.utils import timezone

from partners.requests.waiting_letters import put_away, put_by, slot_of, waits

SIGNUP, CODE = "signup", "signup_code"  # keys of the session


def keep(request, event, form):
    """Keep what was typed in a valid form."""
    typed = {name: request.POST.getlist(name) for name in request.POST if name not in ("csrfmiddlewaretoken", "form_key")}
    key = str(form.cleaned_data["form_key"])
    row = {"typed": typed, "key": key, "at": int(timezone.now().timestamp())}
    put_by(request, SIGNUP, event.pk, row, code=CODE)


def kept(request, event):
    """The QueryDict of what waits for this event; None where nothing does, or where the hour is over."""
    row = waits(request, SIGNUP, event.pk)
    if row is None:
        return None
    data = QueryDict(mutable=True)
    for name, values in row["typed"].items():
        data.setlist(name, values)
    data["form_key"] = row["key"]
    return data


def forget(request, event):
    """Nothing waits for this event any more."""
    put_away(request, SIGNUP, event.pk, code=CODE)


def slot(event):
    """Under which key of the session its digits wait."""
    return slot_of(event.pk, CODE)
