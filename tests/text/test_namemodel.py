"""The learnt look for names: its file, that texts are judged alone as together, that it can be trained anew."""

import json
from importlib import resources
from io import StringIO
from pathlib import Path

from django.core.management import call_command

from monitor.text import RawText, analyse, analyse_many, default_config
from monitor.text.namemodel import FILE, Facts, Learnt, NameModel, learnt_of, name_model
from monitor.text.names import names_by_rule, personal_names
from monitor.text.trainnames import Labelled, candidates, digest, frames, read_labels, train, write_labels
from monitor.text.words import tag
from tests.each import each

TEXTS = [
    "工友范思远说厂里三个月没发工资",
    "",
    "昨天由蒋文惠带队检查",
    "工资表没有人签字",
    "🍎欧文",
    "高兴得一夜没睡\n时间到了",
]


def facts(texts: list[str]) -> Facts:
    return Facts.of([(one.words, one.kinds) for one in map(tag, texts)])


def test_the_weights_are_small() -> None:
    assert len(resources.files("monitor.text").joinpath(FILE).read_bytes()) < 1_000_000


def test_texts_are_judged_alone_as_together() -> None:
    assert learnt_of(TEXTS, facts(TEXTS)) == [learnt_of([text], facts([text]))[0] for text in TEXTS]


def test_names_are_found_and_ordinary_words_are_none() -> None:
    found = learnt_of(TEXTS, facts(TEXTS))
    assert [sorted(one.names) for one in found] == [["范思远"], [], ["蒋文惠"], [], [], []]


def test_what_it_cannot_judge_it_does_not_deny() -> None:
    assert not any(map(Learnt().denies, ["迪丽热巴", "C罗", "欧阳建国", "张"]))
    assert Learnt().denies("张三丰")


@each(text=["經理陳志偉話要扣人工", "經理鄧志強說要扣人工"])
def test_a_name_in_traditional_characters_is_found_as_it_stands(text: str) -> None:
    assert text[2:5] in personal_names(text)


@each(text=["石桥路停水", "马坡公司拖欠工资", "记者从石槽村获悉"])
def test_what_ends_as_a_place_or_stands_only_before_a_firm_is_no_name(text: str) -> None:
    assert personal_names(text) == set()


def test_what_a_person_types_is_refused_by_the_rules_alone() -> None:
    """Around a word in a search nothing stands that the learnt look could go by."""
    assert names_by_rule("王建国")
    assert not names_by_rule("石桥路") | names_by_rule("石园")


def test_terms_are_the_same_alone_and_together() -> None:
    config = default_config()
    raws = [RawText(text, text) for text in TEXTS]
    assert [one.terms for one in analyse_many(raws, config)] == [analyse(raw, config).terms for raw in raws]


def test_it_can_be_trained_anew(tmp_path: Path) -> None:
    rows = [
        Labelled(f"{name}说没有发工资", frozenset({(0, len(name))})) for name in ("王建国", "李秀英", "张志强", "刘敏")
    ]
    rows += [Labelled(text, frozenset()) for text in ("高速公路堵车", "时间表改了", "方向盘失灵", "安全生产月")]
    write_labels(tmp_path / "labels.gz", rows)
    assert read_labels(tmp_path / "labels.gz")[digest(rows[0].text)] == (rows[0].names, frozenset())
    assert sum(int(part[2].sum()) for part in candidates(rows)) == 4
    parts = train(rows, copies=1, each_frame=1)
    model = NameModel(
        parts["first"] * parts["scale"][0],
        parts["second"] * parts["scale"][1],
        float(parts["least"]),
        float(parts["bias"]),
    )
    (learnt,) = model.learnt(["王建国说没有发工资"], facts(["王建国说没有发工资"]))
    assert learnt.names == {"王建国"}
    assert len(frames()) > 150
    assert name_model() is name_model()


def test_the_command_gives_the_same_weights_twice(tmp_path: Path) -> None:
    names = [Labelled(f"{name}说没有发工资", frozenset({(0, len(name))})) for name in ("王建国", "刘敏")]
    told = [*names, Labelled("高速公路堵车", frozenset())]
    write_labels(tmp_path / "labels.gz", told)
    texts = tmp_path / "texts.json"
    texts.write_text(json.dumps([*(one.text for one in told), "没有标注的一句"]), "utf-8")
    said = StringIO()
    for out in (tmp_path / "one.npz", tmp_path / "two.npz"):
        call_command("train_names", str(texts), str(tmp_path / "labels.gz"), out=out, stdout=said)
    assert said.getvalue().startswith("3 texts, 2 names, ")
    assert (tmp_path / "one.npz").read_bytes() == (tmp_path / "two.npz").read_bytes()
