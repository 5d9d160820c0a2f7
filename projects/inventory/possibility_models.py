"""協働の種: something of a city office that could be done together with others."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse

from kyodo_portal.common.own_words import own_words
from kyodo_portal.process.conditions import paired
from partners.directory.access import is_city_staff, is_coordinator
from partners.models import Partner

from .models import InventoryRound


class PossibilityQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What the city shows to everybody; city staff and coordinators all of it."""
        if user.is_authenticated and (user.is_superuser or is_city_staff(user) or is_coordinator(user)):
            return self.all()
        return self.published()

    def published(self):
        """What residents see: what an office shows and has not let drop."""
        return self.filter(is_public=True).exclude(state=Possibility.State.DROPPED)


class Possibility(models.Model):
    """協働の種: something of a city office that could be done together with others, and what was found of it."""

    class State(models.TextChoices):
        IDEA = "idea", "考え中"
        OPEN = "open", "相手をさがしている"
        MATCHED = "matched", "協働になった"
        DROPPED = "dropped", "取りやめ"

    NOW = {
        State.IDEA: "いまは、{office}が、進め方を考える番です。",
        State.OPEN: "いまは、いっしょにする人や団体をさがしています。やってみたいときは、{office}に連絡してください。",
        State.MATCHED: "協働になりました。くわしいことは、{office}に聞いてください。",
        State.DROPPED: "{office}が、取りやめました。",
    }

    class Diagnosis(models.TextChoices):
        A = "a", "すぐに協働で進められる"
        B = "b", "進め方を変えれば、協働で進められる"
        C = "c", own_words("いまは市だけで進める")

    office = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="+", verbose_name="課")
    round = models.ForeignKey(
        InventoryRound, on_delete=models.SET_NULL, null=True, blank=True, related_name="possibilities", verbose_name="年次棚卸し"
    )
    title = models.CharField("名前", max_length=120)
    what = models.TextField("どんな仕事か")
    wanted = models.TextField("どんな相手と何をしたいか", blank=True)
    state = models.CharField("いまのようす", max_length=7, choices=State, default=State.IDEA)
    diagnosis = models.CharField("診断", max_length=1, choices=Diagnosis, null=True, blank=True)  # noqa: DJ001  paired with who and when
    hoped = models.TextField("期待できること", blank=True)
    means = models.TextField("進め方", blank=True)
    diagnosed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="診断した人"
    )
    diagnosed_on = models.DateField("診断した日", null=True, blank=True)
    project = models.ForeignKey(
        "projects.Project", on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="協働になった1件"
    )
    call = models.ForeignKey(
        "projects.Call", on_delete=models.SET_NULL, null=True, blank=True, related_name="possibilities", verbose_name="募集回"
    )
    is_public = models.BooleanField("公開する", default=False)
    is_sample = models.BooleanField("見本", default=False, editable=False)
    form_key = models.UUIDField("一度きりの鍵", null=True, blank=True, unique=True, editable=False)
    updated_at = models.DateTimeField("更新日時", auto_now=True)

    public_columns = (
        "office", "round", "title", "what", "wanted", "state", "diagnosis", "hoped", "means", "diagnosed_on", "project", "call",
        "is_public", "is_sample", "updated_at",
    )  # fmt: skip

    objects = PossibilityQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "協働の種"
        ordering = ["-updated_at", "-pk"]
        indexes = [models.Index(fields=["-updated_at", "-id"], condition=Q(is_public=True), name="possibility_public")]
        constraints = [
            models.CheckConstraint(name="possibility_state_known", condition=Q(state__in=["idea", "open", "matched", "dropped"])),
            models.CheckConstraint(
                name="possibility_diagnosis_known", condition=Q(diagnosis__isnull=True) | Q(diagnosis__in=["a", "b", "c"])
            ),
            paired("possibility_diagnosed_paired", "diagnosis", "diagnosed_by", "diagnosed_on"),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("possibility", args=[self.pk])

    @property
    def now(self):
        """Whose turn it is, as its page says it first. No query where the office was read."""
        return self.NOW[self.state].format(office=self.office.name)
