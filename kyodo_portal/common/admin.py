"""The admin as a face: the one class that every ModelAdmin of ours inherits.

Rights come from access.py through four class attributes, rows from the manager's `visible_to(user)`; forged or
simultaneous input is answered in Japanese and never with a 500.
"""

import inspect
from functools import cache

from django.contrib import messages
from django.contrib.admin.options import IncorrectLookupParameters
from django.core.exceptions import ValidationError
from django.db import DataError, IntegrityError
from django.http import Http404, HttpResponseRedirect
from django.utils.html import format_html
from django.utils.translation import gettext

from kyodo_portal.common import fiscal_admin, upwards  # noqa: F401  how a 年度 is said in lists
from kyodo_portal.common.columns_admin import ColumnsAdmin
from kyodo_portal.common.forms.choice_fields import ModelChoiceField, ModelMultipleChoiceField
from kyodo_portal.common.forms.classes import more_of
from kyodo_portal.common.history_admin import HistoryAdmin
from kyodo_portal.common.lists.search import FEW, found, matching
from kyodo_portal.common.lists.typed_text import matching_typed
from kyodo_portal.common.once_admin import AddOnceAdmin
from kyodo_portal.common.own_rights import OwnRightsRefused
from kyodo_portal.common.privacy import private_columns
from kyodo_portal.common.private_admin import PrivateColumnsAdmin
from kyodo_portal.common.second_save_admin import SecondSaveAdmin
from kyodo_portal.common.table_admin import TableAdmin
from kyodo_portal.common.traced_admin import TracedAdmin

CLASH = "同じ内容が、先に登録されました。内容を見直して、もう一度保存してください。"
FORGED = "選んだものを読み取れませんでした。もう一度選んでください。"


class NoSuchFilter(Exception):
    """Conditions in the address of a list that cannot be asked of the database."""


def nobody(user, obj=None):
    """The answer where nothing is said: fail closed."""
    return False


@cache
def _rule(raw):
    """(function, whether it is a method) of what stands in a class: one admin page asks some three hundred times."""
    plain = raw.__func__ if isinstance(raw, staticmethod) else raw
    return plain, next(iter(inspect.signature(plain).parameters), "") == "self"


class SafeModelAdmin(
    HistoryAdmin, ColumnsAdmin, TracedAdmin, OwnRightsRefused, PrivateColumnsAdmin, AddOnceAdmin, SecondSaveAdmin, TableAdmin
):
    """The base of every admin class.

    `viewers(user)`, `adders(user)`, `editors(user, obj)` and `deleters(user, obj)` are functions of access.py (or methods);
    `editors` and `deleters` are asked with obj None for "any at all". Who may edit may also look.
    `private_viewers(user)`: see private_admin.py.
    """

    viewers = adders = editors = deleters = private_viewers = staticmethod(nobody)
    list_per_page = 50
    list_max_show_all = 200
    show_full_result_count = False
    save_on_top = True

    # ---- rights: rule 3, scope first, then right ---------------------------------------------------------
    def _ask(self, name, user, *rest):
        raw = next(vars(face)[name] for face in type(self).__mro__ if name in vars(face))
        plain, takes_self = _rule(raw)
        return bool(getattr(self, name)(user, *rest) if takes_self else plain(user, *rest))

    def names_people(self, user, row):
        """Where a class has `private_viewers`, they are told by name who wrote the row; where it has none, every reader."""
        return self.private_viewers is nobody or self._ask("private_viewers", user)

    def has_view_permission(self, request, obj=None):
        return self._ask("viewers", request.user) or self.has_change_permission(request, obj)

    def has_add_permission(self, request):
        return self._ask("adders", request.user)

    def has_change_permission(self, request, obj=None):
        return self._ask("editors", request.user, obj)

    def has_delete_permission(self, request, obj=None):
        return self._ask("deleters", request.user, obj)

    def has_module_permission(self, request):
        return self._ask("viewers", request.user) or self.has_add_permission(request)

    def get_queryset(self, request):
        manager = self.model._default_manager
        if not hasattr(manager, "visible_to"):
            return super().get_queryset(request)
        visible = manager.visible_to(request.user)
        ordering = self.get_ordering(request)
        return visible.order_by(*ordering) if ordering else visible

    def get_search_results(self, request, queryset, search_term):
        """Every list is searched by the folding of the public pages, whether its columns are folded or hold what was typed."""
        if "search_text" in self.search_fields:
            matches = matching(queryset, search_term)
            return queryset if matches is queryset else found(matches, FEW + 1).rows(), False
        return matching_typed(queryset, search_term, self.get_search_fields(request)), False

    def action_checkbox(self, obj):
        """Django's box of a row, without a form field for each of them."""
        said = gettext("Select this object for an action - {}")
        return format_html(
            '<input type="checkbox" name="_selected_action" value="{}" class="action-select" aria-label="{}">',
            obj.pk,
            said.format(obj),
        )

    # ---- forged input ------------------------------------------------------------------------------------
    def _readable(self, key):
        pk = self.model._meta.pk
        try:
            pk.run_validators(pk.to_python(key))
        except (ValidationError, ValueError, TypeError, OverflowError):
            return False
        return "\x00" not in str(key)

    def kept_row(self, request, key):
        """The Keyed (lists/keyed.py) that gives this person the row of this key just as `get_queryset` does, for a class whose rows bring
        much along; None for who finds rows by a condition of their own."""
        return None

    def get_object(self, request, object_id, from_field=None):
        """Once for each request that only reads: rights and page ask the same row, which knows what was asked of it."""
        if "\x00" in object_id or (from_field is None and not self._readable(object_id)):
            return None
        known = request.__dict__.setdefault("known_rows", {}) if request.method == "GET" and not from_field else {}
        key = self.opts.label, str(object_id)
        if key not in known:
            kept = None if from_field else self.kept_row(request, self.model._meta.pk.to_python(object_id))
            try:
                known[key] = kept.first() if kept else super().get_object(request, object_id, from_field)
            except (OverflowError, DataError):
                return None
        return known[key]

    def _get_obj_does_not_exist_redirect(self, request, opts, object_id):
        raise Http404  # what I may not see is not there; Django would lead to the index instead

    # ---- looks at what not everybody may read -----------------------------------------------------------
    def _look(self, request, row=None):
        """Once a person, row and day; of a list once a person and day. One query."""
        if request.method == "GET" and private_columns(self.model) and self._ask("private_viewers", request.user):
            upwards.record("look", by=request.user, target=row, note=f"職員の画面：{self.opts.verbose_name}", once=True)

    def render_change_form(self, request, context, add=False, change=False, form_url="", obj=None):
        if obj is not None:
            self._look(request, obj)
        return super().render_change_form(request, context, add, change, form_url, obj)

    def changelist_view(self, request, extra_context=None):
        if not all(self._readable(key) for key in request.POST.getlist("_selected_action")):
            messages.error(request, FORGED)
            return HttpResponseRedirect(request.get_full_path())
        try:
            answer = super().changelist_view(
                request, {"title": f"{self.opts.verbose_name_plural}の一覧", **(extra_context or {})}
            )
        except NoSuchFilter:
            messages.error(request, "その条件では絞り込めません。条件を外しました。")
            return HttpResponseRedirect(request.path)
        self._look(request)
        return answer

    def get_changelist_instance(self, request):
        try:
            return super().get_changelist_instance(request)
        except (IncorrectLookupParameters, OverflowError, DataError, IndexError, TypeError, ValueError) as error:
            if not request.GET:
                raise
            # An address that no link of ours has: ?order__range=1, ?id__in=9223372036854775808 …
            raise NoSuchFilter from error

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except (IntegrityError, OverflowError, DataError):
            if request.method != "POST" or getattr(request, "kyodo_clash", False):
                raise
            # Nothing was written. Ask the same form again: everything typed is still in it, now with an answer.
            request.kyodo_clash = True
            return super().changeform_view(request, object_id, form_url, extra_context)

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change, **kwargs)
        if not getattr(request, "kyodo_clash", False):
            return form

        def clean(self):
            cleaned = form.clean(self)
            self.add_error(None, CLASH)
            return cleaned

        return more_of(form, clean=clean)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        """Choices left empty are asked for by name too; the fields of common/forms do it themselves."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.choices and field is not None and field.label:
            field.error_messages["required"] = f"{field.label}を選んでください。"
        return field

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        kwargs.setdefault("form_class", ModelChoiceField)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(self, db_field, request, **kwargs):
        kwargs.setdefault("form_class", ModelMultipleChoiceField)
        return super().formfield_for_manytomany(db_field, request, **kwargs)
