"""What the portal as a whole keeps of itself."""

from django.db import models
from django.db.models import Q


class Installation(models.Model):
    """Which portal a database belongs to: one row with a random mark that its file store carries too (instance.py)."""

    instance = models.CharField("印", max_length=32)
    created_at = models.DateTimeField("付けた日時", auto_now_add=True)

    public_columns = ("instance", "created_at")  # a random mark says nothing of anybody, and no page finds the row

    class Meta:
        verbose_name = verbose_name_plural = "サイトの印"
        constraints = [models.CheckConstraint(name="one_installation", condition=Q(pk=1))]

    def __str__(self):
        return self.instance


class DataVersion(models.Model):
    """The mark of what public pages show: one row that triggers renew with every write (data_triggers.py)."""

    mark = models.CharField("印", max_length=36)

    public_columns = ("mark",)

    class Meta:
        verbose_name = verbose_name_plural = "データの版"
        constraints = [models.CheckConstraint(name="one_data_version", condition=Q(pk=1))]

    def __str__(self):
        return self.mark


class DataChange(models.Model):
    """On PostgreSQL, a transaction that has written and not ended: nobody else ever sees its row (data_triggers.py)."""

    public_columns = ()

    class Meta:
        verbose_name = verbose_name_plural = "書き込みの途中"

    def __str__(self):
        return str(self.pk)
