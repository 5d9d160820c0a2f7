"""後援 for a festival from the application to the ledger, and one that came on paper: on a telephone for the group, at a desk for the
city, without scripts; everybody reads at every moment whose turn it is.
"""

from tests.browser.city import DESK, PHONE, ahead, number_in
from tests.browser.conftest import assert_accessible
from tests.browser.layout import layout_faults

NAME = "川べりの秋まつり（見本）"


def turn(screen, whose, what):
    """What the page says of whose turn it is, in one line."""
    assert whose in screen.text and what in screen.text, f"{screen.url} does not say 「{whose}」「{what}」:\n{screen.text[:900]}"


def applied(dantai):
    """Late by the day of printing, then in time; sent. The address of the application."""
    form = dantai.open("/apply/").follow("後援を申請する").form("保存して、確かめる")
    for label, value in (
        ("催しや利用の名前", NAME), ("始まる日", ahead(60)), ("終わる日", ahead(60)),
        ("名前を使い始める日（ちらしの印刷など）", ahead(10)), ("場所", "川べり"), ("来る人の見こみ", "300人"),
        ("参加費（1人あたり）", "0"), ("どんなことをするか", "川べりで、食べものと音楽を楽しみます。だれでも来られます。"),
    ):  # fmt: skip
        form.fill(label, value)
    late = form.send()
    assert "期限" in late.text and "申請の期限を過ぎています。" in late.text
    pk = number_in(late)
    written = dantai.open(f"/applications/{pk}/edit/").form("保存して、確かめる")
    written.fill("名前を使い始める日（ちらしの印刷など）", ahead(35))
    checked = written.send()
    assert "申請の期限を過ぎています。" not in checked.text and "あと5日です" in checked.text
    sent = checked.form("申請する").send()
    turn(sent, "事務局", "担当課を決めて受け付ける")
    return f"/applications/{pk}/"


def corrected(dantai, tanto, address):
    asked = (
        tanto.open(address)
        .follow("補正を求める")
        .form("補正を求める")
        .fill("場所", "どの橋の、どちら側かを書いてください。")
        .send()
    )
    turn(asked, "団体", "申請を直して出し直す")
    page = dantai.open(address)
    turn(page, "団体", "申請を直して出し直す")
    sent = page.follow("直して出し直す").form("直して出し直す").fill("場所", "見本橋の東側の川べり").send()
    turn(sent, "子ども課（見本）", "承認するか決める")


def decided(tanto, dantai, address):
    step = tanto.open(address).follow("承認を記録する")
    form = step.form("承認を記録する").fill("文書番号", "子ども第71号")
    filled = form.fill("理由の文例", "ちらしの確認").send()
    assert "文例を入れました" in filled.text and "いまの状態は「審査中」です" in filled.text
    approved = filled.form("承認を記録する").send()
    turn(approved, "団体", "始まる日")
    desk = approved.follow("承認通知書")
    assert "条件" in desk.text and "子ども第71号" in desk.text
    done = desk.form("確かめて出す").send().form("1通を出す").send()
    assert "1通を出しました。" in done.text
    letter = dantai.open(address).follow("承認通知書（子ども第71号）")
    assert "承認することに決めた" in letter.text and "ちらしやポスターは、印刷の前に担当課に見せてください。" in letter.text


def moved(dantai, tanto, address):
    form = dantai.open(address).follow("変更を届ける").form("変更を届ける")
    waiting = form.fill("終わる日", ahead(61)).fill("場所", "見本公園").fill("理由", "川の水が高いためです。").send()
    turn(waiting, "子ども課（見本）", "変更を承認するか決める")
    step = tanto.open(address).follow("変更を承認する")
    assert "変わるところ" in step.text and "見本橋の東側の川べり" in step.text and "見本公園" in step.text
    allowed = step.form("変更を承認する").fill("文書番号", "子ども第72号").send()
    assert "場所：見本橋の東側の川べり → 見本公園" in allowed.text


def reported(dantai, tanto, address):
    page = dantai.open(address)
    form = page.follow("実施を報告する").form("実施を報告する").fill("参加した人数", "280人")
    sent = form.fill("どのように行ったか", "晴れて、たくさんの人が来ました。").send()
    turn(sent, "子ども課（見本）", "報告を確かめる")
    closed = tanto.open(address).follow("報告を確かめて終える").form("報告を確かめて終える").send()
    assert "終了" in closed.text
    entry = closed.follow(NAME)
    assert "/projects/" in entry.url
    return entry.url


def on_paper(tanto):
    page = tanto.open("/staff/applications/enter/?q=見本の")
    ways = page.page.xpath("//dl//a[starts-with(normalize-space(), '後援')]/@href")
    form = page.open(ways[0]).form("この内容で受け付ける")
    for label, value in (
        ("どうやって来たか", "紙（持参）"), ("収受日", ahead(0)), ("担当課", "子ども課（見本）"), ("催しや利用の名前", "紙で来た集い（見本）"),
        ("始まる日", ahead(70)), ("終わる日", ahead(70)), ("場所", "見本会館"),
    ):  # fmt: skip
        form.fill(label, value)
    made = form.send()
    assert "紙（持参）" in made.text
    turn(made, "子ども課（見本）", "承認するか決める")
    return made.url


def led_on_by_paper(tanto, crowd, address):
    """The letter goes out, the day comes, the report arrives by post: the office takes the group's step with it, and ends the matter."""
    form = tanto.open(address).follow("承認を記録する").form("承認を記録する")
    approved = form.fill("文書番号", "子ども第81号").send()
    done = approved.follow("承認通知書").form("確かめて出す").send().form("1通を出す").send()
    assert "1通を出しました。" in done.text
    crowd("begins", int(address.split("/")[2]))
    form = tanto.open(address).follow("紙や電話で届いたものを入れる").form("次へ進む")
    came = form.fill("何が届いたか", "実施の報告書").fill("どうやって来たか", "紙（郵送）").fill("収受日", ahead(0)).send()
    form = came.form("実施を報告する").fill("参加した人数", "90人").fill("どのように行ったか", "みんなで歌いました。")
    sent = form.send()
    turn(sent, "子ども課（見本）", "報告を確かめる")
    assert "実施の報告書" in sent.text and "紙（郵送）、収受日" in sent.text
    closed = tanto.open(address).follow("報告を確かめて終える").form("報告を確かめて終える").send()
    assert "終了" in closed.text and "承認通知書（子ども第81号）" in closed.text


def test_a_festival_from_the_application_to_the_ledger(city, crowd, new_page):
    crowd("printing")
    dantai, tanto, office = city.person("dantai", PHONE), city.person("tanto", DESK), city.person("jimukyoku", DESK)
    address = applied(dantai)
    desk = office.open("/staff/applications/?queue=new").form("選んだものを受け付ける").fill(f"{NAME}を選ぶ", True).send()
    done = desk.form("受け付ける").fill("担当課", "子ども課（見本）").send()
    assert "1件、終わりました。" in done.text
    corrected(dantai, tanto, address)
    decided(tanto, dantai, address)
    moved(dantai, tanto, address)
    crowd("begins", int(address.split("/")[2]))
    entry = reported(dantai, tanto, address)
    visitor = city.person("", PHONE)
    assert NAME in visitor.open(entry).text and "280人" in visitor.open(entry).text
    paper = on_paper(tanto)
    led_on_by_paper(tanto, crowd, paper)
    faults = []
    for screen, pages in (
        (dantai, ("/apply/", address, f"{address}files/new/", "/projects/procedure/apply/")),
        (tanto, (address, paper, f"{address}filed/", "/staff/applications/", "/staff/letters/late/")),
    ):
        tab = screen.tab
        seen = new_page(tab.viewport_size["width"], bypass_csp=True)
        seen.context.add_cookies(tab.context.cookies())
        for page in pages:
            seen.goto(page)
            assert_accessible(seen)
            faults += layout_faults(seen)
    assert faults == []
