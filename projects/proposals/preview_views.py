"""The form of a call as who proposes will see it, for city staff: before it is published, and without a proposal."""

from typing import NamedTuple

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from projects.calls.access import can_see_calls_in_admin
from projects.calls.models import Call

from .drafting.forms import FileForm, PageForm, page_fields
from .drafting.pages import blank_parts, pages_of, promises_of
from .drafting.row_forms import ROWS, told_of
from .paper_presenters import Group


class PreviewPage(NamedTuple):
    """One page of the form. `form`: its boxes, or None; `sets`: its tables of rows."""

    key: str
    title: str
    form: object
    sets: list


@require_safe
def call_preview(request, pk):
    """All pages of a call's form, one below the other, with nothing to press."""
    call = get_object_or_404(Call.objects.visible_to(request.user), pk=pk)
    if not can_see_calls_in_admin(request.user):
        raise PermissionDenied
    parts = blank_parts(call)
    pages = [_page(key, title, parts) for key, title in pages_of(parts)]
    promises = [text for _, text in promises_of(Group("提案する団体"), ())]
    return render(request, "projects/calls/preview.html", {"call": call, "pages": pages, "promises": promises})


def _page(key, title, parts):
    if key in ROWS:
        return PreviewPage(key, title, None, [kind(prefix=name, **told_of(name, parts)) for name, kind in ROWS[key].items()])
    if key == "files":
        return PreviewPage(key, title, FileForm(questions=parts.asking_files), [])
    return PreviewPage(key, title, PageForm(fields=page_fields(key, parts)) if key != "who" else None, [])
