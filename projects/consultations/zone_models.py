"""The sealed zone of a coordinators' body: one key pair for the body, one for each person, and who was given the body's key.

No page and no admin shows a byte of these rows. What they are made of says common/sealed.py.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q

from partners.models import Partner


class Zone(models.Model):
    """守秘の区画: the public key of a body, to which anybody may seal. `generation` counts its keys."""

    body = models.OneToOneField(Partner, on_delete=models.PROTECT, related_name="zone", verbose_name="団体")
    public_key = models.BinaryField("公開の鍵", max_length=32)
    generation = models.PositiveSmallIntegerField("何本めの鍵か", default=1)
    recovery = models.BinaryField("予備の番号で包んだ鍵", max_length=200)
    recovery_made_at = models.DateTimeField("予備の番号を作った日時")
    recovery_checked_on = models.DateField("予備の番号を確かめた日", null=True, blank=True)
    made_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="用意した人")
    made_at = models.DateTimeField("用意した日時", auto_now_add=True)
    left_at = models.DateTimeField("鍵を持つ人が抜けた日時", null=True, blank=True)  # until the key was renewed

    public_columns = ("body", "generation")

    class Meta:
        verbose_name = verbose_name_plural = "守秘の区画"
        constraints = [models.CheckConstraint(name="zone_generation_counts", condition=Q(generation__gte=1))]

    def __str__(self):
        return f"{self.body}の守秘の区画"

    @property
    def is_ready(self):
        """The recovery code was typed back once: from then on something may be sealed."""
        return self.recovery_checked_on is not None


class Keyring(models.Model):
    """自分の鍵: the key pair of one person, the private half wrapped by their own passphrase."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="keyring", verbose_name="持ち主")
    public_key = models.BinaryField("公開の鍵", max_length=32)
    wrapped = models.BinaryField("合言葉で包んだ鍵", max_length=200)
    made_at = models.DateTimeField("作った日時")

    public_columns = ()

    class Meta:
        verbose_name = verbose_name_plural = "自分の鍵"

    def __str__(self):
        return f"鍵 {self.user_id}"


class ZoneKey(models.Model):
    """渡した鍵: the zone's private key, sealed to one person's own key. Its end is the end of the membership."""

    zone = models.ForeignKey(Zone, on_delete=models.CASCADE, related_name="keys", verbose_name="区画")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name="持つ人")
    generation = models.PositiveSmallIntegerField("何本めの鍵か")
    sealed = models.BinaryField("封をした鍵", max_length=200)
    given_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="渡した人")
    at = models.DateTimeField("渡した日時", auto_now_add=True)

    public_columns = ("zone", "generation", "at")

    class Meta:
        verbose_name = verbose_name_plural = "渡した鍵"
        constraints = [models.UniqueConstraint(fields=["zone", "user", "generation"], name="zone_key_once")]

    def __str__(self):
        return f"{self.zone_id} {self.user_id} {self.generation}"
