"""What sort of body a partner is."""

from django.db import models


class PartnerKind(models.TextChoices):
    NEIGHBOURHOOD = "neighbourhood", "町内会・自治会"
    COMMUNITY = "community", "地域振興会・コミュニティ協議会"
    NPO = "npo", "NPO法人"
    CIVIC = "civic", "市民活動団体"
    COMPANY = "company", "企業・事業者"
    SCHOOL = "school", "学校・大学"
    SUPPORT = "support", "中間支援団体"
    COMMITTEE = "committee", "実行委員会"
    WELFARE = "welfare", "社会福祉法人・福祉会"
    CITIZEN = "citizen", "市民（個人）"
    DEPARTMENT = "department", "市の部署"
    OTHER = "other", "そのほか"

    @classmethod
    def of_groups(cls):
        """[(code, words)] of every kind but the city's own offices: what a form or a filter offers."""
        return [pair for pair in cls.choices if pair[0] != cls.DEPARTMENT]
