"""What the columns and words of a city's list of groups mean: guesses, which the secretariat looks at and puts right."""

from kyodo_portal.common.lists.headings import UNUSED, Headings
from partners.directory.kind_words import kind_guessed
from partners.directory.schema import LABELS, WRITTEN

OWN = "own"  # the portal's number of a body, as the list of all groups names it
# target: the words of headings that mean it besides its label (headings.plain); a value that is not named here has its label only
WORDS = {
    "name": "団体名 団体 団体の名称 団体名称 名称 名前 会の名前 会名 組織名 法人名 法人の名称 町内会名 自治会名 学校名 会社名 事業者名 法人名称",
    "kana": "フリガナ かな カナ 読み よみがな 団体名ふりがな 団体名フリガナ",
    "kind": "種類 種別 区分 団体区分 団体種別 種別・区分 分類",
    "corporate_number": "法人番号13桁",
    "established": "設立 設立年 設立年月 設立年月日 設立日 設立認証年月日 結成 結成年月",
    "members_count": "会員数 会員 人数 構成員数 世帯数 加入世帯数 加入世帯",
    "purpose": "目的 定款に記載された目的 設立目的 趣旨",
    "activities": "活動内容 活動 活動の内容 事業内容 主な活動内容 活動概要 事業",
    "schedule": "活動日 活動場所 活動日時 主な活動場所",
    "fields": "分野 活動分野 主な分野",
    "areas": "地域 地区 活動地域 活動区域 区域 活動範囲",
    "pr": "紹介 pr prポイント 団体紹介 ひとこと",
    "website": "ホームページ hp url ウェブサイト サイト ホームページアドレス",
    "representative": "代表 代表者 代表者名 代表者氏名 会長 会長名 会長氏名 理事長 代表者の氏名 代表者職氏名",
    "contact_name": "連絡先氏名 担当者 担当者名 担当者氏名 連絡担当者 事務局担当者 連絡責任者",
    "postal_code": "郵便番号 〒 郵便",
    "address": "住所 所在地 主たる事務所の所在地 事務所の所在地 事務所所在地 連絡先住所 代表者住所 団体所在地",
    "phone": "電話 tel 電話番号 連絡先 連絡先電話番号 連絡先電話 tel番号",
    "fax": "ファクス ファックス fax fax番号 ファックス番号",
    "email": "メール メールアドレス email eメール 電子メール e-mail mail",
}
TARGETS = {
    OWN: ("ポータルの番号", "団体id"),
    **{name: (LABELS[name], WORDS.get(name, "")) for name in WRITTEN},
    "mark_kind": ("種類の印（見出しが種類の名）", ""),
}
MANY = ("fields", "areas", "mark_kind")  # what several columns may be


def _marked(heading):
    return "mark_kind" if len(heading) <= 12 and kind_guessed(heading) else UNUSED


HEADINGS = Headings(TARGETS, many=MANY, otherwise=_marked)


def kinds_guessed(found, remembered=None):
    """{word: code of PartnerKind, "" where no guess can be made}. remembered: the same of the last list that was taken in."""
    return {word: (remembered or {}).get(word) or kind_guessed(word) for word in found}
