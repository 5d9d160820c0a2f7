"""What every page of the library in the admin has: rights, history with restore, and the note of the last check."""

from uuid import UUID, uuid4

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.contrib.admin.widgets import AdminTextareaWidget
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_safe

from guidelines.library.access import can_look
from kyodo_portal.common.admin import SafeModelAdmin
from kyodo_portal.common.templatetags.kyodo import jdate

from .access import can_open_revision
from .actions import open_revision
from .guideline_actions import mark_checked
from .models import RevisionRow
from .revision_diff import describe_fields, history_of, names_of, row_name
from .row_codec import PARTS, SENTENCES, stored_rows
from .workflow import PUBLICATION


def page(request, model_admin, template, title, **context):
    """A page of ours inside the admin's frame."""
    frame = {**model_admin.admin_site.each_context(request), "title": title, "opts": model_admin.opts}
    status = getattr(context.get("form"), "http_status", 200)
    return render(request, f"admin/guidelines/{template}.html", {**frame, **context}, status=status)


class LastCheckFilter(admin.SimpleListFilter):
    """Texts that nobody has looked at for a long time."""

    title, parameter_name = "最後に確かめた日", "checked"

    def lookups(self, request, model_admin):
        return [("never", "まだ確かめていない"), ("old", "1年より前"), ("recent", "1年以内")]

    def queryset(self, request, queryset):
        year_ago = timezone.localdate() - timezone.timedelta(days=365)
        if self.value() == "never":
            return queryset.filter(checked_on__isnull=True)
        if self.value() == "old":
            return queryset.filter(checked_on__lt=year_ago)
        return queryset.filter(checked_on__gte=year_ago) if self.value() == "recent" else queryset


class LibraryAdmin(SafeModelAdmin):
    """City staff look at what stands. Texts change by revisions only: the page leads to one."""

    viewers = staticmethod(can_look)
    change_form_template = "admin/guidelines/change_form.html"
    save_on_top = False
    actions = ["note_check"]

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name in SENTENCES:
            kwargs["widget"] = AdminTextareaWidget(attrs={"rows": 2})
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    @admin.display(description="最後に確かめた日", ordering="checked_on")
    def checked(self, obj):
        return f"{jdate(obj.checked_on)} {obj.checked_by}" if obj.checked_on else "まだ"

    @admin.action(description="今日、確かめたと記録する")
    def note_check(self, request, queryset):
        count = mark_checked(list(queryset[:200]), by=request.user)
        self.message_user(request, f"{count}件に、今日確かめたと記録しました。", messages.SUCCESS)

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}"
        view = self.admin_site.admin_view
        return [
            path("<path:object_id>/revise/", view(self.revise_view), name=f"{name}_revise"),
            path("<path:object_id>/restore/<int:row>/", view(self.restore_view), name=f"{name}_restore"),
            *super().get_urls(),
        ]

    def _item_or_refuse(self, request, object_id):
        item = self.get_object(request, unquote(object_id))
        if item is None or not self.has_view_permission(request, item):
            raise Http404
        if not can_open_revision(request.user):
            raise PermissionDenied
        return item

    def change_view(self, request, object_id, form_url="", extra_context=None):
        item = self.get_object(request, unquote(object_id))
        extra = {} if item is None else {"open_rows": _open_rows(item), "revise": True, "form_key": uuid4()}
        return super().change_view(request, object_id, form_url, {**extra, **(extra_context or {})})

    def revise_view(self, request, object_id):
        """Begin a revision for this row and lead straight to its form."""
        item = self._item_or_refuse(request, object_id)
        if request.method != "POST":
            return redirect(self._address("change", item))
        part, key = row_place(item)
        guideline = item if part == "guideline" else item.guideline
        title = f"{self.opts.verbose_name}「{item}」を直す"[:100]
        revision = open_revision(guideline, title=title, by=request.user, form_key=_key(request))
        return redirect("admin:guidelines_revision_row", revision.pk, part, key or "-")

    @method_decorator(require_safe)
    def history_view(self, request, object_id, extra_context=None):
        """Every publication of this row with what it changed."""
        item = self._item_or_refuse(request, object_id)
        part, _ = row_place(item)
        names = names_of(stored_rows(item if part == "guideline" else item.guideline))
        entries = [
            {
                "row": row,
                "revision": row.revision,
                "fields": describe_fields(part, row.before, row.after, names),
                "gone": row.after is None,
            }
            for row in history_of(item)[:100]
        ]
        return page(
            request, self, "history", f"「{item}」の履歴", original=item, entries=entries, back=self._address("change", item),
            restore=f"admin:guidelines_{self.opts.model_name}_restore",
        )  # fmt: skip

    def restore_view(self, request, object_id, row):
        """Ask, then begin a revision that brings a former text back; it goes the way of every revision."""
        item = self._item_or_refuse(request, object_id)
        part, key = row_place(item)
        former = history_of(item).filter(pk=row, after__isnull=False).first()
        if former is None:
            raise Http404
        guideline = item if part == "guideline" else item.guideline
        stored = stored_rows(guideline)
        now = stored.get((part, key))
        if request.method == "POST" and former.after != now:
            day = jdate(former.revision.status_since)
            title = f"「{row_name(part, key, now)}」を{day}の文に戻す"[:100]
            revision = open_revision(
                guideline, title=title, by=request.user, changes=[(part, key, now, former.after)], form_key=_key(request)
            )
            messages.success(request, "前の文に戻す改稿を始めました。確かめてから公開してください。")
            return redirect("admin:guidelines_revision_change", revision.pk)
        fields = describe_fields(part, now, former.after, names_of(stored))
        return page(
            request, self, "restore", f"「{item}」を前の文に戻す", original=item, former=former, fields=fields,
            back=self._address("history", item), form_key=uuid4(),
        )  # fmt: skip

    def _address(self, name, item):
        return reverse(f"admin:guidelines_{self.opts.model_name}_{name}", args=[item.pk])


def _key(request):
    """The one-time key of the form, so that a double click begins one revision."""
    try:
        return UUID(request.POST.get("form_key", ""))
    except ValueError:
        return None


def row_place(instance):
    """(part, key) of a stored row."""
    part = next(part for part, model in PARTS.items() if type(instance) is model)
    return part, "" if part == "guideline" else str(instance.number) if part == "chapters" else instance.key


def _open_rows(item):
    """Revisions that are under way and speak of this row: whoever wants to change it should know."""
    part, key = row_place(item)
    guideline = item if part == "guideline" else item.guideline
    return RevisionRow.objects.filter(
        part=part, key=key, revision__guideline=guideline, revision__status__in=[row.code for row in PUBLICATION.open]
    ).select_related("revision__guideline")


def error_text(error):
    """The messages of a ValidationError for people, one line."""
    return "".join(error.messages) if isinstance(error, ValidationError) else str(error)
