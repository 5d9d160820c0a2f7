"""The structured items that are words: principles, roles, steps, policies, terms, columns, effects, beginnings, fields."""

from django.db import models

from .base import Item
from .words import ActorKind, Phase, PolicyCode, PrincipleCode


class Principle(Item):
    """原則: what both sides keep to. Evaluation questions are asked by it."""

    code = models.CharField("共通の種類", max_length=20, choices=PrincipleCode, default=PrincipleCode.OTHER)

    class Meta(Item.Meta):
        verbose_name = verbose_name_plural = "原則"


class Role(Item):
    """役割: what one kind of actor can do or is asked to do."""

    actor = models.CharField("主体の種類", max_length=20, choices=ActorKind)

    class Meta(Item.Meta):
        verbose_name = verbose_name_plural = "主体の役割"


class Step(Item):
    """進めかたの段: one step of the flow that the document draws."""

    phase = models.CharField("段階", max_length=10, choices=Phase)

    class Meta(Item.Meta):
        verbose_name = verbose_name_plural = "進めかたの段"


class Policy(Item):
    """施策: what the city itself promises to promote."""

    code = models.CharField("共通の種類", max_length=20, choices=PolicyCode, default=PolicyCode.OTHER)

    class Meta(Item.Meta):
        verbose_name = verbose_name_plural = "市がすすめること"


class Term(Item):
    """用語: a word and what this document means by it. The key `kyodo` is the definition of 協働 itself."""

    kana = models.CharField("よみ", max_length=100)

    class Meta(Item.Meta):
        verbose_name = verbose_name_plural = "用語"


class Column(Item):
    """コラム: a short reading beside the text."""

    class Meta(Item.Meta):
        verbose_name = verbose_name_plural = "コラム"


class Effect(Item):
    """効果: what one kind of actor gains by collaborating."""

    actor = models.CharField("主体の種類", max_length=20, choices=ActorKind)

    class Meta(Item.Meta):
        verbose_name = verbose_name_plural = "協働の効果"


class FirstStep(Item):
    """はじめの一歩: what one person can begin with today."""

    class Meta(Item.Meta):
        verbose_name = verbose_name_plural = "はじめの一歩"


class ActivityField(Item):
    """活動の分野: a field in which people of the city already work together, with an example."""

    example = models.CharField("活動の例", max_length=100)

    class Meta(Item.Meta):
        verbose_name = verbose_name_plural = "活動の分野"
