"""The application on paper, A4: blank, or as it is written."""

from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from kyodo_portal.audit.actions import record_look
from kyodo_portal.common.forms.paper import Box, Sheet, blank_boxes, written_box
from projects.specs.asking import boxes_for

from .access import can_read_whole
from .asked import OPTIONAL, columns_of, fields_at_start, lines_of
from .forms import NewApplicationForm, takes_applications
from .presenters import facts_of, reads_for_others, report_of
from .views import WHOLE, in_scope

SIGNED = (("団体の名前", 1), ("代表者の名前", 1), ("電話番号", 1), ("書いた日", 1))


@login_not_required
@require_safe
def blank(request, spec):
    """The form of one kind without answers, for whoever writes by hand."""
    spec = get_object_or_404(takes_applications(), pk=spec)
    fields = {name: NewApplicationForm.base_fields[name] for name in columns_of(spec) if name != "basis"}
    for name, field in fields.items():
        field.required = name not in OPTIONAL
    own = boxes_for(fields_at_start(spec))
    who = [Box(label, "", True, [], "", range(lines)) for label, lines in SIGNED]
    sheets = [Sheet("申請する団体", "", who, []), Sheet("申請の内容", "", blank_boxes({**fields, **own}), [])]
    return render(
        request,
        "projects/applications/paper.html",
        {"spec": spec, "sheets": sheets, "back": reverse("application-new", args=[spec.pk])},
    )


@require_safe
def written(request, pk):
    """One application as it stands, with its report where there is one."""
    row = in_scope(request, pk)
    if not can_read_whole(request.user, row):
        raise PermissionDenied
    if reads_for_others(request.user, row):
        record_look(by=request.user, target=row, note=WHOLE)
    parts = [
        ("申請", facts_of(row)),
        ("申請の内容", [(line.label, line.words) for line in lines_of(row)]),
        ("実施の報告", report_of(row)),
    ]
    sheets = [Sheet(title, "", [written_box(label, words) for label, words in rows], []) for title, rows in parts if rows]
    context = {"spec": row.spec, "application": row, "sheets": sheets, "back": row.get_absolute_url()}
    return render(request, "projects/applications/paper.html", context)
