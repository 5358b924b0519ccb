"""The services as settings: addresses, intervals, contact, keys; and how the client is made."""

import json
from pathlib import Path

import pytest

from readlist import config
from readlist.config import PACES, SERVICES, load_settings, secrets
from readlist.errors import ConfigError
from readlist.library.metadata.ask import SCHEMES, best_of, can_resolve
from readlist.library.metadata.resolve import _STEPS
from readlist.model import Identifier
from readlist.services import base
from support.program import runner
from support.services_server import eprint, services


def settings(tmp_path, **environment):
    return load_settings({"READLIST_CONFIG": str(tmp_path / "c.toml"), **environment})


@pytest.fixture
def net():
    with services() as running:
        running.eprints = {"1706.03762": eprint("Attention")}
        yield running


@pytest.fixture
def folders(tmp_path: Path) -> dict[str, str]:
    return {f"XDG_{name.upper()}_HOME": str(tmp_path / name) for name in ("state", "cache")}


def test_every_service_and_pace_is_a_setting():
    """The names stand literally in ``config``, which every command reads."""
    assert list(SERVICES) == list(base.SERVICES)
    assert set(PACES) == {service.pace for service in (*base.SERVICES.values(), base.ANY_HOST)}
    assert set(config.SECRETS) <= set(base.SERVICES)
    for setting in config.SETTINGS:
        if setting.group == "services":
            assert setting.environment == f"READLIST_{setting.name.upper()}"
            assert config.default_of(setting) not in (None, "")


def test_every_scheme_that_may_be_asked_for_has_its_sources():
    assert set(_STEPS) == set(SCHEMES)
    assert can_resolve(Identifier("url", "https://dblp.org/rec/conf/nips/X17"))
    assert not can_resolve(Identifier("url", "https://example.org/x"))
    both = (Identifier("doi", "10.1/x"), Identifier("arxiv", "1706.03762"))
    assert best_of(both) == both[1]


@pytest.mark.parametrize(
    ("name", "value"),
    [("READLIST_ARXIV_INTERVAL", "-1"), ("READLIST_S2_INTERVAL", "nan"),
     ("READLIST_DBLP_INTERVAL", "soon"), ("READLIST_HF_URL", "ftp://x"),
     ("READLIST_HF_URL", "huggingface.co"), ("READLIST_HF_URL", "https://"),
     ("READLIST_HF_URL", "http://[::1"), ("READLIST_HF_URL", "http://h:port/"),
     ("READLIST_HF_URL", "http://h:99999/"), ("READLIST_HF_URL", "http://a b/"),
     ("READLIST_HF_URL", f"http://{'a' * 80}.org/"), ("READLIST_HF_URL", "http://h/\x1b[31m"),
     ("READLIST_CONTACT", "me"), ("READLIST_CONTACT", "a@b.org\r\nX: y"),
     ("READLIST_OFFLINE", "maybe"), ("READLIST_PATIENCE", "1e9")],
)  # fmt: skip
def test_a_wrong_value_is_refused(tmp_path, name, value):
    chosen = settings(tmp_path, **{name: value})
    with pytest.raises(ConfigError):
        chosen.get(name.removeprefix("READLIST_").lower())


def test_whole_numbers_are_seconds_too(tmp_path):
    (tmp_path / "c.toml").write_text("crossref_interval = 1\noffline = true\n")
    chosen = settings(tmp_path)
    assert (chosen.get("crossref_interval"), chosen.get("offline")) == (1.0, True)
    assert settings(tmp_path, READLIST_OFFLINE="0").get("offline") is False


def test_keys_come_from_the_environment_alone():
    found = secrets({"READLIST_S2_KEY": " k1 ", "HF_TOKEN": "t", "READLIST_OPENALEX_KEY": "o"})
    assert found == {
        "s2": "x-api-key: k1",
        "openalex": "api_key: o",
        "hf": "Authorization: Bearer t",
    }
    assert secrets({"READLIST_HF_TOKEN": "mine", "HF_TOKEN": "t"})["hf"].endswith("mine")
    with pytest.raises(ConfigError):
        secrets({"READLIST_S2_KEY": "a\nb"})
    names = {setting.environment for setting in config.SETTINGS}
    assert names.isdisjoint({"READLIST_S2_KEY", "READLIST_OPENALEX_KEY", "READLIST_HF_TOKEN"})


def test_the_list_of_settings_stays_readable(run):
    short = run("config", "list").stdout
    assert "contact\t" in short
    assert "crossref_url" not in short
    assert (
        "crossref_url\thttps://api.crossref.org\tdefault" in run("config", "list", "--all").stdout
    )
    assert run("config", "get", "arxiv_interval").stdout == "3.0\n"
    run("config", "set", "acl_interval", "2.5")
    assert "acl_interval\t2.5\tfile" in run("config", "list").stdout
    names = {s["name"] for s in json.loads(run("config", "list", "--json").stdout)["settings"]}
    assert {"crossref_url", "arxiv_interval"} <= names


def test_the_contact_goes_out_and_a_key_only_to_its_own_service(
    net, environment, tmp_path, monkeypatch, capsys, folders
):
    keys = {"READLIST_CONTACT": "ada@example.org", "READLIST_S2_KEY": "secret-key"}
    online = runner(
        {**environment, **net.environment(), **keys, **folders}, tmp_path, monkeypatch, capsys
    )
    online("add", "1706.03762")
    online("add", "pmid:123", code=1)
    agents = {headers["user-agent"] for headers in net.headers}
    assert all("mailto:ada@example.org" in agent for agent in agents)
    assert ["x-api-key" in headers for headers in net.headers] == [False, True]
    assert b"secret-key" not in (tmp_path / "library.db").read_bytes()
    assert "secret-key" not in online("history").stdout


def test_a_folder_that_cannot_be_written_is_a_sentence(
    net, environment, tmp_path, monkeypatch, capsys, folders
):
    (tmp_path / "state").write_text("a file where the folder should be")
    online = runner({**environment, **net.environment(), **folders}, tmp_path, monkeypatch, capsys)
    done = online("add", "1706.03762", code=4)
    assert "cannot be written" in done.stderr


def test_answers_are_kept_from_one_library_to_the_next(
    net, environment, tmp_path, monkeypatch, capsys, folders
):
    online = runner({**environment, **net.environment(), **folders}, tmp_path, monkeypatch, capsys)
    online("add", "1706.03762")
    online("--db", str(tmp_path / "other.db"), "add", "1706.03762")
    assert len(net.asked) == 1
