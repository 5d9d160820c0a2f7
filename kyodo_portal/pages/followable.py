"""What can be followed: a key of News (`project:30`, `area:3`) with its name and its page. Only what everybody reads."""

from typing import NamedTuple

from django.urls import reverse

from guidelines.models import Guideline, Trouble
from kyodo_portal.common.japanese.numbers import small_int
from kyodo_portal.notices.models import News
from partners.models import Area, Field, Partner, PartnerKind, Theme
from projects.models import Call, Committee, OpinionRound, Project, Topic

OWN = "me-following"  # the page of what has none of its own


class Thing(NamedTuple):
    """One thing that can be followed: its key, its name, which sort of thing it is, where one reads of it."""

    key: str
    label: str
    sort: str
    url: str


# {value of News.Kind: the list where all of that kind stands}
KINDS = {
    News.Kind.CALL: ("新しい募集", "calls"),
    News.Kind.PROJECT: ("新しく始まった協働", "projects"),
    News.Kind.ACTIVITY: ("新しい活動の記録", "activities"),
    News.Kind.PARTNER: ("新しく登録した団体", "partners"),
    News.Kind.OFFER: ("新しいできること・求めること", "offers"),
    News.Kind.EVENT: ("新しい催し", "events"),
    News.Kind.VOICE: ("新しいみんなの声", "topics"),
    News.Kind.REPORT: ("年のまとめ", "reports"),
    News.Kind.GUIDELINE: ("手引きの改稿", "guidelines"),
    News.Kind.CASE: ("新しい事例", "guideline-cases"),
    News.Kind.OPINION: ("意見の募集", "opinions"),
    News.Kind.COMMITTEE: ("委員会の会議と会議録", "committees"),
}


def _rows(sort, queryset, url=None):
    def find(keys):
        rows = queryset().filter(pk__in=[pk for pk in map(_pk, keys) if pk])
        return {str(row.pk): (str(row), sort, url(row) if url else row.get_absolute_url()) for row in rows}

    return find


def _kinds(keys):
    return {kind.value: (label, "新着", reverse(name)) for kind, (label, name) in KINDS.items() if kind.value in keys}


def _themes(codes):
    rows = Theme.objects.filter(code__in=codes)
    return {row.code: (row.name, "テーマ", f"{reverse('offers')}?theme={row.pk}") for row in rows}


def _troubles(keys):
    rows = Trouble.objects.own().published().filter(key__in=keys).only("key", "title")
    return {row.key: (row.title, "困りごと", row.get_absolute_url()) for row in rows}


def _pk(word):
    return small_int(word, 0)


FINDERS = {
    "project": _rows("プロジェクト", lambda: Project.objects.published().only("title")),
    "call": _rows("募集", lambda: Call.objects.published().only("title")),
    "opinion": _rows("意見の募集", lambda: OpinionRound.objects.published().only("title")),
    "topic": _rows("みんなの声", lambda: Topic.objects.published().only("title")),
    # Nobody is watched: of a person there is no news.
    "partner": _rows("団体・部署", lambda: Partner.objects.in_directory().exclude(kind=PartnerKind.CITIZEN).only("name")),
    "committee": _rows("委員会", lambda: Committee.objects.published().only("name")),
    "guideline": _rows("手引き", lambda: Guideline.objects.published()),
    "area": _rows("地域", lambda: Area.objects.all(), lambda row: f"{reverse('partner-map')}?area={row.pk}"),
    "field": _rows("分野", lambda: Field.objects.all(), lambda row: f"{reverse('projects')}?field={row.pk}"),
    "theme": _themes,
    "trouble": _troubles,
    "kind": _kinds,
}


def things(keys):
    """{key: Thing} of those of `keys` that everybody may read of now. One query for each sort of thing among them."""
    asked = {}
    for key in keys:
        sort, _, word = key.partition(":")
        asked.setdefault(sort, set()).add(word)
    found = {}
    for sort in asked.keys() & FINDERS.keys():
        for word, (label, name, url) in FINDERS[sort](asked[sort]).items():
            found[f"{sort}:{word}"] = Thing(f"{sort}:{word}", label, name, url)
    return found


def choices():
    """[(heading, [(key, label)])] of what has no page with a button: kinds of news, themes, areas, fields. Three queries."""
    return [
        ("新着の種類", [(f"kind:{kind.value}", label) for kind, (label, _) in KINDS.items()]),
        ("テーマ", [(f"theme:{theme.code}", theme.name) for theme in Theme.objects.all()]),
        ("地域", [(f"area:{area.pk}", area.name) for area in Area.objects.all()]),
        ("分野", [(f"field:{field.pk}", field.short) for field in Field.objects.all()]),
    ]
