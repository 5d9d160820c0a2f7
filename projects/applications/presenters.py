"""What the pages of applications show. Reads, and writes nothing."""

import datetime
from typing import NamedTuple

from django.urls import reverse
from django.utils import timezone

from kyodo_portal.common.own_words import own_words
from kyodo_portal.common.templatetags.kyodo import jdate, yen
from kyodo_portal.process.presenters import MatterPage, matter_page
from kyodo_portal.process.waiting import as_told_to
from partners.directory.access import is_member, written_by
from partners.directory.standing import Standing
from partners.models import Partner
from projects.specs.asking import words_of
from projects.specs.models import SPEC_CODES, Asked, FormSpec

from .access import (
    can_add_paper,
    can_copy,
    can_correct,
    can_discard,
    can_drop_paper,
    can_file,
    can_read_whole,
    can_write,
)
from .asked import Line, lines_of, missing, own_fields
from .changes import as_told_of_it, compared_change
from .file_models import ApplicationPaper
from .filing_models import ApplicationFiling
from .forms import takes_applications
from .models import Application
from .money import money_doubts
from .step_actions import warnings_of


class DeskRow(NamedTuple):
    """Everything that the desk says of one application, as plain values. `spec`: what is applied for; `is_ticked`: chosen beforehand."""

    pk: int
    title: str
    spec: str
    number: str
    is_late: bool
    partner: str
    department: str
    state: str
    received_on: datetime.date | None
    starts_on: datetime.date | None
    is_ticked: bool


def desk_row(row, is_ticked=False):
    """The DeskRow of an Application of `with_names`. No query."""
    return DeskRow(
        row.pk,
        str(row),
        row.spec.title,
        row.number,
        row.is_late_filed,
        row.partner.public_name,
        row.department.public_name if row.department else "",
        row.status_label,
        row.received_on,
        row.starts_on,
        is_ticked,
    )


WHAT = {  # of the common kinds, for whoever reads the words for the first time
    "nominal": own_words(
        "後援は、催しなどに、市の名前を使えるようにすることです。お金や人は出しません。ちらしに、後援として市の名前を書けます。"
    ),
    "joint_host": own_words(
        "共催は、市もいっしょに主催者になって行うことです。市がすること（会場、人、お金、責任）を、承認のときに決めます。"
    ),
    "inkind": own_words(
        "減免は、市の施設などの使用料を、減らすか、なしにすることです。後援や共催の承認をもとにするときは、それを選びます。"
    ),
}
WHEN = {FormSpec.ApplyFrom.EVENT: "催しの日", FormSpec.ApplyFrom.USE: "名前を使い始める日（ちらしの印刷など）"}
REPORTS = {
    FormSpec.Report.ALWAYS: "終わったら、実施の報告を出します",
    FormSpec.Report.ON_FEE: "参加費を取ったときは、実施の報告を出します",
    FormSpec.Report.ON_REQUEST: "求められたときは、実施の報告を出します",
    FormSpec.Report.NEVER: "実施の報告は要りません",
}


class Kind(NamedTuple):
    """One thing that groups apply for. first_day: the first day of an event of which an application of today is in time, None: any."""

    spec: FormSpec
    what: str
    first_day: datetime.date | None
    days: list[tuple[str, str]]
    papers: list[str]
    grounds: list[str]

    @property
    def anchor(self):
        """Where its section begins: the page of the form leads there."""
        return f"form-{self.spec.pk}"


def kinds(today=None):
    """[Kind] for the page 申請, in the order of the common kinds. Four queries."""
    order = [code for code, _ in SPEC_CODES]
    rows = sorted(takes_applications(), key=lambda spec: order.index(spec.code))
    return [_kind(spec, today or timezone.localdate()) for spec in rows]


def _kind(spec, today):
    days = []
    if spec.apply_days is not None:
        days.append(("申請の期限", f"{WHEN[spec.apply_from]}の{spec.apply_days}日前まで（その日の終わりまで）"))
    if spec.answer_days:
        days.append((own_words("市の答え"), f"受け付けてから{spec.answer_days}日のうち"))
    within = f"（終わって{spec.report_days}日のうち）" if spec.report_days and spec.report != FormSpec.Report.NEVER else ""
    days.append(("実施の報告", f"{REPORTS[spec.report]}{within}"))
    days.insert(0, ("申請できる人", "登録した団体（書くのはだれでも、送るのは代表者です）"))
    days.append(("印刷できるもの", "申請書（書いたものと白紙）、承認などの通知書。どれもA4です"))
    return Kind(
        spec,
        WHAT.get(spec.code, ""),
        None if spec.apply_days is None else today + datetime.timedelta(days=spec.apply_days),
        days,
        [
            f"{paper.label}{'（参加費を取るとき）' if paper.only_if_fee else ''}"
            for paper in spec.papers.all()
            if paper.asked == Asked.ENTER
        ],
        [ground.text for ground in spec.grounds.all() if ground.for_decline],
    )


def groups_of(user):
    """[Partner] for which this person begins applications. One query, none for whoever writes for nobody."""
    if not user.is_authenticated:
        return []
    rows = Partner.objects.filter(pk__in=written_by(user), office=Partner.Office.NONE, standing=Standing.REGISTERED)
    return list(rows.order_by("kana_key", "pk"))


class Left(NamedTuple):
    """How long there is to apply. days: 0 on the last day, below it is late."""

    last: datetime.date
    days: int

    @property
    def words(self):
        if self.days < 0:
            return f"期限（{jdate(self.last)}）を{-self.days}日すぎています"
        return "今日が期限です" if self.days == 0 else f"期限は{jdate(self.last)}。あと{self.days}日です"


def left_of(application):
    """The Left of an application that is not sent; None where its form has no last day, or its days are not typed yet."""
    last = application.apply_by
    return None if last is None else Left(last, (last - timezone.localdate()).days)


class Entering(NamedTuple):
    """What came on paper and is entered now, and where its words are written."""

    filing: ApplicationFiling
    url: str


class Filed(NamedTuple):
    """One thing that came on paper or by telephone. has_scan: its copy lies with the papers."""

    filing: ApplicationFiling
    has_scan: bool


def page_for(application, what):
    """The address on which the group would do this (a key of WHATS)."""
    row = application.process.step(what)
    return reverse(row.page, args=[application.pk]) if row.page else application.step_url(row)


class Page(NamedTuple):
    """The context of one application's page besides MatterPage. lines: what was asked; report, facts: [(label, words)]."""

    application: Application
    lines: list[Line]
    facts: list[tuple[str, str]]
    report: list[tuple[str, str]]
    corrections: list
    waiting: list
    is_corrected: bool
    warnings: list[str]
    project: object
    papers: list
    withdrawn: list  # papers which whoever withdrew them may put back
    depending: list
    changing: list
    own: bool
    may_write: bool
    may_discard: bool
    may_correct: bool
    may_copy: bool
    may_add_paper: bool
    may_file: bool
    entering: Entering | None
    filings: list[Filed]


def page_of(application, user):
    """{**MatterPage, **Page} as one context for whoever may read all of it. Queries: those of the matter page and eight."""
    told = as_told_of_it(as_told_to(application, user))
    matter: MatterPage = matter_page(told, user)
    corrections, papers = list(application.corrections.all()), list(application.papers.all())
    own, files = is_member(user, application.partner), can_file(user, told)
    filing, standing = told.open_filing, {row.pk for row in papers if row.removed_at is None}
    page = Page(
        told,
        lines_of(told),
        facts_of(told),
        report_of(told),
        corrections,
        [row for row in corrections if row.is_open and told.may("correct")],
        any(not row.is_open for row in corrections),
        list(warnings_of(told)) if told.is_unsent or not own else [],
        entry_of(told),
        papers_of(told, user, papers),
        [row for row in papers if row.removed_at and can_drop_paper(user, told, row)],
        list(application.depending.exclude(number=None).select_related("spec__form")),
        compared_change(told, told.change_to) if told.change_to else [],
        own,
        can_write(user, told),
        can_discard(user, told),
        can_correct(user, told),
        can_copy(user, application),
        can_add_paper(user, told),
        files and filing is None and bool(told.may_come),
        Entering(filing, page_for(told, filing.what)) if files and filing else None,
        [Filed(row, row.scan_id in standing) for row in told.all_filings],
    )
    return {**matter._asdict(), **page._asdict()}


class PaperFile(NamedTuple):
    row: ApplicationPaper
    may_drop: bool


class PaperLine(NamedTuple):
    """One paper that the form asks for, or what else lies there. words: whether it is needed, "" where it is."""

    label: str
    words: str
    files: list[PaperFile]


def papers_of(application, user, papers):
    """[PaperLine] of the papers that go with it, with the files that lie there. papers: all of its ApplicationPapers. One query."""
    files = {}
    for row in papers:
        if row.removed_at is None:
            files.setdefault(row.kind, []).append(PaperFile(row, can_drop_paper(user, application, row)))
    spared = f"{application.spec.omit_years}年のうちに承認されたものなので、省けます" if application.spares_papers else ""
    lines = []
    for ask in application.spec.papers.all():
        there = files.pop(ask.kind, [])
        if there or (ask.asked in _asked_now(application) and (application.fee or not ask.only_if_fee)):
            words = spared if ask.asked == Asked.ENTER else "終わったとき"
            lines.append(PaperLine(ask.label, words or ("" if ask.required else "あれば"), there))
    return lines + [PaperLine("そのほか", "", there) for there in files.values()]


def _asked_now(application):
    """When its papers are asked for: those of the report from the approval on."""
    return (Asked.FINISH, Asked.ANY) if application.may("stands") else (Asked.ENTER, Asked.ANY)


def entry_of(application):
    """The entry in the ledger that everybody reads, or None."""
    if not application.may("stands") or application.cycle is None:
        return None
    return application.cycle.project if application.cycle.project.is_published else None


def facts_of(application):
    """[(label, words)] of what is known of it besides its own words, as far as its people were told."""
    facts = [("申請の種類", application.spec.title), ("団体", application.partner.public_name)]
    if application.number:
        facts += [("受付番号", application.number), ("収受日", jdate(application.received_on))]
    if application.is_entered:
        facts.append(("届いた方法", application.get_channel_display()))
    if application.department:
        facts.append(("担当課", application.department.public_name))
    if application.may("decided") and application.document_number:
        facts.append(("文書番号", f"{application.document_number}（{jdate(application.decided_on)}）"))
    if application.may("decided"):
        facts += [("条件", application.conditions)] if application.conditions else []
        facts += [("承認した変更", application.agreed_changes)] if application.agreed_changes else []
        facts += [("報告の期限", jdate(application.report_due))] if application.report_due else []
    if application.may("decided") and application.ground:
        facts.append(("理由", application.ground.text))
    return facts


def report_of(application):
    """[(label, words)] of the report, once it was sent. One query."""
    if not application.may("report") or application.people is None:
        return []
    rows = own_fields(application.spec, Asked.FINISH)
    lines = [("参加した人数", f"{application.people:,}人"), ("どのように行ったか", application.report_text)]
    lines += [("収入の合計", yen(application.income))] if application.income is not None else []
    lines += [("支出の合計", yen(application.expense))] if application.expense is not None else []
    lines += [("収支の確かめ", doubt) for doubt in money_doubts(application)]
    return lines + [(row.label, words) for row in rows if (words := words_of(row, application.extra.get(row.key)))]


class Check(NamedTuple):
    """Above the confirm page of sending: what it says, what lacks, what to think of, how long there is."""

    lines: list[Line]
    missing: list[str]
    warnings: list[str]
    left: Left | None
    edit_url: str


def check_of(application):
    """The Check of a draft. Three queries."""
    return Check(
        lines_of(application),
        missing(application),
        list(warnings_of(application)),
        left_of(application),
        reverse("application-edit", args=[application.pk]),
    )


def reads_for_others(user, application):
    """Staff and coordinators who read all of it: their look is recorded."""
    return can_read_whole(user, application) and not is_member(user, application.partner)
