"""The second half of the story: the year of the collaboration, and what everybody sees of it."""

import re

from kyodo_portal.common.japanese.dates import fiscal_year
from kyodo_portal.common.templatetags.kyodo import fiscal
from projects.cycles.check.scales import SHORT_WORDS, WORDS

from .days import day

GROUP_SECRET, CITY_SECRET = "団体だけの本音です", "市だけの本音です"
SPONSORED = "雪まつり子ども相撲"


class Year:
    """Chapters 6 to 8."""

    # ---- 6: plan, do, check, act -----------------------------------------------------------------------------------
    def step(self, browser, name, **answers):
        """Take a step of the year from its page: the link, the questions, the button."""
        browser.open(self.cycle).follow(name).form(name).fill_all(answers).send()

    def goals_and_roles_are_fixed(self):
        year = fiscal(fiscal_year(day(0)))
        group = self.group.open(self.project).follow(f"{year}の進め方のページを開く")
        self.cycle = group.url
        form = group.sees("準備", "名簿を作る").follow("計画を直す").form("計画を保存する")
        goal = {
            "種類": "活動の目標",
            "目標": "雪下ろしを広げる",
            "指標（何で測るか）": "回った家",
            "目標の値": "20",
            "単位": "軒",
        }
        form.fill("始める日", f"{day(0)}").fill("この年度の目標", "雪で困る家をなくす").fill_all(goal, "目標 1").send()
        group.press("この計画でよい").sees("相手の確認を待ちます")
        clerk = self.city.department.open(self.cycle).sees("雪で困る家をなくす", "回った家")
        clerk.press("この計画でよい").sees("双方がそろい、計画に合意しました。", "合意")
        self.step(clerk, "実施を始める")
        self.city.visitor().open(self.project).sees("実施中", "雪で困る家をなくす", "声かけ", "家を回る", "名簿を作る")

    def both_sides_do(self):
        for browser, title in ((self.group, "12軒の雪を下ろしました"), (self.city.department, "名簿を渡しました")):
            form = browser.open(self.cycle).follow("活動記録を書く").form("記録を載せる")
            form.fill_all({"行った日": f"{day(0)}", "見出し": title, "したこと・気づいたこと": "けがもなく終わりました。"}).send()
        self.city.visitor().open(self.project).sees("12軒の雪を下ろしました", "名簿を渡しました")

    def the_group_reports(self):
        self.step(self.group, "実施を終えて報告に進む")
        form = self.group.open(self.cycle).follow("実績報告を書く").form("この実績報告を出す")
        form.fill_all({"したこと": "20軒の計画で18軒を回りました。", "成果": "倒れた家はありません。", "回った家の実績": "18"})
        form.fill_all({"収入の合計": "100,000", "支出の合計": "100,000"}).send()
        self.group.open(self.cycle).sees("評価中", "倒れた家はありません。")

    def both_evaluate_without_seeing_each_other(self):
        sides = ((self.group, 4, GROUP_SECRET), (self.city.department, 2, CITY_SECRET))  # two points apart: they have to talk
        for browser, points, secret in sides:
            page = (
                browser.open(self.cycle)
                .sees_no(GROUP_SECRET, CITY_SECRET)
                .follow("評価を書く")
                .sees_no(GROUP_SECRET, CITY_SECRET)
            )
            form = page.form("書いたことを確かめる")
            legends = {legend: re.sub(r"^\d+ / \d+ ", "", legend) for legend in form.groups_with("判断できない")}
            self.questions = [*legends.values()]
            for scale, words in WORDS.items():
                answer = f"{points}{SHORT_WORDS[scale][5 - points]}（{words[5 - points]}）"
                for legend in form.groups_with(answer):
                    form.fill(legend, answer).fill(f"{legends[legend]}の理由・説明", secret)
            form.fill("よかったこと", secret).send()
            page.sees("まだ出していません", secret).press("この評価を出す")
            if browser is self.group:
                self.nobody_reads(GROUP_SECRET)
        self.group.open(self.cycle).sees("話し合い", CITY_SECRET)
        self.city.department.open(self.cycle).sees(GROUP_SECRET)

    def nobody_reads(self, secret):
        """The group's answers stand nowhere while the department's are missing."""
        for browser in (self.city.department, self.city.secretariat, self.city.coordinator):
            for path in (self.cycle, self.project, "/projects/board/", "/inbox/", "/me/"):
                status = 403 if (browser is self.city.coordinator and path == self.cycle) else 200
                browser.open(path, status).sees_no(secret)
        self.city.visitor().open(self.project).sees_no(secret)

    def they_talk_and_improve(self):
        form = self.city.department.open(self.cycle).follow("話し合いの結果を記録する").form("話し合いの結果を記録する")
        for question in self.questions:
            gap = {
                "食い違ったわけ": "見ているところがちがいました。",
                "次にすること": "月に1回話します。",
                "だれが": "会長と担当",
                "いつまでに": f"{day(60)}",
            }
            form.fill_all({f"{question}：{label}": text for label, text in gap.items()})
        form.fill_all(
            {"話し合った日": f"{day(0)}", "出た人": "団体から2人、市から1人", "話し合ったこと": "名簿の渡し方をそろえます。"}
        ).send()
        for browser in (self.group, self.city.department):
            form = browser.open(self.cycle).follow("評価の公表を決める").form("この返事にする")
            form.fill("こちら側の返事", "全文を公表する").send()
        answers = {
            "これからの扱い": "改善して続ける",
            "理由": "冬は毎年来るからです。",
            "次に変えること": "名簿を10月に渡します。",
        }
        self.step(self.city.department, "見直しを決めて完了する", **answers)
        self.next_year = fiscal(fiscal_year(day(0)) + 1)
        page = self.city.department.open(self.cycle).sees("完了", "改善して続ける", f"{self.next_year}の準備が始まっています。")
        page.follow(f"{self.next_year}の進め方を開く").sees(f"{self.next_year}の進め方（関係する人のページ）", "準備")
        self.following = page.url

    def what_was_decided_is_met_again(self):
        """In the second year, until both sides have said what became of it; then they agree on its plan."""
        for browser in (self.group, self.city.department):
            browser.open("/me/").sees("決めたことをする：名簿を10月に渡します。", "決めたことをする：月に1回話します。")
            browser.open(self.following).sees("去年決めたこと", "月に1回話します。", "名簿を10月に渡します。", "これから")
        form = self.group.follow("済んだかどうかを答える").form("しるしを付ける")
        form.fill("どうなりましたか", "済んだ").send()
        self.city.department.open(self.following).sees("済んだ")
        self.group.open(self.following).press("この計画でよい")
        self.city.department.open(self.following).press("この計画でよい").sees("双方がそろい、計画に合意しました。")

    # ---- 7: everybody sees it ------------------------------------------------------------------------------------------
    def everybody_sees_it(self):
        page = self.city.visitor().open(self.project).sees("完了", "声かけ", "名簿を作る").sees_no(self.next_year)
        page.sees("18軒／目標 20軒（90％）", "したこと20軒の計画で18軒を回りました。", "食い違い（2点の差）")
        page.sees(
            GROUP_SECRET,
            CITY_SECRET,
            "名簿の渡し方をそろえます。",
            "改善して続ける",
            "名簿を10月に渡します。",
            "12軒の雪を下ろしました",
        )

    def what_one_side_takes_back_is_read_no_more(self):
        self.says_of_publishing(self.group, "決めない（概要を公表する、と同じです）")
        self.city.visitor().open(self.project).sees_no(GROUP_SECRET, CITY_SECRET).sees("平均")
        self.says_of_publishing(self.city.department, "公表しない")
        self.city.visitor().open(self.project).sees_no(GROUP_SECRET, CITY_SECRET, "名簿の渡し方をそろえます。")
        self.group.open("/inbox/").sees("評価の公表について、相手の返事が変わりました")
        assert not self.city.secretariat.open(self.cycle).links("評価の公表を決める")  # the two sides' own
        for browser in (self.group, self.city.department):
            self.says_of_publishing(browser, "全文を公表する")
        self.city.visitor().open(self.project).sees(GROUP_SECRET, CITY_SECRET, "名簿の渡し方をそろえます。")

    def says_of_publishing(self, browser, answer):
        browser.open(self.cycle).follow("評価の公表を決める").form("この返事にする").fill("こちら側の返事", answer).send()

    def the_coordinator_sees_all_matters(self):
        self.city.coordinator.open("/projects/board/?q=声かけ隊").sees(
            "協働：準備", "雪下ろし声かけ隊", "いまの番NPO法人 こな雪の会"
        )
        self.city.visitor().open("/projects/board/").sees("サインイン")

    # ---- 8: a department enters what never had a proposal ------------------------------------------------------------
    def a_department_enters_a_sponsorship(self):
        clerk = self.city.department.open("/admin/projects/project/add/")
        before = self.count()
        clerk.form("さがす").fill("相手の団体をさがす", "こな雪").send()
        form = clerk.form("台帳に入れる").fill_all(
            {"名前": SPONSORED, "協働の形態": "後援", "相手の団体": ["NPO法人 こな雪の会"]}
        )
        form.fill("ひとことで言うと", "子どもの相撲大会を後援します。").send()
        clerk.sees(SPONSORED)
        assert self.count() == before + 1
        self.city.visitor().open("/projects/?q=子ども相撲").follow(SPONSORED).sees(
            "後援", "NPO法人 こな雪の会", self.city.department_name
        )

    def count(self):
        """How many collaborations the public ledger says there are."""
        return int(re.search(r"(\d+)件", self.city.visitor().open("/projects/").text)[1])
