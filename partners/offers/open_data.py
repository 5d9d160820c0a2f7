"""できること・求めること as open data."""

from kyodo_portal.common.lists.open_lists import (
    Column,
    Kind,
    OpenList,
    code_of,
    head_columns,
    kana_of,
    page_of,
    plain,
    sample_mark,
)
from kyodo_portal.common.own_words import own_words
from partners.directory.offer_models import Offer

from .filters import OfferFilter


def narrowed(request):
    """The rows that the address of the list asks for. One query for what there is to choose."""
    offers = Offer.objects.listed()
    return OfferFilter(request, offers, rows=offers).qs


OFFERS = OpenList(
    name="offers",
    title="できること・求めること",
    about="団体や人が出せるものと、さがしているもの。いま載っているものだけで、終わったものは入りません。",
    page="offers",
    model=Offer,
    every=Offer.objects.open_to_all,
    narrowed=narrowed,
    order_by=("pk",),
    columns=(
        *head_columns(),
        plain(Offer, "title", "名称"),
        plain(Offer, "side", "できること・求めること"),
        code_of(Offer, "side", "できること・求めることのコード"),
        plain(Offer, "kind", "種類"),
        code_of(Offer, "kind", "種類のコード"),
        plain(Offer, "form", "かたち"),
        code_of(Offer, "form", "かたちのコード"),
        plain(Offer, "text", "くわしいこと"),
        Column("theme", "テーマ", reads=("theme__name",)),
        Column("area", "地域", own_words("空は、市のどこでも"), reads=("area__name",)),
        plain(Offer, "amount"),
        plain(Offer, "when", about="文字で書いた都合"),
        plain(Offer, "on_weekdays"),
        plain(Offer, "on_evenings"),
        plain(Offer, "on_weekends"),
        plain(Offer, "since", "いつから"),
        plain(Offer, "until", "いつまで", "この日まで載る。空は、終わりを決めていない"),
        plain(Offer, "answers_on", about="委員の公募の結果を、応募した人に知らせる日"),
        plain(Offer, "fiscal_year", about="出前講座の年度。4月が入る年"),
        Column("partner_id", "団体のID", "「団体の名簿」のID", reads=("partner_id",), kind=Kind.NUMBER),
        Column("partner_name", "団体名", reads=("partner__name",)),
        kana_of("partner__kana", "partner_kana", "団体名_カナ"),
        plain(Offer, "confirmed_on"),
        page_of("offer"),
        plain(Offer, "updated_at"),
        sample_mark("partner__is_sample"),
    ),
)
