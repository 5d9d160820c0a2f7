"""The story that must work (read → register → propose → review → plan, do, check, act → everybody sees it), told once.

It knows only pages, labels, buttons and sentences. `city` says with whose browsers it is told: the test client's
(tests/journey) or Chromium's (tests/browser). The second half, from the ledger on, stands in year.py.
"""

import re

from kyodo_portal.common.japanese.dates import fiscal_year
from kyodo_portal.common.templatetags.kyodo import jdate

from .days import day
from .year import Year

WHY = "冬の見守りにとても役立つためです。"
EMAIL = "konayuki@example.jp"
GROUP = "NPO法人 こな雪の会"
CALL = "雪の季節の市民提案"
TITLE = "雪下ろし声かけ隊"
PROMISES = (
    "宗教を広めること、政治上の主義を進めること、特定の候補者や政党を応援・反対することを、主な目的にしていません。",
    "暴力団や、その構成員が関わる団体ではありません。",
    "書いたことは事実です。変わったときは、このサイトで直します。",
    "個人情報の利用目的を読みました。連絡先に名前を書いた人にも、そのことを伝えました。",
)
PLEDGES = (
    "この提案は、団体で話し合って決めたものです。",
    f"採択されたときに、企画の名前・団体の名前（{GROUP}）・「ひとことで言うと」がこのサイトで公開されることに同意します。",
    "政治や宗教の活動、特定の人だけの利益を目的とするものではありません。",
)
KEPT_PRIVATE = ("髙﨑 𠮷子", "見本 花子", "見本町1-2-3", "947-0099", "kai@example.jp")
NEXT = "保存して次へ進む"


class Beginning:
    """Chapters 1 to 5, in their order; each needs the ones before it."""

    def __init__(self, city):
        self.city = city
        self.group = city.visitor()

    # ---- 1: a resident reads -----------------------------------------------------------------------------------
    def a_resident_reads(self):
        resident = self.city.visitor().open("/")
        assert "協働" in resident.text
        resident.open("/guidelines/ojiya/").sees("市民との協働ガイドライン", "そもそも「協働」って？", "小千谷市がすすめること")
        resident.follow("5 地域で困っていることって、本当に解決できるの？").sees("岩沢", "コミュニティバス")
        resident.open("/guidelines/ojiya/4/").sees("除雪")
        resident.open("/projects/procedure/").sees("計画", "実施", "ふりかえり", "見直し")

    # ---- 2: a group signs up and registers -----------------------------------------------------------------------
    def a_group_signs_up(self):
        group = self.group.open("/accounts/signup/")
        form = group.form("登録を申し込む")
        form.fill("メールアドレス", EMAIL).fill("お名前", "見本 花子").fill(
            "利用規約と個人情報の取り扱いに同意します", True
        ).send()
        group.form("次へ進む").fill("届いた番号", self.city.code_for(EMAIL)).send()
        group.open("/me/").sees("見本 花子")

    def a_group_registers(self):
        group = self.group.open("/partners/register/")
        group.form("登録をはじめる").fill("団体名", GROUP).fill_all(
            {"1. どんな集まりですか": "同じ目的や関心がある（サークル・ボランティアなど）", "2. 法人ですか": "NPO法人"}
        ).send()
        self.registration = group.url
        group.sees("登録のもくじ", "まだ送られていません").follow("団体のこと")
        group.form(NEXT).fill_all(
            {"ふりがな": "こなゆきのかい", "会員数": "２４人", "団体の目的": "雪で困る人を減らします。"}
        ).send()
        group.form(NEXT).fill_all(
            {
                "主な活動": "高齢の人の家の雪を下ろします。",
                "活動の分野（3つまで選ぶ）": ["健康・医療・福祉", "地域の安全"],
                "活動する地域（あてはまるものをすべて選ぶ）": ["岩沢"],
            }
        ).send()
        contact = {
            "代表者の名前": "髙﨑 𠮷子",
            "連絡する人の名前": "見本 花子",
            "郵便番号": "９４７－００９９",
            "所在地": "見本町1-2-3",
        }
        contact |= {
            "電話番号": "０２５８－８３－００００",
            "連絡用のメールアドレス": "KAI@example.jp",
            "電話番号の公開": "公開する",
        }
        group.form(NEXT).fill_all(contact).send()
        group.open(self.registration).follow("約束の確認")
        group.form(NEXT).fill_all(dict.fromkeys(PROMISES, True)).send()
        group.open(self.registration).follow("内容を確認して送る画面へ進む").sees("雪で困る人を減らします。", "0258-83-0000")
        group.press("この内容で申請する").sees("申請")
        group.open(self.registration).sees("申請中", "いまは、市の番です", "が、登録を申請しました。", "-T-").sees_no(
            "補正を求める"
        )
        self.city.visitor().open("/partners/").sees_no("こな雪の会")

    # ---- 3: staff ask for a correction, the group corrects, staff approve ------------------------------------------
    def staff_ask_for_a_correction(self):
        staff = self.city.secretariat.open("/admin/").follow("登録の申請（申請中）").follow(GROUP).sees("髙﨑 𠮷子", "申請中")
        self.registration_in_admin = staff.url
        form = staff.follow("補正を求める").form("補正を求める")
        form.fill("団体のこと：団体の目的", "だれのための会かを書いてください。").fill("期限", day(14).isoformat()).send()
        staff.open(self.registration_in_admin).sees("補正中", "だれのための会か")
        group = self.group.open("/inbox/").sees("登録の申請に、直してほしいところがあります")
        self.city.mailed(EMAIL, "だれのための会かを書いてください。")
        group.open(self.registration).sees("補正中", "だれのための会かを書いてください。", jdate(day(14)))

    def the_group_corrects(self):
        group = self.group.open(f"{self.registration}correct/")
        form = group.form("直して出し直す")
        assert form.value("団体の目的") == "雪で困る人を減らします。"
        form.fill("団体の目的", "ひとり暮らしの高齢の人のための会です。").send()
        group.sees("申請中")

    def staff_approve(self):
        staff = self.city.secretariat.open(self.registration_in_admin).sees("ひとり暮らしの高齢の人のための会です。")
        staff.follow("承認する").press("承認する")
        visitor = self.city.visitor().open("/partners/?q=こな雪").follow(GROUP)
        self.partner = visitor.url
        visitor.sees(GROUP, "高齢の人の家の雪を下ろします。", "0258-83-0000").sees_no(*KEPT_PRIVATE)
        self.group.open(self.partner).sees("髙﨑 𠮷子")
        self.city.mailed(EMAIL, "登録しました")

    # ---- 4: staff open a call, the group drafts and sends ----------------------------------------------------------
    def staff_open_a_call(self):
        staff = self.city.secretariat.open("/admin/projects/call/add/")
        form = staff.form("保存して編集を続ける")
        form.fill_all(
            {"募集の名前": CALL, "型": "市民提案型", "実施する年度": str(fiscal_year(day(0))), "担当": self.city.department_name}
        )
        form.fill_all({"どんな募集か": "雪の季節を市といっしょに支える企画を募集します。", "提案できる人": "登録した団体"})
        form.fill_all(
            {"市が負担する上限(円)": "300000", "受付を始める日時": f"{day(-1)} 09:00", "受付を終える日時": f"{day(20)} 17:00"}
        )
        form.fill("公開する日時", f"{day(-1)} 09:00")
        questions = (("企画の内容", "どんなことをしますか"), ("協働で行うわけ", "なぜ市といっしょにしますか"))
        for row, (page, label) in enumerate(questions):
            form.fill_all({"画面": page, "質問": label, "字数の上限": "400", "並び順": str(row)}, f"#questions-{row}")
        for row, (name, weight) in enumerate((("公益性", "1"), ("役割分担", "2"))):
            form.fill_all({"項目": name, "満点": "5", "重み": weight, "並び順": str(row)}, f"#criteria-{row}")
        form.fill_all(
            {"審査委員のメールアドレス": self.city.panel_emails[0], "肩書き": "学識経験者", "いつから": f"{day(-1)}"}, "#seats-0"
        )
        form.send()
        seat = {"審査委員のメールアドレス": self.city.panel_emails[1], "肩書き": "市民の代表", "いつから": f"{day(-1)}"}
        staff.form("保存").fill_all(seat, "#seats-1").send()
        staff.open("/admin/projects/call/").sees(CALL, "受付中")

    def the_group_drafts(self):
        group = self.group.open("/projects/calls/").follow(CALL).sees("公益性", "役割分担", "どんなことをしますか", "300,000円")
        self.call = group.url
        group.open(f"{self.call}propose/").form("提案書を書きはじめる").send()
        self.proposal = group.url
        group.sees("提案書のもくじ", "(名前のない下書き)").follow("2 企画の内容")
        group.form("下書きを保存して終える").fill("企画の名前", TITLE).send()
        # She leaves, and comes back another day with what she wrote.
        group.open("/").open(self.proposal).sees(TITLE, "下書き").follow("2 企画の内容")
        form = group.form(NEXT)
        assert form.value("企画の名前") == TITLE
        form.fill_all(
            {"ひとことで言うと": "声をかけてから雪を下ろします。", "始めたい日": f"{day(30)}", "終える予定の日": f"{day(90)}"}
        )
        form.fill_all({"いっしょに取り組みたい課": self.city.department_name, "どんなことをしますか": "20軒を回ります。"}).send()
        group.form(NEXT).fill("なぜ市といっしょにしますか", "市が名簿を持つからです。").send()
        goal = {
            "目標（何が、どうなるようにするか）": "声をかける家をふやす",
            "はかりかた（何を、どう数えるか）": "回った家を数える",
            "いまの値": "8",
            "目標の値": "20",
            "単位": "軒",
        }
        group.form(NEXT).fill_all(goal, "目標 1").send()
        roles = {"やること": "声かけ", "団体などが担うこと": "家を回る", "市が担うこと": "名簿を作る"}
        group.form(NEXT).fill_all(roles, "役割 1").send()
        form = group.form(NEXT).fill_all({"費目": "市の負担", "金額": "１００，０００円", "市が負担するお金": True}, "収入 1")
        form.fill_all({"費目": "スコップ", "金額": "100,000", "内訳・説明": "5千円を20本"}, "支出 1").send()

    def the_group_sends(self):
        group = self.group.open(self.proposal).follow("8 確かめて送る").sees(TITLE, "100,000円", "20軒を回ります。")
        group.form("この内容で提案を送る").fill_all(dict.fromkeys(PLEDGES, True)).send()
        self.number = re.search(r"R\d+-P-\d{4}", group.sees("受付番号").text)[0]
        group.open(self.proposal).sees("提出済", self.number)

    # ---- 5: staff receive, the panel scores, the city decides ------------------------------------------------------
    def staff_receive(self):
        staff = self.city.secretariat.open("/admin/").follow("受付を待つ提案").follow(TITLE)
        staff.sees(self.number, "20軒を回ります。", "名簿を作る")
        self.proposal_in_admin = staff.url
        staff.follow("受け付ける").press("受け付ける")
        form = staff.open(self.proposal_in_admin).sees("受付済").follow("担当課との協議に進める").form("担当課との協議に進める")
        form.fill("担当課", self.city.department_name).send()
        clerk = self.city.department.open("/admin/").follow("協議を記録する提案").follow(TITLE).follow("担当課協議を記録する")
        talk = {"話し合った日": f"{day(0)}", "出た人": "団体から2人、課から1人", "話し合ったこと": "名簿の渡し方を決めました。"}
        clerk.form("協議の記録を残す").fill_all(talk).send()
        form = staff.open(self.proposal_in_admin).sees("名簿の渡し方を決めました。").follow("審査に進める").form("審査に進める")
        form.fill("締切の前に進める理由", "出した団体が、そろったからです。").send()
        self.group.open(self.proposal).sees("審査中")
        self.city.mailed(EMAIL, "提案を受け付けました")

    def the_panel_scores(self):
        for member, points, advice in zip(
            self.city.panel, ("4点 よい", "3点 ふつう"), ("名簿は早めに。", "若い人にも声を。"), strict=True
        ):
            page = (
                member.open("/projects/review/")
                .follow(TITLE)
                .sees("20軒を回ります。", "名簿を作る", "5千円を20本")
                .sees_no("名簿は早めに。")
            )
            form = page.form("書いたことを確かめる").fill("「公益性」の点", points).fill("「役割分担」の点", "5点 とてもよい")
            form.fill("委員どうしの所見", "委員だけの所見です。").fill("団体への助言", advice).send()
            page.sees("5点", advice)
            page.press("審査票を出す")

    def the_city_decides(self):
        staff = self.city.secretariat.open("/admin/").follow("審査中の提案")
        staff.follow(CALL).sees(TITLE, "90.0")
        staff.open(self.proposal_in_admin).sees("90.0点", "委員だけの所見です。", "名簿は早めに。")
        form = staff.follow("決定を記録する").form("決定を記録する")
        form.fill_all(
            {
                "結果": "採択",
                "協働の形態": "補助金",
                "文書番号": "観交第123号",
                "決裁日": f"{day(0)}",
                "市が負担する額": "100,000",
            }
        )
        form.fill("団体に伝える理由", WHY).send()
        staff.open(self.proposal_in_admin).sees("結果準備", "観交第123号")
        # Nothing leaks before the results are told.
        for browser, path in (
            (self.group, self.proposal),
            (self.group, "/inbox/"),
            (self.group, "/me/"),
            (self.city.visitor(), self.call),
        ):
            browser.open(path).sees_no(WHY, "観交第123号", "採択されました")
        assert WHY not in self.city.mail_for(EMAIL)
        self.city.visitor().open("/projects/").sees_no(TITLE)

    def the_result_is_told(self):
        staff = self.city.secretariat.open(self.proposal_in_admin).follow("採択を知らせる")
        staff.press("採択を知らせる")
        self.group.open(self.proposal).sees("採択", WHY, "100,000円").sees_no("委員だけの所見です。", "見本 委員一", "90.0")
        self.group.open("/inbox/").sees(f"「{TITLE}」が採択されました")
        self.city.mailed(EMAIL, WHY)
        self.city.visitor().open(self.call).sees(TITLE)
        visitor = self.city.visitor().open("/projects/?q=声かけ隊").follow(TITLE)
        self.project = visitor.url
        visitor.sees(TITLE, GROUP, self.city.department_name, "準備")


class Story(Beginning, Year):
    chapters = (
        "a_resident_reads",
        "a_group_signs_up",
        "a_group_registers",
        "staff_ask_for_a_correction",
        "the_group_corrects",
        "staff_approve",
        "staff_open_a_call",
        "the_group_drafts",
        "the_group_sends",
        "staff_receive",
        "the_panel_scores",
        "the_city_decides",
        "the_result_is_told",
        "goals_and_roles_are_fixed",
        "both_sides_do",
        "the_group_reports",
        "both_evaluate_without_seeing_each_other",
        "they_talk_and_improve",
        "everybody_sees_it",
        "what_one_side_takes_back_is_read_no_more",
        "the_coordinator_sees_all_matters",
        "what_was_decided_is_met_again",
        "a_department_enters_a_sponsorship",
    )
