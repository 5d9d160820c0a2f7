"""The events as the イベント一覧 of the 自治体標準オープンデータセット: its columns, and what stands in them. Public columns only."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from partners.directory.models import name_for_all

from .models import NEEDS, Event

COLUMNS = [
    "全国地方公共団体コード", "ID", "地方公共団体名", "イベント名", "イベント名_カナ", "イベント名_英語", "開始日", "終了日", "開始時間",
    "終了時間", "開始日時特記事項", "説明", "料金（基本）", "料金（詳細）", "連絡先名称", "連絡先電話番号", "連絡先内線番号", "主催者", "場所名称",
    "住所", "方書", "緯度", "経度", "アクセス方法", "駐車場情報", "定員", "参加申込終了日", "参加申込終了時間", "参加申込方法", "URL", "備考",
    "カテゴリー", "郵便番号", "共催協力", "参加条件", "駐車場_有無", "託児所_有無", "画像", "画像_ライセンス", "最終確認日",
]  # fmt: skip
YES, NO = "有", "無"


def open_events():
    """Every event that everybody finds, the earliest first, to be read one by one. Three queries for 500."""
    found = Event.objects.open_to_all().select_related("host").prefetch_related("co_hosts")
    return found.order_by("starts_at", "pk").iterator(500)


def open_objects(rows):
    """[{column: value}] of public rows of events; what is empty is left out."""
    return [{name: value for name, value in zip(COLUMNS, open_row(row), strict=True) if value not in ("", None)} for row in rows]


def open_row(event):
    """The values of COLUMNS of a public row of an event."""
    city, starts, ends = settings.KYODO_CITY, timezone.localtime(event.starts_at), timezone.localtime(event.ends_at)
    until = timezone.localtime(event.signup_until) if event.signup_until else None
    host = name_for_all(event.host)
    return [
        city["code"], event.pk, city["name"], event.title, event.kana, "", f"{starts:%Y-%m-%d}", f"{ends:%Y-%m-%d}", f"{starts:%H:%M}",
        f"{ends:%H:%M}", event.when_note, event.text, event.fee, event.fee_detail, host, event.phone, "", host, event.place,
        event.address, "", "", "", event.access, event.parking, event.capacity, f"{until:%Y-%m-%d}" if until else "",
        f"{until:%H:%M}" if until else "", event.get_signup_display(), f"{settings.KYODO_ORIGIN}{reverse('event', args=[event.pk])}", _note(event),
        event.get_kind_display(), "", "、".join(name_for_all(partner) for partner in event.co_hosts), event.conditions,
        YES if event.parking else "", YES if event.childcare else NO, "", "", f"{event.checked_on:%Y-%m-%d}",
    ]  # fmt: skip


def _note(event):
    cancelled = f"中止：{event.cancelled_why}" if event.cancelled_at else ""
    helps = "・".join(words for name, words in NEEDS if name != "childcare" and getattr(event, name))
    return "。".join(words for words in (cancelled, helps, "見本" if event.host.is_sample else "") if words)
