"""An nginx for the tests: the configuration of `deploy/`, on free ports of loopback, stopped when the tests end.

Only the standard library at import, so that set-up can ask before anything is installed.
"""

from __future__ import annotations

import os
import re
import shutil
import socket
import subprocess
import tempfile
import time
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple

NAMED = "NGINX"
PACKAGES = ("nginx-light", "openssl")  # Debian's; the second makes the certificate
PLACES = ("/usr/sbin", "/usr/local/sbin", "/usr/local/nginx/sbin", "/opt/homebrew/bin")
ABSENT = (
    "Les tests servent aussi l'application par plusieurs processus derrière nginx, et il n'a pas pu être installé. "
    "Installez-le (Debian : apt-get install -y nginx-light openssl) ou donnez son chemin : "
    "NGINX=/chemin/de/nginx python3 -m tests."
)
SHIPPED = Path(__file__).resolve().parents[1] / "deploy" / "nginx" / "aci.conf"
DOMAIN = "localhost"
START_LIMIT_S = 10


class NginxError(Exception):
    """No nginx for the tests, or it refuses the configuration; the message is a French sentence."""


class Front(NamedTuple):
    """A running nginx: where it answers, over TLS and without, and the folder of its logs."""

    url: str
    plain: str
    folder: Path


def installed():
    """Path of the nginx the person named (NGINX) or of the system's own; None without it or without openssl.

    Raises:
        FileNotFoundError: NGINX names a file that is no programme; the sentence is French.
    """
    named = os.environ.get(NAMED)
    if named:
        found = shutil.which(named)
        if found is None:
            raise FileNotFoundError(f"{NAMED} désigne « {named} », qui n'est pas un programme.")
        return found
    path = os.pathsep.join([os.environ.get("PATH", os.defpath), *PLACES])
    return shutil.which("nginx", path=path) if shutil.which("openssl") else None


@contextmanager
def before(ports):
    """Run nginx in front of the processes that listen on these two ports, with the configuration of `deploy/`.

    Raises:
        NginxError: there is no nginx, or it does not start.
    """
    programme = installed()
    if programme is None:
        raise NginxError(ABSENT)
    folder = Path(tempfile.mkdtemp(prefix="aci-nginx-"))
    folder.chmod(0o755)  # its workers run under another account when this one is root
    secure, plain = _free_port(), _free_port()
    try:
        _certificate(folder)
        (folder / "aci.conf").write_text(rendered(folder, ports, secure, plain), encoding="utf-8")
        (folder / "nginx.conf").write_text(_around(folder), encoding="utf-8")
        command = [programme, "-c", str(folder / "nginx.conf"), "-e", str(folder / "start.log")]
        with subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as process:
            try:
                _wait(process, secure, folder)
                yield Front(f"https://{DOMAIN}:{secure}", f"http://{DOMAIN}:{plain}", folder)
            finally:
                process.terminate()
                process.wait(timeout=10)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def rendered(folder, ports, secure, plain):
    """The shipped configuration, where only names, ports and folders differ.

    Raises:
        NginxError: what is to be replaced is not there.
    """
    text = SHIPPED.read_text(encoding="utf-8")
    text = re.sub(
        r"^ *listen \[::\].*\n", "", text, flags=re.MULTILINE
    )  # loopback only, and some have no IPv6
    changes = {
        "listen 443": f"listen 127.0.0.1:{secure}",
        "listen 80": f"listen 127.0.0.1:{plain}",
        "8501": str(ports[0]),
        "8502": str(ports[1]),
        "/etc/letsencrypt/live/atelier.exemple.fr": str(folder),
        "atelier.exemple.fr": DOMAIN,
        "/var/log/nginx": str(folder),
        "/var/cache/nginx-aci": str(folder / "cache"),
        "/var/www/html": str(folder),
    }
    for shipped, ours in changes.items():
        if shipped not in text:
            raise NginxError(f"La configuration livrée ne dit plus « {shipped} ».")
        text = text.replace(shipped, ours)
    return text


def _around(folder):
    """What Debian's nginx.conf says around it, in a folder of its own."""
    account = "user root;" if hasattr(os, "geteuid") and os.geteuid() == 0 else ""
    kinds = ("client_body", "proxy", "fastcgi", "uwsgi", "scgi")
    temporary = " ".join(f"{kind}_temp_path {folder}/{kind};" for kind in kinds)
    return (
        f"{account} daemon off; worker_processes 2; pid {folder}/pid; error_log {folder}/start.log;\n"
        "events { worker_connections 4096; }\n"
        f"http {{ {temporary} access_log off; include {folder}/aci.conf; }}\n"
    )


def _certificate(folder):
    """A certificate nobody else knows, as the real one is named."""
    words = [
        "req",
        "-x509",
        "-newkey",
        "ec",
        "-pkeyopt",
        "ec_paramgen_curve:prime256v1",
        "-nodes",
        "-days",
        "2",
    ]
    subject = ["-subj", f"/CN={DOMAIN}", "-addext", f"subjectAltName=DNS:{DOMAIN}"]
    files = ["-keyout", str(folder / "privkey.pem"), "-out", str(folder / "fullchain.pem")]
    subprocess.run(["openssl", *words, *subject, *files], check=True, capture_output=True)


def _wait(process, port, folder):
    for _ in range(START_LIMIT_S * 20):
        with closing(socket.socket()) as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        if process.poll() is not None:
            break
        time.sleep(0.05)
    log = folder / "start.log"
    told = log.read_text(errors="replace")[-600:] if log.exists() else "rien"
    raise NginxError(f"nginx ne démarre pas avec la configuration livrée : {told}")


def _free_port():
    with closing(socket.socket()) as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
