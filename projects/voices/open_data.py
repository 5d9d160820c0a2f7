"""みんなの声 as open data: the city's own words, and how many say it; no voice, and nobody."""

from kyodo_portal.common.lists.open_lists import (
    Column,
    Kind,
    OpenList,
    choices_asked,
    code_of,
    head_columns,
    page_of,
    plain,
    sample_mark,
)
from kyodo_portal.common.own_words import own_words

from .filters import TopicFilter
from .presenters import with_counts
from .topic_models import Topic
from .workflow import TOPIC

# Where everybody reads what the topic became.
SHOWN_PROJECT = ("started_at", "project_id", "project__published_at")


def every():
    return with_counts(Topic.objects.published())


def narrowed(request):
    """The topics that the address of the list asks for."""
    return TopicFilter(request, every(), choices=choices_asked(request, ("theme", "area"))).qs


def _shown_project(started_at, project, published_at):
    return project if started_at and published_at else None


def _once(at, words):
    """Words that are said from a moment on."""
    return words if at else ""


TOPICS = OpenList(
    name="topics",
    title="みんなの声",
    about=own_words(
        "市に届いた声を、市がまとめたもの。声の数と、そのあとどうなったかが入ります。声を寄せた人と、声そのものは入りません。"
    ),
    page="topics",
    model=Topic,
    every=every,
    narrowed=narrowed,
    order_by=("pk",),
    given=("heard",),
    columns=(
        *head_columns(),
        plain(Topic, "title", "名称"),
        plain(Topic, "summary", "概要"),
        Column("theme", "テーマ", reads=("theme__name",)),
        Column("area", "地域", own_words("空は、市のどこでも"), ("area__name",)),
        Column("status", "状態", "", ("status",), TOPIC.label_of),
        Column("heard", "声の数", "届いた声と「わたしも」の数", ("heard",), kind=Kind.NUMBER, unit="人"),
        plain(Topic, "opened_at", "公開した日時"),
        Column("project_id", "プロジェクトのID", "「協働の台帳」のID", SHOWN_PROJECT, _shown_project, Kind.NUMBER),
        Column("answer", own_words("市の考え"), "", ("answered_at", "public_answer"), _once),
        Column("became", "どうなったか", "", ("became_at", "became"), _once),
        sample_mark(),
        Column(
            "status_code",
            "状態のコード",
            "",
            ("status",),
            codes={row.code: row.label for row in TOPIC.states if "public" in row.readers},
        ),
        plain(Topic, "effect", own_words("市の考えの種類")),
        code_of(Topic, "effect", own_words("市の考えの種類のコード")),
        page_of("topic"),
        plain(Topic, "updated_at"),
    ),
)
