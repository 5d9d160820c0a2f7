"""Private columns in the admin: shown, searched and filtered by for those only who may see them."""

from django.contrib import admin
from django.contrib.admin.utils import flatten

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

    def lookup_allowed(self, lookup, value, request=None):
        """The page's own filters, and public columns: ?phone__startswith=0258 would tell what the page hides, whoever asks."""
        if not super().lookup_allowed(lookup, value, request):
            return False
        names = [_column(item) for item in (*self.get_list_filter(request), self.date_hierarchy) if item]
        own = any(lookup == name or lookup.startswith(f"{name}__") for name in names)
        return own or not private_on_path(self.model, lookup)
