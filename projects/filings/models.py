"""Filing: one paper or call, by which one step is taken. FiledFor: what the matter knows of its filings."""

from django.conf import settings
from django.db import models


class Channel(models.TextChoices):
    """How something of a group came. What did not come through the portal is entered by the city, with its 収受日."""

    WEB = "web", "このサイト"
    PAPER = "paper", "紙（持参）"
    MAIL = "mail", "紙（郵送）"
    COUNTER = "counter", "窓口で聞き取り"
    PHONE = "phone", "電話で聞き取り"


CHANNELS = [row for row in Channel.choices if row[0] != Channel.WEB]


class Filing(models.Model):
    """One paper or call with its 収受日. Open until the city has taken the step with it; one at a time.

    A subclass points to its matter with `related_name="filings"`, and has `what` (a key of its WHATS) and `scan`.
    """

    channel = models.CharField("届いた方法", max_length=7, choices=CHANNELS)
    received_on = models.DateField("収受日")
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="代わりに入れた職員"
    )
    entered_at = models.DateTimeField("入れた日時", auto_now_add=True)
    # The version of the matter to which the step led that was taken with it; None while it is open.
    used_version = models.PositiveIntegerField("手続きの版", null=True, blank=True, editable=False)
    form_key = models.UUIDField("一度きりの鍵", unique=True, editable=False)

    public_columns = ()

    class Meta:
        abstract = True

    def __str__(self):
        return self.get_what_display()

    @property
    def is_open(self):
        return self.used_version is None


class FiledFor:
    """A matter whose steps may be taken by what came on paper. `all_filings`: its filings, the first of them first."""

    @property
    def open_filing(self):
        """The filing with which the city takes the next step for the group; None where there is none."""
        return next((row for row in self.all_filings if row.is_open), None)

    @property
    def was_filed(self):
        """Its last step was taken by the city for the group: the city takes it back too."""
        return any(row.used_version == self.version for row in self.all_filings)
