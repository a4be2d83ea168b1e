"""Subjects arrive as they were written, whatever their length."""

from __future__ import annotations

from email import policy
from email.message import EmailMessage
from email.parser import BytesParser

from monitor.alerts.channels.email.policy import LINE, MAIL
from tests.each import each


@each(
    "subject letter",
    [
        ("【黄色预警】{}：24 小时 12 条原创，4 家来源，负面 82 %", "云"),
        ("[Orange alert] {}: 12 originals in 48 hours from 4 sources, 82 % negative", "云"),
        ("[Orange alert] {}: 12 originals in 48 hours from 4 sources, 82 % negative", "x"),
    ],
)
def test_no_blank_of_a_subject_is_lost_where_a_line_is_broken(subject: str, letter: str) -> None:
    for n in range(1, 70):
        mail, said = EmailMessage(policy=MAIL), subject.format(letter * n)
        mail["Subject"] = said
        sent = mail.as_bytes()
        assert BytesParser(EmailMessage, policy=policy.default).parsebytes(sent)["Subject"] == said
        assert all(len(line) <= LINE for line in sent.splitlines())
