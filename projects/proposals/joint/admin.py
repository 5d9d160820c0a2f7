"""紙の返事を待つ団体 in the admin: which groups the secretariat has to ask on paper."""

from django.contrib import admin
from django.shortcuts import redirect
from django.urls import reverse

from kyodo_portal.common.admin import SafeModelAdmin
from kyodo_portal.common.admin_site import register_queue

from .access import can_see_paper_answers
from .models import JointGroup


@admin.register(JointGroup)
class JointGroupAdmin(SafeModelAdmin):
    """Groups that nobody represents in the portal; each leads to the page on which the paper is entered. Drafts are not named here."""

    viewers = staticmethod(can_see_paper_answers)
    list_display = ["partner", "lead", "call", "state", "asked_at"]
    search_fields = ["partner__name", "lead__name", "call__title"]
    list_select_related = ["partner", "lead", "call"]
    ordering = ["asked_at", "pk"]

    def get_queryset(self, request):
        return JointGroup.objects.waiting_on_paper(request.user).order_by("asked_at", "pk")

    def change_view(self, request, object_id, form_url="", extra_context=None):
        row = self.get_object(request, object_id)
        if row is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        return redirect(row)


register_queue(
    "紙の返事を待つ団体",
    lambda request: JointGroup.objects.waiting_on_paper(request.user),
    lambda request: reverse("admin:projects_jointgroup_changelist"),
    visible=can_see_paper_answers,
)
