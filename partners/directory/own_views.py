"""What a group changes by itself: its entry, what is public of it, its members."""

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from kyodo_portal.audit.actions import record_look
from kyodo_portal.common.forms.three_way import fields_etag
from kyodo_portal.process.edits import ETAG
from kyodo_portal.process.errors import EditConflict
from kyodo_portal.process.forms import EditForm
from kyodo_portal.process.pages import say_kept

from . import access, actions, member_actions
from .consent_models import wordings_read
from .forms import form_of
from .membership import Membership
from .models import Partner
from .payload import cleaned_payload
from .photos import with_photos
from .publish_forms import PublishForm
from .schema import schema_of

BUTTONS = [("save", "保存して公開ページに出す", "")]


def partner_or_refuse(request, pk, allowed):
    """The partner in scope, if `allowed(user, partner)`: 404 or 403 otherwise."""
    row = get_object_or_404(Partner.objects.visible_to(request.user), pk=pk)
    if not allowed(request.user, row):
        raise PermissionDenied
    return row


def _done(request, partner, text):
    messages.success(request, text)
    return HttpResponseRedirect(f"{partner.get_absolute_url()}#main")


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request, pk):
    """Everything that needs no application, shown to the public at once."""
    row = partner_or_refuse(request, pk, access.can_edit_partner)
    first, late = actions.entry_of(row), False
    schema = schema_of(row.rule)
    form_class = form_of(schema.editable, schema=schema, base=EditForm, buttons=BUTTONS)
    form = form_class(request.POST if request.method == "POST" else None, initial={**first, ETAG: fields_etag(first)})
    if request.method == "POST" and form.is_valid():
        etag, typed = form.cleaned_data.pop(ETAG), cleaned_payload(form)
        try:
            saved = actions.edit_partner(partner=row, by=request.user, values=form.cleaned_data, etag=etag)
        except EditConflict as error:
            late = True
            form.show_conflict(error)
        else:
            say_kept(request, form, actions.entry_of(saved), typed)
            return _done(request, row, "保存しました。")
    context = {"partner": with_photos([row])[0], "form": form}
    return render(request, "partners/directory/edit.html", context, status=409 if late else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def publish(request, pk):
    """Field by field: public or not. Taking back works at once."""
    row = partner_or_refuse(request, pk, access.can_choose_consents)
    form = PublishForm(request.POST if request.method == "POST" else None, partner=row)
    now = []
    if request.method == "POST" and form.is_valid():
        try:
            actions.set_consents(partner=row, by=request.user, fields=form.chosen, etag=form.cleaned_data[ETAG])
        except EditConflict as error:
            form.add_error(None, str(error))
            form, now = form.knowing(actions.etag_of_consents(error.subject)), form.now_and_chosen
        else:
            return _done(request, row, "公開する項目を保存しました。")
    history = row.consents.order_by("-given_at")[:30]
    context = {"partner": row, "form": form, "history": history, "wordings": wordings_read(history), "now": now}
    return render(request, "partners/directory/publish.html", context, status=409 if now else 200)


@require_safe
def members(request, pk):
    """Who belongs to the group today."""
    row = partner_or_refuse(request, pk, access.can_see_members)
    if not access.is_member(request.user, row):
        record_look(by=request.user, target=row, note="団体の人")
    memberships = Membership.objects.of_group(row)
    context = {
        "partner": row,
        "members": [(one, access.can_dispute(request.user, one)) for one in memberships.order_by("part", "since", "pk")],
        "ends": access.is_representative(request.user, row),
        "leaves": access.can_leave(request.user, row),
        "names": access.can_name_people(request.user, row),
        "sees_takeover": access.is_member(request.user, row) and access.takes_people(row),
    }
    return render(request, "partners/directory/members.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def end_membership(request, pk, membership):
    """Confirm, then end a membership: one's own, or as a representative anybody's."""
    row = partner_or_refuse(request, pk, access.can_see_members)
    ending = get_object_or_404(Membership.objects.valid().select_related("user", "partner"), pk=membership, partner=row)
    own = ending.user_id == request.user.pk
    if not own and not access.is_representative(request.user, row):
        raise PermissionDenied
    problem = ""
    if request.method == "POST":
        try:
            member_actions.end_membership(membership=ending, by=request.user)
            messages.success(request, "所属を終えました。")
            return HttpResponseRedirect("/me/" if own else f"{reverse('partner-members', args=[row.pk])}#main")
        except ValidationError as error:
            problem = " ".join(error.messages)
    context = {"partner": row, "membership": ending, "own": own, "problem": problem}
    return render(request, "partners/directory/end_membership.html", context)
