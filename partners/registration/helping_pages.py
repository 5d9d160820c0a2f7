"""What the pages of いっしょに書く do alike, of whatever the draft is. Each has asked before who may show the digits."""

from django.contrib import messages
from django.core.exceptions import ValidationError

from kyodo_portal.accounts.helper_actions import code_of, end_code, give_code, use_code

from .forms import HelpForm

ENDED = "いっしょに書くのを終えました。"


def pressed_by_owner(request, about):
    """What the owner pressed is done: the context of the page (`code`, `problem`, `live`), or None where it was ended."""
    code, problem = "", ""
    if "end" in request.POST:
        end_code(about=about, by=request.user)
        messages.success(request, ENDED)
        return None
    if request.method == "POST":
        try:
            code = give_code(about=about, by=request.user)
        except ValidationError as error:
            problem = " ".join(error.messages)
    return {"code": code, "problem": problem, "live": code_of(about)}


def typed_by_helper(request, kind):
    """(HelpForm, key of the draft that opened, or None) of the page on which digits are typed in. kind: of the draft, `registration`."""
    form = HelpForm(request.POST if request.method == "POST" else None)
    if not (form.is_bound and form.is_valid()):
        return form, None
    key = form.cleaned_data["number"]
    try:
        use_code(about=f"{kind}:{key}", code=form.cleaned_data["code"], by=request.user)
    except ValidationError as error:
        form.add_error(None, error)
        return form, None
    return form, key
