"""The papers that go with an application."""

from django.db import models

from kyodo_portal.process.files import StoredFile
from partners.rules.models import PaperKind

from .models import Registration


class RegistrationFileQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Papers of the applications that this person finds; whether they may be read is access.py's answer."""
        return self.filter(registration__in=Registration.objects.visible_to(user))

    def standing(self):
        """Those that were not taken away again after the application was sent."""
        return self.filter(removed_at=None)


class RegistrationFile(StoredFile):
    """審査用の資料 (規約, 名簿 …): seen by the group and the secretariat only, never published."""

    Kind = PaperKind

    removed_at = models.DateTimeField("取り下げた日時", null=True, blank=True, editable=False)
    registration = models.ForeignKey(Registration, on_delete=models.CASCADE, related_name="files", verbose_name="登録の申請")
    kind = models.CharField("資料の種類", max_length=10, choices=Kind, default=Kind.OTHER)

    public_columns = ("registration", "kind")

    objects = RegistrationFileQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "登録の資料"
        ordering = ["pk"]


def standing_files(registration):
    """[RegistrationFile] that were not taken away again. No query where `files` came along."""
    return [file for file in registration.files.all() if file.removed_at is None]
