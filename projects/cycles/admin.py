"""A year's collaboration in the admin: everything to read on one page, the table's steps, what waits for whom."""

from django.contrib import admin
from django.db.models import Prefetch

from kyodo_portal.common.japanese.dates import fiscal_label
from kyodo_portal.common.own_words import own_words
from kyodo_portal.common.templatetags.kyodo import jdate, yen
from kyodo_portal.process.admin import QueueFilter, StepAdmin, read_only, register_queues
from partners.directory.access import is_secretariat
from projects.cycles.do.meeting_models import CycleMeeting
from projects.cycles.do.models import ChangeRequest, Update
from projects.cycles.plan.content import plan_differences
from projects.cycles.plan.models import BudgetLine, Goal, RoleShare
from projects.entries.access import side_of
from projects.entries.models import Participation

from .admin_filters import DepartmentFilter, StatusFilter, YearFilter, asked_year, parts_of
from .models import Cycle

SHOWN = ("title", "status", "form__title")  # of an entry, in the list of years


class RoleInline(read_only(RoleShare)):
    fields = ("task", "group_part", "city_part", "other_part")


class GoalInline(read_only(Goal)):
    fields = ("kind", "text", "measured")
    readonly_fields = ("measured",)

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("indicators")

    @admin.display(description="指標・目標・実績")
    def measured(self, goal):
        words = []
        for row in goal.indicators.all():
            actual = f"{row.actual:,}{row.unit}" if row.actual is not None else row.why_unknown or "まだ"
            words.append(f"{row.name}：目標 {row.target:,}{row.unit}、実績 {actual}")
        return "／".join(words) or "―"


class MoneyInline(read_only(BudgetLine)):
    fields = ("side", "item", "money", "note", "from_city")
    readonly_fields = ("money",)

    @admin.display(description="金額")
    def money(self, line):
        return yen(line.amount)


class UpdateInline(read_only(Update)):
    fields = ("happened_on", "side", "title", "body", "people", "is_public")


class MeetingInline(read_only(CycleMeeting)):
    fields = ("on", "side", "attendees", "talked", "decided", "who", "due")
    readonly_fields = ("side",)


class ChangeInline(read_only(ChangeRequest)):
    fields = ("what", "why", "side", "asked_by", "asked_at", "differences", "allowed", "answer", "withdrawn_at", "applied_at")
    readonly_fields = ("side", "asked_at", "differences")

    @admin.display(description="変わるところ")
    def differences(self, change):
        return "、".join(row.label for row in plan_differences(change.before, change.after)) or "―"


class LateFilter(admin.SimpleListFilter):
    title, parameter_name = "おくれ", "late"

    def lookups(self, request, model_admin):
        return [("1", "おくれているもの")]

    def queryset(self, request, queryset):
        return queryset.filter(pk__in=Cycle.objects.late().values("pk")) if self.value() == "1" else queryset


class CycleDepartmentFilter(DepartmentFilter):
    entry = "project__in"


@admin.register(Cycle)
class CycleAdmin(StepAdmin):
    """Nothing is edited as a row here: the plan, the record and the evaluation have their own pages in the portal.

    Evaluations are not shown in the admin at all: they would be read here before the other side has handed in.
    """

    viewers = staticmethod(lambda user: user.is_staff)
    list_display = ("title", "year", "collaboration_form", "departments", "state", "due")
    as_values = {"due": "task_due"}
    list_filter = (QueueFilter, StatusFilter, YearFilter, "project__form", CycleDepartmentFilter, LateFilter)
    search_fields = ("project__search_text",)
    ordering = ("-fiscal_year", "pk")
    fields = (
        "title",
        "collaboration_form",
        "departments",
        "groups",
        "state",
        "due",
        "starts_on",
        "ends_on",
        "goal",
        "city_money",
        "group_money",
    )
    readonly_fields = ("title", "collaboration_form", "departments", "groups", "state", "due", "city_money", "group_money")
    inlines = (RoleInline, GoalInline, MoneyInline, ChangeInline, MeetingInline, UpdateInline)

    def get_queryset(self, request):
        """What a department has no part in, it reads where everybody reads it; the board tells it the stage."""
        return super().get_queryset(request).of_offices(request.user).with_people().with_days()

    def listed(self, request, rows):
        rows = (
            rows.select_related(None)
            .select_related("project__form")
            .only("fiscal_year", "status", *(f"project__{name}" for name in SHOWN))
        )
        return rows.prefetch_related(None).prefetch_related(
            Prefetch("project__participations", parts_of(asked_year(request.GET)).with_names())
        )

    def get_step_links(self, request, cycle, offered):
        """The steps, after the work that has a page of its own in the portal: plan, record, report, evaluation, talk."""
        work = []
        if (
            cycle.state.page
            and not cycle.rests_as
            and (is_secretariat(request.user) or side_of(request.user, cycle.project) == "city")
        ):
            work = [(cycle.get_absolute_url(), f"{cycle.next_task}（サイトのページへ）", False)]
        return work + super().get_step_links(request, cycle, offered)

    def _names(self, cycle, side):
        return "・".join(row.partner.name for row in cycle.project.participations.all() if row.side == side)

    @admin.display(description="名前", ordering="project__title")
    def title(self, cycle):
        return cycle.project.title

    @admin.display(description="年度", ordering="fiscal_year")
    def year(self, cycle):
        return fiscal_label(cycle.fiscal_year)

    @admin.display(description="形態")
    def collaboration_form(self, cycle):
        return cycle.project.form.title

    @admin.display(description="担当課")
    def departments(self, cycle):
        return self._names(cycle, Participation.Side.CITY)

    @admin.display(description="団体など")
    def groups(self, cycle):
        return self._names(cycle, Participation.Side.GROUP)

    @admin.display(description=own_words("市の負担"))
    def city_money(self, cycle):
        return yen(cycle.city_cost) or "―"

    @admin.display(description="団体などの負担")
    def group_money(self, cycle):
        return yen(cycle.group_cost) or "―"

    @admin.display(description="状態", ordering="status")
    def state(self, cycle):
        entry = "" if cycle.project.stands else f"【{cycle.project.status_label}】"
        return f"{cycle.status_label}{entry}{'【おくれています】' if cycle.is_overdue else ''}"

    @admin.display(description="期限")
    def due(self, cycle):
        return jdate(cycle.task_due) or "―"


register_queues(Cycle)
