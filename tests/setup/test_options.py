"""What a value must be, before anything is stored."""

from dashboards.setting_meanings import MEANINGS
from monitor.lib.env import DECLARED
from monitor.queries.site import CHANGEABLE
from monitor.setup.options import OPTIONS, faults
from tests.each import each


def test_every_setting_of_the_operator_is_explained_in_the_language_of_the_page() -> None:
    assert set(DECLARED) - set(CHANGEABLE) - set(MEANINGS) == set()


def test_every_changeable_setting_has_its_rule() -> None:
    assert set(OPTIONS) == set(CHANGEABLE)


@each(
    "name value label",
    [
        ("TINGCHAO_ORGANISATION", "", "empty"),
        ("TINGCHAO_ORGANISATION", "云河区\n总工会", "control"),
        ("TINGCHAO_SMTP_HOST", "http://smtp.union.example", "host"),
        ("TINGCHAO_SMTP_HOST", "smtp.union.example", ""),
        ("TINGCHAO_SMTP_PORT", "70000", "range"),
        ("TINGCHAO_SMTP_PORT", "二十五", "number"),
        ("TINGCHAO_MAIL_FROM", "云河区总工会", "address"),
        ("TINGCHAO_MAIL_FROM", "听潮 <tingchao@union.example>", ""),
        ("TINGCHAO_RETENTION_DAYS", "365", "range"),
        ("TINGCHAO_RETENTION_DAYS", "90", ""),
        ("TINGCHAO_IDLE_MINUTES", "4", "range"),
        ("TINGCHAO_IDLE_MINUTES", "30", ""),
    ],
)
def test_a_value_that_makes_no_sense_has_a_label(name: str, value: str, label: str) -> None:
    assert faults({name: value}).get(name, "") == label


def test_starttls_and_tls_exclude_each_other() -> None:
    assert faults({"TINGCHAO_SMTP_STARTTLS": "1", "TINGCHAO_SMTP_SSL": "1"}) == {"TINGCHAO_SMTP_SSL": "choice"}
