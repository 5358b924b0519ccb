"""A digest by mail: the message, the server and its faults, and that it is sent once."""

import json
import os
import shutil
import socket
import ssl
import subprocess
import sys
import time
from datetime import UTC, datetime
from urllib.request import Request, urlopen

import pytest

from readlist import __version__
from readlist.errors import ConfigError, NetworkError
from readlist.store import digests
from readlist.store.journal import transaction
from readlist.web import smtp
from support.digest_papers import DAY, bring, fill, record
from support.paths import STANDIN
from support.program import NOW, runner
from support.smtp_server import HANG, RESET, mail_server

LETTER = smtp.Letter(
    "ada@example.org", "bob@example.org", "readlist: 7 new papers", "2026-11-22.abc",
    datetime(2026, 11, 22, 8, tzinfo=UTC), "Text with é.\n", "<p>HTML with é.</p>\n",
)  # fmt: skip
SECRET = "s3cret-passw0rd"
TOMORROW = "2026-11-23T06:00:00Z"


@pytest.fixture
def box():
    with mail_server() as running:
        yield running


@pytest.fixture
def settings(environment, tmp_path, library, box):
    """A library with news, and where its digest goes."""
    fill(library)
    (tmp_path / "config.toml").write_text(
        f'mail_to = "ada@example.org"\nsmtp_url = "{box.address}"\n'
    )
    return environment


@pytest.fixture
def run(settings, tmp_path, monkeypatch, capsys):
    return runner(settings, tmp_path, monkeypatch, capsys)


def configure(tmp_path, **values):
    with (tmp_path / "config.toml").open("a") as file:
        file.writelines(f"{name} = {json.dumps(value)}\n" for name, value in values.items())


# The message


def test_the_message_says_what_it_is():
    said = smtp.message(LETTER)
    assert said["Message-ID"] == "<digest.2026-11-22.abc@example.org>"
    assert said["List-Id"] == "Reading list digest <digest.readlist.example.org>"
    assert said["Auto-Submitted"] == "auto-generated"
    assert said["Date"] == "Sun, 22 Nov 2026 08:00:00 +0000"
    assert said["User-Agent"] == f"readlist/{__version__}"
    assert said.get_content_type() == "multipart/alternative"
    assert [part.get_content_type() for part in said.iter_parts()] == ["text/plain", "text/html"]
    assert max(map(len, said.as_bytes().split(b"\r\n"))) <= 78


def test_a_header_cannot_be_smuggled_in():
    with pytest.raises(ValueError, match="linefeed"):
        smtp.message(LETTER._replace(subject="x\r\nBcc: eve@example.org"))


# Which server, and how


@pytest.mark.parametrize(
    ("said", "wanted"),
    [
        ({"host": "mail.example.org"}, ("mail.example.org", 587, "starttls")),
        ({"host": "mail.example.org", "port": 465}, ("mail.example.org", 465, "tls")),
        ({"host": "mail.example.org", "security": "tls"}, ("mail.example.org", 465, "tls")),
        ({"host": "localhost"}, ("localhost", 25, "none")),
        ({"host": "localhost", "security": "starttls"}, ("localhost", 587, "starttls")),
        ({"url": "127.0.0.1:2525"}, ("127.0.0.1", 2525, "none")),
        ({"url": "[::1]:2525", "host": "x.org"}, ("::1", 2525, "none")),
        ({"url": "smtps://mail.example.org"}, ("mail.example.org", 465, "tls")),
        ({"url": "smtp://mail.example.org:2587"}, ("mail.example.org", 2587, "starttls")),
    ],
)
def test_connections_are_secure_by_default(said, wanted):
    assert smtp.server(**said)[:3] == wanted


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({}, "No mail server is set"),
        ({"host": "mail.example.org", "security": "none"}, "readable on the way"),
        ({"host": "192.168.1.2", "security": "none"}, "readable on the way"),
        ({"url": "smtp://ada:secret@mail.example.org"}, "the password into READLIST_SMTP_PASSWORD"),
        ({"url": "https://mail.example.org"}, "takes host and port"),
        ({"url": "mail.example.org:x"}, "takes host and port"),
    ],
)
def test_what_would_be_unsafe_is_refused(said, sentence):
    with pytest.raises(ConfigError, match=sentence) as error:
        smtp.server(**said)
    assert "secret" not in str(error.value)


def test_settings_are_checked(environment, tmp_path, monkeypatch, capsys):
    run = runner(environment, tmp_path, monkeypatch, capsys)
    assert "mail address" in run("config", "set", "mail_to", "nobody", code=2).stderr
    assert "starttls, tls or none" in run("config", "set", "smtp_security", "ssl", code=2).stderr
    said = run("config", "set", "smtp_url", "ada:secret@mail.example.org", code=2).stderr
    assert "host and port alone" in said
    assert "secret" not in said
    assert "mail_to you@example.org" in run("digest", "--mail", code=2).stderr
    run("config", "set", "contact", "ada@example.org")
    assert "smtp_host mail.example.org" in run("digest", "--mail", code=2).stderr


# The server and its faults


def plain(box, user=""):
    return smtp.Server(box.host, box.port, "none", user)


def test_a_message_arrives(box):
    smtp.send(smtp.message(LETTER), plain(box, "ada"), SECRET)
    (got,) = box.messages
    assert got["Subject"] == "readlist: 7 new papers"
    assert got.get_body(("plain",)).get_content().strip() == "Text with é."
    assert got.get_body(("html",)).get_content().strip() == "<p>HTML with é.</p>"
    assert box.recipients == ["TO:<bob@example.org>"]
    assert box.logins == [("ada", SECRET, False)]
    assert box.verbs[-1] == "QUIT"


@pytest.mark.parametrize(
    ("verb", "answer", "sentence"),
    [
        ("AUTH", f"535 5.7.8 no {SECRET}", r"refused the name 'ada' and its password \(535\)"),
        ("GREETING", "554 go away", "refused the message: 554 go away"),
        ("MAIL", "451 4.3.0 busy", "451 4.3.0 busy; try again later"),
        ("RCPT", "550 5.1.1 no such user", "refused the recipient: 550 5.1.1 no such user"),
        ("DATA", "554 5.6.0 \x1b[31mspam", r"554 5.6.0 \[31mspam"),
        ("EHLO", RESET, "closed the connection"),
        ("DATA", RESET, "closed the connection"),
    ],
)
def test_a_failing_server_gets_a_sentence(box, verb, answer, sentence):
    box.answers[verb] = answer
    with pytest.raises(NetworkError, match=sentence) as error:
        smtp.send(smtp.message(LETTER), plain(box, "ada"), SECRET)
    assert str(error.value).startswith(f"The mail server 127.0.0.1:{box.port} ")
    assert SECRET not in str(error.value)
    assert box.messages == []


@pytest.mark.parametrize("verb", ["MAIL", "GREETING"])
def test_a_server_that_hangs_is_given_up(box, verb):
    """It never answers here: the test ends because the program does not wait."""
    box.answers[verb] = HANG
    with pytest.raises(
        NetworkError, match=r"took longer than 0\.4 seconds|answer in time"
    ) as error:
        smtp.send(smtp.message(LETTER), plain(box, "ada"), SECRET, patience_s=0.4)
    assert SECRET not in str(error.value)
    assert box.messages == []


def test_a_server_that_drips_does_not_hold_a_cron_job(box):
    """Each byte comes in time, the whole never."""
    box.drip_s = 0.05
    with pytest.raises(NetworkError, match=r"took longer than 0\.5 seconds"):
        smtp.send(smtp.message(LETTER), plain(box), patience_s=0.5)


def test_a_server_that_is_not_there():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        closed = smtp.Server("127.0.0.1", taken.getsockname()[1], "none")
        with pytest.raises(NetworkError, match="cannot be reached: Connection refused"):
            smtp.send(smtp.message(LETTER), closed)


def test_without_tls_there_is_no_login(box):
    """A server that offers no STARTTLS gets neither mail nor password."""
    with pytest.raises(NetworkError, match="does not offer STARTTLS"):
        smtp.send(smtp.message(LETTER), smtp.Server(box.host, box.port, "starttls", "ada"), SECRET)
    assert box.logins == box.messages == []


def test_a_server_without_login_is_explained(box):
    box.offers = ()
    with pytest.raises(NetworkError, match="does not offer a login"):
        smtp.send(smtp.message(LETTER), plain(box, "ada"), SECRET)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A certificate for localhost that nobody signed."""
    if not shutil.which("openssl"):
        pytest.skip("openssl is absent")
    folder = tmp_path_factory.mktemp("tls")
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "2",
         "-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost",
         "-keyout", folder / "key.pem", "-out", folder / "cert.pem"],
        check=True, capture_output=True,
    )  # fmt: skip
    return folder


@pytest.mark.parametrize("security", ["tls", "starttls"])
def test_certificates_are_checked(box, certificate, monkeypatch, security):
    """An unknown one is refused before the password goes out; a known one must have the name."""
    box.context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    box.context.load_cert_chain(certificate / "cert.pem", certificate / "key.pem")
    box.is_tls, box.offers = security == "tls", ("STARTTLS", "AUTH PLAIN")
    known = smtp.Server("localhost", box.port, security, "ada")
    with pytest.raises(NetworkError, match="no certificate that can be trusted for localhost"):
        smtp.send(smtp.message(LETTER), known, SECRET)
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate / "cert.pem"))
    with pytest.raises(NetworkError, match=r"trusted for 127\.0\.0\.1"):
        smtp.send(smtp.message(LETTER), known._replace(host="127.0.0.1"), SECRET)
    assert box.logins == []
    smtp.send(smtp.message(LETTER), known, SECRET)
    assert box.logins == [("ada", SECRET, True)]
    assert len(box.messages) == 1


# The command


def test_the_digest_is_sent_once(run, box, monkeypatch):
    """Silently, for cron; the next one goes on where it ended."""
    done = run("digest", "--mail")
    assert (done.stdout, done.stderr) == ("", "")
    (got,) = box.messages
    assert got["Subject"] == "readlist: 4 new papers, Sun 22 Nov"
    assert got["From"] == "readlist <ada@example.org>"
    assert "author you read 4 times" in got.get_body(("html",)).get_content()
    text = got.get_body(("plain",)).get_content()
    assert max(map(len, text.splitlines())) <= 76
    assert "Nothing new; no mail was sent" in run("digest", "--mail", "--verbose").stderr
    assert len(box.messages) == 1


def test_one_window_is_sent_once(run, box):
    run("digest", "--mail", "--since", "1d")
    said = run("digest", "--mail", "--since", "1d", "--verbose").stderr
    assert f"This digest was sent at {NOW} already" in said
    assert len(box.messages) == 1


def test_what_comes_later_is_in_the_next_mail(run, box, library):
    run("digest", "--mail")
    bring(library, ["hf"], [record("2611.00020", "Tomorrow's Paper")], TOMORROW)
    assert "Sent 1 new paper to ada@example.org" in run("digest", "--mail", "-v").stderr
    text = box.messages[1].get_body(("plain",)).get_content()
    assert "Tomorrow's Paper" in text
    assert "A Second Paper" not in text
    assert box.messages[0]["Message-ID"] != box.messages[1]["Message-ID"]


def test_an_empty_mail_is_sent_when_asked_for(run, box):
    run("digest", "--mail")
    run("digest", "--mail", "--send-empty")
    assert box.messages[1]["Subject"] == "readlist: no new papers, Sun 22 Nov"


def test_a_mail_that_failed_is_sent_by_the_next_run(run, box, library):
    box.answers["DATA"] = "451 4.3.0 busy"
    said = run("digest", "--mail", code=4).stderr
    assert "451 4.3.0 busy; try again later. The digest was not sent." in said
    assert digests.being_sent(library) is None
    box.answers.clear()
    run("digest", "--mail")
    assert len(box.messages) == 1
    assert run("history").stdout.count("digest") == 0  # nothing to undo


def test_the_password_comes_from_outside(run, box, tmp_path, monkeypatch):
    configure(tmp_path, smtp_user="ada")
    said = run("digest", "--mail", code=2).stderr
    assert "There is no password of ada at 127.0.0.1. Put it into READLIST_SMTP_PASSWORD" in said
    box.answers["AUTH"] = "535 no"
    monkeypatch.setenv("READLIST_SMTP_PASSWORD", SECRET)
    assert SECRET not in run("digest", "--mail", code=4).stderr
    box.answers.clear()
    run("digest", "--mail")
    assert box.logins == [("ada", SECRET, False)]
    monkeypatch.setenv("READLIST_SMTP_PASSWORD", "pässword")
    assert "in ASCII alone" in run("digest", "--mail", code=2).stderr


def test_the_keyring_has_the_password(run, box, tmp_path, monkeypatch):
    """Where the package is installed; the environment goes before it."""
    folder = tmp_path / "modules"
    folder.mkdir()
    (folder / "keyring.py").write_text(
        "class errors:\n    class KeyringError(Exception): pass\n"
        "def get_password(service, user):\n"
        "    if user == 'locked': raise errors.KeyringError('it is locked')\n"
        "    return 'of ' + service + ' ' + user\n"
    )
    monkeypatch.syspath_prepend(folder)
    monkeypatch.delitem(sys.modules, "keyring", raising=False)
    configure(tmp_path, smtp_user="ada")
    run("digest", "--mail")
    assert box.logins == [("ada", "of readlist-smtp ada", False)]
    (tmp_path / "config.toml").write_text(
        f'mail_to = "a@b.org"\nsmtp_url = "{box.address}"\nsmtp_user = "locked"\n'
    )
    assert "The keyring cannot be read: it is locked" in run("digest", "--mail", code=2).stderr
    sys.modules.pop("keyring", None)


# Two that want to send


def claimed(library, at, process, machine=None):
    owner = {"process": process, "machine": machine or socket.gethostname()}
    with transaction(library, command="x", at=at):
        digests.claim(library, "another", at, DAY, {"owner": owner, "mark": [0, 0, ""]})


def gone():
    """Return the number of a process that has ended."""
    done = subprocess.Popen([sys.executable, "-c", ""])
    done.wait()
    return done.pid


@pytest.mark.parametrize(
    ("at", "is_gone", "sent"),
    [
        ("2026-11-22T07:50:00Z", True, 0),  # ten minutes: perhaps on another machine
        ("2026-11-22T07:40:00Z", True, 1),
        ("2031-11-22T07:40:00Z", True, 1),  # a clock that was wrong
        ("2026-11-22T07:40:00Z", False, 0),
    ],
)
def test_a_claim_of_a_process_that_died_is_taken_over(run, box, library, at, is_gone, sent):
    claimed(library, at, gone() if is_gone else 1)
    said = run("digest", "--mail", "--verbose").stderr
    assert len(box.messages) == sent
    assert ("Another process is sending a digest since" in said) == (not sent)


def test_two_at_once_send_one_message(settings, box):
    """Two crons, or a cron and a person."""
    box.delay_s = 0.5
    command = [sys.executable, "-m", "readlist", "digest", "--mail"]
    both = [subprocess.Popen(command, env=settings) for _ in range(3)]
    assert [one.wait() for one in both] == [0, 0, 0]
    assert len(box.messages) == 1


def test_a_killed_sender_loses_nothing(settings, box, tmp_path):
    """The mail is sent by the run after a quarter of an hour, under the same identifier."""
    box.answers["MESSAGE"] = HANG
    command = [sys.executable, "-m", "readlist", "digest", "--mail"]
    process = subprocess.Popen(command, env=settings)
    while "DATA" not in box.verbs and process.poll() is None:
        time.sleep(0.05)
    process.kill()
    process.wait()
    del box.answers["MESSAGE"]
    subprocess.run(command, env=settings, check=True)
    assert box.messages == []
    later = {**settings, "READLIST_NOW": "2026-11-22T08:15:01Z"}
    subprocess.run(command, env=later, check=True)
    assert len(box.messages) == 1


@pytest.mark.slow
@pytest.mark.shared
def test_the_stand_in_gets_one_message(settings, tmp_path):
    (tmp_path / "config.toml").write_text('mail_to = "ada@example.org"\n')
    command = [sys.executable, str(STANDIN), "--exit-with-parent", "--papers", os.devnull]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as service:
        try:
            ready = json.loads(service.stdout.readline())
            rule = {"path": "/smtp/RCPT", "kind": "status", "code": 451, "times": 1}
            urlopen(Request(f"{ready['url']}/_faults", json.dumps(rule).encode()))
            here = {**settings, "READLIST_SMTP_URL": ready["smtp"]}
            words = [sys.executable, "-m", "readlist", "digest", "--mail"]
            assert subprocess.run(words, env=here, check=False).returncode == 4
            both = [subprocess.Popen(words, env=here) for _ in range(2)]
            assert [one.wait() for one in both] == [0, 0]
            (got,) = json.load(urlopen(f"{ready['url']}/_mail"))
            assert got["subject"] == "readlist: 4 new papers, Sun 22 Nov"
            assert "Poincaré" in got["text"]
            assert "Poincaré" in got["html"]
        finally:
            service.terminate()
