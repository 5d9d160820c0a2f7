"""年のまとめ in the admin: begun out of a counted year, its chapters and measures written here, remarks answered."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.html import format_html

from kyodo_portal.common.admin import SafeModelAdmin
from kyodo_portal.common.forms.choice_fields import ChoiceField
from kyodo_portal.common.templatetags.kyodo import fiscal
from kyodo_portal.process.admin import QueueFilter, StepAdmin, read_only, register_queues
from kyodo_portal.process.task_actions import forget_tasks, sync_tasks
from projects.calls.offices import city_offices, named_already
from projects.committees.remark_models import Remark

from . import access, actions
from .figures import FIGURE_CHOICES, figure_label
from .forms import OpenReportForm
from .models import PolicyReview, ReportChapter, YearReport
from .presenters import counted_years


class Linked:
    """A row that leads to its own page, where it is written: right at its beginning, which a narrow screen shows too."""

    readonly_fields = ("open",)

    @admin.display(description="開く")
    def open(self, row):
        address = reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_change", args=[row.pk])
        return format_html('<a href="{}">開く<span class="kp-vh">：{}</span></a>', address, row)


class ChapterInline(Linked, read_only(ReportChapter)):
    fields = ("open", "order", "title", "figure_label", "text")
    readonly_fields = ("figure_label", "open")

    @admin.display(description="図")
    def figure_label(self, chapter):
        return figure_label(chapter.figure)


class ReviewInline(Linked, read_only(PolicyReview)):
    fields = ("open", "order", "policy_title", "measure", "office", "progress")


class RemarkInline(Linked, read_only(Remark)):
    fields = ("open", "committee", "text", "is_public", "effect", "answer")


@admin.register(YearReport)
class YearReportAdmin(StepAdmin):
    viewers = staticmethod(access.can_see_reports)
    adders = staticmethod(access.can_begin_report)
    editors = staticmethod(access.can_write_report)
    deleters = staticmethod(access.can_throw_away)
    list_display = ["title", "year", "status", "committee", "opinions_due"]
    list_filter = [QueueFilter, "status"]
    list_select_related = ["committee"]
    search_fields = ["title"]
    fields = ["title", "lead", "is_sample", "figures"]
    readonly_fields = ["figures"]
    inlines = [ChapterInline, RemarkInline, ReviewInline]

    def get_deleted_objects(self, objs, request):
        """Its chapters and measures go with it, and are no reason against it."""
        named, counted, _, protected = super().get_deleted_objects(objs, request)
        return named, counted, set(), protected

    def delete_model(self, request, obj):
        forget_tasks(obj)
        super().delete_model(request, obj)

    @admin.display(description="年度", ordering="fiscal_year")
    def year(self, report):
        return fiscal(report.fiscal_year)

    @admin.display(description="もとにした数字")
    def figures(self, report):
        newer = "。新しい版があります（「新しい数字に替える」）" if report.has_newer_figures else ""
        return f"{report.snapshot}{newer}"

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("snapshot", "committee")

    def add_view(self, request, form_url="", extra_context=None):
        if not self.has_add_permission(request):
            raise PermissionDenied
        sent = request.method == "POST"  # a second press finds its year among those that are begun
        form = OpenReportForm(request.POST if sent else None, years=counted_years(begun=sent))
        if sent and form.is_valid():
            try:
                report = actions.open_report(by=request.user, **form.cleaned_data)
            except ValidationError as error:
                form.add_error(None, error)
            else:
                return redirect(f"{reverse('admin:projects_yearreport_change', args=[report.pk])}#main")
        frame = {**self.admin_site.each_context(request), "title": "年のまとめを始める", "opts": self.opts, "form": form}
        return render(request, "admin/projects/yearreport/add.html", frame)


class PartAdmin(SafeModelAdmin):
    """What belongs to a report and has a page of its own, from which one comes back to the report. The years are a filter."""

    list_select_related = ["report"]

    def response_post_save_change(self, request, obj):
        return redirect(f"{reverse('admin:projects_yearreport_change', args=[obj.report_id])}#main")

    response_post_save_add = response_post_save_change

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "office":
            kwargs["queryset"] = city_offices(named_already(request, self.model, "office"))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_readonly_fields(self, request, obj=None):
        return ["report", *self.readonly_fields] if obj is not None else self.readonly_fields


class OfReportFilter(admin.SimpleListFilter):
    title, parameter_name = "年度", "fiscal_year"

    def lookups(self, request, model_admin):
        years = YearReport.objects.visible_to(request.user).newest_first().values_list("fiscal_year", flat=True)
        return [(str(year), fiscal(year)) for year in years]

    def queryset(self, request, queryset):
        return queryset.filter(report__fiscal_year=self.value()) if self.value() in dict(self.lookup_choices) else queryset


@admin.register(ReportChapter)
class ReportChapterAdmin(PartAdmin):
    viewers = staticmethod(access.can_see_reports)
    adders = staticmethod(access.can_write_report)
    editors = deleters = staticmethod(lambda user, obj: access.can_write_report(user, obj and obj.report))
    list_display = ["title", "report", "order", "shown"]
    list_filter = [OfReportFilter]
    search_fields = ["title", "text"]
    fields = ["report", "order", "figure", "title", "text"]

    @admin.display(description="図")
    def shown(self, chapter):
        return figure_label(chapter.figure)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if db_field.name == "figure":
            choices = [("", "図なし（文だけ）"), *FIGURE_CHOICES]
            return ChoiceField(label="図", choices=choices, required=False, help_text="数字は、確定した一覧から自動で出ます。")
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "report":
            kwargs["queryset"] = YearReport.objects.writable()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


MOST_ROWS = 50  # out of which one revision is begun


class RevisionMixin:
    """Rows out of which a revision of the guideline can be begun."""

    actions = ["revise"]

    @admin.action(description="これをもとに、ガイドラインの改稿を始める")
    def revise(self, request, queryset):
        rows = list(queryset[: MOST_ROWS + 1])
        if len(rows) > MOST_ROWS:
            self.message_user(
                request, f"1回に選べるのは、{MOST_ROWS}件までです。減らして、もう一度押してください。", messages.ERROR
            )
            return None
        if not access.can_begin_report(request.user) or not rows:
            self.message_user(request, "改稿を始められるのは、事務局の人です。", messages.ERROR)
            return None
        try:
            revision = actions.begin_revision(rows, by=request.user)
        except ValidationError as error:
            self.message_user(request, "".join(error.messages), messages.ERROR)
            return None
        return redirect("admin:guidelines_revision_change", revision.pk)


@admin.register(PolicyReview)
class PolicyReviewAdmin(RevisionMixin, PartAdmin):
    viewers = staticmethod(access.can_see_reports)
    adders = staticmethod(access.can_set_reviews)
    editors = deleters = staticmethod(access.can_set_reviews)
    list_display = ["measure", "policy_title", "report", "office", "progress", "answered_at"]
    list_filter = [OfReportFilter, "progress", "office"]
    list_select_related = ["report", "office"]
    search_fields = ["measure", "policy_title", "did", "problem"]
    fields = ["report", "order", "policy", "policy_title", "measure", "office", "answer"]
    readonly_fields = ["answer"]

    @admin.display(description="答え")
    def answer(self, review):
        return (
            f"{review.get_progress_display()}：{review.did}"
            if review.progress
            else "まだ（年のまとめのページで、答える課が書きます）"
        )

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "report":
            kwargs["queryset"] = YearReport.objects.asking_offices()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_model(self, request, obj, form, change):
        """Another office, another task."""
        super().save_model(request, obj, form, change)
        sync_tasks(obj.report, by=request.user)


@admin.register(Remark)
class RemarkAdmin(RevisionMixin, PartAdmin):
    viewers = staticmethod(access.can_see_reports)
    adders = staticmethod(access.can_answer_remark)
    editors = staticmethod(lambda user, obj: access.can_answer_remark(user, obj and obj.report))
    list_display = ["short", "report", "committee", "on", "is_public", "effect"]
    list_filter = [OfReportFilter, "committee", "effect", "is_public"]
    list_select_related = ["report", "committee"]
    search_fields = ["text", "answer"]
    fields = ["report", "committee", "meeting", "chapter", "review", "on", "text", "is_public", "effect", "answer"]

    def get_queryset(self, request):
        return super().get_queryset(request).of_reports()

    @admin.display(description="意見")
    def short(self, remark):
        return remark.text[:60]

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        made = type(form.__name__, (_RemarkRules, form), {})  # makes its boxes anew
        for name in ("chapter", "review") if obj and obj.report_id else ():
            if name in made.base_fields:  # two years have chapters of the same name
                made.base_fields[name].queryset = made.base_fields[name].queryset.filter(report=obj.report_id)
        return made

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "report":
            kwargs["queryset"] = YearReport.objects.taking_answers()
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_model(self, request, obj, form, change):
        actions.stamp_answer(obj)
        super().save_model(request, obj, form, change)


class _RemarkRules:
    """An answer says both how the remark is taken and why; a part belongs to the report of the remark."""

    def clean(self):
        data = super().clean()
        if bool(data.get("effect")) != bool((data.get("answer") or "").strip()):
            self.add_error("answer", "市の扱いと、市の答えは、両方書いてください。")
        report = data.get("report") or getattr(self.instance, "report", None)
        if data.get("chapter") and data.get("review"):
            self.add_error("review", "章か取組の、どちらか1つを選んでください。全体への意見なら、両方とも空けておきます。")
        for name in ("chapter", "review"):
            if data.get(name) and report and data[name].report_id != report.pk:
                self.add_error(name, f"{report}のものを選んでください。")
        return data


register_queues(YearReport)
