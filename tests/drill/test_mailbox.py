"""The mailbox through real SMTP, and reading it back safely."""

import asyncio
import smtplib
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest

from monitor.drill import catcher
from monitor.drill.mailbox import mail_read, mail_store, mails_list

from .conftest import ANCHOR


def letter(subject: str) -> EmailMessage:
    message = EmailMessage()
    message["Subject"], message["From"], message["To"] = subject, "tingchao@yunhe.example", "zu@yunhe.example"
    message["Message-ID"] = "<one@yunhe.example>"
    message.set_content("请到预警台查看。\n")
    message.add_alternative("<p>请到<b>预警台</b>查看。</p>", subtype="html")
    return message


def send(folder: Path, *messages: EmailMessage) -> None:
    def deliver(port: int) -> None:
        with smtplib.SMTP("127.0.0.1", port, timeout=10) as smtp:
            for message in messages:
                smtp.send_message(message)

    async def run() -> None:
        server = await catcher.start(host="127.0.0.1", port=0, folder=folder)
        async with server:
            await asyncio.to_thread(deliver, server.sockets[0].getsockname()[1])

    asyncio.run(run())


def test_a_mail_sent_over_smtp_can_be_read_back_whole(tmp_path: Path) -> None:
    send(tmp_path, letter("【演练】欠薪话题升温"))
    [mail] = mails_list(folder=tmp_path)
    assert (mail.subject, mail.from_, mail.to) == ("【演练】欠薪话题升温", "tingchao@yunhe.example", "zu@yunhe.example")
    assert mail.text.strip() == "请到预警台查看。"
    assert "<b>预警台</b>" in mail.html
    assert mail.message_id == "<one@yunhe.example>"
    assert mail_read(mail.id, folder=tmp_path) == mail


def test_the_newest_mail_comes_first_and_the_limit_holds(tmp_path: Path) -> None:
    send(tmp_path, *(letter(f"第{n}封") for n in range(4)))
    assert [mail.subject for mail in mails_list(2, folder=tmp_path)] == ["第3封", "第2封"]


def test_only_the_last_mails_are_kept(tmp_path: Path) -> None:
    for minute in range(5):
        mail_store(bytes(letter(str(minute))), now=ANCHOR + timedelta(minutes=minute), folder=tmp_path, keep=3)
    assert [mail.subject for mail in mails_list(folder=tmp_path)] == ["4", "3", "2"]


@pytest.mark.parametrize("name", ["../secret", "..%2fsecret", "/etc/passwd", "", "secret", "a\x00b", "../box/secret"])
def test_an_id_that_is_a_path_names_no_mail(tmp_path: Path, name: str) -> None:
    (tmp_path / "secret.eml").write_text("Subject: no\n\nno")
    (tmp_path / "box").mkdir()
    assert mail_read(name, folder=tmp_path / "box") is None
    assert mail_read(name, folder=tmp_path) is None


def test_an_absent_folder_is_an_empty_mailbox_and_a_broken_mail_is_still_shown(tmp_path: Path) -> None:
    assert mails_list(folder=tmp_path / "none") == []
    mail_store(
        b"Subject: =?x-nobody?B?AAAA?=\nContent-Type: text/plain; charset=x-nobody\n\n\xff\xfe",
        now=ANCHOR,
        folder=tmp_path,
    )
    assert len(mails_list(folder=tmp_path)) == 1
