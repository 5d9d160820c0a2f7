"""What waits for the administrator: the 廃棄 of the present 年度, until it was confirmed."""

from django.utils import timezone

from kyodo_portal.common.japanese.dates import fiscal_year

from .models import DisposalList


def due_disposals():
    """1 while the present 年度 has no confirmed 廃棄の一覧, otherwise 0. One query."""
    year = fiscal_year(timezone.localdate())
    return 0 if DisposalList.objects.filter(fiscal_year=year, confirmed_at__isnull=False).exists() else 1
