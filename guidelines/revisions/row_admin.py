"""The pages of one row of a revision: written, taken out, moved up, left as it stands."""

from urllib.parse import urlencode

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse

from guidelines.library.blocks import BLOCKS
from kyodo_portal.common.forms.base import all_errors
from kyodo_portal.process.edits import ETAG, etag_of
from kyodo_portal.process.errors import EditConflict

from . import actions, revision_diff
from .base_admin import error_text, page
from .row_codec import PARTS, key_of, stored_rows
from .row_forms import ROLE_ROWS, role_rows, roles_of, row_form


class RowPages:
    """What RevisionAdmin has besides: its `_revision` finds the revision, or refuses."""

    def row_view(self, request, object_id, part, key):
        """The form of one row; 「下書きに入れて、見てみる」 leads on to the page as it will read."""
        revision = self._revision(request, object_id)
        key = "" if part == "guideline" and key == "-" else key
        stored = stored_rows(revision.guideline)
        after = revision_diff.rows_after(revision, stored)
        if part not in PARTS or (key is None and part == "guideline") or (key is not None and (part, key) not in after):
            raise Http404
        data = request.POST if request.method == "POST" else None
        form = row_form(revision, part, key, data, stored)
        roles = role_rows(after.get((part, key), {}), data) if part == "cases" else None
        other = None  # how what somebody else wrote meanwhile differs from what was typed here
        if data is not None and roles is not None and roles.add_name in data:
            form.clear_errors()
            roles = ROLE_ROWS.with_new_row(data, "roles")
        elif data is not None and all([form.is_valid(), roles is None or roles.is_valid()]):
            row = form.row | ({"roles": roles_of(roles)} if roles is not None and roles_of(roles) else {})
            try:
                actions.put_row(revision, part, key, row, by=request.user, etag=form.cleaned_data[ETAG])
            except EditConflict as conflict:
                form.knowing(form.initial[ETAG]).add_error(None, str(conflict))
                other = revision_diff.describe_fields(part, row, after[part, key], revision_diff.names_of(after))
            except ValidationError as error:
                form.add_error(None, error_text(error))
            else:
                messages.success(request, "下書きに入れました。まだ公開していません。")
                return redirect(_look(revision, part, key, row) if "look" in data else revision.get_absolute_url())
        title = f"{revision_diff.part_label(part)}を足す" if key is None else f"{revision_diff.part_label(part)}を直す"
        return page(
            request, self, "row", title, original=revision, form=form, roles=roles, part=part, markers=BLOCKS,
            moved=revision_diff.moved(revision, stored).get((part, key)), other=other,
            error_list=all_errors(form, *([roles] if roles is not None else [])), back=revision.get_absolute_url(),
        )  # fmt: skip

    def remove_view(self, request, object_id, part, key):
        """Ask, then take a row out in this revision."""
        revision = self._revision(request, object_id)
        stored = stored_rows(revision.guideline)
        after = revision_diff.rows_after(revision, stored)
        row = after.get((part, key))
        if row is None or part == "guideline":
            raise Http404
        if request.method == "POST":
            actions.put_row(revision, part, key, None, by=request.user, etag=request.POST.get(ETAG, ""))
            return redirect(revision.get_absolute_url())
        name = f"{revision_diff.part_label(part)}「{revision_diff.row_name(part, key, row)}」"
        return page(
            request, self, "remove", f"{name}を取り除く", original=revision, back=revision.get_absolute_url(),
            etag=revision_diff.etag_of_row((part, key), after, stored),
        )  # fmt: skip

    def up_view(self, request, object_id, part, key):
        """Let a row change places with the one before it."""
        revision = self._revision(request, object_id)
        if part == "guideline" or (part, key) not in revision_diff.rows_after(revision):
            raise Http404
        if request.method == "POST":
            actions.move_up(revision, part, key, by=request.user)
            messages.success(request, "ひとつ上へ移しました。まだ公開していません。")
        return redirect("admin:guidelines_revision_contents", revision.pk)

    def drop_view(self, request, object_id, part, key):
        """Ask, then leave the row as it stands: what was written here is gone."""
        revision = self._revision(request, object_id)
        key = "" if part == "guideline" and key == "-" else key
        row = revision.rows.filter(part=part, key=key).first()
        if row is None:
            return redirect(revision.get_absolute_url())
        if request.method == "POST":
            actions.drop_row(revision, part, key, by=request.user, etag=request.POST.get(ETAG, ""))
            messages.success(request, "この変更をやめました。")
            return redirect(revision.get_absolute_url())
        name = f"{revision_diff.part_label(part)}「{revision_diff.row_name(part, key, row.after or row.before)}」の変更をやめる"
        names = revision_diff.names_of(revision_diff.rows_after(revision))
        fields = revision_diff.describe_fields(part, row.before, row.after, names)
        return page(
            request,
            self,
            "drop",
            name,
            original=revision,
            fields=fields,
            back=revision.get_absolute_url(),
            etag=etag_of(row.after),
        )


def _look(revision, part, key, row):
    """Where the row is seen as readers will see it."""
    address = revision_diff.address_of_row(revision.guideline, part, key or key_of(part, row), row)
    return f"{reverse('admin:guidelines_revision_preview', args=[revision.pk])}?{urlencode({'page': address})}"
