"""催し as open data: the columns of the イベント一覧 of 自治体標準オープンデータセット, and behind them what else an event says of itself."""

from django.db.models import OuterRef
from django.utils import timezone

from kyodo_portal.common.lists.open_lists import (
    Column,
    Kind,
    OpenList,
    Several,
    code_of,
    head_columns,
    kana_of,
    page_of,
    plain,
)
from kyodo_portal.common.own_words import own_words
from partners.directory.models import Partner, name_for_all

from .filters import OVER, EventFilter
from .models import NEEDS, Event

YES, NO = "有", "無"
HOST = tuple(f"host__{name}" for name in ("name", "kind", "name_consent", "taken_down_at"))
CO_HOSTS = Several(
    Partner.objects.filter(events_joined=OuterRef("pk")).order_by("kana_key", "pk"),
    ("name", "kind", "name_consent", "taken_down_at", "pk"),
)


def narrowed(request):
    """The events that the address of the list asks for; without a month all of them. One query for what there is to choose."""
    events = Event.objects.listed()
    found = EventFilter(request, events, rows=events)
    return found.qs.over() if found.asked == OVER else found.qs


class _Named:
    """What `name_for_all` asks of a partner."""

    def __init__(self, name, kind, name_consent, taken_down_at):
        self.name, self.kind, self.name_consent, self.taken_down_at = name, kind, name_consent, taken_down_at


def _name(*partner):
    return name_for_all(_Named(*partner))


def _hour(moment):
    return f"{timezone.localtime(moment):%H:%M}" if moment else ""


def _day(moment):
    return moment and timezone.localdate(moment)


def _is_there(words):
    return YES if words else ""


def _note(cancelled_at, why, is_sample, *helps):
    cancelled = f"中止：{why}" if cancelled_at else ""
    said = "・".join(words for (name, words), there in zip(OTHER_NEEDS, helps, strict=True) if there)
    return "。".join(words for words in (cancelled, said, "見本" if is_sample else "") if words)


OTHER_NEEDS = [(name, words) for name, words in NEEDS if name != "childcare"]


def _moment_columns(path, key, words):
    """The day and the time of day of a moment, as the standard has them in two columns."""
    hour = f"{words}時間"
    return (
        Column(f"{key}_on", f"{words}日", "", (path,), _day, Kind.DAY),
        Column(f"{key}_at", hour, "24時間で書く。例：13:30", (path,), _hour),
    )


STARTS, ENDS, UNTIL = (
    _moment_columns("starts_at", "starts", "開始"),
    _moment_columns("ends_at", "ends", "終了"),
    _moment_columns("signup_until", "signup_until", "参加申込終了"),
)


def _nothing(key, heading):
    """A column of the standard of which the portal knows nothing."""
    return Column(key, heading, "使っていない", make=lambda: "")


EVENTS = OpenList(
    name="events",
    title="催し",
    about=own_words("団体や市が開く催し、講座、説明会、会議。列は「イベント一覧」（自治体標準オープンデータセット）です。終わったものと、中止になったものも入ります。"),
    page="events",
    model=Event,
    every=Event.objects.open_to_all,
    narrowed=narrowed,
    order_by=("starts_at", "pk"),
    columns=(
        *head_columns(),
        plain(Event, "title", "イベント名"),
        kana_of("kana", heading="イベント名_カナ", key="title_kana"),
        _nothing("title_en", "イベント名_英語"),
        STARTS[0], ENDS[0], STARTS[1], ENDS[1],
        plain(Event, "when_note", "開始日時特記事項"),
        plain(Event, "text", "説明"),
        plain(Event, "fee", "料金（基本）"),
        plain(Event, "fee_detail", "料金（詳細）"),
        Column("contact", "連絡先名称", "", HOST, _name),
        plain(Event, "phone", "連絡先電話番号"),
        _nothing("extension", "連絡先内線番号"),
        Column("host", "主催者", "", HOST, _name),
        plain(Event, "place", "場所名称"),
        plain(Event, "address", "住所"),
        _nothing("building", "方書"),
        _nothing("latitude", "緯度"),
        _nothing("longitude", "経度"),
        plain(Event, "access", "アクセス方法"),
        plain(Event, "parking", "駐車場情報"),
        plain(Event, "capacity", "定員", unit="人"),
        UNTIL[0], UNTIL[1],
        plain(Event, "signup", "参加申込方法"),
        page_of("event", heading="URL"),
        Column(
            "note", "備考", "中止のわけと、手話通訳などあるもの。「見本」は、ためすために作った行",
            ("cancelled_at", "cancelled_why", "host__is_sample", *(name for name, _ in OTHER_NEEDS)), _note,
        ),
        plain(Event, "kind", "カテゴリー"),
        _nothing("post_code", "郵便番号"),
        Column(
            "co_hosts", "共催協力", "", (CO_HOSTS,), lambda found: [_name(*row[:4]) for row in found or ()], Kind.WORDS,
        ),
        plain(Event, "conditions", "参加条件"),
        Column("has_parking", "駐車場_有無", "「有」か空", ("parking",), _is_there),
        Column("has_childcare", "託児所_有無", "「有」か「無」", ("childcare",), lambda there: YES if there else NO),
        _nothing("image", "画像"),
        _nothing("image_licence", "画像_ライセンス"),
        plain(Event, "checked_on", "最終確認日"),
        # ---- what the standard has no column for ---------------------------------------------------
        code_of(Event, "kind", "カテゴリーのコード"),
        code_of(Event, "signup", "参加申込方法のコード"),
        Column("host_id", "主催者のID", "「団体の名簿」のID", ("host_id",), kind=Kind.NUMBER),
        Column(
            "co_host_ids", "共催協力のID", "「団体の名簿」のID", (CO_HOSTS,), lambda found: [f"{row[4]}" for row in found or ()],
            Kind.WORDS,
        ),
        plain(Event, "bring", "持ちもの"),
        *(plain(Event, name) for name, _ in OTHER_NEEDS),
        Column("theme", "テーマ", "", ("theme__name",)),
        Column("area", "地域", own_words("空は、市のどこでも"), ("area__name",)),
        plain(Event, "most_people", unit="人"),
        plain(Event, "url", "くわしいことのページ", "ほかのサイトのページ", key="more_url"),
        Column("about", "何についての催しか", "", ("about_label",)),
        plain(Event, "cancelled_at", about="空は、中止していない"),
        plain(Event, "updated_at"),
    ),
)  # fmt: skip
