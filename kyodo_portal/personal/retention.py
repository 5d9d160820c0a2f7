"""The kinds of records that are not kept for ever: what a kind is, and when the term of one of its records is over.

Documents (文書) count from 1 April after they were completed, and are erased by the yearly 廃棄 list that an administrator
confirms; what is no document is cleaned every day. How long each is kept is a RetentionRule that a city may change; the numbers
here are the defaults. What finds and erases the records of a kind stands in retention_actions.py.
"""

import datetime
from typing import NamedTuple

from django.conf import settings

from kyodo_portal.common.japanese.dates import fiscal_year
from kyodo_portal.common.own_words import has_coordinator, own_words

from .models import RetentionRule

FISCAL, DAY = RetentionRule.CountedFrom.FISCAL, RetentionRule.CountedFrom.DAY


class Kind(NamedTuple):
    """One kind of record with its default term: years of a document, days of anything else. `erased`: what goes, in words."""

    code: str
    label: str
    counted_from: str
    term: int
    erased: str
    basis: str


# fmt: off
KINDS = (
    Kind("registration_withdrawn", "取り下げた登録の申請", FISCAL, 1, "代表者と連絡先、審査用の資料、やりとりの理由", "短い期間だけ要る文書"),
    Kind("registration_declined", "不承認の登録の申請", FISCAL, 3, "代表者と連絡先、審査用の資料、やりとりの理由", "審査請求や訴訟に備える期間"),
    Kind("registration_papers", "登録の審査用の資料（規約、名簿など）", FISCAL, 1, "資料のファイルと名前、名乗り出への「違う」", "審査が終われば要らない個人の情報"),
    Kind("partner_left", "退会した団体の連絡先", FISCAL, 1, "代表者と連絡先（申請に書いたものも）", "退会のあとの問い合わせに備える期間"),
    Kind("takeover", "済んだか、やめた代表の引継ぎ", FISCAL, 3, "名前とメールアドレス、申し送り、届け、「違う」のやりとり", "次の代表が読み返し、行き違いを確かめる期間"),
    Kind("official_letter", "通知書（保存年限は、通知書ごと。出さなかった下書きは1年）", FISCAL, 5, "あて先、件名、本文、教示、番号の写し", "出した文書を確かめ、説明するための期間"),
    Kind("proposal_ended", "不採択・取下げの提案", FISCAL, 5, "提案の本文（目標、計画、役割、経費も）、資料、補正・助言・協議のやりとり、紙で確認した人の名前", "審査の経過を説明するための期間"),
    Kind("application", "終わった後援・共催・減免の申請", FISCAL, 5, "申請と報告の文、補正のやりとり、理由（台帳に載ったことは残ります）", "承認の経過を説明するための期間"),
    Kind("grant", "終わった補助金", FISCAL, 5, "申請と実績の文、収支の内訳、領収書などの書類、やりとりの理由（額と番号は残ります）", "支出の証拠書類を保存する期間"),
    Kind("letter_city", own_words("市との手紙（質問、申込みなど）"), FISCAL, 3, "手紙の文、名前とメールアドレス、希望の日時と場所", "問い合わせの経過を説明するための期間"),
    Kind("opinion", "意見募集に出された意見", FISCAL, 5, "名前、住所、意見の文（公表した結果は残ります）", "意見をどう扱ったかを説明するための期間"),
    Kind("voice", "終わった声（みんなの声に入ったものも）", FISCAL, 3, "声の文、見せていたことば、返事、連絡先", "声の経過を説明するための期間"),
    Kind("photo", "外した写真の説明と同意の記録、外してほしいという求め", FISCAL, 1, "説明、同意した人、求めのわけと返事の宛先", "外したあとの問い合わせに備える期間"),
    Kind("decision", "決定に残る職員と審査委員の名前（退会したあと）", FISCAL, 10, "職員・審査委員の名前", "決定の責任を説明するための期間"),
    Kind("audit", "操作の記録", FISCAL, 5, "記録に出てくる名前と内容（日時と行いは残ります）", "不正な閲覧の調査のための期間"),
    Kind("sign_in", "サインインと、断ったサインインの記録", DAY, 365, "だれのことか（日時は残ります）", "不正なサインインの調査のための期間"),
    Kind("letter", own_words("市がかかわらない、団体や人のあいだの手紙"), DAY, 1095, "手紙の文、希望の日時と場所、困ったという知らせのわけ", "終わったあとのくいちがいに備える期間"),
    Kind("guest_mail", "サインインしていない人が手紙に書いたメールアドレス", DAY, 90, "メールアドレス（手紙を読む画面も開けなくなります）", "返事を知らせ、読んでもらうための期間"),
    Kind("voice_contact", "終わった声に書いた名前、電話番号、メールアドレス", DAY, 365, "名前、電話番号、メールアドレス", "返事のあとの問い合わせに備える期間"),
    Kind("voice_withdrawn", "取り下げた声", DAY, 30, "声の文、連絡先", "まちがえて取り下げたときに、もどすための期間"),
    Kind("signup", "催しの申込み", DAY, 30, "名前、電話とメールアドレス、手伝いがいること（人数は残ります）", "催しのあとの連絡のための期間"),
    Kind("mail", "送ったメール", DAY, 90, "宛先と本文", "届かなかったときに調べるための期間"),
    Kind("invitation", "使われたか、期限をすぎた招待", DAY, 90, "招待の行（宛先のメールアドレスも）", "届かなかったときに調べるための期間"),
    Kind("consultation", own_words("終わった、コーディネーターへの相談"), DAY, 1825, own_words("封をした話、約束、市に伝えた文、団体の名前（数は残ります）"), "同じ人や団体の相談を、続きとして聞くための期間"),
    Kind("errand", "済んだ用足し", DAY, 365, "用足しの行（用件、伝えること、相手）", "伝えたかどうかを確かめるための期間"),
    Kind("old_list", "読み込みかけの過去の一覧・名簿", DAY, 30, "読み込みかけの表、取込の前の値（名前が書かれていることがあります）", "続きと、もどすための期間"),
    Kind("notice", "マイページのお知らせ", DAY, 730, "お知らせとそのメール", "本人が読み返すための期間"),
)
# fmt: on
BY_CODE = {kind.code: kind for kind in KINDS}
DOCUMENTS = tuple(kind for kind in KINDS if kind.counted_from == FISCAL)
DAILY = tuple(kind for kind in KINDS if kind.counted_from == DAY)


def rule_of(code):
    """The city's rule for a kind, or the default one (not stored) where none was laid yet."""
    return RetentionRule.objects.filter(kind=code).first() or default_rule(BY_CODE[code])


def default_rule(kind):
    """The rule that a kind begins with, not stored."""
    years, days = (kind.term, None) if kind.counted_from == FISCAL else (None, kind.term)
    return RetentionRule(
        kind=kind.code, label=kind.label, counted_from=kind.counted_from, years=years, days=days, basis=kind.basis
    )


def last_day(code, ended_on, rule=None, years=None):
    """The last day on which a record that ended on `ended_on` is kept. years: of a document that has a term of its own.

    3 years from 2026-11-26 (令和8年度): counted from 2027-04-01, to 2030-03-31. 90 days from 2026-11-26: to 2027-02-24.
    """
    rule = rule or rule_of(code)
    if rule.counted_from == FISCAL:
        return datetime.date(fiscal_year(ended_on) + 1 + (rule.years if years is None else years), 3, 31)
    return ended_on + datetime.timedelta(days=rule.days)


class RuleRow(NamedTuple):
    """One line of the table on the privacy page and on the page of one's own data."""

    code: str
    label: str
    term: str
    counted_from: str
    erased: str
    basis: str


def rule_rows():
    """[RuleRow] of every kind, in the order of KINDS. One query."""
    stored = {rule.kind: rule for rule in RetentionRule.objects.all()}
    rows = []
    for kind in KINDS:
        if kind.code == "consultation" and not (has_coordinator() or settings.KYODO_ZONE_STAFF):
            continue
        rule = stored.get(kind.code) or default_rule(kind)
        rows.append(RuleRow(kind.code, rule.label, rule.term, rule.get_counted_from_display(), kind.erased, rule.basis))
    return rows
