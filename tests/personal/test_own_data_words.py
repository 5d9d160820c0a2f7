"""自分のデータ: what each part of what somebody wrote for a group is called, and its columns, in the words that the person reads."""

import pytest

from kyodo_portal.personal.export import WRITTEN, data_of
from partners.models import Consent
from tests import build

WORDS = {
    "登録の申請": "受付番号、申請の種類、状態、申請した日時、申請の内容",
    "登録の経過": "日時、手続き、理由",
    "公開の同意": "公開する項目、同意した日時、取り消した日時",
    "提案": "受付番号、企画の名前、ひとことで言うと、状態、提出した日時、直すところが残っている入力",
    "下書きへの助言": "書いた日時、画面、助言",
    "団体内の確認": "確認した日時、取り消した日時",
    "提出した版": "第何版、提出した日時、内容",
    "提案の経過": "日時、手続き、理由",
    "登録の補正": "終わった日時、項目の名前、直さない理由",
    "提案の補正": "終わった日時、項目の名前、直さない理由",
    "活動記録": "行った日、見出し、したこと・気づいたこと、参加した人数、公開する",
    "実績報告": "報告した日時、したこと、成果、困ったこと・気づき、参加した人数(のべ)、収入の合計(円)、支出の合計(円)",
    "自己評価": "出した日時、よかったこと、むずかしかったこと、公開しないメモ",
    "変更申請": "申請した日時、変えたいこと、理由、承認・不承認の理由",
    "打合せの記録": "打合せの日、出た人、話し合ったこと、決めたこと、だれが、いつまでに",
    "補助金": "補助番号、事業の名前、状態、目的と内容、場所、収支の差額、気をつけることへの説明、変えたいこと、変更後の目的と内容、変更後の場所、したことと成果、決算の差額、"
    "実績で気をつけることへの説明",
    "補助金の経過": "日時、手続き、理由",
    "補助金の補正": "終わった日時、項目の名前、直さない理由",
    "去年決めたことの結果": "日時、結果、ひとこと",
    "実施の経過": "日時、手続き、理由",
    "台帳の経過": "日時、手続き、理由",
    "事例の下書きの経過": "日時、手続き、理由",
    "計画の確認": "確認した日時、立場",
    "評価の話し合い": "話し合った日、出た人、話し合ったこと(公開)、公開しないメモ",
    "評価の公表についての返事": "決めた日時、公表の範囲、取り消した日時",
    "見直し": "記録した日時、これからの扱い、理由、次に変えること",
    "催しの記録": "催し、話し合いの記録、開いた側の出席者、来た人の数",
    "後援・共催・減免の申請": "受付番号、名前、状態、始まる日、場所、どんなことをするか、種類ごとに聞くこと、変えたいところ、ほかに変えたいこと、実施の報告",
    "申請の経過": "日時、手続き、理由",
    "申請の補正": "終わった日時、項目の名前、直さない理由",
    "代表者への心あたりがないという知らせ": "知らせた日時、代表者ではなかった、決めた日時",
    "台帳への異議": "台帳の1件、知らせた日時、異議の内容、取り下げた日時、異議を認めた、決めた理由",
    "いっしょに提案する団体": "提案、返事、返事の日時",
    "お願いした団体と返事": "お願い、返事、ひとこと、返事の日時",
    "引継書": "台帳の1件、前任の助言、決まっていないこと、相手の事情、会った場所と、いた人",
}


def test_every_part_of_what_was_written_is_told_in_these_words():
    told = [
        (str(model._meta.verbose_name), "、".join(str(model._meta.get_field(name).verbose_name) for name in columns))
        for model, _, _, columns in WRITTEN
    ]
    assert dict(told) == WORDS and len(told) == len(WORDS)  # no part hides another of the same name


@pytest.mark.django_db
def test_what_was_agreed_to_be_shown_is_named_as_its_box_is():
    body, person, _ = build.group("谷の草刈り隊")
    for field in ("phone", "representative"):
        Consent.objects.create(partner=body, field=field, given_by=person, wording="1")
    assert [row["公開する項目"] for row in data_of(person)["公開の同意"]] == ["電話番号", "代表者の名前"]
