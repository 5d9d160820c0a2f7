"""What the columns and words of a list of events mean: guesses, which the secretariat looks at and puts right."""

from kyodo_portal.common.lists.headings import Headings, plain
from partners.events.models import NEEDS, Event

OWN, ORIGIN = "own", "origin"  # the portal's number of an event; the ID that another list gives it
# target: (what the page calls it, the words of headings that mean it besides). The order is that of イベント一覧.
TARGETS = {
    ORIGIN: ("もとの表のID", "ID No 番号 整理番号 イベントID"),
    OWN: ("ポータルの番号", "催しの番号"),
    "title": ("イベント名", "催し名 催しの名前 行事名 名称 講座名 事業名 タイトル 催し イベント 件名"),
    "kana": ("イベント名_カナ", "イベント名カナ イベント名フリガナ フリガナ ふりがな 名前の読み"),
    "starts_on": ("開始日", "開催日 日付 期日 開始年月日 開催年月日 年月日 開催日時 開始日時 日時"),
    "ends_on": ("終了日", "終了年月日 最終日 終了日時"),
    "starts_at": ("開始時間", "開始時刻 始まる時刻 開始"),
    "ends_at": ("終了時間", "終了時刻 終わる時刻 終了"),
    "when_note": ("開始日時特記事項", "日時特記事項 日時について 日時備考"),
    "text": ("説明", "内容 概要 イベント内容 催しの内容 詳細 紹介"),
    "fee": ("料金（基本）", "料金 参加費 入場料 費用 受講料 料金(基本)"),
    "fee_detail": ("料金（詳細）", "料金詳細 参加費の詳細"),
    "phone": ("連絡先電話番号", "電話 電話番号 問い合わせ先電話番号 tel 申込先電話"),
    "host": ("主催者", "主催 主催者名 開く団体 開催者 実施主体 担当課 団体名 連絡先名称"),
    "place": ("場所名称", "場所 会場 会場名 開催場所 施設名"),
    "address": ("住所", "所在地 会場住所 開催場所住所 所在地_連結表記"),
    "building": ("方書", "建物名等(方書) 建物名"),
    "access": ("アクセス方法", "アクセス 行きかた 交通"),
    "parking": ("駐車場情報", "駐車場"),
    "capacity": ("定員", "募集人数 定員人数"),
    "until_on": ("参加申込終了日", "申込締切 申込締切日 締切 締切日 申込期限 募集締切"),
    "until_at": ("参加申込終了時間", "申込締切時刻"),
    "signup": ("参加申込方法", "申込方法 申込 申込み 申込の方法"),
    "url": ("URL", "イベントURL ホームページ リンク 関連URL"),
    "note": ("備考", "その他 特記事項"),
    "kind": ("カテゴリー", "カテゴリ 種類 種別 分類 区分"),
    "co_hosts": ("共催協力", "共催・協力 共催 協力 後援"),
    "conditions": ("参加条件", "対象 対象者 参加資格"),
    "childcare": ("託児所_有無", "託児 託児所"),
    "checked_on": ("最終確認日", "更新日 最終更新日"),
    # ---- what the portal's own list says besides ----
    "kind_code": ("カテゴリーのコード", ""),
    "signup_code": ("参加申込方法のコード", ""),
    "host_id": ("主催者のID", ""),
    "co_host_ids": ("共催協力のID", ""),
    "bring": ("持ちもの", "持ち物"),
    **{name: (words, "") for name, words in NEEDS if name != "childcare"},
    "theme": ("テーマ", ""),
    "area": ("地域", "地区"),
    "most_people": ("1回に申し込める人数", ""),
    "more_url": ("くわしいことのページ", ""),
}
HEADINGS = Headings(TARGETS)
OF_OURS = plain(TARGETS["signup_code"][0])  # a heading that only the portal's own list has: its ID is the portal's number

# word within a category: the kind that it means; the first that fits.
KINDS = (
    (("説明会",), Event.Kind.BRIEFING),
    (("報告", "発表会"), Event.Kind.REPORT),
    (("懇談", "意見交換", "話し合い", "ワークショップ"), Event.Kind.TALK),
    (("出前",), Event.Kind.LECTURE),
    (("会議", "審議会", "総会", "委員会"), Event.Kind.MEETING),
    (("講座", "教室", "講演", "セミナー", "研修", "学習"), Event.Kind.COURSE),
)
YES = ("有", "あり", "有り", "はい", "○", "〇", "◯", "true", "1", "可", "yes")
NO = ("無", "なし", "無し", "いいえ", "×", "false", "0", "不可", "no")


def targets_guessed(run, last):
    """Write into a list what its columns probably mean; last: the one before it that was taken in, or None."""
    HEADINGS.guess(run, last)
    if OF_OURS in {plain(heading) for heading, _ in run.columns}:
        run.columns = [[heading, OWN if target == ORIGIN else target] for heading, target in run.columns]


def kind_meant(word):
    """The kind of an event that a category means; 催し where it says nothing that the portal knows."""
    labels = {label: code for code, label in Event.Kind.choices}
    found = (kind for words, kind in KINDS if any(one in word for one in words))
    return labels.get(word) or next(found, Event.Kind.EVENT)


def signup_meant(word, has_phone):
    """The way to sign up that words mean, None where they mean none that the portal knows: then they are kept as words."""
    labels = {label: code for code, label in Event.SignupWay.choices}
    if word in labels:
        return labels[word]
    if any(one in word for one in ("不要", "なし", "無し", "いらない", "直接会場", "当日")):
        return Event.SignupWay.NONE
    return Event.SignupWay.PHONE if has_phone and "電話" in word and len(word) <= 12 else None


def yes_or_no(text):
    """True, False, or None where the cell says neither."""
    word = text.strip().lower()
    return True if word in YES else False if word in NO else None
