"""When somebody last said that all was seen."""

from django.conf import settings
from django.db import models


class DeskVisit(models.Model):
    """前に見たとき: when somebody last said that all of it was seen, on the desk, the board or the first page of staff. One moment each:
    which matters somebody opened is kept nowhere."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name="見た人")
    at = models.DateTimeField("見た日時")

    public_columns = ()

    class Meta:
        verbose_name = verbose_name_plural = "机を見た日時"

    def __str__(self):
        return f"{self.user_id} {self.at:%Y-%m-%d}"
