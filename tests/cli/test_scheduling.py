"""Pulls on schedule: the texts for cron and systemd, and what is changed of a person's own."""

import os
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from readlist.errors import UsageError
from readlist.schedulers import (
    Job,
    Time,
    check,
    cron,
    in_rush,
    job_name,
    systemd,
    times,
    usual_time,
)
from support.program import HANG_S, runner

JOB = Job("readlist", ("/opt/readlist", "--x"), (Time(6, 17),))
WORDS = st.text(st.characters(min_codepoint=32, max_codepoint=0x2FF, exclude_characters="\x7f"))
RECORDER = """#!/bin/sh
{ for word in "$@"; do printf '%s\\0' "$word"; done; printf '%s\\0' "$READLIST_DB" "$KEY"; } >> LOG
"""


def run_as_cron(line, home):
    """Run a line of a crontab as cron does: an environment of three words, and ``%`` is special."""
    assert line.count("\n") == 0
    command = line.split(" ", 5)[5]
    assert len(command) < 1_000
    assert "%" not in command.replace("\\%", "")
    return subprocess.run(
        ["/bin/sh", "-c", command.replace("\\%", "%")], cwd=home, check=True, timeout=HANG_S,
        env={"HOME": str(home), "PATH": "/usr/bin:/bin", "SHELL": "/bin/sh"}, capture_output=True,
    )  # fmt: skip


def recorder(folder):
    """Return a program that writes down with which words and settings it was called."""
    folder.mkdir(exist_ok=True)
    program, log = folder / "a pro'gram", folder / "log"
    log.unlink(missing_ok=True)
    program.write_text(RECORDER.replace("LOG", shlex.quote(str(log))))
    program.chmod(0o700)
    return program, log


@given(path=WORDS.map(lambda text: text.replace("\\", "/")))
def test_a_line_says_to_cron_what_was_meant(tmp_path_factory, path):
    """Whatever blanks, quotes, dollars and percent signs a path has, the program gets it whole."""
    home = tmp_path_factory.getbasetemp()
    program, log = recorder(home / "50% o'f $HOME")
    job = Job("x", (str(program), path), (Time(6, 17),), {"READLIST_DB": path}, digest=True)
    (line,) = cron.lines(job)
    run_as_cron(line, home)
    said = log.read_text().split("\0")
    assert said == [path, "pull", "--quiet", path, "", path, "digest", "--mail", path, "", ""]


def test_secrets_stand_in_a_file_of_the_person(tmp_path):
    """Where the file is there its lines are read, where it is not the pull goes without."""
    program, log = recorder(tmp_path / "here")
    secrets = tmp_path / "my secrets.env"
    (line,) = cron.lines(Job("x", (str(program),), (Time(6, 17),), secrets=str(secrets)))
    run_as_cron(line, tmp_path)
    secrets.write_text("KEY='a b'\n")
    run_as_cron(line, tmp_path)
    assert log.read_text().split("\0") == [
        "pull",
        "--quiet",
        "",
        "",
        "pull",
        "--quiet",
        "",
        "a b",
        "",
    ]


def test_what_no_schedule_can_hold():
    """A line break would become a line of its own in a crontab; cron's length has an end."""
    with pytest.raises(UsageError, match="no schedule can hold"):
        check(JOB._replace(environment={"READLIST_DB": "/x\n* * * * * rm"}))
    for value in ("x" * 1_000, "a\\%b"):
        with pytest.raises(UsageError, match="--install systemd"):
            cron.lines(JOB._replace(environment={"READLIST_DB": value}))


@given(
    table=st.lists(st.sampled_from(["1 2 * * * x\n", "# c\r\n", "\n", "A=%\x0b\n", "\u2028\n"])),
    end=st.sampled_from(["", "17 3 * * * no end"]),
)
def test_only_own_lines_of_a_crontab_change(table, end):
    """Lines come and go; what else is there stays, byte for byte."""
    text = "".join(table) + end
    two = JOB._replace(times=(Time(6, 17), Time(18, 1)))
    other = JOB._replace(name="readlist-1")
    full = cron.with_lines(cron.with_lines(text, two), other)
    assert cron.own_lines(full, "readlist") == cron.lines(two)
    assert cron.with_lines(full, two) == full
    once = cron.with_lines(full, JOB)
    assert once.count("installed by") == 2
    left = cron.without_lines(cron.without_lines(once, "readlist-1"), "readlist")
    assert left == text + ("\n" if end else "")


def test_own_lines_keep_their_place():
    """A changed time stands where the old one stood."""
    text = f"a\n{cron.lines(JOB)[0]}\nb\n"
    changed = cron.with_lines(text, JOB._replace(times=(Time(7, 5),)))
    assert changed.splitlines()[0::2] == ["a", "b"]
    assert changed.splitlines()[1].startswith("5 7 * * * /opt/readlist --x pull --quiet # inst")


def test_times():
    """Times are sorted and each stands once; anything else is said."""
    assert times("18:17, 6:05,06:05") == (Time(6, 5), Time(18, 17))
    for text in ("24:00", "6", "06:17;08:00", ""):
        with pytest.raises(UsageError, match="--at"):
            times(text)


@given(offset=st.integers(-12 * 60, 14 * 60), summer=st.sampled_from([0, 60]), seed=st.text())
def test_the_usual_time_avoids_the_rush_of_arxiv(offset, summer, seed):
    """In no zone, in winter or summer, is arXiv asked between 00:00 and 02:00 UTC."""
    offsets = (offset, offset + summer)
    found = usual_time(seed, offsets)
    assert found.minute % 2 == 1
    assert found.hour >= 6
    for one in offsets:
        assert not 0 <= (found.hour * 60 + found.minute - one) % 1_440 < 120
    assert in_rush([Time(1, 59)], (0,))
    assert not in_rush([Time(2, 0)], (0,))
    assert usual_time(seed, offsets) == found


def test_each_library_has_a_job_of_its_own():
    """The usual library has the plain name; others have names that stay."""
    assert job_name("") == "readlist"
    assert job_name("/a.db") == job_name("/a.db") != job_name("/b.db")


HARD = Job(
    "readlist-x", ("/tmp/$x 50%/\"it's\"", "-m", "read$list"), (Time(6, 17), Time(18, 5)),
    {"READLIST_DB": "/home/a b/50% it's \\ \"q\" $HOME.db"}, "/home/a b/secrets.env", digest=True,
)  # fmt: skip


def test_units():
    """A unit quotes by systemd's rules, and one feed that failed does not stop the digest."""
    service, timer = systemd.units(HARD).values()
    assert 'Environment="READLIST_DB=/home/a b/50%% it\'s \\\\ \\"q\\" $HOME.db"\n' in service
    assert 'ExecStart=-/usr/bin/env "/tmp/$$x 50%%/\\"it\'s\\"" -m "read$$list" pull' in service
    assert "digest --mail\n" in service
    assert "EnvironmentFile=-/home/a b/secrets.env\n" in service
    assert "OnCalendar=*-*-* 06:17:00\nOnCalendar=*-*-* 18:05:00\nPersistent=true\n" in timer


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd is absent")
def test_systemd_takes_the_units(tmp_path):
    """systemd's own check finds nothing wrong with units of the hardest names."""
    program = tmp_path / "$x 50%" / '"it\'s"'
    program.parent.mkdir()
    program.write_text("#!/bin/sh\n")
    program.chmod(0o700)
    job = HARD._replace(program=(str(program), *HARD.program[1:]))
    paths = []
    for name, text in systemd.units(job).items():
        paths.append(tmp_path / name)
        paths[-1].write_text(text)
    said = {"PATH": os.environ["PATH"], "HOME": str(tmp_path), "XDG_RUNTIME_DIR": str(tmp_path)}
    done = subprocess.run(
        ["systemd-analyze", "verify", "--user", *map(str, paths)],
        env=said, capture_output=True, text=True, timeout=HANG_S, check=False,
    )  # fmt: skip
    if "Failed to" in done.stderr:
        pytest.skip(done.stderr.strip())
    assert (done.returncode, done.stderr) == (0, "")


CRONTAB = """#!/bin/sh
case "$1" in
-l) if [ -f TABLE ]; then cat TABLE; else echo "no crontab for ada" >&2; exit 1; fi;;
-) cat > TABLE;;
esac
"""
SYSTEMCTL = '#!/bin/sh\necho "$*" >> CALLS\n'


@pytest.fixture
def machine(environment, tmp_path, monkeypatch, capsys):
    """Return the program on a machine with a crontab and systemctl that write into files."""
    folder = tmp_path / "bin"
    folder.mkdir()
    for name, text in (("crontab", CRONTAB), ("systemctl", SYSTEMCTL)):
        body = text.replace("TABLE", str(tmp_path / "table")).replace(
            "CALLS", str(tmp_path / "calls")
        )
        (folder / name).write_text(body)
        (folder / name).chmod(0o700)
    monkeypatch.setattr(sys, "argv", ["-m"])
    for name in ("HTTPS_PROXY", "https_proxy", "SSL_CERT_FILE", "SSL_CERT_DIR", "TZ"):
        monkeypatch.delenv(name, raising=False)
    environment |= {
        "PATH": f"{folder}:/usr/bin:/bin", "XDG_STATE_HOME": str(tmp_path / "state"),
        "READLIST_DB": str(tmp_path / "my 50% library.db"),
    }  # fmt: skip
    return runner(environment, tmp_path, monkeypatch, capsys)


def test_installing_for_cron(machine, tmp_path):
    """It is shown first, written on a yes, once; the line works; what was there stays."""
    table = tmp_path / "table"
    table.write_text("MAILTO=ada\n")
    assert "Add --yes" in machine("pull", "--install", "cron", code=2).stderr
    line = machine("pull", "--install", "cron", "--at", "06:17", "--dry-run").stdout
    assert table.read_text() == "MAILTO=ada\n"
    machine("pull", "--install", "--at", "06:17", "--yes")
    assert table.read_text() == f"MAILTO=ada\n{line}"
    again = machine("pull", "--install", "cron", "--at", "06:17")
    assert "installed already" in again.stderr
    machine("feed", "add", "cs.CL")
    machine("feed", "pause", "cs.CL")
    done = run_as_cron(line.rstrip("\n"), tmp_path)
    assert (done.stdout, done.stderr) == (b"", b"")
    assert machine("pull", "--remove", "--dry-run").stdout == line
    machine("pull", "--remove", "--yes")
    assert table.read_text() == "MAILTO=ada\n"
    assert "No pulls" in machine("pull", "--remove").stderr


@pytest.mark.parametrize("scheme", ["http://", "", "//", "http://x/"])
def test_the_environment_of_a_line(machine, tmp_path, monkeypatch, scheme):
    """Settings of this prompt go along, what is secret or of the moment does not."""
    monkeypatch.setenv("READLIST_CONTACT", "ada@example.org")
    monkeypatch.setenv("READLIST_S2_KEY", "hush")
    monkeypatch.setenv("HTTPS_PROXY", f"{scheme}ada:hush@proxy.example.org:3128")
    done = machine("pull", "--install", "cron", "--at", "06:17", "--yes")
    table = (tmp_path / "table").read_text()
    assert "hush" not in table
    for name in ("READLIST_NOW", "READLIST_OFFLINE"):
        assert name not in table
    for said in ("READLIST_CONTACT=ada@example.org", "READLIST_READER=ada", "XDG_STATE_HOME="):
        assert said in table
    assert "cron does not have READLIST_S2_KEY, HTTPS_PROXY. Write each as" in done.stderr
    assert f" into {tmp_path}/secrets.env, and keep" in done.stderr
    assert f". {tmp_path}/secrets.env" in table


def test_a_key_in_the_address_of_a_service_stays_here(machine, tmp_path, monkeypatch):
    """A mirror may be asked with a key, which the crontab does not get."""
    monkeypatch.setenv("READLIST_ARXIV_API_URL", "https://mirror.example.org/x?api_key=hush")
    done = machine("pull", "--install", "cron", "--at", "06:17", "--yes")
    assert "hush" not in (tmp_path / "table").read_text() + done.stdout + done.stderr
    assert "cron does not have READLIST_ARXIV_API_URL. Write each as" in done.stderr


def test_installing_for_systemd(machine, tmp_path):
    """Service and timer are written and started; only units of ours are replaced or removed."""
    said = machine("pull", "--install", "systemd", "--digest", "--at", "06:17", "--yes")
    folder = tmp_path / ".config" / "systemd" / "user"
    service, timer = sorted(folder.iterdir())
    assert "digest --mail" in service.read_text()
    assert service.read_text() in said.stdout
    calls = (tmp_path / "calls").read_text().splitlines()
    assert f"--user enable {timer.name}" in calls
    again = machine("pull", "--install", "systemd", "--digest", "--at", "06:17").stderr
    assert "installed already" in again
    machine("pull", "--remove", "--yes")
    assert list(folder.iterdir()) == []
    assert f"--user disable --now {timer.name}" in (tmp_path / "calls").read_text()
    timer.write_text("[Timer]\n")
    refused = machine("pull", "--install", "systemd", "--yes", code=2).stderr
    assert "was not written by readlist" in refused
    assert [path.read_text() for path in folder.iterdir()] == ["[Timer]\n"]


def test_a_machine_without_a_scheduler(machine, monkeypatch):
    """The text is there to be taken elsewhere, and it is said that nothing was installed."""
    monkeypatch.setenv("PATH", "/nowhere")
    done = machine("pull", "--install", "--at", "06:17", "--yes", code=2)
    assert done.stdout.startswith("17 6 * * * export ")
    assert "nothing was installed" in done.stderr
    assert "cron or systemd" in machine("pull", "--install", "launchd", code=2).stderr


def test_what_is_unwise_is_said(machine, monkeypatch):
    """A time in arXiv's rush, and feeds that the times do not serve."""
    monkeypatch.setenv("TZ", "UTC")
    machine("feed", "add", "cs.CL", "--schedule", "6h")
    said = machine("pull", "--install", "cron", "--at", "00:30", "--dry-run").stderr
    assert "arXiv is busiest" in said
    assert "By its schedule cs.CL is due" in said
    said = machine("pull", "--install", "cron", "--at", "03:00,09:00,15:00,21:00", "--dry-run")
    assert "schedule" not in said.stderr


def test_a_crontab_that_cannot_be_read_is_left_alone(machine, tmp_path):
    """A person who may not use cron is told why, and nothing is written."""
    program = tmp_path / "bin" / "crontab"
    program.write_text(
        "#!/bin/sh\necho 'You (ada) are not allowed to use this program' >&2\nexit 1\n"
    )
    said = machine("pull", "--install", "cron", "--yes", code=2).stderr
    assert "not allowed" in said
    assert not Path(tmp_path / "table").exists()
