"""What people forget: migrations, untranslated strings, index addresses, compose."""

import json
import re
import subprocess
from functools import cache
from importlib.util import find_spec
from pathlib import Path

import polib
import pytest
import yaml
from django.conf import settings
from django.core.management import call_command, get_commands

from monitor.management.commands.messages import catalogue, messages_collect

ROOT = Path(settings.BASE_DIR)
COMPOSE = yaml.safe_load((ROOT / "docker-compose.yml").read_text(encoding="utf-8"))

NOUNS = "item|original|source|repost|topic|report|alert|rule|member|message|channel|token|hour|day|week|minute|row|proposal|hit|check|unit|place|feed|failure|line|step|word|character|percentage point"
# Constants, settings of at least two, ends of a range, and what is said of two and more only.
NEVER_ONE = (
    "%(n)s 个来源",
    "%(n)s 天内有效",
    "%(n)s 条未办结的预警并为一条：较早的一条继续，等级取高的。",
    "%(plan_done)s/%(total)s 步已处理",
    "“%(title)s”（%(life)s）：原创 %(n)s 条，含转发 %(items)s 条，%(sources)s 家来源，原创负面占 %(neg)s；回应：%(answer)s。",
    "一次训练 %(minutes)s 分钟，用的是演练里虚构的内容，和真实值班的页面完全一样。",
    "下限提到 %(floor)s 家来源：可避免 %(false)s 条误报中的 %(avoided)s 条",
    "下限提到 %(floor)s 条原创：可避免 %(false)s 条误报中的 %(avoided)s 条",
    "与前四周比较，原创每条每词计一次；至少 %(least)s 条才比较，共比较 %(tested)s 个词，按对数几率比（狄利克雷先验）检验，错误发现率控制在 %(false)s %%。",
    "先看最近的 %(seen)s 条，共约 %(total)s 条，看到 %(at)s · ",
    "免打扰时段内有 %(n)s 条消息，现在一并发送。红色预警不受此限。",
    "全部 %(n)s 条提议",
    "全部 %(n)s 条预警",
    "全部（%(days)d 天）",
    "共 %(n)s 次通知",
    "内容里有关键词或所属地名的，标为该单位；更长的名称优先；%(short)s 个字以内的词要在标题里、出现两次、另有一词或内容关于本区才算。",
    "只保留最近 %(n)s 天的内容。",
    "在 %(least)d 至 %(most)d 分钟之间。",
    "在 %(least)d 至 %(most)d 天之间；更长须由运维设环境变量。",
    "您已有 %(n)s 个有效令牌，请先撤销不用的。",
    "按您的设置，%(n)s 条消息汇总发送。红色预警仍即时发送。",
    "数据已 %(n)s 分钟未更新：来源没有被抓取，请查看健康页。",
    "文件太大：网页上最多 %(mb)s MB、%(rows)s 行。更大的请管理员用命令 manage.py import_items 导入。",
    "方法：%(method)s；近 %(days)d 天回测 %(n)d 次，平均误差 %(mae)s 条，朴素法 %(naive)s，季节朴素法 %(seasonal)s",
    "最多 %(n)s 行，记入审计",
    "最近 %(n)s 周",
    "最近 %(review_days)s 天，计算于 %(now)s",
    "未来 24 小时总数：历史太短，还不能预判，需要 %(least)d 天，现有 %(known)d 天。",
    "未来 24 小时预计 %(low)d–%(high)d 条原创（80%% 区间，取中 %(point)d 条）。",
    "每周情感判断的准确率，最近 %(n)d 周",
    "每天 %(n)s 条",
    "每小时：历史太短，还不能预判，需要 %(least)d 小时，现有 %(known)d 小时。",
    "用最近 %(days)s 天试算",
    "请写 1 到 %(most)d 个词，每个最多 %(length)d 个字。",
    "超过 %(n)s 行。请缩短时段，或少分几项。",
    "；上次试恢复通过 %(at)s（%(age)s前，%(rows)s 行）",
)


@cache
def text_of_catalogue() -> polib.POFile:
    """Read once: it takes a third of a second."""
    return polib.pofile(str(catalogue()))


@pytest.mark.django_db
def test_no_migration_is_missing() -> None:
    call_command("makemigrations", "--check", "--dry-run", verbosity=0)


def test_every_string_has_english_and_nothing_is_fuzzy() -> None:
    po = {(e.msgctxt, e.msgid): e for e in text_of_catalogue()}
    wanted = {(context, msgid) for context, msgid, _plural in messages_collect()}
    assert len(wanted) > 50
    assert set(po) == wanted, "run: manage.py messages"
    unfinished = [e.msgid for e in po.values() if e.fuzzy or not (e.msgstr or all(e.msgstr_plural.values() or [""]))]
    assert unfinished == []


def test_no_attribute_of_a_template_runs_into_the_next() -> None:
    """`hx-headers='{…}\\' hx-swap=…`: the page looks right, and htmx stops at the first of them."""
    assert [str(p) for p in (ROOT / "dashboards" / "templates").rglob("*.html") if "\\'" in p.read_text("utf-8")] == []


def test_placeholders_are_the_same_in_both_languages() -> None:
    names = re.compile(r"%\((\w+?)(?:_s)?\)|\{(\w+)\}")  # `n_s` is the plural of `n`
    for entry in text_of_catalogue():
        for text in [entry.msgstr] if entry.msgstr else entry.msgstr_plural.values():
            assert set(names.findall(text)) <= set(names.findall(entry.msgid + entry.msgid_plural)), entry.msgid


def test_a_figure_of_one_has_no_plural_beside_it() -> None:
    """`1 sources`: where a figure stands before an English plural, the message has a singular too (ngettext, `blocktranslate count`, or
    `%(n_s)s`, see monitor/lib/plurals.py), unless the figure can never be one."""
    plural = re.compile(rf"%\(\w+\)[sd] (?!of )(?:\w+ )?(?:{NOUNS})s\b")
    found = {e.msgid for e in text_of_catalogue() if e.msgstr and plural.search(e.msgstr)}
    assert found == set(NEVER_ONE)


def test_a_message_with_a_plural_of_its_own_is_filled_with_it() -> None:
    wanting = {
        (entry.msgid, origin)
        for entry in text_of_catalogue()
        if "_s)s" in entry.msgstr
        for origin, _line in entry.occurrences
        if "with_plurals" not in (ROOT / origin).read_text(encoding="utf-8") and "monitor/reports/say/" not in origin
    }
    assert wanting == set()


def test_the_compiled_catalogue_is_that_of_the_text() -> None:
    def key(entries: polib.POFile | polib.MOFile) -> dict[tuple[str, str], object]:
        return {(e.msgctxt or "", e.msgid): e.msgstr or dict(e.msgstr_plural) for e in entries}

    assert key(polib.mofile(str(catalogue().with_suffix(".mo")))) == key(text_of_catalogue())


def test_no_committed_file_names_a_package_index() -> None:
    needles = ["pypi" + ".org", "python" + "hosted.org", "npmjs" + ".org", "--index" + "-url", "--extra" + "-index"]
    files = subprocess.run(["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True).stdout.split("\n")
    assert len(files) > 50
    for name in files:
        path = ROOT / name
        if path.is_file() and path.stat().st_size < 1_000_000:
            content = path.read_bytes().decode("utf-8", "ignore")
            assert not [needle for needle in needles if needle in content], name


def test_requirements_are_pinned_with_hashes() -> None:
    for path in (ROOT / "requirements").glob("*.txt"):
        blocks = [block for block in path.read_text().replace("\\\n", "").splitlines() if block[:1].isalnum()]
        assert blocks
        assert [block[:40] for block in blocks if "==" not in block or "--hash=sha256:" not in block] == []


def test_compose_obeys_the_compose_specification() -> None:
    from jsonschema import Draft7Validator  # a second to load

    package = find_spec("check_jsonschema")  # its code takes another, and its schema is a file
    assert package is not None
    assert package.origin is not None
    schema = json.loads((Path(package.origin).parent / "builtin_schemas/vendor/compose-spec.json").read_bytes())
    errors = list(Draft7Validator(schema).iter_errors(json.loads(json.dumps(COMPOSE))))
    assert [error.message for error in errors] == []


def test_every_command_is_documented_and_nothing_else_is() -> None:
    table = (ROOT / "docs" / "commands.md").read_text(encoding="utf-8")
    first_cells = [line.split(" | ")[0] for line in table.splitlines() if line.startswith("| `")]
    documented = {name for cell in first_cells for name in re.findall(r"`(\w+)", cell)}
    ours = {name for name, app in get_commands().items() if str(app) in {"monitor", "tasks", "dashboards"}}
    assert documented == ours


def test_links_in_the_documentation_lead_somewhere() -> None:
    pages = [*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md")]
    links = [(page, link) for page in pages for link in re.findall(r"\]\(([^)#]+)\)", page.read_text(encoding="utf-8"))]
    local = [(page, link) for page, link in links if "://" not in link]
    assert len(local) > 8
    assert [(page.name, link) for page, link in local if not (page.parent / link).exists()] == []
