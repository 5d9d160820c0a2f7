"""A file that somebody handed in: kept under a random name, handed out by a view that asks for the right."""

from django.conf import settings
from django.db import models


class StoredFile(models.Model):
    """What is known of one stored file. `stored_as` is its name under MEDIA_ROOT, `name` what people see."""

    stored_as = models.CharField("保管名", max_length=100, unique=True, editable=False)
    name = models.CharField("ファイルの名前", max_length=255)
    content_type = models.CharField("種類", max_length=100, editable=False)
    size = models.PositiveIntegerField("大きさ(バイト)", editable=False)
    sha256 = models.CharField("照合用の値", max_length=64, editable=False)
    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="付けた人")
    uploaded_at = models.DateTimeField("付けた日時", auto_now_add=True)

    public_columns = ("content_type", "size", "uploaded_at")

    class Meta:
        abstract = True

    def __str__(self):
        return self.name
