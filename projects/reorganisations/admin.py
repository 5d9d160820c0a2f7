"""改組 in the admin: its number among what waits; everything is read and done on its own pages."""

from django.contrib import admin

from kyodo_portal.process.admin import StepAdmin, read_only, register_queues
from partners.directory.access import is_secretariat

from .models import Reorganisation, ReorganisationLine


class LineInline(read_only(ReorganisationLine)):
    fields = ("former", "successor", "project")


@admin.register(Reorganisation)
class ReorganisationAdmin(StepAdmin):
    viewers = private_viewers = staticmethod(is_secretariat)
    list_display = ("title", "on", "status")
    search_fields = ("title",)
    ordering = ("-on", "-pk")
    fields = ("title", "on", "status")
    readonly_fields = ("status",)
    inlines = (LineInline,)


register_queues(Reorganisation)
