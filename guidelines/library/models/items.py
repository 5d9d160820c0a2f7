"""The structured items that are words: principles, roles, steps, policies, terms, columns, effects, beginnings, fields."""

from django.db import models
from django.urls import reverse

from kyodo_portal.common.phases import PHASES

from .base import Item
from .codes import ActorKind, PolicyCode, PrincipleCode, Topic
from .fields import CodesField


class Principle(Item):
    """原則: what both sides keep to. Evaluation questions are asked by it."""

    code = models.CharField("共通の種類", max_length=20, choices=PrincipleCode, default=PrincipleCode.OTHER)
    also_codes = CodesField(
        "ほかの共通の種類",
        codes=PrincipleCode,
        help_text="この原則が、ほかの種類のことも言っているときに選びます。くらべるページで、どちらの行にも出ます。",
    )

    public_columns = ("code", "also_codes")

    class Meta(Item.Meta):
        verbose_name = verbose_name_plural = "原則"


class Role(Item):
    """役割: what one kind of actor can do or is asked to do."""

    actor = models.CharField("主体の種類", max_length=20, choices=ActorKind)

    public_columns = ("actor",)

    class Meta(Item.Meta):
        verbose_name = verbose_name_plural = "主体の役割"


class Step(Item):
    """進めかたの段: one step of the flow that the document draws."""

    phase = models.CharField("段階", max_length=10, choices=list(PHASES.items()))

    public_columns = ("phase",)

    class Meta(Item.Meta):
        verbose_name = verbose_name_plural = "進めかたの段"


class Policy(Item):
    """施策: what a city holds on to and promises (方針, 柱, 方向性 …), with its concrete measures."""

    code = models.CharField("共通の種類", max_length=20, choices=PolicyCode, default=PolicyCode.OTHER)
    measures = models.TextField("具体的な取組", blank=True, help_text="1行にひとつずつ書きます。")

    public_columns = ("code", "measures")

    class Meta(Item.Meta):
        verbose_name = verbose_name_plural = "市がすすめること"


class Term(Item):
    """用語: a word and what this document means by it. The key `kyodo` is the definition of 協働 itself.

    Terms of different documents with the same key are the same word: one page shows what each city means by it.
    Terms of one document with the same `family` are shown side by side (3つのきょうどう).
    """

    kana = models.CharField("よみ", max_length=100)
    also = models.CharField("ほかの書きかた", max_length=200, blank=True, help_text="「、」で区切ります。例：コミ協")
    family = models.CharField("見くらべる組", max_length=50, blank=True, help_text="例：3つのきょうどう")
    related = models.CharField(
        "関連する用語", max_length=300, blank=True, help_text="用語の「固定の名前」を、空白で区切って並べます。"
    )

    public_columns = ("kana", "also", "family", "related")

    class Meta(Item.Meta):
        verbose_name = verbose_name_plural = "用語"

    def get_absolute_url(self):
        return reverse("guideline-term", args=[self.key])

    @property
    def spellings(self):
        """Every way the word is written: its name and the others."""
        return [self.title, *[word.strip() for word in self.also.split("、") if word.strip()]]


class Column(Item):
    """コラム: a short reading beside the text."""

    class Meta(Item.Meta):
        verbose_name = verbose_name_plural = "コラム"


class Effect(Item):
    """効果: what one kind of actor gains by collaborating."""

    actor = models.CharField("主体の種類", max_length=20, choices=ActorKind)

    public_columns = ("actor",)

    class Meta(Item.Meta):
        verbose_name = verbose_name_plural = "協働の効果"


class FirstStep(Item):
    """はじめの一歩: what one person can begin with today."""

    class Meta(Item.Meta):
        verbose_name = verbose_name_plural = "はじめの一歩"


class ActivityField(Item):
    """活動の分野: a field in which people of the city already work together, with an example."""

    example = models.CharField("活動の例", max_length=100)
    topic = models.CharField("共通の分野", max_length=20, choices=Topic, blank=True)

    public_columns = ("example", "topic")

    class Meta(Item.Meta):
        verbose_name = verbose_name_plural = "活動の分野"
