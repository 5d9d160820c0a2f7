"""補助金台帳 as a workbook: the rows of the list, real dates, yen as numbers."""

import io

import openpyxl
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from kyodo_portal.audit.actions import record
from kyodo_portal.common.japanese.dates import fiscal_label
from kyodo_portal.common.lists.tables import XLSX, cell

from .access import can_see_grants
from .filters import GrantFilter
from .models import Grant

DAY, YEN = "yyyy-mm-dd", "#,##0"
HEAD = (
    "補助番号", "年度", "制度", "団体", "事業の名前", "状態", "始める日", "終える日", "申請額", "交付決定額", "決定日", "文書番号",
    "確定額", "額の確定の日", "額の確定の文書番号", "支払った額", "返還された額", "実績報告の期限", "見本",
)  # fmt: skip
DAYS, SUMS = (6, 7, 10, 13, 17), (8, 9, 12, 15, 16)


def _row(grant):
    return (
        grant.number or "", fiscal_label(grant.rule.fiscal_year), grant.rule.scheme.title, grant.partner.name, grant.title,
        grant.status_label, grant.starts_on, grant.ends_on, grant.asked, grant.decided, grant.decided_on, grant.document_number,
        grant.confirmed, grant.confirmed_on, grant.confirmed_number, grant.paid, grant.refunded, grant.report_due,
        "見本" if grant.is_sample else "",
    )  # fmt: skip


def _cells(sheet, values):
    """Days stay days and sums numbers; a text that a spreadsheet would run is made harmless."""
    for place, value in enumerate(values):
        if value is not None and place in DAYS + SUMS:
            made = openpyxl.cell.WriteOnlyCell(sheet, value=value)
            made.number_format = DAY if place in DAYS else YEN
            yield made
        else:
            yield cell(value)


@require_safe
def ledger(request):
    """City staff: what the list shows, as a workbook; who took it out is recorded. Three queries."""
    if not can_see_grants(request.user):
        raise PermissionDenied
    rows = Grant.objects.visible_to(request.user).exclude(number=None).with_money().select_related("rule__scheme", "partner")
    found = GrantFilter(request, rows)
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("補助金台帳")
    sheet.freeze_panes = "A2"
    sheet.append(HEAD)
    grants = list(found.sorted_rows)
    for grant in grants:
        sheet.append(list(_cells(sheet, _row(grant))))
    out = io.BytesIO()
    book.save(out)
    record("export", by=request.user, note="補助金台帳", rows=len(grants))
    name = f"補助金台帳{timezone.localdate():%Y%m%d}.xlsx"
    return HttpResponse(out.getvalue(), XLSX, headers={"Content-Disposition": content_disposition_header(True, name)})
