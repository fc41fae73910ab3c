"""Ask other sites whether a page is there: politely, and never a private machine.

Addresses come from contributors, and redirections from strangers. So: http and https only; the
name is resolved once, every address behind it must be public, and the connection goes to that
very address (a name cannot change its mind in between); each redirection is checked again.
"""

from __future__ import annotations

import contextlib
import http.client
import ipaddress
import queue
import socket
import ssl
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from enum import Enum
from urllib.parse import SplitResult, quote, urljoin, urlsplit

#: Where to connect: an IP address and a port.
Lieu = tuple[str, int]

REDIRECTIONS_MAX = 6
_PERMANENTES = (301, 308)
_REDIRECTIONS = (301, 302, 303, 307, 308)
_DISPARUES = (404, 410)
#: What of IPv6 the Internet is made of. All else is old ranges that Python calls global, and IPv4
#: wrapped by a gateway, whatever is behind: https://www.iana.org/assignments/ipv6-address-space
_INTERNET = ipaddress.ip_network("2000::/3")


class Sort(Enum):
    """What became of a page."""

    LA = "là"
    DEPLACEE = "déplacée"
    DISPARUE = "disparue"
    INJOIGNABLE = "injoignable"
    REFUSEE = "refusée"
    ECARTEE = "écartée"
    PAS_VUE = "pas vue"


@dataclass(frozen=True, slots=True)
class Reponse:
    """What became of a page, why in a few French words, and its new address when it moved."""

    sort: Sort
    raison: str
    vers: str = ""


class Ecartee(ValueError):
    """This address is not to be asked; the message says why."""


def lieux_publics(hote: str, port: int) -> list[Lieu]:
    """Return where `hote` is, best first. Raises `Ecartee` if any of these is not public.

    Raises `OSError` when the name is unknown.
    """
    trouves = socket.getaddrinfo(hote, port, type=socket.SOCK_STREAM)
    lieux = [str(adresse[0]) for _, _, _, _, adresse in trouves]
    if not all(map(_publique, lieux)):
        raise Ecartee("adresse d’un réseau privé")
    return [(lieu, port) for lieu in lieux]


def _publique(lieu: str) -> bool:
    ip = ipaddress.ip_address(lieu.partition("%")[0])
    if isinstance(ip, ipaddress.IPv6Address):
        if ip.ipv4_mapped:
            ip = ip.ipv4_mapped
        elif ip not in _INTERNET or ip.sixtofour or ip.teredo:
            return False
    return ip.is_global and not ip.is_multicast


@dataclass(frozen=True)
class Demandeur:
    """How to ask. Times are in seconds; `trouver` says where a host is (tests replace it)."""

    agent: str
    attente: float = 15.0
    pause: float = 1.0
    trouver: Callable[[str, int], list[Lieu]] = lieux_publics
    tls: ssl.SSLContext = field(default_factory=ssl.create_default_context)

    def demander(self, adresse: str) -> Reponse:
        """Return what became of the page. Never raises on what the other site answers."""
        reponse = self._essayer(adresse, "HEAD")
        if reponse.sort in (Sort.LA, Sort.DEPLACEE, Sort.ECARTEE):
            return reponse
        # Many sites answer HEAD badly: only what GET says counts.
        time.sleep(self.pause)
        return self._essayer(adresse, "GET")

    def _essayer(self, adresse: str, methode: str) -> Reponse:
        try:
            return self._suivre(adresse, methode)
        except Ecartee as exc:
            return Reponse(Sort.ECARTEE, str(exc))
        except ssl.SSLError:
            return Reponse(Sort.INJOIGNABLE, "certificat refusé")
        except TimeoutError:
            return Reponse(Sort.INJOIGNABLE, "pas de réponse à temps")
        except socket.gaierror:
            return Reponse(Sort.INJOIGNABLE, "ce nom de site n’existe pas")
        except (OSError, http.client.HTTPException, ValueError):
            return Reponse(Sort.INJOIGNABLE, "la connexion a échoué")

    def _suivre(self, adresse: str, methode: str) -> Reponse:
        ici, pour_de_bon = adresse, True
        for _ in range(REDIRECTIONS_MAX):
            code, vers = self._une_fois(ici, methode)
            if code not in _REDIRECTIONS or not vers:
                break
            ici = urljoin(ici, vers)
            pour_de_bon = pour_de_bon and code in _PERMANENTES
        else:
            return Reponse(Sort.INJOIGNABLE, "trop de redirections")
        if code in _DISPARUES:
            return Reponse(Sort.DISPARUE, f"code {code}")
        if 200 <= code < 300:
            if ici != adresse and pour_de_bon:
                return Reponse(Sort.DEPLACEE, "redirection définitive", ici)
            return Reponse(Sort.LA, f"code {code}")
        if code >= 500 and code != 999:
            return Reponse(Sort.INJOIGNABLE, f"panne du site, code {code}")
        return Reponse(Sort.REFUSEE, f"code {code}")

    def _une_fois(self, adresse: str, methode: str) -> tuple[int, str]:
        """Ask once; return the code and where it redirects, "" if nowhere."""
        url = _couper(adresse)
        securise = url.scheme == "https"
        hote = str(url.hostname)
        port = url.port or (443 if securise else 80)
        connexion = http.client.HTTPConnection(hote, port, timeout=self.attente)
        connexion.default_port = 443 if securise else 80
        connexion.sock = prise = self._joindre(hote, port)
        # A site that sends one byte now and then would never time out: it is cut off.
        trop_long = threading.Event()
        montre = threading.Timer(self.attente * 2, _couper_court, [connexion, trop_long])
        montre.daemon = True
        montre.start()
        try:
            if securise:
                chiffree = self.tls.wrap_socket(
                    prise, server_hostname=hote, do_handshake_on_connect=False
                )
                connexion.sock = chiffree
                chiffree.do_handshake()
            chemin = quote(url.path or "/", safe="/%:=~+!$,;@()*&'")
            requete = quote(url.query, safe="/%:=~+!$,;@()*&?'[]")
            connexion.request(
                methode,
                f"{chemin}?{requete}" if requete else chemin,
                headers={"User-Agent": self.agent, "Accept": "*/*", "Connection": "close"},
            )
            with connexion.getresponse() as reponse:
                if trop_long.is_set():  # what came is cut, and may look whole
                    raise TimeoutError
                return reponse.status, _propre(reponse.headers.get("Location", ""))
        finally:
            montre.cancel()
            connexion.close()

    def _joindre(self, hote: str, port: int) -> socket.socket:
        """Connect to the first place that answers: many machines have no IPv6."""
        derniere: OSError | None = None
        for lieu in self.trouver(hote, port):
            try:
                return socket.create_connection(lieu, timeout=self.attente)
            except OSError as exc:
                derniere = exc
        raise derniere or OSError("no address")

    def demander_tout(
        self, adresses: Iterable[str], *, duree: float = 1200.0, ensemble: int = 6
    ) -> dict[str, Reponse]:
        """Ask every address, one at a time for each host, for `duree` seconds at most."""
        fin = time.monotonic() + duree
        par_hote: dict[str, list[str]] = defaultdict(list)
        for adresse in adresses:
            par_hote[_hote(adresse)].append(adresse)
        file: queue.SimpleQueue[list[str]] = queue.SimpleQueue()
        for groupe in par_hote.values():
            file.put(groupe)
        reponses: dict[str, Reponse] = {}

        def travailler() -> None:
            while time.monotonic() < fin:
                try:
                    groupe = file.get_nowait()
                except queue.Empty:
                    return
                for i, adresse in enumerate(groupe):
                    if i:
                        time.sleep(self.pause)
                    if time.monotonic() >= fin:
                        return
                    reponses[adresse] = self.demander(adresse)

        # Daemons: a name that takes for ever to resolve cannot keep the command from ending.
        fils = [threading.Thread(target=travailler, daemon=True) for _ in range(ensemble)]
        for fil in fils:
            fil.start()
        for fil in fils:
            fil.join(max(0.0, fin - time.monotonic()))
        return dict(reponses)


def _couper(adresse: str) -> SplitResult:
    """Cut an address in its parts. Raises `Ecartee` when it is not one that we ask."""
    try:
        url = urlsplit(adresse)
        port, hote = url.port, url.hostname
        (hote or "").encode("idna")
    except ValueError as exc:
        raise Ecartee("adresse mal écrite") from exc
    if url.scheme not in ("http", "https") or not hote or port == 0:
        raise Ecartee("adresse mal écrite")
    if url.username or url.password:
        raise Ecartee("adresse qui contient un mot de passe")
    return url


def _hote(adresse: str) -> str:
    try:
        return urlsplit(adresse).hostname or ""
    except ValueError:
        return ""


def _propre(cible: str) -> str:
    """The target of a redirection as text: sites write accents in it as raw bytes."""
    with contextlib.suppress(UnicodeError):
        cible = cible.encode("latin-1").decode("utf-8")
    return quote(cible.strip(), safe="/%:=~+!$,;@()*&?'[]#-._")


def _couper_court(connexion: http.client.HTTPConnection, trop_long: threading.Event) -> None:
    trop_long.set()
    with contextlib.suppress(OSError):
        if connexion.sock:
            connexion.sock.shutdown(socket.SHUT_RDWR)
