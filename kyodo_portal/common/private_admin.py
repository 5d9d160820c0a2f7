"""Private columns in the admin: shown, searched and filtered by for those only who may see them."""

from urllib.parse import quote_plus

from django.contrib import admin
from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.utils import flatten, get_fields_from_path
from django.contrib.admin.views.main import ChangeList
from django.db import models
from django.db.models.expressions import OrderBy
from django.utils.http import urlencode

from kyodo_portal.common.privacy import private_on_path


def _column(item):
    """The path of what a list shows or is narrowed by; of a filter of our own its parameter."""
    item = item[0] if isinstance(item, tuple) else item
    return item if isinstance(item, str) else getattr(item, "parameter_name", "")


class PrivateColumnsAdmin(admin.ModelAdmin):
    """`private_viewers(user)` are shown the private columns too that the class names in its lists, forms, search and filters.

    For everybody else the page is drawn without them. Whether the user is one of them is asked by `_ask` (SafeModelAdmin).
    """

    def _shown(self, request, names):
        if self._ask("private_viewers", request.user):
            return list(names)
        return [name for name in names if not private_on_path(self.model, _column(name))]

    def get_list_display(self, request):
        return self._shown(request, super().get_list_display(request))

    def get_list_filter(self, request):
        return self._shown(request, super().get_list_filter(request))

    def get_search_fields(self, request):
        return self._shown(request, super().get_search_fields(request))

    def get_fieldsets(self, request, obj=None):
        sets = super().get_fieldsets(request, obj)
        return [(title, {**options, "fields": self._shown(request, flatten(options["fields"]))}) for title, options in sets]

    def listed(self, request, rows):
        """The rows of one page with what the columns of the list read, where that is much less than a row's own page or its steps read."""
        return rows

    def get_changelist(self, request, **kwargs):
        return PrivateColumnsChangeList

    def lookup_allowed(self, lookup, value, request=None):
        """What this page offers its reader, and nothing else: its filters, its search fields in whole, its days.

        Django takes every column of the row from an address, so that ?body__regex=… would tell, in forty questions, what no page shows.
        """
        if lookup in self._askable(request):
            return True
        if lookup.split("__")[0] not in {"pk", *(field.name for field in self.model._meta.get_fields())}:
            raise IncorrectLookupParameters(f"{lookup} is no filter")  # an old link, or a slip: the list is shown without it
        return False

    def _askable(self, request):
        """The conditions that an address of this list may hold, for this reader."""
        found = set()
        for item in self.get_list_filter(request):
            name = _column(item)
            own = isinstance(item, type)  # a filter with a parameter of its own
            found |= {name} if own else {f"{name}{way}" for way in _ways(get_fields_from_path(self.model, name)[-1])}
        words = [name.lstrip("^=@") for name in self.get_search_fields(request)]
        found |= {f"{name}{way}" for name in words for way in ("", "__exact", "__icontains")}
        if self.date_hierarchy and self._shown(request, [self.date_hierarchy]):
            found |= {f"{self.date_hierarchy}__{way}" for way in ("year", "month", "day")}
        return found


def _ways(field):
    """How Django's filters of a column ask, and how a person would write it: the value itself, or whether there is one."""
    if field.is_relation:
        return ("", "__exact", "__isnull", f"__{field.target_field.name}__exact")
    if isinstance(field, models.DateField):
        return ("", "__exact", "__isnull", "__gte", "__lt")
    return ("", "__exact", "__isnull", "__isempty")


class PrivateColumnsChangeList(ChangeList):
    """A list that is not sorted by what it does not show: the order of rows tells of a column too."""

    def get_results(self, request):
        """The rows of the page as the class lists them; what its actions and its table take stays whole."""
        super().get_results(request)
        if not self.list_editable and isinstance(self.result_list, models.QuerySet):
            self.result_list = self.model_admin.listed(request, self.result_list)

    def get_query_string(self, new_params=None, remove=None):
        """Django's: the address of the list as a link of the page would have it. What stays of the present one is put into it once for
        all choices of a filter: a page has some hundred."""
        said, gone = new_params or {}, tuple(remove or ())
        if not all(value is None or isinstance(value, (str, int)) for value in said.values()):
            return super().get_query_string(new_params, remove)
        known, key = self.__dict__.setdefault("kept_parts", {}), (gone, *said)
        if key not in known:
            kept = {name: value for name, value in self.filter_params.items() if name not in said and not name.startswith(gone)}
            known[key] = [(name, urlencode({name: value}, doseq=True)) for name, value in kept.items()]
        new = [(name, f"{quote_plus(name)}={quote_plus(str(value))}") for name, value in said.items() if value is not None]
        return f"?{'&'.join(part for _, part in sorted(known[key] + new))}"

    def get_ordering(self, request, queryset):
        self.reader = request
        return super().get_ordering(request, queryset)

    def get_ordering_field(self, field_name):
        field = super().get_ordering_field(field_name)
        paths = _sorts_by(self.model, field) if field else []
        return field if self.model_admin._shown(self.reader, paths) == paths else None


def _sorts_by(model, ordering):
    """The paths by which an ordering sorts; a row of another model is sorted as that model sorts its own."""
    ordering = ordering.expression if isinstance(ordering, OrderBy) else ordering
    path = (ordering if isinstance(ordering, str) else getattr(ordering, "name", "")).lstrip("-")
    field = get_fields_from_path(model, path)[-1]
    return [path] + [f"{path}__{name.lstrip('-')}" for name in field.is_relation and field.related_model._meta.ordering or ()]
