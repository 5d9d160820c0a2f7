"""事例 as open data: what the published guidelines of several cities tell, with the document that tells it."""

from django.conf import settings

from guidelines.library.models import ActorKind, CaseStudy, FormCode, Topic
from kyodo_portal.common.lists.open_lists import Column, Kind, OpenList, choices_asked, plain
from kyodo_portal.common.own_words import own_words

from .filters import CaseFilter


def narrowed(request):
    """The cases that the address of the list asks for. No query."""
    return CaseFilter(
        request, CaseStudy.objects.published(), choices=choices_asked(request, words=("city", "topic", "form", "actor"))
    ).qs


def _key(slug, key):
    return f"{slug}/{key}"


def _page(slug, key):
    return f"{settings.KYODO_ORIGIN}/guidelines/cases/{slug}/{key}/"


def _labels(name, heading, words):
    """A column of common codes as their labels."""
    labels = dict(words.choices)
    return Column(name, heading, "", (name,), lambda codes: [labels.get(code, code) for code in codes], Kind.WORDS)


def _story(name):
    return plain(CaseStudy, name, about="もとの資料にないときは空")


GUIDELINE = ("guideline__slug", "key")
CASES = OpenList(
    name="cases",
    title="協働の事例",
    about=own_words("各市の手引きにある事例。この市がもとの資料を読んで書き直したもので、もとの資料は「出典」にあります。"),
    page="guideline-cases",
    model=CaseStudy,
    every=CaseStudy.objects.published,
    narrowed=narrowed,
    order_by=("guideline__slug", "key"),
    columns=(
        Column("city_code", "全国地方公共団体コード", "事例のある市町村", ("guideline__municipality__code",)),
        Column("id", "ID", "変わることのない名前", GUIDELINE, _key),
        Column("city_name", "地方公共団体名", "", ("guideline__municipality__name",)),
        plain(CaseStudy, "title", "名称"),
        plain(CaseStudy, "place"),
        plain(CaseStudy, "leader"),
        Column("partners", "いっしょに取り組んだところ", "", ("partners",), str.splitlines, Kind.WORDS),
        *(_story(name) for name in ("problem", "talk", "learned", "result", "review")),
        _labels("topics", "分野", Topic),
        _labels("form_codes", "協働の形態", FormCode),
        _labels("actors", "かかわった主体", ActorKind),
        Column("source", "出典", "事例がのっている資料", ("guideline__title",)),
        Column("url", "ページ", "くわしい内容がのっているページ", GUIDELINE, _page, Kind.ADDRESS),
    ),
)
