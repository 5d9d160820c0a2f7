"""What a partner is to the portal."""

from django.db import models


class Standing(models.TextChoices):
    """What a partner is to the portal, whatever its applications do. Written only by steps."""

    APPLYING = "applying", "申請中"
    REGISTERED = "registered", "登録"
    DECLINED = "declined", "不承認"
    WITHDRAWN = "withdrawn", "取下げ"
    LISTED = "listed", "資料にもとづく掲載"  # bodies that a public entry of the ledger names; nobody signed them up
    UNLISTED = "unlisted", "名簿に載せない"  # individuals whom an entry names and who did not consent to it
    DORMANT = "dormant", "休止"
    LEFT = "left", "退会"
