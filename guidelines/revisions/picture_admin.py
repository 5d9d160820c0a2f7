"""画像: put in with words for those who do not see it; the page shows how to name it in a text."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.shortcuts import redirect

from guidelines.library import models
from kyodo_portal.common.admin import SafeModelAdmin

from .access import can_open_revision
from .base_admin import page
from .forms import PictureForm
from .guideline_actions import add_picture


@admin.register(models.Picture)
class PictureAdmin(SafeModelAdmin):
    index_order = 4
    viewers = adders = private_viewers = staticmethod(can_open_revision)
    list_display = ["alt", "guideline", "spelling", "credit", "uploaded_at"]
    list_filter = ["guideline"]
    list_select_related = ["guideline"]
    search_fields = ["alt", "credit"]
    fields = ["alt", "guideline", "spelling", "credit", "name", "uploaded_by", "uploaded_at"]

    @admin.display(description="文の中での書きかた")
    def spelling(self, obj):
        return f"![{obj.alt}]({obj.get_absolute_url()})"

    def add_view(self, request, form_url="", extra_context=None):
        if not self.has_add_permission(request):
            raise PermissionDenied
        form = PictureForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            picture = add_picture(by=request.user, **form.cleaned_data)
            messages.success(request, f"画像を入れました。文の中には、こう書きます：{self.spelling(picture)}")
            return redirect("admin:guidelines_picture_changelist")
        return page(request, self, "form", "画像を入れる", form=form)
