"""A round of 60 proposals by one person of the secretariat and a member's sheet, every press counted; a call of twelve with all that
can come between."""

import re

CALL = "見本の募集（60件）"


class Counted:
    """A screen whose presses are counted: a click is one, choosing from a list two, going into a box to type one."""

    def __init__(self, page):
        self.page, self.presses = page, 0
        page.set_default_timeout(40_000)  # one press writes sixty

    def click(self, role, name, *, exact=False, within="body"):
        self.presses += 1
        self.page.locator(within).get_by_role(role, name=name, exact=exact).first.click()

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
    assert "60件の結果を知らせました" in page.locator("body").inner_text()
    desk.click("link", "通知書の下書きを読んで出す")
    sent = 0
    while sent < 60:
        desk.click("link", "このページのすべてに、しるしを付ける")
        desk.click("button", "選んだ通知書を確かめて出す")
        desk.click("button", re.compile(r"^\d+通を出す$"))
        sent += int(re.match(r"(\d+)通を出しました", page.get_by_role("status").inner_text())[1])
        if sent < 60:
            desk.click("link", "通知書の一覧に戻る")
            desk.choose("select[name=state]", value="draft")
            desk.choose("select[name=process]", value="proposal")
            desk.click("button", "さがす", exact=True, within=".kp-beside")
    assert desk.presses < 150  # 49 as this is written


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


def test_a_call_of_twelve_from_a_correction_to_the_printed_letters(new_page, sign_in, crowd):
    crowd("round_sent", 12, 7)
    crowd("round_related", 2)
    desk = Counted(sign_in(new_page(), "jimukyoku"))
    page = desk.page
    page.goto("/admin/projects/proposal/")
    desk.click("link", "見本の募集（12件）")
    listed = page.url
    for_all(desk, "受け付ける")
    desk.click("link", "12件の企画3", exact=True)
    desk.click("link", "補正を求める")
    desk.type("[name=why_summary]", "だれのための企画かを書いてください。")
    with page.expect_navigation():
        desk.click("button", "補正を求める")
    crowd("round_corrected")
    page.goto(listed)
    for_all(desk, "審査に進める")
    desk.click("link", "審査のまとめ", exact=True, within=".object-tools")
    desk.click("link", "欠席")
    page.get_by_label("見本 iin12-6").check()
    desk.click("button", "保存する")
    crowd("round_judged", 1, 4, 2)
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
    assert (matrix.count("欠"), matrix.count("除"), matrix.count("―")) == (11, 1, 0)
    desk.click("link", "審査のまとめ", exact=True, within=".kp-admin-ways")
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
    desk.click("link", "結果をまとめて知らせる（11件）")
    desk.click("button", "結果をまとめて知らせる")
    desk.click("link", "通知書の下書きを読んで出す")
    page.goto(f"{page.url}&q=12件の企画")
    desk.click("link", "このページのすべてに、しるしを付ける")
    desk.click("button", "選んだ通知書を確かめて出す")
    desk.click("button", "12通を出す")  # what was to be corrected has a letter too
    with page.expect_navigation():
        desk.click("button", "12通を、まとめて印刷する")
    sheets = page.locator("main").inner_text()
    assert [sheets.count(words) for words in ("会計を分けること", "募集要項で示した最低点に届かなかった")] == [1, 3]
