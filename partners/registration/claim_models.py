"""ClaimLetter: digits that went by post to the address on file; whoever claims to belong to the body reads them there."""

from django.conf import settings
from django.db import models

from kyodo_portal.common.templatetags.kyodo import jdate

from .models import Registration


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

    class Meta:
        verbose_name = verbose_name_plural = "手紙の番号"

    def __str__(self):
        return f"{self.registration} {jdate(self.sent_on)}"
