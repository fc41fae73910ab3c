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
    // Ce qui n'est gardé nulle part ne part pas sans que l'on demande.
    addEventListener("beforeunload", (e) => { if (this.refuse) e.preventDefault(); });
    // La même fiche, écrite dans un autre onglet : le dernier qui garde l'emporte.
    addEventListener("storage", ({ key, newValue }) => { if (key === this.cle && newValue) this.surAutreOnglet?.(); });
  }

  /** @returns {{le: Date, fiche: object} | null} ; la fiche est telle que le navigateur la rend : à vérifier */
  retrouver() {
    try {
      const garde = JSON.parse(localStorage.getItem(this.cle));
      return garde?.version === VERSION ? { le: new Date(garde.le), fiche: garde.fiche } : null;
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
    this.change = this.refuse = false;
    try { localStorage.removeItem(this.cle); } catch { /* rien n'était gardé */ }
  }
}
