// Les enseignements : filtrer les phrases, en copier une. L'état des filtres est l'adresse.

import { copier } from "../recherche/copier.js";
import { compter, creer, disposer, nombre, reessayer } from "../recherche/dom.js";
import { adresseIci, estSimple } from "../recherche/ici.js";
import { CONSEIL } from "../recherche/transport.js";
import { dessiner } from "./phrase.js";
import { FACETTES, ouvrir } from "./phrases.js";

const PAR_PAGE = 20;
const PANNE = "Le chargement n’a pas abouti.";

// --- Copier : aussi sur les pages qui n'ont pas de filtres ---------------------------

const FAIT = { citation: "Citation copiée.", lien: "Lien copié." };
const REFUS = "La copie est refusée par le navigateur\u202f: sélectionnez la citation, puis copiez-la.";

document.addEventListener("click", async (e) => {
  const bouton = e.target.closest("[data-copier]");
  if (!bouton) return;
  const phrase = bouton.closest(".phrase");
  const publique = phrase.querySelector(".adresse")?.textContent;
  const lien = publique ?? phrase.querySelector(".phrase-texte a").href;
  const citation = phrase.querySelector(".citation").textContent;
  // Sans adresse publique, celle d'où l'on lit vaut mieux que rien, si d'autres peuvent l'ouvrir.
  const entiere = publique || location.protocol === "file:" ? citation : `${citation} Disponible à l’adresse\u202f: ${lien}`;
  const fait = await copier(bouton.dataset.copier === "lien" ? lien : entiere);
  const dit = fait ? FAIT[bouton.dataset.copier] : REFUS;
  annoncer(bouton.closest("[data-phrases]"), dit);
  document.querySelector(".copie")?.remove();
  bouton.parentElement.append(creer("span", { class: "copie", "aria-hidden": "true" }, dit));
});

function annoncer(zone, texte) {
  const annonce = zone.querySelector("[data-annonce]");
  // Dire deux fois la même chose se dit deux fois.
  annonce.textContent = annonce.textContent === texte ? `${texte}\u00a0` : texte;
}

// --- Filtrer -------------------------------------------------------------------------

class Liste {
  constructor(zone) {
    const dans = (selecteur) => zone.querySelector(selecteur);
    this.zone = zone;
    this.formulaire = dans("[data-filtres]");
    this.effacer = dans("[type=reset]");
    this.compte = dans(".phrases-compte");
    this.message = dans("[data-message]");
    this.liste = dans("[data-liste]");
    this.statique = dans("[data-statique]");
    this.suite = dans("[data-suite]");
    this.titre = dans("h2");
    this.noms = FACETTES.filter((nom) => this.formulaire.elements[nom]);
    this.premieres = [...this.liste.children];
    this.tour = 0;

    this.formulaire.addEventListener("change", () => this.aller(this.lireLeFormulaire()));
    this.formulaire.addEventListener("submit", (e) => e.preventDefault());
    this.formulaire.addEventListener("reset", (e) => {
      e.preventDefault();
      this.aller({}, this.titre);
    });
    this.suite.addEventListener("click", () => this.continuer());
    // Aller à un titre de la page change l'adresse sans rien demander d'autre.
    window.addEventListener("popstate", () => { if (location.search !== this.montree) this.montrer(); });
    // Ce qui n'est pas encore filtré ne répond pas à ce qui est demandé.
    this.liste.hidden = [...new URLSearchParams(location.search).keys()].some((nom) => this.noms.includes(nom));
    this.montrer();
  }

  lireLeFormulaire() {
    return Object.fromEntries(this.noms.map((nom) => [nom, this.formulaire.elements[nom].value]));
  }

  /** Ce que demande l'adresse ; une valeur que rien n'a ici n'est pas demandée. */
  lireLAdresse() {
    const champs = new URLSearchParams(location.search);
    return Object.fromEntries(this.noms.map((nom) => [nom, champs.getAll(nom).find((v) => this.phrases.facettes[nom].ids.includes(v)) ?? ""]));
  }

  /** L'adresse d'un choix : « ?… », ou celle de la page quand rien n'est choisi. */
  adresse(choix) {
    return adresseIci(new URLSearchParams(this.noms.flatMap((nom) => (choix[nom] ? [[nom, choix[nom]]] : []))).toString());
  }

  aller(choix, focus) {
    history.pushState(null, "", this.adresse(choix));
    this.montrer(focus);
  }

  async montrer(focus) {
    this.tour += 1;
    const mien = this.tour;
    this.zone.dataset.etat = "chargement";
    this.montree = location.search;
    try {
      this.phrases ??= await ouvrir(this.zone.dataset);
      if (mien !== this.tour) return;
      const choix = this.lireLAdresse();
      const reponse = this.phrases.repondre(choix);
      const filtree = Object.values(choix).some(Boolean);
      this.montrerLesFiltres(choix, reponse.comptes);
      const elements = filtree ? await this.dessiner(reponse.phrases.slice(0, PAR_PAGE)) : this.premieres;
      if (mien !== this.tour) return;
      this.reponse = reponse.phrases;
      disposer(this.liste, elements);
      this.liste.hidden = false;
      this.effacer.hidden = !filtree;
      // Sans filtre, les pages qui suivent celle-ci ont toute la liste.
      if (this.statique) this.statique.hidden = filtree;
      this.bornee = !filtree && this.statique;
      this.montrerLaSuite();
      this.message.replaceChildren(...(reponse.phrases.length ? [] : [this.rien(choix, reponse.levees)]));
      this.dire(reponse.phrases.length ? `${compter(reponse.phrases.length, "phrase")} dans ${compter(reponse.entrees, "entrée")}` : "Aucune phrase");
      this.zone.dataset.etat = "pret";
      focus?.focus();
    } catch (erreur) {
      if (mien !== this.tour) return;
      console.error(erreur);
      this.panne();
    }
  }

  dire(texte) {
    if (this.compte.textContent !== texte) this.compte.textContent = texte;
  }

  dessiner(phrases) {
    return Promise.all(phrases.map(async (phrase) => dessiner(await this.phrases.lire(phrase), this.zone.dataset)));
  }

  montrerLaSuite() {
    this.suite.hidden = this.bornee || this.liste.children.length >= this.reponse.length;
  }

  async continuer() {
    const debut = this.liste.children.length;
    const mien = this.tour;
    try {
      const elements = await this.dessiner(this.reponse.slice(debut, debut + PAR_PAGE));
      if (mien !== this.tour) return;
      this.liste.append(...elements);
      this.montrerLaSuite();
      annoncer(this.zone, `${compter(debut + elements.length, "phrase")} sur ${nombre(this.reponse.length)}`);
      elements[0].querySelector(".phrase-texte a").focus();
    } catch (erreur) {
      console.error(erreur);
      this.panne();
    }
  }

  montrerLesFiltres(choix, comptes) {
    for (const nom of this.noms) {
      const champ = this.formulaire.elements[nom];
      if (champ.options.length === 1) this.remplir(champ, this.phrases.facettes[nom]);
      champ.value = choix[nom];
      for (const option of [...champ.options].slice(1)) {
        const compte = comptes[nom][option.dataset.rang];
        option.textContent = `${option.dataset.libelle} (${nombre(compte)})`;
        // Une valeur qui ne donnerait rien ne se choisit pas ; certains navigateurs la montrent quand même.
        option.hidden = option.disabled = !compte && !option.selected;
      }
    }
  }

  /** Les valeurs d'un filtre, en arbre, ou en groupes quand elles en ont. */
  remplir(champ, { ids, libelles, parents = [], groupes = [] }) {
    const niveau = (rang) => (parents[rang] >= 0 ? 1 + niveau(parents[rang]) : 0);
    let boite = champ;
    ids.forEach((id, rang) => {
      if (groupes[rang] && boite.label !== groupes[rang]) {
        boite = creer("optgroup", { label: groupes[rang] });
        champ.append(boite);
      }
      boite.append(creer("option", { value: id, "data-rang": rang, "data-libelle": "\u2003".repeat(niveau(rang)) + libelles[rang] }));
    });
  }

  /** Rien ne répond : dire ce que chaque filtre levé rendrait. */
  rien(choix, levees) {
    const choisis = this.noms.filter((nom) => choix[nom]);
    const pistes = choisis.filter((nom) => levees[nom]).map((nom) =>
      this.piste(`Sans «\u202f${this.phrases.libelle(nom, choix[nom])}\u202f»`, { ...choix, [nom]: "" }, levees[nom]));
    if (choisis.length > 1) pistes.push(this.piste("Sans aucun filtre", {}, this.phrases.phrases.length));
    return creer("div", { class: "vide" },
      creer("p", {}, "Aucune phrase ne réunit tous ces critères. Voici ce que vous pouvez lever\u202f:"),
      creer("ul", { class: "pistes" }, ...pistes));
  }

  piste(texte, choix, compte) {
    const lien = creer("a", { href: this.adresse(choix) }, texte);
    lien.addEventListener("click", (e) => {
      if (!estSimple(e)) return;
      e.preventDefault();
      this.aller(choix, this.titre);
    });
    return creer("li", {}, lien, " ", creer("span", { class: "n" }, compter(compte, "phrase")));
  }

  panne() {
    this.message.replaceChildren(creer("div", { class: "vide" }, creer("p", {}, `${PANNE} ${CONSEIL}`), reessayer(() => this.montrer(this.titre))));
    this.dire(PANNE);
    this.zone.dataset.etat = "erreur";
  }
}

// Dans un cahier de l'archive, plusieurs listes se suivent, et aucune n'a de filtres.
for (const formulaire of document.querySelectorAll("[data-filtres]")) new Liste(formulaire.closest("[data-phrases]"));
