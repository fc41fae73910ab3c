// Choisir dans une liste que l'on filtre en tapant : un terme, un lieu, une structure, une entrée.
// Motif « combobox with listbox popup » : https://www.w3.org/WAI/ARIA/apg/patterns/combobox/

import { compter, creer, horsVue } from "../recherche/dom.js";
import { CONSEIL } from "../recherche/transport.js";

const PAUSE = 80; // ms sans frappe avant de chercher
const PATIENCE = 400; // ms avant de dire que l'on attend
let suivant = 0;

export class Choix {
  /**
   * @param {object} o
   *   id, libelle, decritPar ; chercher(texte) → Promise<{options: [{valeur, libelle, note}], invite}> ;
   *   nommer(valeur) → libellé, ou sa promesse ; plusieurs ; ordonne ; choisir(valeurs) à chaque
   *   changement ; signaler(texte) quand ce que l'on cherche manque à la liste, ou null.
   */
  constructor(o, valeurs = []) {
    this.o = o;
    this.valeurs = [...valeurs];
    this.rang = suivant += 1;
    this.options = [];
    this.active = -1;
    this.tour = 0;
    this.champ = creer("input", {
      id: o.id, type: "text", role: "combobox", autocomplete: "off", spellcheck: "false", autocapitalize: "off",
      "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": `${o.id}-liste`, "aria-describedby": o.decritPar,
      placeholder: o.invite,
    });
    this.liste = creer("ul", { id: `${o.id}-liste`, role: "listbox", "aria-label": `Propositions\u202f: ${o.libelle}`, hidden: true });
    this.annonce = creer("p", { class: "hors-vue", "aria-live": "polite" });
    this.reste = creer("p", { class: "constat constat-A choix-reste", "aria-live": "polite" });
    this.choisis = creer(o.ordonne ? "ol" : "ul", { class: "choisis", "aria-label": `Choisis\u202f: ${o.libelle}` });
    this.element = creer("div", { class: "choix" }, this.choisis, creer("div", { class: "choix-saisie" }, this.champ, this.liste), this.reste, this.annonce);
    this.montrerLesChoisis();
    this.ecouter();
  }

  ecouter() {
    const { champ, liste } = this;
    champ.addEventListener("input", () => {
      clearTimeout(this.pause);
      this.pause = setTimeout(() => this.proposer(), PAUSE);
      this.reste.textContent = "";
    });
    champ.addEventListener("click", () => { if (liste.hidden) this.proposer(); });
    champ.addEventListener("blur", () => { this.fermer(); this.direLeReste(); });
    champ.addEventListener("keydown", (e) => this.touche(e));
    // La prise de focus reste dans le champ : la liste ne se ferme pas avant le clic.
    for (const appui of ["pointerdown", "mousedown"]) liste.addEventListener(appui, (e) => e.preventDefault());
    liste.addEventListener("click", (e) => {
      const option = e.target.closest("[role=option]");
      if (option) this.prendre(Number(option.dataset.rang));
    });
  }

  async touche(e) {
    const ouverte = !this.liste.hidden;
    if (e.isComposing) return;
    if (e.key === "ArrowDown" || e.key === "ArrowUp") {
      e.preventDefault();
      if (!ouverte || this.pause) await this.proposer();
      const n = this.options.length;
      if (n) this.activer((this.active + (e.key === "ArrowDown" ? 1 : -1 + (this.active < 0)) + n) % n);
    } else if (e.key === "Enter") {
      // Entrée n'envoie jamais le formulaire depuis une liste.
      e.preventDefault();
      // Ce que l'on vient de taper, et non ce que la liste montrait.
      if (this.pause) await this.proposer();
      else if (!ouverte) return;
      if (this.active >= 0) this.prendre(this.active);
      else if (this.options.length === 1) this.prendre(0);
    } else if (e.key === "Escape" && ouverte) {
      e.preventDefault();
      e.stopPropagation();
      this.fermer();
    } else if (ouverte && (e.key === "Home" || e.key === "End") && this.active >= 0) {
      e.preventDefault();
      this.activer(e.key === "Home" ? 0 : this.options.length - 1);
    }
  }

  async proposer() {
    const tour = this.tour += 1;
    const saisie = this.champ.value.trim();
    this.oublierLaPause();
    const attente = setTimeout(() => { if (tour === this.tour) this.montrer([], "La liste se charge…"); }, PATIENCE);
    let trouve;
    try {
      trouve = await this.o.chercher(saisie);
    } catch (erreur) {
      console.error(erreur);
      trouve = { options: [], invite: `Cette liste n’a pas pu se charger. ${CONSEIL}` };
    }
    clearTimeout(attente);
    if (tour !== this.tour || document.activeElement !== this.champ) return;
    const options = trouve.options.filter(({ valeur }) => !this.o.plusieurs || !this.valeurs.includes(valeur));
    if (this.o.signaler && saisie && !trouve.options.some(({ libelle }) => libelle.toLowerCase() === saisie.toLowerCase())) {
      options.push({ signale: saisie, libelle: `Signaler que «\u202f${saisie}\u202f» manque à la liste`, note: "on l’ajoutera pendant la relecture" });
    }
    this.montrer(options, options.length ? "" : trouve.invite ?? "Aucune proposition. Essayez un autre mot.");
  }

  /** Les propositions, ou ce qu'il y a à dire quand il n'y en a pas. */
  montrer(options, dit) {
    this.options = options;
    this.active = -1;
    this.champ.removeAttribute("aria-activedescendant");
    this.liste.replaceChildren(...options.map((option, rang) => this.dessiner(option, rang)), ...(dit ? [creer("li", { role: "presentation", class: "choix-vide" }, dit)] : []));
    this.ouvrir(true);
    this.annonce.textContent = dit || compter(options.length, "proposition");
  }

  dessiner({ libelle, note, signale }, rang) {
    return creer("li", { role: "option", id: `${this.o.id}-option-${rang}`, "data-rang": rang, "aria-selected": "false", class: signale ? "choix-signale" : null },
      creer("span", {}, libelle), note ? creer("span", { class: "choix-note" }, ` ${note}`) : null);
  }

  ouvrir(ouverte) {
    this.liste.hidden = !ouverte;
    this.champ.setAttribute("aria-expanded", String(ouverte));
  }

  fermer() {
    this.tour += 1;
    this.oublierLaPause();
    this.ouvrir(false);
    this.activer(-1);
    this.liste.replaceChildren();
  }

  oublierLaPause() {
    clearTimeout(this.pause);
    this.pause = 0;
  }

  /** Un mot tapé sans rien choisir a l'air d'une réponse, et n'en est pas une. */
  direLeReste() {
    const saisie = this.champ.value.trim();
    this.reste.textContent = saisie ? `«\u202f${saisie}\u202f» n’est pas encore choisi\u202f: revenez dans ce champ et prenez une ligne de la liste, ou effacez ce mot.` : "";
  }

  activer(rang) {
    this.liste.querySelector("[aria-selected=true]")?.setAttribute("aria-selected", "false");
    this.active = rang;
    const option = rang < 0 ? null : this.liste.children[rang];
    if (!option) return this.champ.removeAttribute("aria-activedescendant");
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    this.champ.setAttribute("aria-activedescendant", option.id);
  }

  prendre(rang) {
    const option = this.options[rang];
    this.champ.value = "";
    this.fermer();
    if (option.signale) {
      this.o.signaler(option.signale);
      this.annonce.textContent = `«\u202f${option.signale}\u202f» sera signalé à la relecture.`;
      return;
    }
    this.valeurs = this.o.plusieurs ? [...this.valeurs, option.valeur] : [option.valeur];
    this.dire(`${option.libelle}\u202f: choisi.`);
  }

  dire(texte) {
    this.montrerLesChoisis();
    this.o.choisir(this.valeurs);
    this.annonce.textContent = texte;
  }

  montrerLesChoisis() {
    this.choisis.hidden = !this.valeurs.length;
    this.choisis.replaceChildren(...this.valeurs.map((valeur, rang) => this.unChoisi(valeur, rang)));
  }

  unChoisi(valeur, rang) {
    const nom = creer("span", { class: "choisi-nom" }, valeur);
    const boutons = [];
    const bouton = (texte, signe, agir) => {
      const dit = horsVue(`${texte} «\u202f${valeur}\u202f»`);
      const element = creer("button", { type: "button", class: "bouton-signe" }, creer("span", { "aria-hidden": "true" }, signe), dit);
      element.addEventListener("click", agir);
      boutons.push({ dit, texte });
      return element;
    };
    const puce = creer("li", { class: "choisi" }, nom);
    if (this.o.ordonne && this.valeurs.length > 1) {
      if (rang > 0) puce.append(bouton("Monter", "↑", () => this.deplacer(rang, -1)));
      if (rang < this.valeurs.length - 1) puce.append(bouton("Descendre", "↓", () => this.deplacer(rang, 1)));
    }
    puce.append(bouton("Retirer", "×", () => this.retirer(rang)));
    Promise.resolve(this.o.nommer(valeur)).then((libelle) => {
      nom.textContent = libelle;
      for (const { dit, texte } of boutons) dit.textContent = `${texte} «\u202f${libelle}\u202f»`;
    }).catch(() => {}); // la valeur suffit
    return puce;
  }

  deplacer(rang, pas) {
    const nouveau = rang + pas;
    const valeurs = [...this.valeurs];
    [valeurs[rang], valeurs[nouveau]] = [valeurs[nouveau], valeurs[rang]];
    this.valeurs = valeurs;
    this.dire(`Place ${nouveau + 1} sur ${valeurs.length}.`);
    const boutons = this.choisis.children[nouveau].querySelectorAll("button");
    (boutons[pas < 0 || boutons.length < 3 ? 0 : 1]).focus();
  }

  retirer(rang) {
    const nom = this.choisis.children[rang].querySelector(".choisi-nom").textContent;
    this.valeurs = this.valeurs.filter((_, n) => n !== rang);
    this.dire(`${nom}\u202f: retiré.`);
    const reste = this.choisis.children[Math.min(rang, this.valeurs.length - 1)];
    (reste ? [...reste.querySelectorAll("button")].at(-1) : this.champ).focus();
  }
}
