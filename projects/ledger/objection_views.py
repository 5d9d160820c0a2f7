"""異議 to a ledger entry: the group's page, and the secretariat's in the admin."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods

from kyodo_portal.common.forms.base import all_errors
from kyodo_portal.notices.telling import when_told
from kyodo_portal.process.edits import ETAG
from projects.entries.models import Project

from . import objection_actions
from .access import can_decide_objection, can_read_objections, groups_without_a_voice, objecting_partner, represented_here
from .objection_forms import AnswerForm, EnteredForm, ObjectionForm, ReopenForm


@require_http_methods(["GET", "HEAD", "POST"])
def objection(request, pk):
    """A representative says it, or takes it back; what was answered stands here too."""
    project = get_object_or_404(Project.objects.visible_to(request.user), pk=pk)
    partner = objecting_partner(request.user, project)
    if partner is None:
        raise PermissionDenied
    own = project.objections.filter(partner=partner)
    standing = own.open().first()
    form = ObjectionForm(request.POST if request.method == "POST" and "object" in request.POST else None)
    if request.method == "POST" and standing is not None and "withdraw" in request.POST:
        objection_actions.withdraw(standing, by=request.user)
        return _done(request, "異議を取り下げました。")
    if form.is_bound and form.is_valid():
        objection_actions.object_to(project, by=request.user, text=form.cleaned_data["text"])
        return _done(request, "異議を知らせました。事務局が確かめて、決めたことを知らせます。")
    context = {"project": project, "partner": partner, "form": form, "standing": standing, "past": own.exclude(decided_at=None)}
    return render(request, "projects/ledger/objection.html", context)


def answer_page(model_admin, request, project):
    """What groups object to, for the department in charge and the secretariat, which decides and enters what came to it on paper.

    `model_admin`: whose frame it is.
    """
    if not can_read_objections(request.user, project):
        raise PermissionDenied
    rows, silent = project.objections.select_related("partner", "by", "decided_by"), groups_without_a_voice(request.user, project)
    standing = rows.open().last()
    if not rows and not silent:
        raise Http404
    if "undo" in request.POST and (done := _reopen(request, project, rows)):
        return done
    sent = request.POST if request.method == "POST" and "undo" not in request.POST else None
    form, entering = _forms(request, project, rows, standing, silent)
    if sent is not None and (entering if "enter" in sent else form) is None:
        raise PermissionDenied
    if sent is not None and (done := _enter(request, project, entering, silent) or _decide(request, rows, standing, form)):
        return done
    form, reopening = form if standing else None, _reopening(request, project, rows)
    frame = {**model_admin.admin_site.each_context(request), "opts": model_admin.opts, "title": "異議"}
    context = {**frame, "project": project, "rows": rows, "standing": standing, "form": form, "entering": entering}
    context |= {"reopening": reopening, "error_list": all_errors(*filter(None, (form, entering, reopening)))}
    context["on_paper"] = standing is not None and not represented_here(standing.partner)
    return render(request, "admin/projects/project/objection.html", context)


def _forms(request, project, rows, standing, silent):
    """(what decides, what enters): of the two on the page the one that was sent is bound; None for what this person may not do."""
    sent = request.POST if request.method == "POST" and "undo" not in request.POST else None
    deciding, entering = None, None
    if rows and can_decide_objection(request.user, project):
        shown = {"objection": standing.pk if standing else None}
        deciding = AnswerForm(sent if sent and "enter" not in sent else None, initial=shown)
    if silent:
        entering = EnteredForm(sent if sent and "enter" in sent else None, prefix="entered", partners=silent)
    return deciding, entering


def _decide(request, rows, standing, form):
    if form is None or not form.is_bound or not form.is_valid():
        return None
    answer, upheld = form.cleaned_data["answer"], form.cleaned_data["upheld"] == "yes"
    meant = rows.filter(pk=form.cleaned_data["objection"]).first() or standing or rows[0]
    objection_actions.decide(meant, by=request.user, upheld=upheld, answer=answer)
    return _done(request, f"決めました。{when_told('団体と担当課', objection_actions.about_decision(meant), by=request.user)}")


def _reopening(request, project, rows):
    """What takes the last decision back, bound where it was sent; None where there is none, or where something came of it."""
    sent = request.POST if "undo" in request.POST else None
    last = rows.exclude(decided_at=None).order_by("-decided_at").first()
    if sent is None and (last is None or not can_decide_objection(request.user, project)):
        return None
    if sent is None and not objection_actions.can_be_reopened(last):
        return None
    shown = {"objection": last.pk, ETAG: objection_actions.etag_of_decided(last)} if last else {}
    return ReopenForm(sent, prefix="undone", initial=shown)


def _reopen(request, project, rows):
    form = _reopening(request, project, rows)
    if not form.is_valid():
        return None
    said = form.cleaned_data
    meant = get_object_or_404(rows.all(), pk=said["objection"])
    objection_actions.reopen(meant, by=request.user, why=said["why"], etag=said[ETAG])
    return _done(request, "決めたことを取り消しました。もう一度確かめて、決めてください。")


def _enter(request, project, form, partners):
    if form is None or not form.is_bound or not form.is_valid():
        return None
    values = dict(form.cleaned_data)
    chosen = values.pop("partner")
    partner = next(partner for partner in partners if str(partner.pk) == chosen)
    objection_actions.enter_for(project, partner, by=request.user, **values)
    return _done(request, f"{partner}の異議を入れました。")


def _done(request, text):
    messages.success(request, text)
    return HttpResponseRedirect(f"{request.path}#main")
