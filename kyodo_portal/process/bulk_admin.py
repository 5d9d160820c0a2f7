"""まとめて行う: the steps that a list of the admin takes for all its ticked rows, asked once and confirmed by name.

They are actions of Django's lists, so that 「すべて選ぶ」 and the conditions of the list hold, and the list is met again as it was left.
"""

from functools import partial
from typing import NamedTuple

from django.contrib import messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.options import IS_POPUP_VAR
from django.shortcuts import render
from django.urls import reverse

from kyodo_portal.common.admin import SafeModelAdmin
from kyodo_portal.common.forms.typed import typed_in
from kyodo_portal.common.web.ticks import GONE

from .bulk_actions import chosen_in, take_each
from .forms import step_form

MOST = 500  # rows of one confirm page


class LeftOut(NamedTuple):
    """A ticked row for which the step cannot be taken now."""

    subject: object
    url: str
    why: str


class BulkAdmin(SafeModelAdmin):
    """`bulk_steps`: the names of the steps, those that take them back too; each is offered to whom its row names.

    `bulk_related`: what rights and conditions read of each matter, fetched for all of them at once.
    """

    bulk_steps = bulk_related = ()

    def get_actions(self, request):
        actions = super().get_actions(request)
        if IS_POPUP_VAR in request.GET:
            return actions
        desks = self.model.process.desks_of(request.user) if self.bulk_steps else set()
        rows = [row for row in map(self.model.process.step, self.bulk_steps) if desks & set(row.roles)]
        return actions | {f"take_{row.name}": (partial(_bulk, row=row), f"take_{row.name}", row.label) for row in rows}


def _bulk(face, request, matters, row):
    """The confirm page of what was ticked; sent again with `run`, it is done and every result is said."""
    if "run" in request.POST:
        return _run(face, request, row)
    if request.POST.get("select_across") != "1":  # named one by one: also what has left the conditions of the list by now
        matters = face.get_queryset(request).filter(pk__in=request.POST.getlist(ACTION_CHECKBOX_NAME))
    takes, left_out = [], []
    for subject in matters.prefetch_related(*face.bulk_related)[: MOST + 1]:
        if _is_open(subject, row, request.user):
            takes.append(subject)
        else:
            left_out.append(LeftOut(subject, _url(face, subject), f"いまは「{subject.status_label}」です。"))
    if not takes and not left_out:
        messages.error(request, GONE)
        return None
    if len(takes) + len(left_out) > MOST:
        messages.error(request, f"一度に選べるのは{MOST}件までです。しぼり込んで、分けて行ってください。")
        return None
    return _confirm(face, request, row, takes, left_out, _form(row, takes) if takes else None)


def _is_open(subject, row, user):
    """Whether this person may take this step of this matter now."""
    now_possible = subject.status in row.source and row.applies_to(subject)
    return now_possible and bool(subject.process.roles_of(user, subject) & set(row.roles))


def _form(row, matters, data=None):
    """What the step asks, once for all of them; the versions go beside it, one a matter. A taking back asks as for the one that was told."""
    told = next((subject for subject in matters if not subject.is_untold), None) if row.is_undo else None
    form = step_form(row, told or matters[0], data=data)
    del form.fields["version"]
    return form


def _confirm(face, request, row, takes, left_out, form):
    shown = {"takes": [(subject, _url(face, subject)) for subject in takes], "left_out": left_out, "form": form}
    return _page(face, request, "check", row, shown)


def _run(face, request, row):
    """Among all that the person may see: what is done has left the conditions of the list."""
    chosen = chosen_in(request.POST.getlist("row")[:MOST])
    matters = face.get_queryset(request).filter(pk__in=[key for key, _ in chosen])
    form = _form(row, [*matters], request.POST) if matters else None
    if form is None or not form.is_valid():
        left = [subject for subject in matters if (subject.pk, subject.version) in chosen]
        return _confirm(face, request, row, left, [], form)
    results, rest = take_each(matters, row.name, chosen, by=request.user, **form.answers)
    undo = face.model.process.undo_of(row.name)
    shown = {
        "failed": [(result, result.subject and _url(face, result.subject)) for result in results if result.why],
        "done": [(result.subject, _url(face, result.subject)) for result in results if not result.why],
        "said": typed_in(form),
        "rest": rest,
        "undo": undo if undo and undo.name in face.bulk_steps else None,
        "answers": [(name, value) for name, value in request.POST.items() if name in form.fields],
    }
    return _page(face, request, "done", row, shown)


def _page(face, request, name, row, context):
    frame = {**face.admin_site.each_context(request), "opts": face.opts, "title": f"まとめて行う：{row.label}"}
    return render(request, f"admin/process/bulk_{name}.html", {**frame, "row": row, "back": request.get_full_path(), **context})


def _url(face, subject):
    return reverse(f"{face.admin_site.name}:{face.opts.app_label}_{face.opts.model_name}_change", args=[subject.pk])
