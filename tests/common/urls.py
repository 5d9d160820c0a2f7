"""Addresses that stand only for these tests: a database that is away, a view that reads what was posted, an admin."""

from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.urls import include, path
from django.views.decorators.http import require_POST

from kyodo_portal.common.admin import SafeModelAdmin
from kyodo_portal.common.admin_site import KyodoAdminSite, register_queue
from kyodo_portal.urls import handler400, handler403, handler404, handler500  # noqa: F401
from kyodo_portal.urls import urlpatterns as real
from partners.models import Area, Membership


@login_not_required
def away(request):
    raise OperationalError("could not connect")


def broken(get_response):
    """A middleware that finds the database away before any view runs."""

    def middleware(request):
        raise OperationalError("server closed the connection unexpectedly")

    return middleware


@login_not_required
def gone(request):
    raise InterfaceError("connection already closed")


@login_not_required
@require_POST
def echo(request):
    return HttpResponse(repr(request.POST.get("text")))


@login_not_required
@require_POST
def raw(request):
    return HttpResponse("read")


raw.reads_post_raw = True


@login_not_required
@require_POST
def unclean(request):
    raise ValueError("A string literal cannot contain NUL (0x00) characters.")


def is_superuser(user, obj=None):
    """Who may do everything in the test's admin."""
    return user.is_superuser


class AreaAdmin(SafeModelAdmin):
    viewers = lambda user: user.is_active  # noqa: E731
    adders = editors = staticmethod(is_superuser)
    list_display = ("name", "order")
    list_filter = ("order",)
    search_fields = ("name",)
    actions = ("sort_first",)

    def save_model(self, request, obj, form, change):
        if obj.name == "同時":  # somebody else was a moment faster
            Area.objects.bulk_create([Area(name=obj.name)])
        super().save_model(request, obj, form, change)

    def sort_first(self, request, queryset):
        """並び順を0にする"""
        queryset.update(order=0)


class MembershipAdmin(SafeModelAdmin):
    list_display = ("partner", "user")
    list_filter = ("user",)
    search_fields = ("partner__name", "user__name")

    def viewers(self, user):
        return user.is_superuser


site = KyodoAdminSite(name="admin")
site.register(Area, AreaAdmin)
site.register(Membership, MembershipAdmin)
for model, face in admin.site._registry.items():  # queues of the apps lead to the lists of these
    if not site.is_registered(model):
        site.register(model, type(face))
urlpatterns = [
    path("t/away/", away),
    path("t/gone/", gone),
    path("t/echo/", echo),
    path("t/raw/", raw),
    path("t/unclean/", unclean),
    path("admin/", site.urls),
    path("accounts/", include("allauth.urls")),
    *real,
]
register_queue("試しの仕事", lambda request: 3, "/admin/partners/area/", is_superuser)
register_queue("ほかの人の仕事", lambda request: 9, lambda request: "/x/", lambda user: False)
