"""The year of the village in Chromium, without scripts: its one office person at a desk, a headman and a resident on telephones.

From a call to the report of the year, where nobody accompanies, nobody sits on a panel and one person holds every turn of the office. Each
page that anybody comes to, and each mail, speaks as the village does; nothing slides sideways.
"""

import re

import pytest

from kyodo_portal.common.japanese.dates import fiscal_year
from kyodo_portal.common.templatetags.kyodo import fiscal
from tests.browser.city import DESK, PHONE
from tests.browser.conftest import Tabs
from tests.browser.screen import Screen
from tests.browser.test_sample import SET_UP, city_words
from tests.journey.days import day
from tests.village.reader import FOREIGN

OFFICE, GROUP = "むらづくり係（見本）", "上区（見本）"
CALL, TITLE, LENT = "見本の夏の募集", "縁台をつくる日", "見本の盆おどり"
WHY = "区の人が、自分たちで続けられるためです。"
NEXT = "保存して次へ進む"
SLIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def site(village_site):
    """The pages of this file are the village's."""
    return village_site


@pytest.fixture(scope="module")
def tabs(chromium, site):
    return Tabs(chromium, site)


QUESTIONS = ("暮らし", "無理のなさ", "手渡し")


class Village:
    """Its people at their screens, and what was said to them that is not said there."""

    def __init__(self, new_page, sign_in):
        self.new_page, self.sign_in, self.said = new_page, sign_in, set()
        self.office, self.headman = self.person("yakuba", DESK), self.person("kucho", PHONE)
        self.resident = self.person("", PHONE)

    def person(self, who, width):
        page = self.new_page(width, javascript=False)
        return Screen(self.sign_in(page, who) if who else page, self.look)

    def look(self, screen):
        if not SET_UP.search(screen.url):
            self.said |= {f"{screen.url}: {line}" for line in city_words(screen.page)}
        self.said |= {f"{screen.url}: {found[0]}" for found in FOREIGN.finditer(screen.text)}
        own = screen.tab.viewport_size
        for width in (PHONE, DESK):
            screen.tab.set_viewport_size({"width": width, "height": 800})
            if (slide := screen.tab.evaluate(SLIDE)) > 0:
                self.said.add(f"{screen.url} slides sideways by {slide}px at {width}px")
        screen.tab.set_viewport_size(own)


def test_a_year_from_the_call_to_the_report(new_page, sign_in):
    village = Village(new_page, sign_in)
    year = Year(village)
    for chapter in Year.chapters:
        getattr(year, chapter)()
    assert not village.said, "\n".join(sorted(village.said))


class Year:
    """What they do, chapter by chapter; each needs the ones before it."""

    chapters = (
        "a_call_is_opened",
        "the_headman_proposes",
        "the_one_person_receives_and_decides",
        "the_letter_goes_out",
        "both_sides_plan_and_do",
        "the_headman_reports",
        "both_sides_look_back",
        "a_name_is_lent_and_stands_in_the_ledger",
        "last_year_is_counted",
        "and_told",
        "everybody_reads_it",
    )

    def __init__(self, village):
        self.village, self.office, self.group, self.resident = village, village.office, village.headman, village.resident

    def a_call_is_opened(self):
        form = self.office.open("/admin/projects/call/add/").form("保存")
        form.fill_all({"募集の名前": CALL, "型": "村民提案型", "実施する年度": str(fiscal_year(day(0))), "担当": OFFICE})
        form.fill_all({"どんな募集か": "夏に区で始めたいことを募ります。", "提案できる人": "登録した区と会"})
        form.fill_all(
            {
                "村が負担する上限(円)": "５０，０００",
                "受付を始める日時": f"{day(-1)} 09:00",
                "受付を終える日時": f"{day(20)} 17:00",
            }
        )
        form.fill("公開する日時", f"{day(-1)} 09:00")
        form.fill_all({"画面": "企画の内容", "質問": "何をしますか", "字数の上限": "400", "並び順": "0"}, "#questions-0")
        form.fill_all({"項目": "無理がないか", "満点": "5", "重み": "1", "並び順": "0"}, "#criteria-0")
        form.send()
        self.office.open("/admin/projects/call/").sees(CALL, "受付中")
        self.call = self.resident.open("/projects/calls/").follow(CALL).sees("50,000円", "無理がないか").url

    def the_headman_proposes(self):
        group = self.group.open(self.call)
        group.open(f"{self.call}propose/").form("提案書を書きはじめる").send()
        self.proposal = group.url
        form = group.follow("2 企画の内容").form(NEXT)
        form.fill_all(
            {"企画の名前": TITLE, "ひとことで言うと": "集会所の前に縁台をつくります。", "何をしますか": "6月に集まって作ります。"}
        )
        form.fill_all({"始めたい日": f"{day(0)}", "終える予定の日": f"{day(60)}"}).send()
        goal = {
            "目標（何が、どうなるようにするか）": "腰かけられる所をふやす",
            "はかりかた（何を、どう数えるか）": "縁台を数える",
        }
        goal |= {"いまの値": "0", "目標の値": "3", "単位": "台"}
        group.open(self.proposal).follow("3 目標と実施計画").form(NEXT).fill_all(goal, "目標 1").send()
        roles = {"やること": "縁台づくり", "団体などが担うこと": "人を集める", "村が担うこと": "木を出す"}
        group.form(NEXT).fill_all(roles, "役割 1").send()
        form = group.form(NEXT).fill_all({"費目": "村の負担", "金額": "５０，０００円", "村が負担するお金": True}, "収入 1")
        form.fill_all({"費目": "板", "金額": "50,000", "内訳・説明": "板を10枚"}, "支出 1").send()
        group.open(self.proposal).follow("7 確かめて送る")
        form = group.form("この内容で提案を送る")
        for tick in [form._label(box) for box in form._controls if box.get("type") == "checkbox"]:
            form.fill(tick, True)
        form.send()
        self.number = re.search(r"R\d+-P-\d{4}", group.sees("受付番号").text)[0]

    def the_one_person_receives_and_decides(self):
        office = self.office.open("/admin/").follow("受付を待つ提案").follow(TITLE).sees(self.number, "木を出す")
        self.in_admin = office.url
        office.follow("受け付ける").press("受け付ける")
        form = office.open(self.in_admin).follow("審査に進める").form("審査に進める")
        form.fill("締切の前に進める理由", "急ぐためです。").send()
        form = office.open(self.in_admin).follow("決定を記録する").form("決定を記録する")
        form.fill_all({"結果": "採択", "協働の形態": "むらづくり交付金", "文書番号": "見村第9号", "決裁日": f"{day(0)}"})
        form.fill_all({"村が負担する額": "50,000", "団体に伝える理由": WHY}).send()
        office.open(self.in_admin).follow("採択を知らせる").press("採択を知らせる")
        self.group.open(self.proposal).sees("採択", WHY, "50,000円")
        self.group.open("/inbox/").sees(f"「{TITLE}」が採択されました")
        self.project = self.resident.open(f"/projects/?q={TITLE}").follow(TITLE).sees(GROUP, OFFICE).url

    def the_letter_goes_out(self):
        office = self.office.open("/staff/letters/?state=draft").follow("採択通知書").sees("村が負担する額", "見本村長")
        office.press("確かめて出す").press("1通を出す").sees("1通を出しました。")
        self.group.open(self.proposal).follow("採択通知書").sees("見本村長", WHY)

    def step(self, screen, name, **answers):
        screen.open(self.cycle).follow(name).form(name).fill_all(answers).send()

    def both_sides_plan_and_do(self):
        year = fiscal(fiscal_year(day(0)))
        group = self.group.open(self.project).follow(f"{year}の進め方のページを開く")
        self.cycle = group.url
        goal = {
            "種類": "活動の目標",
            "目標": "腰かけられる所をふやす",
            "指標（何で測るか）": "縁台",
            "目標の値": "3",
            "単位": "台",
        }
        form = group.follow("計画を直す").form("計画を保存する")
        form.fill("始める日", f"{day(0)}").fill("この年度の目標", "縁台をつくる").fill_all(goal, "目標 1").send()
        group.press("この計画でよい").sees("相手の確認を待ちます")
        self.office.open(self.cycle).press("この計画でよい").sees("双方がそろい、計画に合意しました。")
        self.step(self.office, "実施を始める")
        for screen, title in ((self.group, "板を切りました"), (self.office, "木を運びました")):
            form = screen.open(self.cycle).follow("活動記録を書く").form("記録を載せる")
            form.fill_all({"行った日": f"{day(0)}", "見出し": title, "したこと・気づいたこと": "けがもなく終わりました。"}).send()
        self.resident.open(self.project).sees("実施中", "板を切りました", "木を運びました", "木を出す")

    def the_headman_reports(self):
        self.step(self.group, "実施を終えて報告に進む")
        form = self.group.open(self.cycle).follow("実績報告を書く").form("この実績報告を出す")
        form.fill_all({"したこと": "縁台を3台つくりました。", "成果": "夕方に人が集まります。", "縁台の実績": "3"})
        form.fill_all({"収入の合計": "50,000", "支出の合計": "50,000"}).send()
        self.group.open(self.cycle).sees("評価中")

    def both_sides_look_back(self):
        answers = ((self.group, "5ほっと（みんなが、ほっとした）"), (self.office, "3どちらも（どちらともいえない）"))
        for screen, answer in answers:
            form = screen.open(self.cycle).follow("評価を書く").form("書いたことを確かめる")
            for legend in form.groups_with(answer):
                form.fill(legend, answer)
            form.fill("よかったこと", "集まれたことです。").send()
            screen.press("この評価を出す")
        form = self.office.open(self.cycle).follow("話し合いの結果を記録する").form("話し合いの結果を記録する")
        gap = {
            "食い違ったわけ": "日よけがないからです。",
            "次にすること": "日よけを付けます。",
            "だれが": "区長と係",
            "いつまでに": f"{day(60)}",
        }
        for question in QUESTIONS:
            form.fill_all({f"{question}：{label}": words for label, words in gap.items()})
        form.fill_all(
            {"話し合った日": f"{day(0)}", "出た人": "区から2人、村から1人", "話し合ったこと": "来年は日よけを付けます。"}
        ).send()
        for screen in (self.group, self.office):
            form = screen.open(self.cycle).follow("評価の公表を決める").form("この返事にする")
            form.fill("こちら側の返事", "全文を公表する").send()
        answers = {"これからの扱い": "改善して続ける", "理由": "夏は毎年来るからです。", "次に変えること": "日よけを付けます。"}
        self.step(self.office, "見直しを決めて完了する", **answers)
        self.resident.open(self.project).sees("完了", "3台／目標 3台", "来年は日よけを付けます。", "日よけを付けます。")

    def a_name_is_lent_and_stands_in_the_ledger(self):
        office = self.office.open("/admin/projects/project/add/")
        office.form("さがす").fill("相手の団体をさがす", "上区").send()
        form = office.form("台帳に入れる").fill_all({"名前": LENT, "協働の形態": "名前を貸すこと", "相手の団体": [GROUP]})
        form.fill("ひとことで言うと", "盆おどりに村の名前を貸します。").send()
        self.resident.open(f"/projects/?q={LENT}").follow(LENT).sees(GROUP, OFFICE)

    def last_year_is_counted(self):
        office = self.office.open("/ledger/inventory/").follow("棚卸しを用意する").press("棚卸しを用意する")
        self.round, self.counted = office.url, int(re.search(r"/(\d{4})/", office.url)[1])
        office.follow("始める").press("始める")
        office.open(self.round).follow(OFFICE).press("保存して、のこりをみな「同じ」にする")
        office.press("保存して、出す前に確かめる").press("提出する").sees("出した").follow("受け取る").press("受け取る")
        for step in ("締め切る", "確定する", "公表する"):
            office.open(self.round).follow(step).press(step)

    def and_told(self):
        form = self.office.open("/admin/projects/yearreport/add/").form("年のまとめを始める")
        in_admin = form.fill("年度", fiscal(self.counted)).send().url
        reason = {"理由": "委員会を置いていないためです。"}
        self.office.follow("意見をもらわずに進める").form("意見をもらわずに進める").fill_all(reason).send()
        self.office.open(in_admin).follow("年のまとめを公表する").press("年のまとめを公表する")

    def everybody_reads_it(self):
        self.resident.open("/report/").follow(f"{fiscal(self.counted)}、いっしょにできたこと").sees("村の負担")
        self.resident.open(self.project).sees("改善して続ける")
        for path in ("/whats-on/", "/news/", "/projects/", "/sample/mail/"):
            self.resident.open(path)
        for screen in (self.group, self.office):
            screen.open("/inbox/").open("/me/")
