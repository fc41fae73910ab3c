// Les filtres : un fieldset par facette, ses valeurs en arbre, leur compte.

import { creer, disposer, horsVue, nombre } from "./dom.js";
import { FACETTES } from "./etat.js";

export const NOMS = {
  types: ["Type", "types"],
  themes: ["Thème", "thèmes"],
  territoires: ["Territoire", "territoires"],
  dispositifs: ["Dispositif", "dispositifs"],
  publics: ["Public", "publics"],
  demarches: ["Démarche", "démarches"],
  annees: ["Année", "années"],
};
const PREMIERES = 6;
const SANS_BOUTON = 8; // pour deux valeurs de plus, un bouton ne gagne rien
const ORDRE_FIXE = new Set(["types", "annees"]);
let rang = 0;

export class Filtres {
  /**
   * `quandChange(facette, valeurs)` est appelée à chaque case cochée ou décochée ; `nommer`
   * va chercher les noms des lieux qui n'en ont pas encore, et dit si elle les a.
   */
  constructor(boite, catalogue, quandChange, nommer) {
    this.facettes = FACETTES.map((nom) => new Facette(nom, catalogue.facettes[nom], quandChange, nommer));
    boite.replaceChildren(...this.facettes.map((f) => f.element));
  }

  montrer(comptes, selection) {
    for (const f of this.facettes) f.montrer(comptes[f.nom], selection[f.nom]);
  }
}

class Facette {
  constructor(nom, donnees, quandChange, nommer) {
    this.nom = nom;
    this.donnees = donnees;
    this.nommer = nommer;
    this.effaces = new Set(donnees.effaces);
    this.enfants = new Map();
    donnees.parents.forEach((parent, i) => {
      if (!this.enfants.has(parent)) this.enfants.set(parent, []);
      this.enfants.get(parent).push(i);
    });
    this.noeuds = new Map();
    this.branches = new Map();
    // Un pays seul n'apprend rien : ses régions sont montrées d'emblée.
    this.ouvertes = new Set(nom === "territoires" ? this.enfants.get(-1) : []);
    this.racine = this.branche(-1);
    this.vide = creer("p", { class: "facette-vide" }, "Aucune valeur pour ces résultats.");
    this.element = creer("fieldset", { class: "facette", "data-facette": nom },
      creer("legend", {}, NOMS[nom][0]), this.racine.liste, this.racine.bouton, this.vide);
    this.element.addEventListener("change", () => {
      quandChange(nom, this.valeursCochees());
    });
  }

  valeursCochees() {
    const montrees = [...this.noeuds.values()].filter((n) => n.case.checked).map((n) => n.case.value);
    // Une valeur choisie par l'adresse et que l'arbre ne montre pas reste choisie.
    return [...this.selection.filter((v) => !this.noeuds.has(this.donnees.rangs.get(v))), ...montrees];
  }

  montrer(comptes, selection) {
    this.comptes = comptes;
    this.selection = selection;
    this.choisies = new Set(selection.map((v) => this.donnees.rangs.get(v)).filter((i) => i !== undefined));
    // Les parents d'une valeur choisie s'ouvrent, pour qu'on la voie.
    for (const i of this.choisies) {
      for (let p = this.donnees.parents[i]; p >= 0; p = this.donnees.parents[p]) this.ouvertes.add(p);
    }
    this.disposerBranche(-1);
    this.vide.hidden = this.racine.liste.children.length > 0;
  }

  /** La liste des enfants d'une valeur, et son bouton « Voir plus ». */
  branche(parent) {
    if (this.branches.has(parent)) return this.branches.get(parent);
    rang += 1;
    const branche = {
      liste: creer("ul", { id: `facette-${rang}` }),
      bouton: creer("button", { type: "button", class: "facette-plus", "aria-expanded": "false", "aria-controls": `facette-${rang}` }),
      toutes: false,
    };
    branche.bouton.addEventListener("click", () => {
      branche.toutes = !branche.toutes;
      const avant = new Set(branche.liste.children);
      this.disposerBranche(parent);
      // Ce qui vient d'apparaître est avant le bouton : on y mène.
      if (branche.toutes) [...branche.liste.children].find((e) => !avant.has(e))?.querySelector("input").focus();
    });
    this.branches.set(parent, branche);
    return branche;
  }

  disposerBranche(parent) {
    const { liste, bouton, toutes } = this.branche(parent);
    const utiles = this.trier((this.enfants.get(parent) ?? []).filter((i) => this.utile(i)));
    const longue = utiles.length > SANS_BOUTON;
    const montrees = longue && !toutes ? utiles.filter((i, n) => n < PREMIERES || this.porteUnChoix(i)) : utiles;
    disposer(liste, montrees.map((i) => this.noeud(i).element));
    for (const i of montrees) this.actualiser(i);
    bouton.hidden = !longue || (!toutes && montrees.length === utiles.length);
    bouton.setAttribute("aria-expanded", String(toutes));
    bouton.replaceChildren(toutes ? "Voir moins" : `Voir plus (${nombre(utiles.length - montrees.length)})`,
      horsVue(` de ${NOMS[this.nom][1]}`));
  }

  /** Une valeur est montrée si elle donne quelque chose, ou si elle est choisie. */
  utile(i) {
    if (this.porteUnChoix(i)) return true;
    return this.comptes[i] > 0 && !this.effaces.has(i);
  }

  porteUnChoix(i) {
    return this.choisies.has(i) || [...this.choisies].some((c) => this.descendDe(c, i));
  }

  descendDe(i, ancetre) {
    for (let p = this.donnees.parents[i]; p >= 0; p = this.donnees.parents[p]) if (p === ancetre) return true;
    return false;
  }

  trier(rangs) {
    if (ORDRE_FIXE.has(this.nom)) return rangs;
    // Les valeurs sont dans l'ordre des noms.
    return rangs.sort((a, b) => this.comptes[b] - this.comptes[a] || a - b);
  }

  noeud(i) {
    if (this.noeuds.has(i)) return this.noeuds.get(i);
    const { ids, libelles } = this.donnees;
    const noeud = {
      case: creer("input", { type: "checkbox", name: this.nom, value: ids[i] }),
      compte: creer("span", { class: "n", "data-compte": true }),
    };
    const etiquette = creer("label", {}, noeud.case, creer("span", {}, libelles[i]), noeud.compte);
    noeud.element = creer("li", {}, creer("div", { class: "facette-valeur" }, etiquette));
    if (this.enfants.has(i)) {
      const { liste, bouton } = this.branche(i);
      noeud.bascule = creer("button", {
        type: "button", class: "facette-bascule", "aria-controls": liste.id, "aria-label": `Préciser\u202f: ${libelles[i]}`,
      });
      noeud.bascule.addEventListener("click", async () => {
        if (!this.ouvertes.delete(i)) {
          const sansNom = this.enfants.get(i).some((e) => this.donnees.ids[e] === undefined);
          if (sansNom && !(await this.nommer())) return;
          this.ouvertes.add(i);
        }
        this.actualiser(i);
      });
      noeud.element.firstChild.append(noeud.bascule);
      noeud.boite = creer("div", { class: "facette-branche" }, liste, bouton);
      noeud.element.append(noeud.boite);
    }
    this.noeuds.set(i, noeud);
    return noeud;
  }

  actualiser(i) {
    const noeud = this.noeud(i);
    noeud.case.checked = this.choisies.has(i);
    noeud.compte.dataset.compte = this.comptes[i];
    noeud.compte.textContent = nombre(this.comptes[i]);
    if (!noeud.bascule) return;
    const ouverte = this.ouvertes.has(i);
    if (ouverte) this.disposerBranche(i);
    noeud.boite.hidden = !ouverte;
    noeud.bascule.hidden = !(this.enfants.get(i).some((e) => this.utile(e)));
    noeud.bascule.setAttribute("aria-expanded", String(ouverte));
  }
}
