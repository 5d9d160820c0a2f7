"""The administrator's desk for 退会, 保存期間, 廃棄 and 保存の延長. The actions decide; nothing is deleted by hand here."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import Count, Q
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone

from kyodo_portal.common.admin import SafeModelAdmin
from kyodo_portal.common.admin_site import register_queue
from kyodo_portal.common.forms.classes import more_of
from kyodo_portal.common.japanese.dates import fiscal_year
from partners.directory.access import is_city_reader, is_secretariat
from partners.directory.admin import PersonField, system_admin

from .disposal_actions import dispose, make_disposal, would_stay
from .erasing_actions import close_account
from .holds import as_stored, names_something
from .models import Closing, DisposalList, Hold, RetentionRule
from .retention import BY_CODE
from .waiting import due_disposals

SHOWN = 5_000  # rows of one kind: whoever confirms a list has read all of it


def secretariat(user, obj=None):
    """Whoever answers a 開示請求 or an 監査 lays the hold."""
    return is_secretariat(user)


class PersonAdmin(SafeModelAdmin):
    """People are named by their mail address: no list of everybody."""

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name == "user":
            return PersonField(
                db_field.related_model.objects.filter(is_active=True), label=db_field.verbose_name, required=not db_field.blank
            )
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


class ByAction:
    """A new row is written by an action while its form is checked: nothing is left to save, and the trail has it.

    asked: the one field of the form; `make(value, by)`: the row. What the action refuses is said at the field.
    """

    asked = ""

    def make(self, value, by):
        raise TypeError(f"{type(self).__name__} says how its row is made.")

    def get_fields(self, request, obj=None):
        return [self.asked, *self.readonly_fields] if obj else [self.asked]

    def get_form(self, request, obj=None, change=False, **kwargs):
        form, make, asked = super().get_form(request, obj, change, **kwargs), self.make, self.asked
        if change:
            return form

        def clean(self):
            cleaned = form.clean(self)
            if cleaned.get(asked) and not self.errors:
                try:
                    self.made = make(cleaned[asked], request.user)
                except ValidationError as error:
                    self.add_error(asked, error)
            return cleaned

        return more_of(form, clean=clean, _post_clean=lambda self: None)

    def save_form(self, request, form, change):
        return form.made

    def save_model(self, request, obj, form, change):
        """Written already."""

    def save_related(self, request, form, formsets, change):
        """Nothing hangs on it."""

    def log_addition(self, request, obj, message):
        """Django's own log would say it once more."""


@admin.register(Closing)
class ClosingAdmin(ByAction, PersonAdmin):
    """Somebody's account is closed by the system administrator: by request on paper, by telephone, or after a death."""

    viewers = adders = private_viewers = staticmethod(system_admin)
    search_fields = ["user__name", "user__email", "by__name"]
    list_display = ["closed_at", "user", "by", "erased_at", "name_until"]
    list_select_related = ["user", "by"]
    asked, readonly_fields = "user", ["by", "closed_at", "erased_at", "name_until"]

    def make(self, value, by):
        return close_account(user=value, by=by)

    def response_add(self, request, obj, post_url_continue=None):
        held = "" if obj.erased_at else "保存の延長があるので、個人の情報は、それが終わったら消します。"
        messages.success(request, f"退会の手続きをしました。{held}")
        return HttpResponseRedirect(reverse("admin:personal_closing_changelist"))


@admin.register(RetentionRule)
class RetentionRuleAdmin(SafeModelAdmin):
    """How long each kind is kept: a city's 文書管理規程 decides, the administrator writes it here."""

    viewers = staticmethod(is_city_reader)
    editors = staticmethod(system_admin)
    search_fields = ["label", "basis"]
    list_display = ["label", "term", "counted_from", "basis"]
    fields = ["label", "counted_from", "years", "days", "basis"]
    readonly_fields = ["counted_from"]

    @admin.display(description="保存期間")
    def term(self, rule):
        return rule.term

    trail_act = "retention"

    def trail_lead(self, row):
        return row.term


@admin.register(Hold)
class HoldAdmin(PersonAdmin):
    """Laid by the secretariat, ended by a date; never deleted."""

    viewers = adders = editors = private_viewers = staticmethod(secretariat)
    list_display = ["kind", "reason", "partner", "subject", "since", "until"]
    list_filter = ["kind"]
    list_select_related = ["partner"]
    search_fields = ["reason", "subject"]
    fields = ["kind", "user", "partner", "subject", "reason", "since", "until"]

    trail_act = "hold"

    def trail_lead(self, row):
        return f"{row.since}から{row.until or '終わりは決めていない'}"

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)

        def clean(self):
            cleaned = form.clean(self)
            if not self.errors and not (cleaned.get("user") or cleaned.get("partner") or cleaned.get("subject")):
                self.add_error("subject", "何を延ばすかを、利用者・団体・受付番号のどれか1つに入れてください。")
            return cleaned

        def clean_subject(self):
            number = as_stored(self.cleaned_data["subject"])
            if number and "subject" in self.changed_data and not names_something(number):
                raise ValidationError(f"「{number}」という番号のものはありません。画面に出ている番号のとおりに入れてください。")
            return number

        checked = more_of(form, clean=clean, clean_subject=clean_subject)
        words = "登録・提案・申請・補助金・声の番号、通知書の収受番号。例：R8-T-0012。団体全体を残すときは空にします。"
        checked.base_fields["subject"].help_text = words
        return checked


@admin.register(DisposalList)
class DisposalListAdmin(ByAction, SafeModelAdmin):
    """One list a 年度: made, looked at, erased by one press that is confirmed."""

    viewers = adders = private_viewers = staticmethod(system_admin)
    change_form_template = "admin/personal/disposallist/change_form.html"
    search_fields = ["fiscal_year", "made_by__name", "confirmed_by__name"]
    list_display = ["fiscal_year", "made_at", "made_by", "confirmed_at", "confirmed_by"]
    list_select_related = ["made_by", "confirmed_by"]
    asked, readonly_fields = "fiscal_year", ["made_at", "made_by", "confirmed_at", "confirmed_by"]

    def changelist_view(self, request, extra_context=None):
        # The name of the model is that of a list already.
        return super().changelist_view(request, {"title": "廃棄の一覧", **(extra_context or {})})

    def get_changeform_initial_data(self, request):
        return {"fiscal_year": fiscal_year(timezone.localdate())}

    def make(self, value, by):
        return make_disposal(year=value, by=by)

    def response_add(self, request, obj, post_url_continue=None):
        messages.success(request, "廃棄の一覧を作りました。件数と記録を確かめてください。")
        return HttpResponseRedirect(reverse("admin:personal_disposallist_change", args=[obj.pk]))

    def get_urls(self):
        view = self.admin_site.admin_view(self.dispose_view)
        return [path("<int:pk>/dispose/", view, name="personal_disposallist_dispose"), *super().get_urls()]

    def change_view(self, request, object_id, form_url="", extra_context=None):
        disposal = self.get_object(request, object_id)
        return super().change_view(request, object_id, form_url, {**_contents(disposal), **(extra_context or {})})

    def dispose_view(self, request, pk):
        """GET asks once more with the numbers, POST erases."""
        disposal = self.get_object(request, str(pk))
        if disposal is None:
            raise Http404
        if not system_admin(request.user):
            raise PermissionDenied
        back = reverse("admin:personal_disposallist_change", args=[disposal.pk])
        if request.method == "POST":
            count = dispose(disposal=disposal, by=request.user)
            messages.success(request, f"{count}件を廃棄しました。残したものは、この一覧に理由があります。")
            return HttpResponseRedirect(back)
        context = {
            **self.admin_site.each_context(request), **_contents(disposal), "title": str(disposal), "opts": self.opts, "back": back,
        }  # fmt: skip
        return render(request, "admin/personal/disposallist/dispose.html", context)


def _contents(disposal):
    """What a list's page shows: per kind how many and which, what is left to erase, what was kept and why."""
    if disposal is None:
        return {}
    counts = (
        disposal.items.order_by()
        .values("kind")
        .annotate(total=Count("pk"), erased=Count("pk", filter=Q(erased_at__isnull=False)), kept=Count("pk", filter=~Q(held="")))
    )
    by_kind = {row["kind"]: row for row in counts}
    kinds = [_of_kind(disposal, kind, by_kind[code]) for code, kind in BY_CODE.items() if code in by_kind]
    left, stays = (sum(kind[name] for kind in kinds) for name in ("left", "stays"))
    return {"kinds": kinds, "left": left, "stays": stays, "disposal": disposal, "shown": SHOWN}


def _of_kind(disposal, kind, counts):
    """One kind of a list. What is left and a hold keeps says so before anybody confirms it."""
    stays = {} if disposal.confirmed_at else would_stay(disposal, kind.code)
    rows = list(disposal.items.filter(kind=kind.code)[:SHOWN])
    for row in rows:
        row.stays = stays.get(row.pk, "")
    return {
        "label": kind.label, "erased_words": kind.erased, "left": left_of(counts) - len(stays), "stays": len(stays), **counts, "rows": rows,
    }  # fmt: skip


def left_of(row):
    return row["total"] - row["erased"] - row["kept"]


register_queue(
    "今年度の廃棄の一覧",
    count=lambda request: due_disposals(),
    url="/admin/personal/disposallist/",
    visible=system_admin,
)
