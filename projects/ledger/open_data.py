"""協働の台帳 as open data: one line for every 年度 of an entry, as everybody was told of it."""

from django.conf import settings
from django.db.models import Case, F, OuterRef, Value, When
from django.utils import timezone

from guidelines.library.models.forms import public_title
from guidelines.models import FormCode
from kyodo_portal.common.lists.open_lists import (
    CITY_CODE,
    CITY_NAME,
    Column,
    Kind,
    OpenList,
    Several,
    choices_asked,
    kana_of,
    note_of,
    own_id,
    plain,
    words_of,
)
from kyodo_portal.common.own_words import own_words
from partners.directory.models import name_for_all
from partners.models import Area, Field
from projects.cycles.models import Cycle
from projects.cycles.told import told_entries
from projects.cycles.workflow import CYCLE
from projects.entries.models import Participation, Project

from .filters import STAGES, ProjectFilter, asked_year
from .list_presenters import Named

SIDES = Participation.Side
PARTS = Several(
    Participation.objects.filter(project=OuterRef("project")).order_by("-is_lead", "pk"),
    ("side", "since", "until", *(f"partner__{name}" for name in Named._fields)),
)
FIELDS = Field.objects.filter(projects=OuterRef("project")).order_by("number")
AREAS = Area.objects.filter(projects=OuterRef("project")).order_by("order", "pk")


def years_of(projects):
    """The years of these entries that everybody reads; `told_status` is that of which their people were told last."""
    told = told_entries()
    shown = {year.pk: year.status for entry in told.values() for year in entry.read_by_everybody}
    public = Cycle.objects.filter(project__in=projects)
    rows = public.exclude(project__in=told).read_by_everybody()
    if not shown:
        return rows.annotate(told_status=F("status"))
    before = [When(pk=pk, then=Value(status)) for pk, status in shown.items()]
    return (rows | public.filter(pk__in=shown)).annotate(told_status=Case(*before, default=F("status")))


def every():
    return years_of(Project.objects.published())


def narrowed(request):
    """Those of the entries that the address of the list asks for, and of these the years of the 年度 and in the stage that it names.
    One query for the years that there are, and those of `told_entries`."""
    choices = choices_asked(request, ("form", "field", "area", "department"))
    years = years_of(ProjectFilter(request, Project.objects.published(), choices=choices).qs.order_by().values("pk"))
    year, stage = asked_year(request.GET), request.GET.get("phase", "")
    if stage in dict(STAGES):
        years = years.filter(told_status__in=CYCLE.at(stage))
    return years if year is None else years.filter(fiscal_year=year)


def names_on(side):
    """A reader of PARTS: the names of those who take part on this side in that year, whoever has come or left since."""

    def names(parts, starts_on, ends_on):
        day = min(ends_on, max(starts_on, timezone.localdate())).isoformat()
        return [
            name_for_all(Named(*partner))
            for at, since, until, *partner in parts or ()
            if at == side and (since is None or since <= day) and (until is None or until >= day)
        ]

    return names


def _taking_part(key, heading, side):
    reads = (PARTS, "starts_on", "ends_on")
    return Column(key, heading, "その年度に参加した名前。中心になるものが先", reads, names_on(side), Kind.WORDS)


def _row_key(pk, year):
    return f"{pk}-{year}"


def _page(pk, year):
    return f"{settings.KYODO_ORIGIN}/projects/{pk}/?year={year}"


LEDGER = OpenList(
    name="projects",
    title="協働の台帳",
    about=own_words("市民・団体・事業者と市がいっしょに進めていること。1行が、1件の1年度です。"),
    page="projects",
    model=Cycle,
    every=every,
    narrowed=narrowed,
    order_by=("project_id", "fiscal_year"),
    given=("told_status",),
    columns=(
        CITY_CODE,
        own_id("1件の番号。変わらない。行は「行のID」で決まる")._replace(reads=("project_id",)),
        Column("number", "台帳番号", "はじめて台帳にのった年度と番号", ("project__number",)),
        CITY_NAME,
        Column("name", "名称", "", ("project__title",)),
        Column("summary", "概要", "", ("project__summary",)),
        Column(
            "form",
            "協働の形態",
            own_words("市の言い方"),
            ("project__form__title", "project__form__code", "project__form__guideline__published_at"),
            public_title,
        ),
        _taking_part("groups", "参加する団体", SIDES.GROUP),
        _taking_part("offices", "担当する部署", SIDES.CITY),
        plain(Cycle, "fiscal_year", "年度", "4月が入る年"),
        Column("stage", "段階", "", ("told_status",), lambda status: CYCLE.stages[CYCLE.stage_of(status) or "ended"]),
        Column("status", "状態", "", ("told_status",), CYCLE.label_of),
        note_of("project__"),
        Column("row_id", "行のID", "変わることのない、行の名前", ("project_id", "fiscal_year"), _row_key),
        kana_of("project__kana"),
        Column("form_code", "形態のコード", "", ("project__form__code",), codes=dict(FormCode.choices)),
        Column("status_code", "状態のコード", "", ("told_status",), codes={row.code: row.label for row in CYCLE.states}),
        plain(Cycle, "starts_on", "始まる日"),
        plain(Cycle, "ends_on", "終わる日"),
        words_of("fields", "分野", FIELDS, "short"),
        words_of("areas", "地域", AREAS, "name"),
        Column("url", "ページ", "その年度の内容がのっているページ", ("project_id", "fiscal_year"), _page, Kind.ADDRESS),
        Column("updated_at", "更新日時", "", ("project__updated_at",), kind=Kind.MOMENT),
    ),
)
