"""団体の統合: the secretariat looks at two bodies side by side, makes them one, and parts them again."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from kyodo_portal.process.edits import ETAG
from kyodo_portal.process.errors import EditConflict
from partners.directory.actions import record_contact_view
from partners.directory.models import Partner

from .access import can_import, can_merge
from .forms import MergeForm, PairForm, PartForm
from .merge_actions import etag_of_merge, merge_partners, part_again, problem_of
from .merge_models import PartnerMerge
from .merge_presenters import compared, goes_along, merges, pairs


@require_http_methods(["GET", "HEAD"])
def merge_list(request):
    """What looks like the same body twice, a way to name two others, and what was made one."""
    if not can_import(request.user):
        raise PermissionDenied
    asked = {name: request.GET[name] for name in ("keep", "gone") if name in request.GET}
    form = PairForm(asked or None)
    if form.is_bound and form.is_valid():
        return redirect("partner-merge", form.cleaned_data["keep"].pk, form.cleaned_data["gone"].pk)
    return render(request, "partners/imports/merges.html", {"form": form, "pairs": pairs(), "merges": merges()})


@require_http_methods(["GET", "HEAD", "POST"])
def merge(request, keep, gone):
    """Two bodies side by side, what would go along, and the reason. Asked by GET, done by POST."""
    keep, gone = (get_object_or_404(Partner.objects.visible_to(request.user), pk=pk) for pk in (keep, gone))
    if not can_merge(request.user, keep, gone):
        raise PermissionDenied
    sent = request.POST if request.method == "POST" else None
    form, status = MergeForm(sent, initial={ETAG: etag_of_merge(keep, gone)}), 200
    if form.is_bound and form.is_valid():
        try:
            merge_partners(keep, gone, by=request.user, why=form.cleaned_data["why"], etag=form.cleaned_data[ETAG])
        except (ValidationError, EditConflict) as error:
            form.add_error(None, getattr(error, "messages", str(error)))
            status = 409 if isinstance(error, EditConflict) else 200
        else:
            messages.success(request, f"「{gone}」を「{keep}」にまとめました。まちがえたときは、このページでもどせます。")
            return redirect(f"{reverse('partner-merges')}#made")
    for body in (keep, gone):  # what it says of how each is reached
        record_contact_view(partner=body, by=request.user)
    context = {"form": form, "keep": keep, "gone": gone, "rows": compared(keep, gone)}
    more = {"problem": problem_of(keep, gone), "along": goes_along(gone)}
    return render(request, "partners/imports/merge.html", {**context, **more}, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def merge_undo(request, pk):
    """Ask why, then part the two again."""
    if not can_import(request.user):
        raise PermissionDenied
    row = get_object_or_404(PartnerMerge.objects.visible_to(request.user).select_related("keep", "gone"), pk=pk)
    form = PartForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            part_again(row, by=request.user, why=form.cleaned_data["why"])
        except ValidationError as error:
            form.add_error(None, error.messages)
        else:
            messages.success(request, f"「{row.gone}」と「{row.keep}」を、もとの2つにもどしました。")
            return redirect("partner-merges")
    return render(request, "partners/imports/part.html", {"form": form, "merge": row})
