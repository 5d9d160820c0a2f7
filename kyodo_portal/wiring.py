"""Names that settings.py takes over as they stand: what a lower shelf asks of a higher one, and what the clock does.

No city changes them; a room that is added adds its line here.
"""

# What a lower shelf asks of a higher one by name, so that imports point down only: kyodo_portal/common/upwards.py asks.
KYODO_ACCESS = "partners.directory.access"  # who works where today
KYODO_NAME_CHANGED = "projects.snapshots.naming_actions.names_changed"  # a partner's public name
KYODO_GROUP_HAS_BEGUN = "projects.proposals.access.group_has_begun"  # proposals since
KYODO_STILL_RUNNING = "kyodo_portal.pages.still_running.running_of"  # what has not ended of who leaves the directory
KYODO_FOLLOWED = "kyodo_portal.pages.followable.things"  # what the keys of 見守り stand for
KYODO_OTHER_WORDS = "guidelines.advice.synonyms.other_words"  # what else people call the same trouble
KYODO_OFF_THE_PAGE = "kyodo_portal.pages.search_page_actions.forget_pages"  # something left a public page
KYODO_WORDS_OFF_THE_PAGES = "kyodo_portal.pages.search_page_actions.forget_words"  # a name left the house
KYODO_MISFIT = "kyodo_portal.pages.database.misfit"  # why this database is not the one that this code expects
KYODO_CITY_ROW = "kyodo_portal.pages.city_actions.city_row"  # 市の情報
KYODO_CITY_SECONDS = 5  # after so many a process asks for its row again (common/city.py)
KYODO_TEXTS_IN_FORCE = "kyodo_portal.pages.policy_actions.texts_in_force"  # what a sign-up agrees to
KYODO_QUEUE_MAIL = "kyodo_portal.notices.actions.queue_mail"
KYODO_ONCE = "kyodo_portal.process.key_actions"  # which one-time key made what
KYODO_NOBODY_TOLD = "partners.errands.actions"  # a notice reached nobody, or was a mistake
KYODO_NOTIFY = "kyodo_portal.notices.actions.notify"
KYODO_RECORD = "kyodo_portal.audit.actions.record"
KYODO_WRITTEN_ON = "kyodo_portal.audit.written.written_on"
KYODO_NAMED = "kyodo_portal.pages.about.named_for_all"  # what a key of a letter or an event stands for is called
KYODO_MEMBERSHIP_ENDS = "projects.handover.actions.membership_ends"  # somebody leaves: what they held is handed over
KYODO_BODY_LEFT = [  # a body left the directory while something goes on with it
    "projects.handover.left_actions.body_left",
    "partners.requests.left_actions.body_left",
]
KYODO_HELD_MATTERS = "projects.handover.matters.held_matters"  # what somebody would leave behind
KYODO_INVITATIONS = "projects.committees.invitations.KINDS"  # {kind: who may be invited where}
KYODO_FROZEN_YEARS = "projects.snapshots.amends.frozen_years"  # in which years' frozen lists an entry stands
KYODO_CALL_COPIED = "projects.reviews.plan_actions.copy_plan"  # how a copied 募集回 is judged
KYODO_GRANTED_OF_CALL = "projects.reviews.decision_checks.granted"  # 円 of the adoptions of a 募集回 that stand
KYODO_PARTIES = "projects.committees.parties.parties_of"  # which party words somebody is today
KYODO_LETTERS = "partners.requests.experience"  # who takes no letters of whom, who answers in time
KYODO_ANSWER_DAY_MOVED = "partners.requests.day_actions.move_answer_day"  # who applied for a seat hears later, or sooner
KYODO_LETTERS_FOLLOW = "kyodo_portal.letters.step_actions.letters_follow"  # a step was taken: its 通知書
KYODO_REASON_EXAMPLES = "kyodo_portal.letters.reasons.examples_of"  # 理由の文例 of a step
KYODO_LETTER_KINDS = [  # which processes write 通知書
    "partners.registration.letters.REGISTRATIONS",
    "projects.reviews.letters.PROPOSALS",
    "projects.applications.letters.APPLICATIONS",
    "projects.grants.letters.GRANTS",
]
KYODO_TASK_SOURCES = [  # besides the tables
    "projects.ledger.todo.OBJECTIONS",
    "partners.directory.todo.DISPUTES",
    "partners.offers.todo.OFFERS",
    "partners.registration.todo.RENEWALS",
    "kyodo_portal.process.photo_todo.PHOTO_REQUESTS",
    "projects.asks.todo.ASKS",
    "projects.committees.todo.MINUTES",
    "projects.committees.todo.TERMS",
    "partners.takeover.todo.OBJECTIONS",
    "partners.requests.todo.REPORTS",
    "projects.consultations.todo.ZONES",
]
KYODO_PHOTO_PLACES = [  # which pages show photographs
    "partners.directory.photos.PARTNER",
    "partners.events.photos.DAY",
    "partners.events.photos.EVENT",
    "projects.cycles.do.photos.UPDATE",
    "projects.ledger.photos.PROJECT",
]

# (name, dotted path, seconds between two runs) — what `manage.py tick` does.
KYODO_TICK_JOBS = [
    ("ended sessions", "kyodo_portal.notices.scheduler.clear_sessions", 3600),
    ("ended cache rows", "kyodo_portal.notices.scheduler.clear_cache", 3600),
    ("left uploads", "kyodo_portal.notices.scheduler.clear_uploads", 3600),
    ("files of nobody", "kyodo_portal.pages.cleanup.remove_unowned_files", 24 * 3600),
    ("files whose row is back", "kyodo_portal.pages.cleanup.bring_back_wanted", 600),
    ("scheduled guidelines", "guidelines.revisions.publication_actions.publish_due", 60),
    ("registrations", "partners.registration.clock_actions.turn_days", 3600),
    ("inventories", "projects.inventory.round_actions.close_due", 3600),
    ("exclusions", "projects.proposals.conflicts.actions.note_all_exclusions", 3600),
    ("unproven sign-ups", "kyodo_portal.accounts.security_actions.forget_unproven", 3600),
    ("old counters", "kyodo_portal.accounts.limits.forget_old", 24 * 3600),
    ("years that turn", "projects.cycles.clock_actions.note_by_the_clock", 3600),
    ("tasks that turn", "kyodo_portal.process.task_actions.sync_due", 600),
    ("tasks anew", "kyodo_portal.process.task_actions.sync_everything", 24 * 3600),
    ("offers", "partners.offers.clock_actions.turn_days", 24 * 3600),
    ("handovers", "projects.handover.actions.turn_days", 600),
    ("accompanying", "partners.directory.assignment_actions.end_of_leavers", 3600),
    ("takeovers", "partners.takeover.clock_actions.turn_days", 3600),
    ("reorganisations", "projects.reorganisations.actions.turn_days", 600),
    ("applications", "projects.applications.clock_actions.turn_days", 3600),
    ("changes told", "projects.applications.move_actions.move_told", 60),
    ("years of grants", "projects.grants.entry_actions.carry_years", 3600),
    ("opinions", "projects.opinions.clock_actions.turn_days", 60),
    ("keys of who left", "projects.consultations.clock_actions.forget_leavers", 600),
    ("photographs taken off", "kyodo_portal.process.photo_decision_actions.carry_out_decided", 60),
    ("letters", "partners.requests.clock_actions.turn_days", 3600),
    ("events", "partners.events.clock_actions.turn_hours", 600),
    ("lists of groups", "partners.imports.clock_actions.go_on", 15),
    ("lists of events", "partners.event_imports.clock_actions.go_on", 15),
    ("official letters", "kyodo_portal.letters.clock_actions.let_go", 60),
    ("reminders", "kyodo_portal.pages.reminders.remind", 6 * 3600),
    ("summary of the week", "kyodo_portal.pages.digest.tell_the_week", 3600),
    ("what is followed", "kyodo_portal.pages.friday.tell_the_followers", 3600),
    ("mails of the day", "kyodo_portal.notices.bundle_actions.send_the_day", 900),
    ("stale news", "kyodo_portal.pages.stale_news_actions.withdraw_stale", 600),
    ("held accounts", "kyodo_portal.personal.erasing_actions.erase_what_was_held", 24 * 3600),
    ("papers of registrations", "kyodo_portal.personal.paper_actions.remove_old_papers", 24 * 3600),
    ("old mails", "kyodo_portal.personal.retention_actions.clean_daily", 24 * 3600),
    ("pages of the search", "kyodo_portal.pages.search_page_actions.read_a_while", 60),
    ("search texts", "kyodo_portal.pages.search_text_actions.write_a_while", 60),
    ("old counts of searches", "kyodo_portal.pages.sought_actions.forget_old", 24 * 3600),
    ("grams of deleted texts", "kyodo_portal.common.lists.grams.forget_deleted", 24 * 3600),
]
