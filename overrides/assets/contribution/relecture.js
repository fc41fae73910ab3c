// La dernière étape : ce qui reste à corriger, ce que l'on signale, et l'envoi.

import { compter, creer } from "../recherche/dom.js";
import { etapeDe, expliquer, nomDe } from "./constats.js";
import { EN_RELECTURE } from "./regles.js";

export class Relecture {
  /** @param titre() celui de l'étape ; change() ; montrerLeChamp(constat, etape) */
  constructor({ fiche, envoi, change, titre, montrerLeChamp }) {
    Object.assign(this, { fiche, envoi, change, titre, montrerLeChamp });
    this.bilan = creer("div", { class: "bilan" });
    this.zone = creer("div");
  }

  /** @param champs ceux de l'étape : [clé, élément] */
  contenu(champs) {
    this.montrerLesSignales();
    const principaux = champs.filter(([cle]) => cle === "statut").map(([, champ]) => champ);
    const autres = champs.filter(([cle]) => cle !== "statut").map(([, champ]) => champ);
    return [
      ...principaux, this.bilan, this.zone,
      creer("details", { class: "aide" }, creer("summary", {}, "Ce que la relecture regardera encore"), creer("ul", {}, ...EN_RELECTURE.map((texte) => creer("li", {}, texte)))),
      creer("details", { class: "reglages" }, creer("summary", {}, "Date, licence, langue et autres réglages"), ...autres),
      creer("h3", {}, "Envoyer"),
      creer("p", { class: "champ-aide" }, "En proposant ce texte, vous acceptez qu’il soit publié sous la licence indiquée (CC BY-SA 4.0, sauf autre choix)\u202f: chacun·e peut le reprendre en citant la source."),
      this.envoi.element,
    ];
  }

  /** @param constats de toute la fiche */
  actualiser(constats) {
    this.envoi.actualiser();
    this.montrerLeBilan(constats);
  }

  montrerLeBilan(constats) {
    const graves = constats.filter(({ code }) => code.startsWith("E"));
    const autres = constats.filter(({ code }) => !code.startsWith("E"));
    const ligne = (constat) => {
      const etape = etapeDe(this.fiche, constat);
      const lien = creer("a", { href: `#etape-${etape}` }, `${nomDe(this.fiche, constat)}\u202f: ${expliquer(constat)[0]}`);
      lien.addEventListener("click", (e) => { e.preventDefault(); this.montrerLeChamp(constat, etape); });
      return creer("li", {}, lien);
    };
    const dit = graves.length ? `Il reste ${compter(graves.length, "point")} à corriger` : "Rien à corriger";
    if (this.bilan.dataset.dit === dit + constats.map(({ message, champ }) => champ + message).join()) return;
    this.bilan.dataset.dit = dit + constats.map(({ message, champ }) => champ + message).join();
    const titre = this.bilan.querySelector("h3") ?? creer("h3", {}, creer("span", { role: "status" }));
    if (titre.textContent !== dit) titre.firstChild.textContent = dit;
    this.bilan.replaceChildren(...[titre,
      creer("p", {}, graves.length ? "Vous pouvez envoyer la fiche telle quelle, comme brouillon\u202f: la relecture vous aidera à la finir. Pour qu’elle paraisse, corrigez d’abord\u202f:" : "La fiche peut partir en relecture."),
      graves.length ? creer("ul", {}, ...graves.map(ligne)) : null,
      ...(autres.length ? [creer("details", { class: "aide" }, creer("summary", {}, `${compter(autres.length, "conseil")}, sans obligation`), creer("ul", {}, ...autres.map(ligne)))] : [])].filter(Boolean));
  }

  montrerLesSignales() {
    const { signales } = this.fiche;
    this.zone.replaceChildren(...(signales.length ? [
      creer("h3", { tabindex: "-1" }, "Ce que vous signalez à la relecture"),
      creer("ul", { class: "choisis" }, ...signales.map((un, rang) => {
        const retirer = creer("button", { type: "button", class: "bouton-signe" }, creer("span", { "aria-hidden": "true" }, "×"), creer("span", { class: "hors-vue" }, `Ne plus signaler «\u202f${un.texte}\u202f»`));
        retirer.addEventListener("click", () => {
          signales.splice(rang, 1);
          this.change();
          this.montrerLesSignales();
          (this.zone.querySelector("h3") ?? this.titre()).focus();
        });
        return creer("li", { class: "choisi" }, creer("span", { class: "choisi-nom" }, `${un.texte} (${un.liste})`), retirer);
      })),
    ] : []));
  }
}
