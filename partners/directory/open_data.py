"""団体の名簿 as open data: who is found in the directory, without anything by which somebody is reached."""

from django.db.models import OuterRef

from kyodo_portal.common.lists.open_lists import (
    CITY_CODE,
    CITY_NAME,
    OpenList,
    code_of,
    kana_of,
    note_of,
    own_id,
    page_of,
    plain,
    words_of,
)
from kyodo_portal.common.own_words import own_words

from .filters import PartnerFilter
from .models import Partner
from .reference_models import Area, Field

FIELDS = Field.objects.filter(partners=OuterRef("pk")).order_by("number")
AREAS = Area.objects.filter(partners=OuterRef("pk")).order_by("order", "pk")
COLUMNS = (
    CITY_CODE,
    own_id(),
    CITY_NAME,
    plain(Partner, "name", "名称"),
    kana_of("kana"),
    plain(Partner, "kind", "種類"),
    words_of("fields", "分野", FIELDS, "short", "特定非営利活動促進法の20の分野を、短く言ったもの"),
    words_of("areas", "活動地域", AREAS, "name"),
    plain(Partner, "pr", "紹介"),
    plain(Partner, "website", "ホームページ"),
    note_of(),
    code_of(Partner, "kind", "種類のコード"),
    plain(Partner, "corporate_number", about="13けた。法人でない団体は空"),
    plain(Partner, "established", about="年だけ、年と月だけのものもある"),
    plain(Partner, "members_count", about="数えるものは「会員の数え方」"),
    plain(Partner, "members_unit"),
    plain(Partner, "purpose"),
    plain(Partner, "activities"),
    plain(Partner, "schedule"),
    plain(Partner, "confirmed_on", about=own_words("内容がいまも正しいかを、団体か市が確かめた日")),
    page_of("partner"),
    plain(Partner, "updated_at"),
)


def narrowed(request):
    """The rows of the directory that its address asks for. One query for what there is to choose."""
    return PartnerFilter(request, Partner.objects.in_directory()).qs


def open_list(of_rules):
    """The list, with the columns that the rules of registration bring along."""
    return OpenList(
        name="partners",
        title="団体の名簿",
        about=own_words(
            "この市で活動する団体・会社・地域の会と、市の部署。名前の公開に同意した個人も入ります。連絡先は入りません。"
        ),
        page="partners",
        model=Partner,
        every=Partner.objects.in_directory,
        narrowed=narrowed,
        order_by=("kana_key", "pk"),
        columns=COLUMNS,
        of_rules=of_rules,
        vetted={"extra": "what of it everybody reads is said by the RuleField"},
    )
