"""What a partner is to the portal."""

from django.db import models


class Standing(models.TextChoices):
    """What a partner is to the portal, whatever its applications do. Written only by steps."""

    APPLYING = "applying", "申請中"
    REGISTERED = "registered", "登録"
    DECLINED = "declined", "不承認"
    WITHDRAWN = "withdrawn", "取下げ"
    LISTED = "listed", "資料にもとづく掲載"  # bodies that a published source names; nobody signed them up
    DORMANT = "dormant", "休止"
    LEFT = "left", "退会"
