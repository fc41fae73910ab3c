// Ce que l'on écrit reste dans ce navigateur, d'une visite à l'autre, et n'en sort pas.

const VERSION = 1;
const PAUSE = 300; // ms sans frappe avant de garder

export class Brouillon {
  /** @param nom "nouvelle", ou l'identifiant de l'entrée que l'on modifie */
  constructor(nom, fiche) {
    this.cle = `brouillon-de-fiche:${nom}`;
    this.fiche = fiche;
    this.refuse = false;
    // Un téléphone peut fermer la page sans prévenir.
    addEventListener("pagehide", () => this.garder());
    document.addEventListener("visibilitychange", () => { if (document.hidden) this.garder(); });
  }

  /** @returns {{le: string, fiche: object} | null} */
  retrouver() {
    try {
      const garde = JSON.parse(localStorage.getItem(this.cle));
      return garde?.version === VERSION ? garde : null;
    } catch {
      return null;
    }
  }

  noter() {
    clearTimeout(this.pause);
    this.change = true;
    this.pause = setTimeout(() => this.garder(), PAUSE);
  }

  garder() {
    clearTimeout(this.pause);
    if (!this.change) return;
    this.change = false;
    try {
      localStorage.setItem(this.cle, JSON.stringify({ version: VERSION, le: new Date().toISOString(), fiche: this.fiche.memoire }));
      this.refuse = false;
    } catch {
      this.refuse = true; // stockage refusé ou plein
    }
    this.surGarde?.(this.refuse);
  }

  oublier() {
    clearTimeout(this.pause);
    this.change = false;
    try { localStorage.removeItem(this.cle); } catch { /* rien n'était gardé */ }
  }
}
