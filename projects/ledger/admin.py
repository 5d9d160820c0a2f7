"""The ledger in the admin: a department enters and puts right its own collaborations, and reads what is published of others'."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Prefetch
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse

from kyodo_portal.audit.actions import record
from kyodo_portal.common.forms.purpose import PurposeForm
from kyodo_portal.common.forms.three_way import as_read
from kyodo_portal.common.japanese.dates import fiscal_label
from kyodo_portal.common.japanese.numbers import small_int
from kyodo_portal.common.lists.tables import xlsx_response
from kyodo_portal.common.lists.together import bring_along, together
from kyodo_portal.process.admin import StepAdmin
from kyodo_portal.process.edits import ETAG
from kyodo_portal.process.errors import EditConflict
from kyodo_portal.process.models import mark_turns
from kyodo_portal.process.pages import say_kept
from kyodo_portal.process.presenters import history_of, told_by
from partners.directory.access import is_secretariat, offices_of
from projects.cycles.admin_filters import DepartmentFilter, StatusFilter, YearFilter, asked_year, parts_of
from projects.cycles.models import Cycle
from projects.cycles.workflow import CycleStatus
from projects.entries.models import Participation, Project, participations_with_partner
from projects.entries.workflow import LEDGER, LedgerStatus
from projects.specs.presenters import table_columns

from . import actions as ledger
from .access import can_edit_entry, can_read_objections, groups_without_a_voice
from .admin_presenters import (
    FOUND,
    called_for,
    chosen_form,
    offered_departments,
    offered_partners,
    office_names,
    own_department,
    partners_found,
)
from .export_presenters import HEADER, ledger_cycles, ledger_lines
from .forms import EditEntryForm, EntryForm
from .objection_views import answer_page

LIST = "admin:projects_project_changelist"


def shown_years(year=None):
    """Of each entry the year that its line shows, as a list of one or none: the latest, agreed or not, or that of the 年度 `year`."""
    cycles = Cycle.objects.current() if year is None else Cycle.objects.filter(fiscal_year=year)
    cycles = cycles.only("project", "fiscal_year", "status")
    return Prefetch("cycles", cycles, to_attr="shown_cycle")


def may_enter(user):
    """Whoever works in a city office, and the secretariat."""
    return user.is_staff and bool(is_secretariat(user) or offices_of(user))


def may_edit(user, project=None):
    """Own department's entries; the secretariat's all. Asked without an entry: any at all."""
    return may_enter(user) if project is None else can_edit_entry(user, project)


class StandingFilter(admin.SimpleListFilter):
    """What counts, unless somebody asks for what was cancelled or merged."""

    title, parameter_name = "台帳での状態", "standing"

    def lookups(self, request, model_admin):
        return [(row.code, row.label) for row in LEDGER.states if row.code != LEDGER.start]

    def choices(self, changelist):
        every, *others = super().choices(changelist)
        return [{**every, "display": LEDGER.label_of(LEDGER.start)}, *others]

    def queryset(self, request, queryset):
        return queryset.filter(status=self.value() if self.value() in LedgerStatus.values else LEDGER.start)


class EntryStatusFilter(StatusFilter):
    """By the newest year of an entry; beside a 年度 by that very year (`EntryYearFilter`)."""

    def queryset(self, request, queryset):
        if self.value() not in CycleStatus.values or asked_year(request.GET) is not None:
            return queryset
        return queryset.filter(pk__in=Cycle.objects.current().filter(status=self.value()).values("project"))


class EntryYearFilter(YearFilter):
    """By a year of an entry, whatever became of it later; status and 年度 speak of the same year."""

    def queryset(self, request, queryset):
        year, status = asked_year(request.GET), request.GET.get("status")
        if year is None:
            return queryset
        cycles = Cycle.objects.filter(fiscal_year=year, **({"status": status} if status in CycleStatus.values else {}))
        return queryset.filter(pk__in=cycles.values("project"))


@admin.register(Project)
class ProjectAdmin(StepAdmin):
    """協働の台帳: list, a new entry, one entry's page, the table as xlsx. The actions write."""

    viewers = staticmethod(lambda user: user.is_staff)
    adders = staticmethod(may_enter)
    editors = staticmethod(may_edit)
    change_list_template = "admin/projects/project/change_list.html"
    list_display = ("title", "number", "form", "departments", "years", "is_public", "updated_at")
    list_filter = (StandingFilter, "form", EntryStatusFilter, EntryYearFilter, DepartmentFilter)
    search_fields = ("search_text", "number")

    def get_queryset(self, request):
        entries = Project.objects.visible_to(request.user).order_by(*self.get_ordering(request) or Project._meta.ordering)
        return entries.select_related("form", "case").prefetch_related(
            participations_with_partner(), shown_years(asked_year(request.GET))
        )

    def listed(self, request, rows):
        rows = (
            rows.select_related(None).select_related("form").only("title", "number", "published_at", "updated_at", "form__title")
        )
        named = Prefetch("participations", parts_of(asked_year(request.GET)).with_names())
        return rows.prefetch_related(None).prefetch_related(named, shown_years(asked_year(request.GET)))

    @admin.display(description="担当課")
    def departments(self, project):
        return office_names(project)

    @admin.display(description="年度と状態")
    def years(self, project):
        return "".join(f"{fiscal_label(cycle.fiscal_year)} {cycle.status_label}" for cycle in project.shown_cycle) or "―"

    @admin.display(description="公開", boolean=True)
    def is_public(self, project):
        return project.published_at is not None

    def get_urls(self):
        guarded = self.admin_site.admin_view
        return [
            path("xlsx/", guarded(self.export_view), name="projects_project_export"),
            path("<path:object_id>/objection/", guarded(self.objection_view), name="projects_project_objection"),
            *super().get_urls(),
        ]

    def objection_view(self, request, object_id):
        """What groups object to, and the secretariat's decision."""
        project = self.get_object(request, object_id)
        if project is None or not self.has_view_permission(request, project):
            raise Http404
        return answer_page(self, request, project)

    def export_view(self, request):
        """The whole ledger as xlsx, once it was said what for; the audit trail says who took it. By POST only, because it writes that."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        if request.method != "POST":
            return HttpResponseRedirect(reverse(LIST))
        form = PurposeForm(request.POST if "purpose" in request.POST else None)
        if not form.is_valid():
            context = {"form": form, "whole": True, "count": ledger_cycles(request.user).count(), "back": reverse(LIST)}
            return self._page(request, "admin/take_out.html", "協働の台帳を取り出す", context)
        columns = table_columns()
        table = list(ledger_lines(request.user, columns))
        record("export", by=request.user, note=f"協働の台帳（{form.cleaned_data['purpose']}）", rows=len(table))
        return xlsx_response("協働の台帳.xlsx", [*HEADER, *(column.heading for column in columns)], table)

    def _page(self, request, template, title, context):
        frame = {**self.admin_site.each_context(request), "opts": self.opts, "title": title}
        return render(request, template, {**frame, **context})

    def _story(self, user, project, offered):
        """[Said] of its steps, with their reasons: for its own office and the secretariat. None for everybody else."""
        if not LEDGER.roles_of(user, project):
            return None
        url_of = lambda row: self.step_url(project, row)  # noqa: E731
        return history_of(project, user, names=True, inside=True, url_of=url_of, offered=offered)[0]

    def add_view(self, request, form_url="", extra_context=None):
        """A new entry: what was searched for in the address, and what is ticked, stand in the list of partners."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        sent = request.method == "POST"
        data = request.POST if sent else None
        asked = (request.POST if sent else request.GET).get("find", "")[:100]
        chosen = [small_int(key, 0) for key in (request.POST if sent else request.GET).getlist("partners")]
        kind = chosen_form((request.POST if sent else request.GET).get("form", ""))
        form = EntryForm(
            data,
            partners=offered_partners(asked, chosen),
            left=max(0, partners_found(asked).count() - FOUND),
            departments=offered_departments(request.user),
            initial={"form": kind, "fiscal_year": ledger.this_year(), "partners": chosen, **own_department(request.user)},
            form=kind,
        )
        if sent and {"search", "ask"} & request.POST.keys():
            form.clear_errors()
        elif sent and form.is_valid():
            made = _enter(form, request.user)
            if made is not None:
                messages.success(request, f"「{made}」を台帳に入れました。")
                return HttpResponseRedirect(reverse("admin:projects_project_change", args=[made.pk]))
        return self._page(
            request, "admin/projects/project/enter.html", "協働を台帳に入れる", {"form": form, "asked": asked, "kind": kind}
        )

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """One entry: what it says of itself, who takes part, its years."""
        project = self.get_object(request, object_id)
        if project is None or not self.has_view_permission(request, project):
            raise Http404
        if request.method != "POST":
            bring_along(project, **_beside(project))
        may = can_edit_entry(request.user, project)
        form = EditEntryForm(request.POST if request.method == "POST" else None, initial=_first(project))
        if request.method == "POST":
            if not may:
                raise PermissionDenied
            if form.is_valid() and _saved(request, form, project):
                messages.success(request, f"「{project}」を保存しました。")
                return HttpResponseRedirect(request.path)
        offered = project.offered_to(request.user)
        people, cycles, objections = together(
            Participation.objects.filter(project=project).select_related("partner").order_by("side", "-is_lead", "pk"),
            project.cycles.with_days().select_related("spec").order_by("-fiscal_year"),
            project.objections.open(),
        )
        context = {
            "project": project,
            "form": form if may else None,
            "objections": len(objections) if can_read_objections(request.user, project) else 0,
            "silent": groups_without_a_voice(request.user, project),
            "people": called_for(request.user, project, people),
            "merged": project.merged.all(),
            "step_links": self.get_step_links(request, project, offered),
            "history": self._story(request.user, project, offered),
            "waiting": [waiting] if (waiting := self.waiting_of(request, project)) else [],
            "department_changes": project.department_changes.all(),
            "cycles": mark_turns(cycles),
            "original": project,
        }
        answer = self._page(request, "admin/projects/project/entry.html", str(project), context)
        answer.status_code = form.http_status
        return answer


def _beside(project):
    """What the page shows of an entry out of tables of a few rows each."""
    return {
        "fields": project.fields.all(),
        "areas": project.areas.all(),
        "changes": told_by(project),
        "merged": project.merged.order_by("number"),
        "department_changes": project.department_changes.select_related("former", "new", "by"),
    }


def _first(project):
    """What the form of an entry shows at first, with its token."""
    chosen = {"fields_chosen": list(project.fields.all()), "areas_chosen": list(project.areas.all())}
    texts = {name: getattr(project, name) for name in ledger.ABOUT}
    return {**texts, **chosen, "published": bool(project.published_at), ETAG: ledger.etag_of_entry(project)}


def _saved(request, form, project):
    """Whether the entry was saved; where somebody wrote the same meanwhile, the form says so."""
    try:
        saved = ledger.edit_entry(project, by=request.user, etag=form.cleaned_data[ETAG], **form.about)
    except EditConflict as error:
        form.show_conflict(error)
        return False
    except ValidationError as error:
        form.add_error("published", error)
        return False
    say_kept(request, form, ledger.said_in(saved), as_read(form.about))
    return True


def _enter(form, user):
    """Call the action; what it refuses stands in the form, and None is returned."""
    read = form.about
    name, kind = read.pop("new_partner"), read.pop("new_partner_kind")
    read["partners"] = list(read["partners"])
    try:
        return ledger.enter(by=user, new_partner=(name, kind) if name else None, **read)
    except ValidationError as error:
        form.add_error(None, error)
        return None
