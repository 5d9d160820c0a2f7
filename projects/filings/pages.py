"""What the pages of a proposal and of a grant do alike with 届いた紙. Each has asked before who may do it."""

from django.contrib import messages
from django.core.exceptions import ValidationError

from .forms import NextFiledForm


def next_filed(request, matter, *, whats, file_for):
    """(NextFiledForm, Filing): what was typed of the next paper, and what the matter's `file_for` made of it; None where nothing came of it."""
    typed = (request.POST, request.FILES) if request.method == "POST" else ()
    form = NextFiledForm(*typed, matter=matter, whats=whats)
    if not (form.is_bound and form.is_valid()):
        return form, None
    try:
        filing = file_for(matter, by=request.user, **form.cleaned_data)
    except ValidationError as error:
        form.add_error(None, error)
        return form, None
    messages.success(request, f"「{filing}」の収受を記録しました。続けて、その内容を入れてください。")
    return form, filing


def drop_filed(request, matter, pk, *, drop_filing):
    """The matter's `drop_filing` of one that was entered by mistake; a second press finds it gone. The visitor is told either way."""
    filing = matter.filings.filter(pk=pk).first()
    try:
        if filing is not None:
            drop_filing(filing, by=request.user)
        messages.success(request, "収受の記録を取り消しました。")
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
