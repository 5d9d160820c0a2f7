"""写真を外してほしいという求め in the admin: the secretariat looks at the covered photograph and decides."""

from django.contrib import admin
from django.http import Http404
from django.shortcuts import redirect
from django.urls import path, reverse
from django.views.decorators.http import require_POST

from kyodo_portal.common.admin import SafeModelAdmin
from kyodo_portal.common.admin_site import register_queue
from kyodo_portal.common.upwards import is_secretariat

from .models import PhotoRequest
from .photo_views import decide_page, reopen


def secretariat(user, obj=None):
    """The secretariat reads the requests; what somebody wrote and where an answer goes is for nobody else."""
    return is_secretariat(user)


OUTCOMES = {None: "まだ決めていない", True: "外した", False: "外さなかった"}


class OutcomeFilter(admin.SimpleListFilter):
    """What became of a request."""

    title, parameter_name = "決めたこと", "outcome"
    OUTCOMES = {"open": None, "removed": True, "kept": False}

    def lookups(self, request, model_admin):
        return [(word, OUTCOMES[removed]) for word, removed in self.OUTCOMES.items()]

    def queryset(self, request, queryset):
        if self.value() not in self.OUTCOMES:
            return queryset
        removed = self.OUTCOMES[self.value()]
        return queryset.filter(removed__isnull=True) if removed is None else queryset.filter(removed=removed)


@admin.register(PhotoRequest)
class PhotoRequestAdmin(SafeModelAdmin):
    viewers = private_viewers = staticmethod(secretariat)
    list_display = ["photo", "at", "outcome", "decided_at", "decided_by"]
    list_select_related = ["photo", "decided_by"]
    list_filter = [OutcomeFilter]
    search_fields = ["photo__alt"]

    @admin.display(description="決めたこと", ordering="removed")
    def outcome(self, obj):
        return OUTCOMES[obj.removed]

    def get_urls(self):
        decide = self.admin_site.admin_view(self.decide_view)
        reopen = self.admin_site.admin_view(require_POST(self.reopen_view))
        return [
            path("<path:object_id>/decide/reopen/", reopen, name="process_photorequest_reopen"),
            path("<path:object_id>/decide/", decide, name="process_photorequest_decide"),
            *super().get_urls(),
        ]

    def change_view(self, request, object_id, form_url="", extra_context=None):
        return redirect("admin:process_photorequest_decide", object_id)

    def decide_view(self, request, object_id):
        """What became of the photograph. Asked by GET, done by POST."""
        return decide_page(self, request, self._asked(request, object_id))

    def reopen_view(self, request, object_id):
        """What was decided by a wrong press waits to be decided again."""
        return reopen(request, self._asked(request, object_id))

    def _asked(self, request, object_id):
        asked = self.get_object(request, object_id)
        if asked is None or not self.has_view_permission(request, asked):
            raise Http404
        return asked


register_queue(
    "写真を外してほしいという求め",
    lambda request: PhotoRequest.objects.open(),
    lambda request: f"{reverse('admin:process_photorequest_changelist')}?outcome=open",
    visible=is_secretariat,
)
