"""提案の募集 as open data."""

from kyodo_portal.common.lists.open_lists import Column, Kind, OpenList, code_of, head_columns, page_of, plain, sample_mark
from kyodo_portal.common.own_words import own_words

from .eligibility import KIND_NAMES
from .filters import CallFilter
from .models import Call
from .support import share_words


def narrowed(request):
    """The calls that the address of the list asks for. One query where it asks for a 年度."""
    return CallFilter(request, Call.objects.published()).qs


CALLS = OpenList(
    name="calls",
    title="提案の募集",
    about=own_words("市と協働したい企画の募集。終わったものと、取りやめたものも入ります。"),
    page="calls",
    model=Call,
    every=Call.objects.published,
    narrowed=narrowed,
    order_by=("pk",),
    columns=(
        *head_columns(),
        plain(Call, "title", "名称"),
        plain(Call, "track", "型"),
        code_of(Call, "track", "型のコード"),
        plain(Call, "fiscal_year", about="4月が入る年"),
        plain(Call, "summary"),
        plain(Call, "eligibility"),
        Column(
            "kinds",
            "提案できる団体の種類",
            "空は、どの種類も",
            ("kinds",),
            lambda codes: [KIND_NAMES[code] for code in codes],
            Kind.WORDS,
        ),
        plain(Call, "before"),
        plain(Call, "support"),
        plain(Call, "grant_limit", own_words("市が負担する上限"), "1件あたり", unit="円"),
        plain(Call, "budget", own_words("市の予算の全体"), "この募集の全部の提案に使えるお金", unit="円"),
        Column("rate", own_words("市が負担する割合"), "空は、決めていない", ("rate_num", "rate_den"), share_words),
        plain(Call, "briefing_at"),
        plain(Call, "briefing_place"),
        plain(Call, "questions_until"),
        plain(Call, "consult_from"),
        plain(Call, "consult_until"),
        plain(Call, "opens_at"),
        plain(Call, "closes_at"),
        plain(Call, "screening_on"),
        plain(Call, "presentation_on"),
        plain(Call, "result_on"),
        plain(Call, "starts_on"),
        plain(Call, "ends_on"),
        plain(Call, "report_due_on"),
        Column("department", "担当", "", ("department__name",)),
        plain(Call, "published_at", "公開した日時"),
        plain(Call, "withdrawn_at", about="空は、取りやめていない"),
        plain(Call, "withdrawn_because", "取りやめた理由"),
        page_of("call"),
        plain(Call, "updated_at"),
        sample_mark(),
    ),
)
