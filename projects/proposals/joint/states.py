"""How far a group that was named is. Imports nothing, because the proposal's own queries ask for it."""

from django.db import models


class JointState(models.TextChoices):
    ASKED = "asked", "返事を待っています"
    ACCEPTED = "accepted", "いっしょに提案します"
    DECLINED = "declined", "加わらないと答えました"
    LEFT = "left", "抜けました"
    TAKEN_BACK = "taken_back", "たずねるのをやめました"


LIVE = (JointState.ASKED, JointState.ACCEPTED)
SAID_NO = (JointState.DECLINED, JointState.LEFT)
