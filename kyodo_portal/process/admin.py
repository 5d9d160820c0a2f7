"""StepAdmin: the admin's face of a process. Buttons, confirm page and history come from the table; the app's action decides."""

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.forms.models import BaseInlineFormSet, _get_foreign_key
from django.http import Http404
from django.urls import path, reverse

from kyodo_portal.common.admin_site import register_queue
from kyodo_portal.common.history_admin import Entry, Line
from kyodo_portal.common.lists.together import bring_along, brought

from . import deadline_admin, photo_admin, promise_admin  # noqa: F401  register themselves
from .actions import notice_of
from .bulk_admin import BulkAdmin
from .pages import step_page
from .presenters import history_of, told_by
from .queue_places import place_in_queue, waiting
from .queues import counted
from .waiting import waiting_of
from .why_not import withheld


class StepAdmin(BulkAdmin):
    """An admin page that shows a matter and offers its steps; its list takes `bulk_steps` of many (bulk_admin.py)."""

    save_on_top = False  # there is nothing to save: the steps stand on top
    change_form_template = "admin/process/change_form.html"
    step_template = "admin/process/step.html"  # of the page on which a step is asked; a subclass may show more above the form

    def get_urls(self):
        name = f"{self.opts.app_label}_{self.opts.model_name}_step"
        return [
            path("<path:object_id>/step/<slug:step>/", self.admin_site.admin_view(self.step_view), name=name),
            *super().get_urls(),
        ]

    def step_url(self, subject, row):
        """Where this step of this matter is asked and confirmed."""
        return reverse(f"{self.admin_site.name}:{self.opts.app_label}_{self.opts.model_name}_step", args=[subject.pk, row.name])

    def get_step_links(self, request, subject, offered):
        """[(address, label, is it a quiet one)] of what this person may do now (`offered`), the quiet ones last."""
        rows = [row for row in offered if not row.is_undo]  # those stand beside the history
        rows.sort(key=lambda row: row.is_quiet)
        list_as_left = self.list_as_left(request)
        return [(f"{self.step_url(subject, row)}{list_as_left}", row.label, row.is_quiet) for row in rows]

    def list_as_left(self, request):
        """What the address of a matter carries, so that its ways back lead to the list as it was narrowed: "?…", or ""."""
        filters = self.get_preserved_filters(request)
        return f"?{filters}" if filters else ""

    def waiting_of(self, request, subject):
        """What of the last step still waits to be told, for who took it."""
        return waiting_of(subject, request.user, lambda row: self.step_url(subject, row))

    def place_in_queue(self, request, subject):
        """The QueuePlace of the matter, where its page was opened out of a queue."""
        ordering = self.get_ordering(request) or self.opts.ordering
        return place_in_queue(subject, request.user, request.GET.get("_changelist_filters", ""), ordering)

    def step_view(self, request, object_id, step):
        subject = self.get_object(request, unquote(object_id))
        if subject is None or not self.has_view_permission(request, subject):
            raise Http404
        back = reverse(f"{self.admin_site.name}:{self.opts.app_label}_{self.opts.model_name}_change", args=[subject.pk])
        back = f"{back}{self.list_as_left(request)}"
        frame = {**self.admin_site.each_context(request), "preserved_filters": self.get_preserved_filters(request)}
        context = {**frame, "title": str(subject), "opts": self.opts, "original": subject}
        asks = any(row.name == step and row.questions for row in subject.process.steps)
        if not asks and any(row.name == step for row in subject.offered_to(request.user)):
            context["notice"] = notice_of(subject, step)
        return step_page(
            request,
            subject,
            step,
            back=back,
            template=self.step_template,
            context=context,
        )

    def rows_below(self, request, subject):
        """{name: QuerySet} of the rows that the page shows below and nobody edits there: they come in one question."""
        found = {}
        for inline in self.get_inline_instances(request, subject):
            if issubclass(inline.formset, RowsBelow):
                key = _get_foreign_key(self.model, inline.model, fk_name=inline.fk_name)
                found[key.remote_field.get_accessor_name()] = inline.get_queryset(request).filter(**{key.name: subject})
        return found

    def names_people(self, user, row):
        """Those who have a part in the matter, and the keeper of the system: a department that only reads does not know the people."""
        return user.is_superuser or bool(row.process.roles_of(user, row))

    def history_of(self, request, row):
        """The steps, as on the matter's page, and what else was written."""
        entries = [*steps_of(row), *super().history_of(request, row)]
        return sorted(entries, key=lambda entry: entry.at, reverse=True)

    def change_view(self, request, object_id, form_url="", extra_context=None):
        subject = self.get_object(request, unquote(object_id))
        extra = {}
        if subject is not None and self.has_view_permission(request, subject):
            bring_along(subject, changes=told_by(subject), **self.rows_below(request, subject))
            offered, url_of = subject.offered_to(request.user), lambda row: self.step_url(subject, row)
            names = self.names_people(request.user, subject)
            extra = {
                "step_links": self.get_step_links(request, subject, offered),
                "withheld": withheld(subject, request.user, offered),
                "subject": subject,
                "history": history_of(subject, request.user, names=names, inside=True, url_of=url_of, offered=offered)[0],
                "waiting": [told] if (told := self.waiting_of(request, subject)) else [],
                "queue": self.place_in_queue(request, subject),
            }
        return super().change_view(request, object_id, form_url, {**extra, **(extra_context or {})})


def steps_of(subject):
    """[Entry] of the steps of a matter: from which state to which, by whom. Why stands on the matter's own page. One query."""
    label_of = subject.process.label_of
    return [
        Entry(change.at, change.by, change.label, [Line("状態", label_of(change.from_state), change.to_label)])
        for change in subject.changes.select_related("by").order_by("-version")
    ]


class QueueFilter(admin.SimpleListFilter):
    """The rows of one `Queue` of the table: what the first page counted, and nothing else."""

    title, parameter_name = "待っている仕事", "queue"

    def lookups(self, request, model_admin):
        return [(row.key, row.label) for row in model_admin.model.process.queues if not row.page]

    def queryset(self, request, queryset):
        queue = queryset.model.process.queue(self.value())
        return queryset.filter(pk__in=waiting(queryset.model, queue, request.user).values("pk")) if queue else queryset


_QUEUED = []  # the models whose queues stand on the first page


def register_queues(model):
    """Put every `Queue` row of the model's table on the first page of the admin, for whoever sits at one of its desks."""
    _QUEUED.append(model)
    for row in model.process.queues:
        register_queue(
            row.label,
            lambda request, row=row: counted(request, _QUEUED).get((model.process.key, row.key), 0),
            lambda request, row=row: _address(model, row),
            visible=lambda user, row=row: bool({*row.roles} & model.process.desks_of(user)),
        )


def _address(model, queue):
    if queue.page:
        return reverse(queue.page)
    return f"{reverse(f'admin:{model._meta.app_label}_{model._meta.model_name}_changelist')}?queue={queue.key}"


class RowsBelow(BaseInlineFormSet):
    """The rows of an inline, as they came along with their matter; asked for where they did not."""

    def get_queryset(self):
        if not hasattr(self, "_queryset"):
            known = brought(self.instance, self.fk.remote_field.get_accessor_name(), None)
            self._queryset = super().get_queryset() if known is None else known
        return self._queryset


def read_only(model):
    """An admin inline's base for rows that people read on the matter's page and nobody edits there."""

    class ReadOnly(admin.TabularInline):
        template = "admin/process/rows.html"
        formset = RowsBelow
        extra = 0
        can_delete = False
        show_change_link = False

        def has_add_permission(self, request, obj=None):
            return False

        def has_change_permission(self, request, obj=None):
            return False

        def has_view_permission(self, request, obj=None):
            return True

        def has_delete_permission(self, request, obj=None):
            return False

    ReadOnly.model = model
    return ReadOnly
