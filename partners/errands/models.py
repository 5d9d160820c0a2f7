"""Errand: something a partner has to be told that no notice of the portal can tell it."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from kyodo_portal.process.conditions import paired
from partners.directory.access import is_secretariat
from partners.directory.models import Partner


class ErrandQuerySet(models.QuerySet):
    def standing(self):
        """All but those whose step was replaced by another before anybody did them."""
        return self.filter(dropped_by="")

    def open(self):
        """What nobody has done yet."""
        return self.standing().filter(done_at__isnull=True)

    def done(self):
        return self.filter(done_at__isnull=False)

    def visible_to(self, user):
        """The secretariat's: whoever is written to, and where, is nobody else's affair."""
        return self if is_secretariat(user) else self.none()


class Errand(models.Model):
    """用足し: write to, call or visit a partner. Made where a step tells people of whom none has an account (nobody_told), or by hand."""

    class Way(models.TextChoices):
        LETTER = "letter", "手紙を出す"
        PHONE = "phone", "電話をかける"
        VISIT = "visit", "訪ねる"

    partner = models.ForeignKey(Partner, on_delete=models.CASCADE, related_name="errands", verbose_name="相手")
    event = models.CharField(
        "きっかけ", max_length=100, editable=False
    )  # key of the notice that reached nobody; `hand:…` of one entered
    # Key of the step that made it superfluous; it comes back where that step is taken back.
    dropped_by = models.CharField("いらなくなったきっかけ", max_length=100, blank=True, editable=False)
    about = models.CharField("もとのページ", max_length=200, blank=True)
    what = models.CharField("用件", max_length=200)
    body = models.TextField("伝えること", blank=True)
    way = models.CharField("伝え方", max_length=6, choices=Way, default=Way.LETTER)
    due = models.DateField("期限", null=True, blank=True)
    is_sample = models.BooleanField("見本", default=False, editable=False)
    made_at = models.DateTimeField("できた日時", auto_now_add=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="済ませた人"
    )
    done_at = models.DateTimeField("済ませた日時", null=True, blank=True)

    public_columns = ()

    objects = ErrandQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "用足し"
        ordering = ["due", "made_at", "pk"]
        indexes = [models.Index(fields=["made_at"], condition=Q(done_at__isnull=True, dropped_by=""), name="errand_open")]
        constraints = [
            models.CheckConstraint(name="errand_way_known", condition=Q(way__in=("letter", "phone", "visit"))),
            models.UniqueConstraint(fields=["event", "partner"], name="errand_once"),
            paired("errand_done_paired", "done_by", "done_at"),
            models.CheckConstraint(name="errand_done_stands", condition=Q(dropped_by="") | Q(done_at__isnull=True)),
        ]

    def __str__(self):
        return f"{self.partner}：{self.what}"

    @property
    def enclosure(self):
        """The address of the form that goes along with the letter; "" where there is none."""
        return self.about if self.about.endswith("/paper/") else ""
