"""The log-ins of the sample city. Imported before Django is set up (run.py), so it imports nothing."""

PASSWORD = "mihon-kyodo-2026"
# (e-mail, what this person is)
LOGINS = [
    ("jumin@example.jp", "住民"),
    ("dantai@example.jp", "団体の代表者（1つ目の団体）"),
    ("dantai2@example.jp", "団体の代表者（2つ目の団体）"),
    ("kosharu@example.jp", "コーディネーター"),
    ("tanto@example.jp", "市の担当課"),
    ("shinsa@example.jp", "審査委員"),
    ("jimukyoku@example.jp", "市の事務局"),
    ("kanri@example.jp", "システム管理者"),
]
