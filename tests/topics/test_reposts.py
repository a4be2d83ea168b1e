"""Reposts made to measure on: every second text has one, of each kind in turn, and says what it repeats."""

import json
from io import StringIO
from pathlib import Path
from random import Random

import pytest
from django.core.management import call_command

from monitor.topics.reposts import KINDS, SHARE, SYNONYMS, reposts_make, reworded

TEXT = "云河区总工会今天召开会议，要求企业立即解决拖欠工资的问题。目前员工已经开始登记。记者昨天发现，部门负责人表示希望大家帮助老人和孩子，参加社区组织的{n}号活动，一起把环境变好，注意安全生产，防范各类事故发生。"


def rows(count: int) -> list[dict[str, object]]:
    return [
        {"title": f"第{n}号：{'甲乙丙丁戊己庚辛壬癸'[n % 10] * 6}", "text": f"{n}{'春夏秋冬'[n % 4] * 40}{TEXT}"}
        for n in range(count)
    ]


def test_every_second_text_gets_a_repost_of_each_kind_in_turn() -> None:
    made = reposts_make(rows(14))
    reposts = [row for row in made if row["repost_of"]]
    assert [row["variant"] for row in reposts] == sorted(KINDS)
    originals = {row["id"]: row for row in made}
    assert all(
        (row["title"], row["text"]) != (o["title"], o["text"]) for row in reposts for o in [originals[row["repost_of"]]]
    )


def test_what_the_file_repeats_itself_or_is_short_is_left_out() -> None:
    assert len(reposts_make([*rows(1), *rows(1), {"title": "短", "text": "短"}])) == 1


def test_synonyms_stand_for_no_more_than_their_share() -> None:
    row = {"title": "", "text": TEXT}
    text = reworded(row, Random(1))["text"]
    assert text != TEXT
    changed = sum(a not in text for a in TEXT)
    assert changed <= SHARE * len(TEXT)
    assert all(len(line.split()) > 1 for line in SYNONYMS.read_text("utf-8").splitlines())


def test_the_command_scores_what_it_makes_and_refuses_other_kinds(tmp_path: Path) -> None:
    file, out = tmp_path / "items.jsonl", StringIO()
    file.write_text("\n".join(json.dumps(row) for row in rows(14)), "utf-8")
    with pytest.raises(SystemExit):
        call_command("evaluate", "duplicates", str(file), "--make", stdout=out)
    assert json.loads(out.getvalue())["reposts"] == 7
    with pytest.raises(SystemExit) as ended:
        call_command("evaluate", "topics", str(file), "--make")
    assert ended.value.code == 2
