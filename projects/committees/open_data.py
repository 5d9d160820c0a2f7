"""委員会 as open data: which there are, who sits there today, when they meet. No mail, no account, nothing of an application."""

from django.utils import timezone

from kyodo_portal.common.lists.open_lists import Column, Kind, OpenList, code_of, head_columns, page_of, plain, sample_mark
from kyodo_portal.common.own_words import own_words

from .filters import CommitteeFilter
from .meeting_models import CommitteeMeeting
from .models import Committee, CommitteeSeat
from .page_presenters import listed


def _asked(request):
    """The committees that the address of the list asks for."""
    return CommitteeFilter(request, listed()).qs.order_by().values("pk")


def _committees(request):
    return Committee.objects.filter(pk__in=_asked(request))


def _members():
    """The rosters of today."""
    return CommitteeSeat.objects.valid().filter(committee__in=Committee.objects.published())


def _hour(time):
    return f"{time:%H:%M}" if time else ""


# Of a row that belongs to one.
OF_COMMITTEE = (
    Column("committee_id", "委員会_ID", "「委員会」のID", ("committee_id",), kind=Kind.NUMBER),
    Column("committee", "委員会", reads=("committee__name",)),
)
COMMITTEES = OpenList(
    name="committees",
    title="委員会",
    about=own_words("市が公開している委員会。終わったものも入ります。"),
    page="committees",
    model=Committee,
    every=Committee.objects.published,
    narrowed=_committees,
    order_by=("pk",),
    columns=(
        *head_columns(),
        plain(Committee, "name", "名称"),
        plain(Committee, "purpose", "目的"),
        plain(Committee, "basis", "根拠"),
        Column("department", "担当する部署", reads=("department__name",)),
        plain(Committee, "seats_limit", "定数", unit="人"),
        plain(Committee, "term_months", "任期の月数", unit="か月"),
        plain(Committee, "open_goal", "公募の目標_割合", unit="％"),
        plain(Committee, "ended_on", "終了日", "空は、いまもある"),
        sample_mark(),
        page_of("committee"),
    ),
)
MEMBERS = OpenList(
    name="committee-members",
    title="委員会の委員",
    about=own_words("いま委員会の席にいる人の名簿。市が公開している委員会だけです。"),
    page="committees",
    model=CommitteeSeat,
    every=_members,
    narrowed=lambda request: _members().filter(committee__in=_asked(request)),
    order_by=("committee_id", "-is_chair", "since", "pk"),
    columns=(
        *head_columns(),
        *OF_COMMITTEE,
        plain(CommitteeSeat, "name"),
        plain(CommitteeSeat, "belongs"),
        plain(CommitteeSeat, "category"),
        plain(CommitteeSeat, "is_chair"),
        plain(CommitteeSeat, "since", "任期_開始日"),
        plain(CommitteeSeat, "until", "任期_終了日"),
        sample_mark("committee__is_sample"),
        code_of(CommitteeSeat, "category", "区分のコード"),
        page_of("committee", "committee_id", about="委員会のページ"),
    ),
)
MEETINGS = OpenList(
    name="committee-meetings",
    title="委員会の会議",
    about="委員会の会議の知らせと、会議録を公表した日。とりやめになったものも入ります。",
    page="committees",
    model=CommitteeMeeting,
    every=CommitteeMeeting.objects.published,
    narrowed=lambda request: CommitteeMeeting.objects.published().filter(committee__in=_asked(request)),
    order_by=("committee_id", "on", "pk"),
    columns=(
        *head_columns(),
        *OF_COMMITTEE,
        plain(CommitteeMeeting, "number", "回"),
        plain(CommitteeMeeting, "on", "開催日"),
        Column("starts", "開始時間", "24時間で書く。例：13:30", ("starts",), _hour),
        Column("ends", "終了時間", "24時間で書く。例：15:00", ("ends",), _hour),
        plain(CommitteeMeeting, "place"),
        plain(CommitteeMeeting, "agenda"),
        plain(CommitteeMeeting, "closed_why", "非公開の理由", "空は、だれでも傍聴できる"),
        Column(
            "cancelled_why",
            "とりやめの理由",
            "空は、とりやめていない",
            ("cancelled_why", "event__cancelled_why"),
            lambda *reasons: next(filter(None, reasons), ""),
        ),
        Column("minutes_on", "会議録公表日", "", ("minutes_at",), lambda at: at and timezone.localdate(at), Kind.DAY),
        sample_mark("committee__is_sample"),
        page_of("committee-meeting"),
    ),
)
