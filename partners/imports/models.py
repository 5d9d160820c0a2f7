"""名簿の取込: a list of groups that the city has, while it is taken in and after it was."""

from django.db import models
from django.db.models import Q
from django.urls import reverse

from kyodo_portal.process.table_models import TableImport, TableImportRow, run_constraints
from partners.directory.access import is_secretariat
from partners.directory.models import Partner


class PartnerImportQuerySet(models.QuerySet):
    def visible_to(self, user):
        """The secretariat's: a list names people and their telephones."""
        return self.all() if is_secretariat(user) else self.none()


class PartnerImport(TableImport):
    """A list of groups that is taken in step by step. Nothing of it counts before the last step, and that takes in all of it.

    The cells are blanked with the last step (what was read of them stands in the groups), or thirty days after the list was begun.
    """

    name = models.CharField("元になった名簿の名・日", max_length=200)

    objects = PartnerImportQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "名簿の取込"
        ordering = ["-at", "-pk"]
        constraints = run_constraints("partner_import")

    def step_url(self, step):
        """The page of one step of taking it in (presenters.STEPS)."""
        return reverse("partner-import", args=[self.pk, step])


class PartnerImportRow(TableImportRow):
    """取込の1行: what became of one row of a list."""

    class Outcome(models.TextChoices):
        MADE = "made", "新しく入れた"
        JOINED = "joined", "今ある団体につないだ"
        LEFT_OUT = "left_out", "入れなかった"
        TAKEN_BACK = "taken_back", "もどした"

    run = models.ForeignKey(PartnerImport, on_delete=models.CASCADE, related_name="rows", verbose_name="名簿の取込")
    outcome = models.CharField("どうしたか", max_length=10, choices=Outcome)
    partner = models.ForeignKey(
        Partner, on_delete=models.SET_NULL, null=True, blank=True, related_name="import_rows", verbose_name="団体"
    )
    why = models.CharField("わけ", max_length=200, blank=True)  # of a row that was left out

    public_columns = ("run", "number", "outcome", "partner", "why")

    class Meta:
        verbose_name = verbose_name_plural = "取込の1行"
        ordering = ["run", "number"]
        constraints = [
            models.UniqueConstraint(fields=["run", "number"], name="partner_import_row_once"),
            models.CheckConstraint(
                name="partner_import_row_outcome_known", condition=Q(outcome__in=["made", "joined", "left_out", "taken_back"])
            ),
        ]
