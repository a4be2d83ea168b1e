"""Labels kept by digest of the title: what is written is what is read, only whoever has the titles can use them, and training counts them."""

import gzip
import json
from pathlib import Path

import pytest
from django.conf import settings

from monitor.management.commands.train_sentiment import read_examples
from monitor.text.areas import AREAS
from monitor.text.linear import WORK
from monitor.text.readlabels import DIGITS, digest, joined, labels_in, lines_of
from monitor.text.train import Example, train
from monitor.text.trainareas import READ_WORK

LABELS = {
    "工地拖欠工资": ("neg", ("wages", "other_labour")),
    "周末多云": (None, ()),
    "骑手夺冠": ("pos", ("platform",)),
}
SHIPPED = Path(settings.BASE_DIR) / "bench/teacher/read.tsv.gz"


def _written(folder: Path, lines: list[str]) -> Path:
    file = folder / "read.tsv.gz"
    with gzip.open(file, "wt", encoding="utf-8") as stream:
        stream.writelines(lines)
    return file


def test_labels_come_back_by_digest_and_no_title_is_in_the_file(tmp_path: Path) -> None:
    lines = list(lines_of(LABELS))
    assert lines == sorted(lines)
    assert not any(title in line for title in LABELS for line in lines)
    assert labels_in(_written(tmp_path, lines)) == {digest(title): label for title, label in LABELS.items()}


def test_titles_of_unlabelled_files_get_their_labels_once(tmp_path: Path) -> None:
    file = _written(tmp_path, list(lines_of(LABELS)))
    unlabelled = tmp_path / "hot.jsonl"
    titles = ["骑手夺冠", " 工地拖欠工资 ", "没有读过", "骑手夺冠", None]
    unlabelled.write_text(
        "\n".join(json.dumps({"title": title, "text": "周末多云"}) for title in titles), encoding="utf-8"
    )
    assert read_examples([file], [unlabelled]) == [
        Example("骑手夺冠", "pos", ("platform",), read=True),
        Example("工地拖欠工资", "neg", ("wages", "other_labour"), read=True),
    ]
    assert read_examples([], [unlabelled]) == []
    assert list(joined(["没有读过"], labels_in(file))) == []


@pytest.mark.parametrize("line", ["abc\tneg\t", f"{'a' * DIGITS}\tbad\t", f"{'a' * DIGITS}\tneg\tgames"])
def test_a_line_that_is_no_label_is_refused(tmp_path: Path, line: str) -> None:
    with pytest.raises(ValueError, match="not a label"):
        labels_in(_written(tmp_path, [line + "\n"]))


def test_the_file_of_the_repository_is_sorted_and_has_every_area() -> None:
    labels = labels_in(SHIPPED)
    with gzip.open(SHIPPED, "rt", encoding="utf-8") as stream:
        keys = [line.split("\t")[0] for line in stream]
    assert keys == sorted(set(keys))
    assert {area for _, areas in labels.values() for area in areas} == set(AREAS)
    assert sum(sentiment is not None for sentiment, _ in labels.values()) > 20_000


def test_what_was_read_tells_of_working_life_alone_and_counts_more_for_it() -> None:
    rated = [Example(text, label, None) for label, text in (("neg", "爆炸"), ("neu", "多云"), ("pos", "夺冠"))] * 4
    others = [*rated, *[Example("演唱会今晚开始", None, ()), Example("工地下雪", None, ())] * 6]
    weights, bias = {}, {}
    for read in (False, True):
        model = train([*others, *[Example("工地拖欠工资", None, ("wages",), read=read)] * 6], version="t")
        word, wages = model.names.index("工资"), model.outputs.index("wages")
        weights[read], bias[read] = model.weights[word, model.outputs.index(WORK)], model.bias[wages]
    assert READ_WORK > 1
    assert weights[True] > weights[False] > 0
    assert bias[True] == -30.0 < bias[False]
