"""A plan, what twelve people think of it and what became of that; a committee that anybody listens to. Without JavaScript."""

import datetime

from tests.browser.city import PHONE, ahead, number_in

PLAN = "坂の上の停留所の計画（案）への意見"
RESULT = "夕方も走らせます。"
ADMIN_DAY = "%Y-%m-%d"


def day(days):
    return (datetime.date.today() + datetime.timedelta(days=days)).strftime(ADMIN_DAY)


# ---- a plan and its opinions ------------------------------------------------------------------------------------
def plan_is_announced(office):
    """Written in the admin with its text, open from today for thirty days."""
    office.open("/admin/projects/opinionround/add/")
    form = office.form("保存").fill_all({"意見募集の名前": PLAN, "何について聞くか": "停留所を坂の上に増やす案です。"})
    form.fill("担当課", "子ども課（見本）").fill_all(
        {"受付を始める日": day(0), "しめきりの日": day(29), "結果を公表する予定の日": day(60)}
    )
    form.fill_all({"資料の名前": "計画の案", "資料の文": "坂の上に停留所を1つ増やします。"}, within="#papers-0").send()
    office.follow(PLAN).follow("予告する").press("予告する")
    return office.open("/opinions/").follow(PLAN)


def resident_sends(city):
    """On a telephone: read the plan, write, read it again, send."""
    resident = city.person("", PHONE).open("/").follow("まちの動きをすべて見る").follow(PLAN).follow("案を読む")
    resident.sees("坂の上に停留所を1つ増やします。").follow("意見を書く")
    said = {"意見": "夕方もあけてほしい。\n\n字を大きくしてほしい。", "あなたは": "市内に住んでいる", "名前・団体名": "見本 うめ"}
    resident.form("出す前に確かめる").fill_all(said).fill("住所・所在地", "見本町2").send()
    resident.press("意見を出す").sees("受付番号")


def late_ones_are_entered(office):
    """What lay in the box and what was said on the last evening: after the last day, with the reason."""
    late = {"案のどこについて": "全体について"} if "案のどこについて" in office.text else {}
    for channel, text in (("用紙（持ちこみ・郵送）", "夕方も。\n\n保険を。\n\n字を大きく。"), ("電話", "夕方もあけてほしい。")):
        office.open("/opinions/").follow(PLAN).follow("届いた意見を見る").follow("紙などの意見を入れる")
        said = {**late, "届いた方法": channel, "受け取った日": ahead(-1), "意見": text, "どんな人か": "市内に住んでいる"}
        office.form("この意見を入れる").fill_all(said).fill("あとから入れるわけ", "しめきりの日に届いていた").send()


def points_are_answered(office):
    office.open("/opinions/").follow(PLAN).follow("手続きをすすめる、内容を直す").follow("意見をまとめはじめる").press(
        "意見をまとめはじめる"
    )
    office.open("/opinions/").follow(PLAN).follow("届いた意見を見る").follow("分けて、まとめて、答える")
    office.press("すべて、空の行のところで分ける").sees("12人・23件")
    groups = (
        ("夕方", "夕方も走ってほしい", RESULT),
        ("保険", "けがの保険がほしい", "市がかけます。"),
        ("字を", "字を大きく", "大きくします。"),
    )
    for word, title, answer in groups:
        for box in office.tab.locator("#loose-h ~ *, section:has(#loose-h)").get_by_label(word).all():
            box.check()
        office.form("選んだ論点を、新しくまとめる").fill("新しいまとめ", title).send()
        office.follow(f"市の考えを書く：{title}")
        office.form("市の考えを保存する").fill_all({"市の扱い": "取り入れます", "市の考え": answer}).send()
    office.sees("まとめていない論点 0件", "答えていないまとめ 0つ")


def test_a_plan_goes_through_a_round_of_opinions(city, crowd):
    office = city.person("tanto")
    plan_is_announced(office)
    round = number_in(office)
    resident_sends(city)
    crowd("opinions", round)
    late_ones_are_entered(office)
    points_are_answered(office)
    office.open("/opinions/").follow(PLAN).follow("手続きをすすめる、内容を直す").follow("結果を公表する").press("結果を公表する")
    reader = city.person("", PHONE).open("/opinions/").follow(PLAN)
    reader.sees("12人", "23件", "夕方も走ってほしい", RESULT, "電話").sees_no("見本 うめ", "見本町2")


# ---- the committee ----------------------------------------------------------------------------------------------
def meeting_is_announced(office):
    office.open("/committees/").follow("見本市 協働推進委員会").follow("会議を")
    form = office.form("保存").fill_all({"第何回": "5", "開く日": day(31), "何時から": "13:30", "何時まで": "15:30"})
    form.fill_all(
        {"場所": "見本市役所 3階", "議題": "停留所の計画について", "傍聴のしかた": "はじまる10分前から受け付けます。"}
    ).send()
    office.open("/committees/").follow("見本市 協働推進委員会")
    office.open(office.page.xpath("//main//a[contains(., '第5回')]/@href")[0])
    meeting = number_in(office)
    office.follow("会議を知らせる").form("会議を知らせる").fill("傍聴の席（申込みを受けるとき）", "10").send()
    return meeting


def minutes_follow(office, meeting):
    office.open(f"/committees/meetings/{meeting}/").follow("会議の内容を直す")
    office.form("保存").fill_all({"出た人": "委員4人", "議事のまとめ": "停留所の案を、市の説明のとおり認めた。"}).send()
    office.open(f"/committees/meetings/{meeting}/").follow("会議録を公表する").press("会議録を公表する")
    office.follow("記録と、出た意見への答えを書く").form("記録を保存する").fill("来た人の数", "2").send()
    office.follow("出た意見を書く")
    said = {"出た意見": "夜の会議にも来られるようにしてほしい。", "どう扱うか": "取り入れます", "答え": "次は夜に開きます。"}
    office.form("意見と答えを載せる").fill_all(said).send()
    office.press("記録を公開する")


def test_a_committee_is_listened_to_and_says_what_became_of_it(city, crowd):
    office, jumin = city.person("jimukyoku"), city.person("jumin", PHONE)
    meeting = meeting_is_announced(office)
    jumin.open("/events/").follow("見本市 協働推進委員会 第5回の会議").sees("停留所の計画について")
    jumin.open(f"/committees/meetings/{meeting}/").follow("傍聴の申込みへ").press("申し込む").sees("申し込みました")
    office.follow("傍聴を申し込んだ人を見る、入れる").sees("来る人1人（1件）")
    crowd("held", meeting)
    minutes_follow(office, meeting)
    reader = city.person("", PHONE).open("/committees/").follow("見本市 協働推進委員会").open(f"/committees/meetings/{meeting}/")
    reader.sees(
        "停留所の案を、市の説明のとおり認めた。", "出た意見と、市の考え", "夜の会議にも来られるように", "次は夜に開きます。"
    )
