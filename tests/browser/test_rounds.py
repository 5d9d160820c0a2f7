"""A round of 60 proposals by one person of the secretariat and a member's sheet, every press counted; a call of twelve with all that
can come between."""

import re

from tests.browser.city import ahead
from tests.browser.round_parties import CITYS, MINE, PANELS, Parties
from tests.browser.test_prints import pages_of
from tests.journey.story import GROUP, PLEDGES

CALL = "見本の募集（60件）"


class Counted:
    """A screen whose presses are counted: a click is one, choosing from a list two, going into a box to type one."""

    def __init__(self, page):
        self.page, self.presses = page, 0

    def click(self, role, name, *, exact=False, within="body"):
        self.presses += 1
        self.page.locator(within).get_by_role(role, name=name, exact=exact).first.click()
        self.page.wait_for_load_state()  # what is counted next is on the page that this press brought

    def choose(self, selector, **which):
        self.presses += 2
        self.page.locator(selector).select_option(**which)

    def type(self, selector, text):
        self.presses += 1
        self.page.locator(selector).fill(text)


def for_all(desk, label, then=lambda: None):
    """One step of all proposals of the list as it is narrowed: tick all, choose, run, confirm, go on where the first press did not do all."""
    desk.presses += 1
    desk.page.locator("#action-toggle").click()
    across = desk.page.locator(".actions .question a")
    if across.count() and across.first.is_visible():
        desk.presses += 1
        across.first.click()
    desk.choose("select[name=action]", label=label)
    desk.click("button", "実行")
    then()
    desk.click("button", re.compile(rf"^{label}（\d+件）$"))
    while desk.page.get_by_role("button", name=re.compile("^残りの")).count():
        desk.click("button", re.compile("^残りの"))
    assert re.match(r"\d+件、終わりました。", desk.page.get_by_role("status").inner_text())
    desk.click("link", "一覧に戻る")  # the list as it was narrowed


def test_sixty_proposals_take_one_person_less_than_150_presses(new_page, sign_in, crowd):
    crowd("round_sent", 60, 15)
    desk = Counted(sign_in(new_page(), "jimukyoku"))
    page = desk.page
    page.goto("/admin/")
    desk.click("link", "提案", exact=True)
    desk.click("link", CALL)
    for_all(desk, "受け付ける")
    for_all(desk, "担当課との協議に進める", lambda: desk.choose("select[name=department]", index=1))
    for_all(desk, "審査に進める")
    crowd("round_judged", 1, 15)
    desk.click("link", "審査のまとめ", exact=True, within=".object-tools")
    desk.click("link", "まとめて決める（60件）")
    desk.click("button", "点の順に結果を入れる")
    desk.type("#id_document_number", "観交第60号")
    desk.type("#id_why_won", "地域の役に立つからです。")
    desk.type("#id_why_lost", "点が、最低点に届きませんでした。")
    desk.choose("#id_form", index=1)
    desk.click("button", "選んだ結果を記録する")
    assert "60件の決定を記録しました" in page.locator("body").inner_text()
    desk.click("link", "結果をまとめて知らせる（60件）")
    desk.click("button", "結果をまとめて知らせる")
    assert "60件の結果を出しました" in page.locator("body").inner_text()
    desk.click("link", "通知書の下書きを読んで出す")
    sent = 0
    while sent < 60:
        desk.click("link", "このページのすべてに、しるしを付ける")
        desk.click("button", "選んだ通知書を確かめて出す")
        desk.click("button", re.compile(r"^\s*\d+通.*を出す\s*$", re.DOTALL))
        sent += int(re.match(r"(\d+)通を出しました", page.get_by_role("status").inner_text())[1])
        if sent < 60:
            desk.click("link", "通知書の一覧に戻る")
            desk.choose("select[name=state]", value="draft")
            desk.choose("select[name=process]", value="proposal")
            desk.click("button", "さがす", exact=True, within=".kp-filter")
    assert desk.presses < 150  # 49 as this is written
    on_paper_at_once(page)


def on_paper_at_once(page):
    """All sixty in one job of the printer: two pages each behind two of contents, every page numbered; the 起案 of the round is one page."""
    page.goto("/admin/projects/proposal/?q=60件の企画60")
    page.get_by_role("link", name="60件の企画60", exact=True).click()
    page.get_by_role("link", name="この募集の提案をまとめて印刷する").click()
    said = int(re.search(r"A4の(\d+)ページ", page.locator("main").inner_text())[1])
    assert pages_of(page) == said == 122
    last = page.locator("#main .kp-ps__toc tbody tr:last-child .is-num").last.inner_text()
    assert last == "121"  # where the sixtieth begins
    page.goto(page.url.replace("print", "approval"))
    assert pages_of(page) == 1
    page.goto(page.url.replace("/projects/", "/admin/projects/review/", 1).replace("calls", "call").replace("approval", "matrix"))
    for paper, most in (("A3横", 1), ("A4横", 2)):  # sixty proposals by fifteen members, as many points as there are sheets
        if page.get_by_role("link", name=f"{paper}で印刷する形にする").count():
            page.get_by_role("link", name=f"{paper}で印刷する形にする").click()
        assert pages_of(page) <= most, paper
    assert (
        page.locator(".kp-matrix tbody th.kp-matrix__name").count() == 60
        and "審査票900枚" in page.locator("#main, #content").first.inner_text()
    )


def test_a_sheet_takes_a_member_seven_presses_and_leads_to_the_next(new_page, sign_in, crowd):
    crowd("round_sent", 2, 2)
    desk = Counted(sign_in(new_page(), "jimukyoku"))
    desk.page.goto("/admin/projects/proposal/")
    desk.click("link", "見本の募集（2件）")
    for_all(desk, "受け付ける")
    for_all(desk, "審査に進める")
    member = Counted(sign_in(new_page(), "shinsa"))
    member.page.goto("/projects/review/")
    member.page.get_by_role("link", name="2件の企画1", exact=True).last.click()
    text, sheet = (
        member.page.locator(".kp-judge > div").first.bounding_box(),
        member.page.locator(".kp-judge__sheet").bounding_box(),
    )
    assert sheet["x"] > text["x"] + text["width"] - 1  # side by side at 1280
    for box in member.page.locator(".kp-criterion").all():
        member.presses += 1
        box.get_by_text("4点").click()
    member.click("button", "書いたことを確かめる")
    member.click("button", "審査票を出して、次の提案へ進む")
    assert member.page.get_by_role("heading", level=1).inner_text() == "2件の企画2"
    assert member.presses == 7
    member.page.set_viewport_size({"width": 360, "height": 800})
    text, sheet = (
        member.page.locator(".kp-judge > div").first.bounding_box(),
        member.page.locator(".kp-judge__sheet").bounding_box(),
    )
    assert sheet["y"] > text["y"]  # one after the other on a telephone


def enter_on_paper(desk, number):
    """A proposal that came by post the day before: found by its group, typed page by page, compared with the paper, received."""
    desk.open("/admin/projects/proposal/").follow("紙で届いた提案を入れる")
    desk.form("さがす").fill("団体の名前", f"見本の回の会12-{number}").send()
    desk.follow("見本の募集（12件）")
    came = {"企画の名前": f"12件の企画{number}", "どうやって来たか": "紙（郵送）", "収受日": ahead(-1)}
    desk.form("次へ進む").fill_all(came).send()
    desk.follow("2 企画の内容")
    said = {"ひとことで言うと": "見本の提案です。", "始めたい日": "令和9年5月1日", "終える予定の日": "令和10年3月1日"}
    desk.form(NEXT).fill_all(said).send()
    desk.form(NEXT).send()  # 目標と実施計画 stand on no paper
    tasks = {"やること": "見守り", "団体などが担うこと": "人を集める", "市が担うこと": "場所を貸す"}
    desk.form(NEXT).fill_all(tasks, "役割 1").send()
    income = {"費目": "市の負担金", "金額": "20万円", "市が負担するお金": True}
    desk.form(NEXT).fill_all(income, "収入 1").fill_all({"費目": "材料費", "金額": "200,000"}, "支出 1").send()
    desk.follow("提案書のもくじ").follow("7 確かめて、紙で受け付ける")
    promised = (text.replace(GROUP, f"見本の回の会12-{number}") for text in PLEDGES)
    form = desk.form("紙で受け付ける").fill_all(dict.fromkeys(promised, True))
    form.send()
    assert f"12件の企画{number}" in desk.text and "収受日" in desk.text


NEXT = "保存して次へ進む"


def test_a_call_of_twelve_two_of_them_on_paper_from_a_correction_to_the_printed_letters(new_page, sign_in, crowd, city):
    crowd("round_sent", 12, 7, 2)
    crowd("round_related", 2)
    for number in (11, 12):
        enter_on_paper(city.person("jimukyoku"), number)
    desk = Counted(sign_in(new_page(), "jimukyoku"))
    page = desk.page
    page.goto("/admin/projects/proposal/")
    desk.click("link", "見本の募集（12件）")
    listed, parties = page.url, Parties(city, crowd)
    parties.read(3, CITYS, "事務局が「書類を確かめて受け付ける」番です。")
    for_all(desk, "受け付ける")
    parties.read(3, CITYS, "事務局が「担当課との協議か審査に進める」番です。")
    desk.click("link", "12件の企画3", exact=True)
    desk.click("link", "補正を求める")
    desk.type("[name=why_summary]", "だれのための企画かを書いてください。")
    with page.expect_navigation():
        desk.click("button", "補正を求める")
    parties.read(3, MINE, "すること：提案書を直して出し直す")
    parties.corrects(3, "ひとことで言うと", "ひとり暮らしの人のための見守りです。")
    parties.withdraws(10, "ことしは人が足りないため")
    parties.read(3, CITYS, "事務局が「担当課との協議か審査に進める」番です。")
    parties.read(10, "「取下げ」で、手続きは終わりました", "これをもとに新しい提案書を書いて出せます。")
    page.goto(listed)
    desk.click("link", "12件の企画4", exact=True)
    desk.click("link", "担当課との協議に進める")
    desk.choose("select[name=department]", label="子ども課（見本）")
    with page.expect_navigation():
        desk.click("button", "担当課との協議に進める")
    parties.talks()
    page.goto(listed)
    for_all(desk, "審査に進める")
    parties.read(3, PANELS, "審査委員が「審査票を書く」番です。")
    parties.panel_has(11)
    parties.stands_aside("12件の企画2")
    desk.click("link", "審査のまとめ", exact=True, within=".object-tools")
    desk.click("link", "欠席")
    page.get_by_label("見本 iin12-6").check()
    desk.click("button", "保存する")
    crowd("round_judged", 1, 4, 2)
    parties.panel_has(0)
    for member in ("見本 iin12-4", "見本 iin12-5"):  # two write on paper
        desk.click("link", "紙の審査票", exact=True)
        desk.click("link", re.compile(f"^紙の審査票を入れる.*{member}$"))
        for number in range(11):
            for box in page.locator(".kp-admin-points").all():
                box.get_by_text("2点" if number > 7 else "4点").click()
            with page.expect_navigation():
                desk.click("button", "保存して、この委員の次の提案へ")
    desk.click("link", "点の一覧", exact=True)
    matrix = page.locator(".kp-matrix").inner_text()
    assert (matrix.count("欠"), matrix.count("除"), matrix.count("―")) == (11, 2, 0)
    parties.read(3, CITYS)
    desk.click("link", "審査のまとめ", exact=True, within=".kp-admin-tabs")
    desk.click("link", "まとめて決める（11件）")
    desk.click("button", "点の順に結果を入れる")
    page.get_by_label("12件の企画3の結果").select_option("adopted_with_conditions")
    row = page.locator("tr", has=page.get_by_role("link", name="12件の企画3", exact=True))
    row.get_by_text("理由・条件・形態").click()
    row.get_by_label("条件", exact=True).fill("会計を分けること")
    desk.type("#id_document_number", "観交第12号")
    desk.type("#id_why_won", "地域の役に立つからです。")
    desk.choose("#id_example", label="不採択：最低点に届かない")
    desk.choose("#id_example_into", value="why_lost")
    desk.choose("#id_form", index=1)
    desk.click("button", "選んだ結果を記録する")
    assert "まだ送っていません" in page.locator("body").inner_text()  # the example is read first
    desk.click("button", "選んだ結果を記録する")
    parties.read(3, CITYS)
    desk.click("link", "結果をまとめて知らせる（11件）")
    desk.click("button", "結果をまとめて知らせる")
    parties.read(
        3,
        "「条件付採択」で、手続きは終わりました",
        "つぎは、団体と担当課で、台帳に載った取り組みの計画を決めます。",
        "会計を分けること",
    )
    parties.read(9, "「不採択」で、手続きは終わりました", "これをもとに新しい提案書を書いて出せます。")
    desk.click("link", "通知書の下書きを読んで出す")
    page.goto(f"{page.url}&q=12件の企画")
    desk.click("link", "このページのすべてに、しるしを付ける")
    desk.click("button", "選んだ通知書を確かめて出す")
    desk.click("button", re.compile(r"^\s*11通.*を出す\s*$", re.DOTALL))  # not the one that asked for what was corrected since
    with page.expect_navigation():
        desk.click("button", "11通を、まとめて印刷する")
    assert pages_of(page) == 11  # each letter on a sheet of its own
    sheets = page.locator("main").inner_text()
    assert [sheets.count(words) for words in ("会計を分けること", "募集要項で示した最低点に届かなかった")] == [1, 3]
    assert "見本の回の会12-11" in sheets and "見本の回の会12-12" in sheets
    with page.expect_navigation():
        desk.click("button", re.compile("きょう送ったと記す"))
    assert page.get_by_role("status").inner_text().startswith("2通を、きょう送ったと記しました。")  # whom no mail reaches
    parties.department.open("/me/").sees("12件の企画4")  # its plan is the department's to write too
