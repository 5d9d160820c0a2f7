"""通知書: what the city writes officially to whom a matter concerns, for every process in one way.

How a process hangs on — one declaration in its room, one line in the wiring:

1. The room gets a module `letters.py` with one `LetterKind` (kinds.py):

       GRANTS = LetterKind(
           model=Grant,                              # the Subject
           facts=facts_of,                           # f(matter, change) -> LetterFacts: addressee, numbers, day of the decision
           marks={"交付決定額": amount_of},          # {mark: f(matter, change) -> str}; those of kinds.COMMON come by themselves
           found_by=own,                             # f(user) -> QuerySet: matters whose released letters somebody finds
           at_desk_of=handled,                       # f(user) -> QuerySet: matters whose letters somebody edits and releases
           defaults=(LetterDefault("decide", "交付決定通知書", …),),   # the first template of a step, in words of ours
       )

   The words below a refusal (教示) and below everything else are in appeals.py. Where matters of one process may be a 処分 or none, its
   `is_disposition` says which: the 教示 of 審査請求 stands below those alone.
   `told`, `readers` and `desk` are names out of the table's ROLES; what a person is to a matter is asked of the process's access module
   (`…_roles`), so that whoever may not judge a matter releases no letter of it.
2. `kyodo_portal/wiring.py`: its dotted path in KYODO_LETTER_KINDS.
3. Pages on `process/matter.html` and the admin's StepAdmin show its letters by themselves; elsewhere
   `{% load official_letters %}{% official_letters subject user %}`.

Nothing else: `take_step` asks `step_actions.letters_follow` after every step. Where a template of (process, step) is in use, the step's
transaction writes a draft; where a step is taken back, a draft that has not left is put aside. `prepare` lays the default templates of
steps that have none; a city changes them in the admin, where each change of one that is in use is a new version. A step without a
template writes nothing; any step of the city's may get one that is not its own affair (mark `inside`). `manage.py check` says which
word of a LetterKind leads nowhere. Letters of a matter that stands already: `draft_actions.draft_of`.
"""
