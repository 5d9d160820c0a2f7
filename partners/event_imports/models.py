"""催しの取込: a list of events, while it is taken in and after it was."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from kyodo_portal.process.table_models import TableImport, TableImportRow, run_constraints
from partners.events.models import Event

from .access import can_import_events


class EventImportQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The secretariat's: what is not published yet is the hosts'."""
        return self.all() if can_import_events(user) else self.none()


class EventImport(TableImport):
    """A list of events that is taken in. `words`: {"host": {word of the list: key of the Partner, None where nobody is meant}}."""

    objects = EventImportQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "催しの取込"
        ordering = ["-at", "-pk"]
        constraints = run_constraints("event_import")

    def step_url(self, step):
        """The page of one step of taking it in (presenters.STEPS)."""
        return reverse("event-import", args=[self.pk, step])


class EventImportRow(TableImportRow):
    """催しの取込の1行: what became of one row of a list. `origin`: the ID that the list gave the event, by which it is known again."""

    class Outcome(models.TextChoices):
        MADE = "made", "下書きに入れた"
        JOINED = "joined", "今ある催しを直した"
        SAME = "same", "今ある催しと同じ"
        LEFT_OUT = "left_out", "入れなかった"
        TAKEN_BACK = "taken_back", "もどした"

    run = models.ForeignKey(EventImport, on_delete=models.CASCADE, related_name="rows", verbose_name="催しの取込")
    outcome = models.CharField("どうしたか", max_length=10, choices=Outcome)
    event = models.ForeignKey(
        Event, on_delete=models.SET_NULL, null=True, blank=True, related_name="import_rows", verbose_name="催し"
    )
    origin = models.CharField("もとの表のID", max_length=60, blank=True)
    why = models.CharField("わけ", max_length=300, blank=True)  # of a row that was left out

    public_columns = ("run", "number", "outcome", "event", "origin", "why")

    class Meta:
        verbose_name = verbose_name_plural = "催しの取込の1行"
        ordering = ["run", "number"]
        indexes = [models.Index(fields=["origin"], condition=~Q(origin=""), name="event_import_by_origin")]
        constraints = [
            models.UniqueConstraint(fields=["run", "number"], name="event_import_row_once"),
            models.CheckConstraint(
                name="event_import_row_outcome_known",
                condition=Q(outcome__in=["made", "joined", "same", "left_out", "taken_back"]),
            ),
        ]
