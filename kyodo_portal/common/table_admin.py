"""Every list of the admin leaves the house as it stands on the page: its rows as narrowed and sorted, its columns, as xlsx.

Where the reader is shown what is not public, the table has to say what it is for (個人情報保護法61条・69条: 利用目的). Whoever
takes one out is in the audit trail either way. Everything goes by POST to the list's own address, so that its conditions hold.
"""

from django.contrib import admin, messages
from django.contrib.admin.utils import label_for_field, lookup_field
from django.contrib.auth import get_user_model
from django.core.exceptions import ObjectDoesNotExist, PermissionDenied
from django.http import HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import render
from django.utils.html import strip_tags
from django.utils.safestring import SafeString
from django.utils.timezone import localdate

from kyodo_portal.common.forms.purpose import TAKE, PurposeForm
from kyodo_portal.common.lists.tables import xlsx_response
from kyodo_portal.common.privacy import private_columns
from kyodo_portal.common.upwards import record

MOST = 20_000  # rows of one table: an xlsx is packed in memory as a whole


class TableAdmin(admin.ModelAdmin):
    """Answers the button 「この一覧をエクセルで取り出す」 of a list.

    takes_out: False where a list has a table of its own. as_values: {column: attribute of the row} of columns that the page shows in
    words, 「12,000円」, while the table gets the day or the number itself.
    """

    takes_out = True
    as_values = {}

    def changelist_view(self, request, extra_context=None):
        if request.method == "POST" and TAKE in request.POST and self.takes_out:
            return self._take_out(request)
        if request.method == "POST" and not self.get_actions(request):
            return HttpResponseNotAllowed(["GET", "HEAD"])  # a list that only shows
        return super().changelist_view(request, {"takes_out": self.takes_out, **(extra_context or {})})

    def asks_purpose(self, user):
        """Whether what this list shows to somebody may be people's data: where looks at it are recorded, or a column names people."""
        return self._names_people() or (bool(private_columns(self.model)) and self._ask("private_viewers", user))

    def _names_people(self):
        columns = {field.name: field for field in self.opts.fields if field.is_relation}
        return any(columns[name].related_model is get_user_model() for name in self.list_display if name in columns)

    def _take_out(self, request):
        if not self.has_view_or_change_permission(request):
            raise PermissionDenied
        shown, plural = self.get_changelist_instance(request), self.opts.verbose_name_plural
        if shown.result_count > MOST:
            messages.error(request, f"{MOST:,}件より多いので、取り出せません。しぼり込んで、分けて取り出してください。")
            return HttpResponseRedirect(request.get_full_path())
        note = f"職員の画面：{plural}の一覧"
        if self.asks_purpose(request.user):
            form = PurposeForm(request.POST if "purpose" in request.POST else None)
            if not form.is_valid():
                context = {"form": form, "count": shown.result_count, "back": request.get_full_path(), "opts": self.opts}
                frame = {**self.admin_site.each_context(request), "title": f"{plural}の一覧を取り出す"}
                return render(request, "admin/take_out.html", {**frame, **context})
            note = f"{note}（{form.cleaned_data['purpose']}）"
        names = [name for name in shown.list_display if name != "action_checkbox"]
        header = [str(label_for_field(name, self.model, self)) for name in names]
        rows = [[self._cell(name, row) for name in names] for row in shown.queryset]
        record("export", by=request.user, note=note, rows=len(rows))
        return xlsx_response(f"{plural}_{localdate()}.xlsx", header, rows)

    def _cell(self, name, row):
        """What a column says of a row: days, numbers and yes or no as such, everything else in the words of the page."""
        if name in self.as_values:
            return getattr(row, self.as_values[name])
        try:
            field, _, value = lookup_field(name, row, self)
        except ObjectDoesNotExist:
            return ""
        if field is not None and getattr(field, "flatchoices", None):
            return str(getattr(row, f"get_{field.name}_display")() or "")
        return strip_tags(value) if isinstance(value, SafeString) else value
