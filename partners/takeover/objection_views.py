"""「違う」: said by the people of a group, decided by the secretariat."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from kyodo_portal.notices.telling import when_told
from kyodo_portal.process.edits import ETAG
from kyodo_portal.process.errors import EditConflict
from partners.directory.access import can_name_for, is_writer
from partners.directory.consent import YES

from . import access
from .forms import AnswerForm, ObjectForm
from .models import Takeover
from .objection_actions import OTHERS, about_answer, answer_objection, etag_of_answer, object_to, reopen_objection


def _row(request, **keys):
    related = ("partner", "from_user", "objected_by")
    return get_object_or_404(Takeover.objects.visible_to(request.user).select_related(*related), **keys)


@require_http_methods(["GET", "HEAD", "POST"])
def objection(request, pk, takeover):
    """Somebody of the group says what is wrong; until the secretariat has decided, nobody takes over."""
    row = _row(request, pk=takeover, partner=pk)
    own = row.objected_by_id == request.user.pk
    if not own and not access.can_object(request.user, row):
        if request.method == "POST" and row.objected_at is not None and is_writer(request.user, row.partner):
            raise EditConflict(OTHERS, row.partner)
        raise PermissionDenied
    form = ObjectForm(request.POST if request.method == "POST" else None)
    is_said = form.is_bound and form.is_valid()
    if is_said:
        object_to(row, by=request.user, text=form.cleaned_data["text"])
        messages.success(request, "「違う」と知らせました。事務局が確かめるまで、代表者は代わりません。")
    if is_said or (own and not form.is_bound):
        return HttpResponseRedirect(f"{reverse('takeover', args=[pk])}#main")
    return render(request, "partners/takeover/objection.html", {"row": row, "partner": row.partner, "form": form})


@require_http_methods(["GET", "HEAD", "POST"])
def answer(request, pk):
    """The secretariat's page: what was entered, what the group says, and the decision."""
    row = _row(request, pk=pk)
    if not (can_name_for(request.user, row.partner) and row.objected_at):
        raise PermissionDenied
    etag = etag_of_answer(row)
    form = AnswerForm(request.POST if request.method == "POST" else None, initial={"answer": row.answer, ETAG: etag})
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        answer_objection(row, by=request.user, goes_on=said["goes_on"] == YES, answer=said["answer"], etag=said[ETAG])
        messages.success(request, f"決めました。{when_told('団体の人', about_answer(row), by=request.user)}")
        return HttpResponseRedirect(f"{request.path}#main")
    context = {"row": row, "form": form, "etag": etag, "may_reopen": access.can_reopen(request.user, row)}
    return render(request, "partners/takeover/answer.html", context)


@require_POST
def reopen(request, pk):
    """The secretariat takes back what it decided."""
    row = _row(request, pk=pk)
    try:
        reopen_objection(row, by=request.user, etag=request.POST.get(ETAG, ""))
        messages.success(request, "決めたことを取り消しました。もう一度、決めてください。")
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return HttpResponseRedirect(f"{reverse('takeover-answer', args=[pk])}#main")
