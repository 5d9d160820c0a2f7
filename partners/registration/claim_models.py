"""ClaimLetter: digits that went by post to the address on file; whoever claims to belong to the body reads them there."""

from django.conf import settings
from django.db import models
from django.utils import timezone

from kyodo_portal.common.templatetags.kyodo import jdate

from .models import Registration

TRIES = 5  # at one letter


class ClaimLetterQuerySet(models.QuerySet):
    def waiting(self):
        """Whose digits can still be typed in."""
        return self.filter(entered_at=None, tries__lt=TRIES, expires_on__gte=timezone.localdate())


class ClaimLetter(models.Model):
    """手紙の番号: of one claim; the last letter holds. The digits stand on the printed letter, and here their hash."""

    registration = models.OneToOneField(Registration, on_delete=models.CASCADE, related_name="letter", verbose_name="名乗り出")
    code_hash = models.CharField("番号のハッシュ", max_length=64, editable=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="出した人")
    sent_on = models.DateField("出した日")
    expires_on = models.DateField("番号を使える最後の日")
    tries = models.PositiveSmallIntegerField("まちがえた回数", default=0)
    entered_at = models.DateTimeField("番号が合った日時", null=True, blank=True)

    public_columns = ()

    objects = ClaimLetterQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "手紙の番号"

    def __str__(self):
        return f"{self.registration} {jdate(self.sent_on)}"

    @property
    def spent_because(self):
        """Why its digits open nothing any more, in words; "" as long as they do or have done so."""
        if self.entered_at is not None:
            return ""
        if self.tries >= TRIES:
            return f"{TRIES}回まちがえた"
        return f"{jdate(self.expires_on)}をすぎた" if self.expires_on < timezone.localdate() else ""
