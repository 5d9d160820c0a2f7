"""What partners wrote under できること and 求めること becomes rows, a line each; what applications under way say of it too."""

import re

from django.db import migrations
from django.utils import timezone

WORDS = (
    ("money", ("寄付", "寄附", "お金", "資金", "募金", "協賛")),
    ("pr", ("広報", "ちらし", "チラシ", "写真", "動画", "記事", "宣伝")),
    ("people", ("人手", "手伝", "ボランティア", "仲間", "会員", "若い", "できる人", "大人", "世帯", "町内会", "担い手")),
    ("place", ("場所", "会場", "部屋", "会議室", "集会所", "公民館", "畑", "倉庫", "駐車場", "教室の貸")),
    ("know", ("教え", "教室", "講", "話", "相談", "知識", "使い方", "案内", "研修", "計画", "指導", "経験")),
    ("things", ("機", "車", "道具", "テント", "袋", "用具", "機材", "貸", "食材", "米", "物")),
)
MARKS = re.compile(r"^[\s・･●○◯■□◆◇▪*＊\-－‐–—]+")
SENTENCE = re.compile(r"[。．、，,；;]")


def things_in(text):
    """[(title, text)] of a free text: a line each, its marks left out; a long line keeps its whole words as the text."""
    found = []
    for line in text.splitlines():
        words = MARKS.sub("", line).strip()
        if not words:
            continue
        title = words.rstrip("。")
        if len(title) > 60:
            ends = [mark.start() for mark in SENTENCE.finditer(title) if 8 <= mark.start() <= 60]
            title = title[: ends[0] if ends else 59] + ("" if ends else "…")
        found.append((title, "" if title == words.rstrip("。") else words))
    return found


def kind_of(words, side):
    for kind, said in WORDS:
        if any(word in words for word in said):
            return kind
    return "know" if side == "give" else "people"


def rows_of(Offer, partner, texts, day):
    for side, text in texts:
        for title, whole in things_in(text or ""):
            yield Offer(
                partner_id=partner, side=side, kind=kind_of(whole or title, side), title=title, text=whole, since=day, confirmed_on=day
            )


def move(apps, schema_editor):
    Partner, Offer = apps.get_model("partners", "Partner"), apps.get_model("partners", "Offer")
    Registration = apps.get_model("partners", "Registration")
    Correction = apps.get_model("partners", "RegistrationCorrection")
    today, rows, said = timezone.localdate(), [], {}
    columns = ("pk", "offers_text", "needs_text", "confirmed_on", "created_at")
    for pk, gives, seeks, confirmed, created in Partner.objects.order_by("pk").values_list(*columns):
        said[pk] = (gives, seeks)
        day = min(confirmed or timezone.localtime(created).date(), today)
        rows += rows_of(Offer, pk, (("give", gives), ("seek", seeks)), day)
    # Sent and not decided yet, or begun by a group that nobody sees: what it says there would reach its page by approval only.
    under_way = Registration.objects.filter(status__in=("draft", "submitted", "correcting")).exclude(purpose__in=("leave", "removal"))
    for partner, status, standing, payload in under_way.values_list("partner", "status", "partner__standing", "payload"):
        if status == "draft" and standing != "applying":
            continue
        written = (str(payload.get("offers") or ""), str(payload.get("needs") or ""))
        texts = [(side, new) for side, new, old in zip(("give", "seek"), written, said[partner], strict=True) if new.strip() != (old or "").strip()]
        rows += rows_of(Offer, partner, texts, today)
    Offer.objects.bulk_create(rows, batch_size=500)
    waiting = Correction.objects.filter(field__in=("offers", "needs"), resolved_at__isnull=True)
    waiting.update(resolved_at=timezone.now(), outcome="dropped", note="この項目は、「できること・求めること」のページで直すことになりました。")


class Migration(migrations.Migration):
    dependencies = [("partners", "0040_what_partners_give_and_seek")]
    operations = [migrations.RunPython(move, migrations.RunPython.noop, elidable=False)]
