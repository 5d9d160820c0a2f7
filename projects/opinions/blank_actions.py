"""What people said of themselves goes: of rounds whose term is over, and of a person who leaves. Numbers and results stay."""

from django.utils import timezone

from .opinion_models import Opinion, OpinionPoint


def blank_opinions(rounds):
    """Blank all opinions and points of these rounds (keys); they stay counted. Two queries."""
    OpinionPoint.objects.filter(opinion__round__in=rounds).update(text="")
    blank = dict.fromkeys(("text", "name", "address", "part"), "")
    Opinion.objects.filter(round__in=rounds, blanked_at__isnull=True).update(blanked_at=timezone.now(), **blank)


def forget_sender(user):
    """The opinions of a person who leaves are nobody's any more: what was said of the plan stays with the city. One query."""
    Opinion.objects.filter(by=user).update(by=None, name="", address="")
