"""Files beside the papers of a plan: handed out to everybody, added and taken off by the office in charge."""

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kyodo_portal.common.files.storage import download_response
from kyodo_portal.common.forms.base import KyodoForm
from kyodo_portal.common.forms.choice_fields import ModelChoiceField
from kyodo_portal.common.forms.fields import UploadField
from kyodo_portal.process.errors import EditConflict

from .access import can_see_rounds, can_write_round
from .file_actions import add_file, turn_file
from .file_models import RoundFile
from .models import RoundPaper
from .staff_views import _round as round_of_staff


class FileForm(KyodoForm):
    """One file, and the paper whose text says the same."""

    with_key = True
    buttons = [("add", "ファイルを加える", "")]

    paper = ModelChoiceField(
        label="どの資料のファイルですか",
        queryset=RoundPaper.objects.none(),
        empty_label=None,
        help_text="ファイルを開けない人は、その資料の文を読みます。ファイルにあることは、すべて文にも書いてください。",
    )
    file = UploadField(label="ファイル")

    def __init__(self, *args, papers, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["paper"].queryset = papers


@login_not_required
@require_safe
def file(request, pk):
    """Hands out one file of a plan; the right is asked each time."""
    row = get_object_or_404(RoundFile.objects.visible_to(request.user), pk=pk)
    return download_response(row.stored_as, row.name, row.content_type)


@require_http_methods(["GET", "HEAD", "POST"])
def files(request, pk):
    """案のファイル: what stands, what was taken off, one more."""
    round = round_of_staff(request, pk, can_write_round)
    papers = round.papers.prefetch_related("files")
    sent = {"data": request.POST, "files": request.FILES} if request.method == "POST" else {}
    form, status = FileForm(**sent, papers=round.papers.all()), 200
    if form.is_bound and form.is_valid():
        said = form.cleaned_data
        try:
            add_file(said["paper"], by=request.user, file=said["file"], form_key=said["form_key"])
            messages.success(request, "ファイルを加えました。予告すると、だれでも読めます。")
            return HttpResponseRedirect(f"{request.path}#main")
        except ValidationError as error:
            form.add_error("file", error)
        except EditConflict as error:
            form.add_error(None, str(error))
            status = 409
    return render(request, "projects/opinions/files.html", {"round": round, "papers": papers, "form": form}, status=status)


@require_POST
def file_remove(request, pk):
    """外す; by the other button, もどす."""
    if not can_see_rounds(request.user):
        raise Http404
    row = get_object_or_404(RoundFile.objects.visible_to(request.user).select_related("paper"), pk=pk)
    try:
        turn_file(row, by=request.user, is_off="undo" not in request.POST)
        messages.success(request, "ファイルをもどしました。" if "undo" in request.POST else "ファイルを外しました。もどせます。")
    except ValidationError as error:
        messages.error(request, "".join(error.messages))
    return HttpResponseRedirect(f"{reverse('opinion-files', args=[row.paper.round_id])}#main")
