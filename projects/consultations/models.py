"""相談の記録: open columns that say how much and of what sort, a sealed part that only the body's key holders read.

In no admin and in no history, and called by its number alone: what a coordinator is told is not the city's to read.
"""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Max, OuterRef, Q, Subquery
from django.urls import reverse

from kyodo_portal.common.own_words import own_words
from kyodo_portal.process.conditions import paired
from partners.models import Partner, Request
from projects.entries.models import Project
from projects.proposals.models import Proposal

from .access import desk_body, is_of_secretariat, works_in


class Method(models.TextChoices):
    VISIT = "visit", "来所"
    PHONE = "phone", "電話"
    MAIL = "mail", "メール"
    CALL = "call", "訪問"
    ONLINE = "online", "オンライン"
    WEB = "web", "ポータル"


class WhoKind(models.TextChoices):
    GROUP = "group", "市民活動団体"
    TOWN = "town", own_words("町内会・自治会")
    PERSON = "person", "個人"
    COMPANY = "company", "企業・お店"
    SCHOOL = "school", "学校"
    CITY = "city", own_words("市の職員")
    OTHER = "other", "そのほか"


class Topic(models.TextChoices):
    PEOPLE = "people", "人や団体の紹介"
    MONEY = "money", "活動のお金"
    PLAN = "plan", "企画・事業の内容"
    PR = "pr", "広報"
    INFORMATION = "information", "情報集め"
    ORGANISATION = "organisation", "組織の運営"
    VOLUNTEER = "volunteer", "ボランティア"
    PLACE = "place", "会場・場所"
    COLLABORATION = "collaboration", own_words("市との協働")
    OTHER = "other", "そのほか"


class Response(models.TextChoices):
    LISTEN = "listen", "話を聞いた"
    INFORM = "inform", "情報を渡した"
    INTRODUCE = "introduce", "人や団体を紹介した"
    ACCOMPANY = "accompany", "同席した"
    EXPERT = "expert", "専門の人につないだ"
    OFFICE = "office", own_words("市の課につないだ")
    OTHER = "other", "そのほか"


class SharedWith(models.TextChoices):
    COORDINATOR = "coordinator", "中間支援の中だけ"
    SECRETARIAT = "secretariat", "事務局に伝える"
    DEPARTMENT = "department", "担当課に伝える"


class ConsultationQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of the body in whose name somebody is at the desk; nothing for anybody else, the city and its administrators too."""
        body = desk_body(user)
        return self.none() if body is None else self.filter(body=body)

    def shared_with(self, user):
        """What was told to the city and reached this person's office, of which `shared_text`, partner and day are all there is to read."""
        if not user.is_authenticated or not user.is_staff:
            return self.none()
        told = Q(shared_with=SharedWith.DEPARTMENT, department__in=works_in(user))
        if is_of_secretariat(user):
            told |= Q(shared_with=SharedWith.SECRETARIAT)
        return self.filter(told)

    def last_contact(self):
        """A subquery for partners: the last day on which these speak of one."""
        rows = self.filter(partner=OuterRef("pk")).order_by().values("partner")
        return Subquery(rows.annotate(last=Max("on")).values("last"))


class Consultation(models.Model):
    """相談の記録 R8-C-0001. `ref` and `generation` are what the sealed part is bound to."""

    number = models.CharField("番号", max_length=20, unique=True)
    ref = models.UUIDField("封の宛名", default=uuid.uuid4, unique=True, editable=False)
    body = models.ForeignKey(Partner, on_delete=models.PROTECT, related_name="consultations", verbose_name="相談を受けた団体")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="聞いた人"
    )  # empty while nobody has taken what came through the portal
    on = models.DateField("日")
    method = models.CharField("方法", max_length=6, choices=Method)
    minutes = models.PositiveSmallIntegerField("分", default=0)
    is_first = models.BooleanField("はじめての相談", default=False)
    who_kind = models.CharField("相談した人", max_length=7, choices=WhoKind)
    partner = models.ForeignKey(
        Partner, on_delete=models.PROTECT, null=True, blank=True, related_name="consulted", verbose_name="団体"
    )
    proposal = models.ForeignKey(
        Proposal, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="提案"
    )
    project = models.ForeignKey(
        Project, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="台帳の案件"
    )
    request = models.ForeignKey(
        Request, on_delete=models.SET_NULL, null=True, blank=True, related_name="+", verbose_name="つながる手紙"
    )
    topics = models.JSONField("内容", default=list)
    responses = models.JSONField("したこと", default=list, blank=True)
    introduced = models.ManyToManyField(Partner, blank=True, related_name="+", verbose_name="紹介した団体")
    next_on = models.DateField("次の日", null=True, blank=True)
    state = models.CharField("つづくか", max_length=5, choices=[("going", "つづく"), ("done", "終わった")], default="going")
    shared_with = models.CharField("だれに伝えたか", max_length=11, choices=SharedWith, default=SharedWith.COORDINATOR)
    department = models.ForeignKey(
        Partner, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name="伝えた課"
    )
    shared_text = models.TextField("伝える文", blank=True)
    agreed_by = models.CharField("よいと言った人", max_length=80, blank=True)
    agreed_on = models.DateField("よいと言った日", null=True, blank=True)
    shared_at = models.DateTimeField("伝えた日時", null=True, blank=True)
    sealed = models.BinaryField("封をした部分", null=True, blank=True)
    generation = models.PositiveSmallIntegerField("何本めの鍵か", null=True, blank=True)
    at = models.DateTimeField("入れた日時", auto_now_add=True)
    is_sample = models.BooleanField("見本", default=False)
    form_key = models.UUIDField("一度きりの鍵", unique=True, editable=False)

    public_columns = ("number", "body", "at", "is_sample")

    objects = ConsultationQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "相談の記録"
        ordering = ["-on", "-pk"]
        indexes = [
            models.Index(fields=["body", "-on", "-id"], name="consultation_of_a_body"),
            models.Index(fields=["partner", "body", "on"], name="consultation_last_contact"),
            models.Index(fields=["body", "next_on"], condition=Q(next_on__isnull=False), name="consultation_next"),
        ]
        constraints = [
            models.CheckConstraint(
                name="consultation_method_known", condition=Q(method__in=("visit", "phone", "mail", "call", "online", "web"))
            ),
            models.CheckConstraint(
                name="consultation_who_known",
                condition=Q(who_kind__in=("group", "town", "person", "company", "school", "city", "other")),
            ),
            models.CheckConstraint(name="consultation_state_known", condition=Q(state__in=("going", "done"))),
            models.CheckConstraint(
                name="consultation_shared_whole",
                condition=Q(
                    shared_with="coordinator", shared_text="", agreed_by="", agreed_on__isnull=True, shared_at__isnull=True
                )
                | (
                    Q(shared_with__in=("secretariat", "department"), agreed_on__isnull=False, shared_at__isnull=False)
                    & ~Q(shared_text="")
                    & ~Q(agreed_by="")
                ),
            ),
            models.CheckConstraint(
                name="consultation_department_told",
                condition=Q(shared_with="department", department__isnull=False)
                | (~Q(shared_with="department") & Q(department__isnull=True)),
            ),
            models.CheckConstraint(name="consultation_done_has_no_next", condition=Q(state="going") | Q(next_on__isnull=True)),
            models.CheckConstraint(name="consultation_taken_by", condition=Q(by__isnull=False) | Q(method="web", state="going")),
            paired("consultation_sealed_paired", "sealed", "generation"),
        ]

    def __str__(self):
        return self.number

    def get_absolute_url(self):
        return reverse("consultation", args=[self.pk])

    @property
    def topic_words(self):
        """What it was about, in words; a code that no list knows says nothing."""
        return "、".join(Topic(code).label for code in self.topics if code in Topic.values)

    @property
    def response_words(self):
        return "、".join(Response(code).label for code in self.responses if code in Response.values)


class FollowUpQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those of the consultations that this person finds."""
        return self.filter(consultation__in=Consultation.objects.visible_to(user))

    def open(self):
        return self.filter(done_at__isnull=True)


class FollowUp(models.Model):
    """約束: what is to be done on a day. What it is stands sealed; open is the day alone."""

    consultation = models.ForeignKey(Consultation, on_delete=models.CASCADE, related_name="follow_ups", verbose_name="相談")
    ref = models.UUIDField("封の宛名", default=uuid.uuid4, unique=True, editable=False)
    on = models.DateField("日")
    sealed = models.BinaryField("封をした部分", null=True, blank=True)
    generation = models.PositiveSmallIntegerField("何本めの鍵か", null=True, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name="書いた人")
    done_at = models.DateTimeField("済んだ日時", null=True, blank=True)
    form_key = models.UUIDField("一度きりの鍵", unique=True, editable=False)

    public_columns = ("consultation",)

    objects = FollowUpQuerySet.as_manager()

    class Meta:
        verbose_name = verbose_name_plural = "約束"
        ordering = ["on", "pk"]
        constraints = [paired("follow_up_sealed_paired", "sealed", "generation")]

    def __str__(self):
        return f"{self.consultation}の約束"
