import subprocess
import sys
from pathlib import Path

import pytest

from assistant.errors import PageError
from ui.serve import listening

ROOT = Path(__file__).parents[2]


def command(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "ui", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )


def test_a_taken_port_is_one_line_with_the_remedy() -> None:
    with listening("127.0.0.1", 0) as taken:
        port = taken.getsockname()[1]
        done = command("--port", str(port))
    assert (done.returncode, done.stdout) == (1, "")
    assert done.stderr.count("\n") == 1
    assert f"Port {port}" in done.stderr
    assert "choose another with --port" in done.stderr


@pytest.mark.parametrize("host", ["0.0.0.0", "::", "192.0.2.1", ""])
def test_a_host_that_others_could_reach_is_refused(host: str) -> None:
    with pytest.raises(PageError, match=r"Use --host 127\.0\.0\.1"):
        listening(host, 0)


def test_the_command_refuses_such_a_host_with_one_line() -> None:
    done = command("--host", "0.0.0.0")
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)


@pytest.mark.parametrize("port", ["0", "65536", "http"])
def test_a_port_that_is_none_is_wrong_usage(port: str) -> None:
    assert command("--port", port).returncode == 2


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_a_name_of_this_machine_is_listened_on(host: str) -> None:
    with listening(host, 0) as listener:
        assert listener.getsockname()[1] > 0


def test_a_host_that_others_can_reach_is_served_with_a_password() -> None:
    with listening("0.0.0.0", 0, guarded=True) as listener:
        assert listener.getsockname()[0] == "0.0.0.0"
