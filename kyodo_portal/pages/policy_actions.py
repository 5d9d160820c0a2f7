"""Versions of words of law: how they are counted, and which of them a sign-up agrees to."""

from django.db.models import Max
from django.utils import timezone

from .policy_models import PolicyText


def next_version(kind):
    """The number of a new version of this kind. One query."""
    return (PolicyText.objects.filter(kind=kind).aggregate(last=Max("version"))["last"] or 0) + 1


def texts_in_force():
    """「利用規約 第2版、個人情報の取り扱い ひな形」: what holds today of the two texts that a sign-up agrees to. One query."""
    agreed = (PolicyText.Kind.TERMS, PolicyText.Kind.PRIVACY)
    rows = PolicyText.objects.filter(kind__in=agreed, since__lte=timezone.localdate()).order_by("since")
    held = dict(rows.values_list("kind", "version"))
    return "、".join(f"{kind.label} 第{held[kind]}版" if kind in held else f"{kind.label} ひな形" for kind in agreed)
