"""異議 to a ledger entry: the group's page, and the secretariat's in the admin."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render

from projects.entries.models import Project

from . import objection_actions
from .access import can_decide_objection, can_read_objections, objecting_partner
from .objection_forms import AnswerForm, ObjectionForm


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
    """What groups object to, for the department in charge and the secretariat, which decides. `model_admin`: whose frame it is."""
    if not can_read_objections(request.user, project):
        raise PermissionDenied
    rows = project.objections.select_related("partner", "by", "decided_by")
    standing = rows.open().last()
    may = standing is not None and can_decide_objection(request.user, project)
    shown = {"objection": standing.pk if standing else None}
    form = AnswerForm(request.POST if request.method == "POST" else None, initial=shown)
    if not rows:
        raise Http404
    if request.method == "POST" and not can_decide_objection(request.user, project):
        raise PermissionDenied
    if request.method == "POST" and form.is_valid():
        answer, upheld = form.cleaned_data["answer"], form.cleaned_data["upheld"] == "yes"
        meant = rows.filter(pk=form.cleaned_data["objection"]).first() or standing or rows[0]
        objection_actions.decide(meant, by=request.user, upheld=upheld, answer=answer)
        return _done(request, "決めたことを、団体と担当課に知らせました。")
    frame = {**model_admin.admin_site.each_context(request), "opts": model_admin.opts, "title": "異議"}
    context = {**frame, "project": project, "rows": rows, "standing": standing, "form": form if may else None}
    return render(request, "admin/projects/project/objection.html", context)


def _done(request, text):
    messages.success(request, text)
    return HttpResponseRedirect(f"{request.path}#main")
