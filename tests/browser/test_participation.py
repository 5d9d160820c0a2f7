"""From what a resident says on the telephone to 「あの声がこうなりました」: a topic, a talk, a project. Without JavaScript;
everything is made on the way, the project too.

What many people do is done by crowd.py.
"""

from tests.browser.city import PHONE, ahead, number_in
from tests.browser.conftest import assert_accessible

SAID = "バスに乗れない。停留所まで坂で、荷物があると歩けない。"
TOPIC, TALK = "昼のバスに乗れない", "「昼のバスに乗れない」の話し合い"
PROJECT = "昼の乗り合いタクシー"
BECAME = "坂の上まで、昼に4回、乗り合いのタクシーが走っています。"


def call_is_entered(office):
    """What somebody said on the telephone becomes a topic that everybody reads: eleven pages."""
    office.open("/voices/").follow("電話や紙で来た声を入れる")
    said = {"どうやって来たか": "電話", "収受日": ahead(0), "声": SAID, "書きなおして見せてよいと、本人が言った": True}
    office.form("声を入れる").fill_all(said).send()
    office.follow("合うものがないので、新しいみんなの声を書く").sees(SAID)
    words = {"名前": TOPIC, "どんな声か": "停留所まで遠くて、昼のバスに乗れない人がいます。", "テーマ": "移動・買い物"}
    office.form("保存する").fill_all(words).fill("担当する課", "交通政策課（見本）").send()
    office.sees("本人には知らせが届きません").sees_no("押すと、関係する人のお知らせとメールに届きます")
    office.form("みんなの声に入れて、見せる").fill("見せることば", "停留所まで坂で、荷物があると乗れません。").send()
    office.sees("まだ公開していません").follow(TOPIC).follow("公開する").press("公開する")
    return number_in(office)


def talk_is_written(office):
    office.follow("話し合いの催しを書く")
    form = office.form("下書きにとっておく")
    assert form.value("催しの名前") == TALK
    said = {
        "始まる日時": ahead(21, "13:30"),
        "終わる日時": "15:30",
        "場所": "吉谷の集会所",
        "定員": "40",
        "あるもの": ["手話通訳"],
    }
    form.fill_all({**said, "申込み": "ここで申し込む（先着）"}).send()
    office.press("公開する").sees("申し込む（あと40人）")
    event = number_in(office)
    office.follow(TOPIC).follow("話し合いを開く")
    office.form("話し合いを開く").fill("話し合うわけ", "同じ声が集まりました。町内会とバスの会社も来ます。").send()
    office.sees("吉谷の集会所", TALK)
    return event


def neighbour_says_the_same_and_comes(city, address="tonari@example.jp"):
    """On a telephone, without an account: 「わたしも」, counted as one person, and a place at the talk with somebody who signs."""
    resident = city.person("", PHONE).open("/").follow("みんなの声").follow(TOPIC).follow("わたしも")
    resident.form("わたしも").fill("メールアドレス（書かなくてもかまいません）", address).send()
    resident.form("確かめて「わたしも」").fill("メールに書いてある6けたの数字", city.digits_for(address)).send()
    resident.sees("「わたしも」を受けとりました").follow(TALK).follow("申し込む")
    said = {"お名前": "見本 となり", "メールアドレス": "tonari2@example.jp", "手伝いがいること": ["手話通訳"]}
    resident.form("メールを確かめて申し込む").fill_all(said).send()
    resident.form("確かめて申し込む").fill("メールに書いてある6けたの数字", city.digits_for("tonari2@example.jp")).send()
    resident.sees("1人で申し込んでいます", "手伝いがいること：手話通訳")
    return resident


def callers_are_entered(office, event):
    office.open(f"/events/{event}/").follow("申し込んだ人を見る、入れる")
    for channel, name, needs in (("電話", "見本 しず", ["手話通訳"]), ("紙・はがき", "見本 うめ", [])):
        office.follow("電話や紙の申込みを入れる")
        office.form("申込みに入れる").fill_all({"どこから": channel, "お名前": name, "手伝いがいること": needs}).send()


def project_begins(office):
    """What the talk came to: an entry of the ledger, public from its first day."""
    office.open("/admin/projects/project/").follow("協働の台帳 を追加")
    said = {
        "名前": PROJECT,
        "協働の形態": "実行委員会",
        "名簿にない相手の名前": "見本 坂の上の足を考える会",
        "名簿にない相手の種類": "市民活動団体",
        "担当課": "交通政策課（見本）",
        "ひとことで言うと": "昼のあいだ、坂の上まで乗り合いで走ります。",
        "このサイトで公開する": True,
    }
    office.form("台帳に入れる").fill_all(said).send()
    office.sees(f"「{PROJECT}」を台帳に入れました。")


def test_a_call_becomes_a_topic_a_talk_and_a_project(city, crowd):
    office, jumin = city.person("jimukyoku"), city.person("jumin", PHONE)
    topic = call_is_entered(office)
    assert city.opened["jimukyoku"] <= 11, city.opened
    event = talk_is_written(office)
    neighbour_says_the_same_and_comes(city)
    jumin.open(f"/voices/{topic}/").press("わたしも").follow(TALK).follow("申し込む")
    jumin.press("申し込む").sees("申し込みました")
    crowd("people", topic, event)
    callers_are_entered(office, event)
    office.open(f"/events/{event}/signups/").sees("来る人23人（23件）", "手話通訳2件")
    reader = city.person("", PHONE).open(f"/voices/{topic}/").sees("15人の声", "わたしも 14").sees_no("確かめていない")
    project_begins(office)
    office.open(f"/voices/{topic}/").follow("プロジェクトになった")
    choice = next(
        words for words in office.form("プロジェクトになった").choices("どのプロジェクトになりましたか") if PROJECT in words
    )
    told = {
        "どのプロジェクトになりましたか": choice,
        "プロジェクトになったわけ": "話し合いに来た人たちが会をつくり、課と始めました。",
    }
    office.form("プロジェクトになった").fill_all(told).send()
    office.follow("どうなったかを知らせる").form("どうなったかを知らせる").fill("どうなったか", BECAME).send()
    # The caller, or whoever reads it to her: from the first page to what became of it and to who does it.
    reader.open("/").sees("あの声が、こうなりました", BECAME).follow(TOPIC).sees("15人の声", BECAME)
    judge = city.new_page(PHONE, bypass_csp=True)  # axe needs scripts
    for address in (reader.url, f"/events/{event}/signup/"):
        judge.goto(address)
        assert_accessible(judge)
    reader.follow(PROJECT).sees("この取り組みの、もとの声").follow(TOPIC)
    # A wrong press: it goes back to what it was, and comes again.
    office.follow("「どうなったかを知らせる」を取り消す")
    office.form("「どうなったかを知らせる」を取り消す").fill("理由", "走る回数がちがいました。").send()
    assert BECAME not in reader.open("/").text
    office.follow("どうなったかを知らせる")
    assert office.form("どうなったかを知らせる").value("どうなったか") == BECAME
