"""補助金台帳 as a workbook: the rows of the list, real dates, yen as numbers."""

from django.core.exceptions import PermissionDenied
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from kyodo_portal.audit.actions import record
from kyodo_portal.common.japanese.dates import fiscal_label
from kyodo_portal.common.lists.tables import Yen, xlsx_sheets_response
from kyodo_portal.common.web.take_out import ask_purpose

from .access import can_see_grants
from .filters import GrantFilter
from .models import Grant

HEAD = (
    "補助番号", "年度", "制度", "団体", "事業の名前", "状態", "始める日", "終える日", "申請額", "交付決定額", "決定日", "文書番号",
    "確定額", "額の確定の日", "額の確定の文書番号", "支払った額", "返還された額", "実績報告の期限", "見本",
)  # fmt: skip


def _row(grant):
    return (
        grant.number or "", fiscal_label(grant.rule.fiscal_year), grant.rule.scheme.title, grant.partner.name, grant.title,
        grant.status_label, grant.starts_on, grant.ends_on, _sum(grant.asked), _sum(grant.decided), grant.decided_on,
        grant.document_number, _sum(grant.confirmed), grant.confirmed_on, grant.confirmed_number, _sum(grant.paid),
        _sum(grant.refunded), grant.report_due, "見本" if grant.is_sample else "",
    )  # fmt: skip


def _sum(amount):
    return None if amount is None else Yen(amount)


@require_POST
def ledger(request):
    """City staff: what the list shows, as a workbook, once it was said what for. By POST only: the trail keeps who took it. Three queries."""
    if not can_see_grants(request.user):
        raise PermissionDenied
    rows = Grant.objects.visible_to(request.user).exclude(number=None).with_money().select_related("rule__scheme", "partner")
    found = GrantFilter(request, rows)
    grants = list(found.sorted_rows)
    back = f"{reverse('grants')}?{request.GET.urlencode()}"
    purpose, asks = ask_purpose(request, title="補助金台帳", count=len(grants), back=back)
    if asks is not None:
        return asks
    record("export", by=request.user, note=f"補助金台帳（{purpose}）", rows=len(grants))
    name = f"補助金台帳{timezone.localdate():%Y%m%d}.xlsx"
    return xlsx_sheets_response(name, [("補助金台帳", HEAD, [_row(grant) for grant in grants])])
