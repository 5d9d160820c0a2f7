"""催しの記録: what was said at an event, and how many came; the city's answers are its remarks."""

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef
from django.utils import timezone

from partners.models import Event


class RecordQuerySet(models.QuerySet):
    def published(self):
        """Those of events that everybody finds, from their publication on."""
        return self.filter(Exists(Event.objects.open_to_all().filter(pk=OuterRef("event"))), published_at__lte=timezone.now())


class EventRecord(models.Model):
    """催しの記録: one for an event. Its host writes and publishes it; no name of who came stands in it."""

    event = models.OneToOneField("partners.Event", on_delete=models.CASCADE, related_name="record", verbose_name="催し")
    minutes = models.TextField("話し合いの記録", blank=True)
    attendees = models.CharField("開いた側の出席者", max_length=200, blank=True, help_text="役の名前で。例：市長、企画課長")
    visitors = models.PositiveSmallIntegerField("来た人の数", null=True, blank=True)
    published_at = models.DateTimeField("公開した日時", null=True, blank=True, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, editable=False, related_name="+", verbose_name="書いた人"
    )

    # The minutes of a draft are nobody's but its host's: the row is found once it is published.
    public_columns = ("event", "minutes", "attendees", "visitors", "published_at")
    changes_pages_at = ("published_at",)

    objects = RecordQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "催しの記録"
        ordering = ["-pk"]

    def __str__(self):
        return f"{self.event}の記録"
