// Les étapes du formulaire, dessinées d'après le modèle et vérifiées à mesure par les règles de la relecture.

import { compter, creer } from "../recherche/dom.js";
import { CONSEIL } from "../recherche/transport.js";
import { Apercu } from "./apercu.js";
import { Champs } from "./champs.js";
import { cadreDe, cleDe, etapeDe, montrerDans } from "./constats.js";
import { entrees } from "./donnees.js";
import { Envoi } from "./envoi.js";
import { jugerLesLieux } from "./listes.js";
import { Photos, champImage, photoDuRecit } from "./photos.js";
import { recit } from "./recit.js";
import { verifier } from "./regles.js";
import { Relecture } from "./relecture.js";
import { aujourdhui } from "./texte.js";

const PAUSE = 250; // ms sans frappe avant de vérifier
const PAUSE_APERCU_MAX = 2000; // ms sans frappe avant de redessiner l'aperçu d'un long texte
const LARGE = matchMedia("(min-width: 84rem)"); // l'aperçu tient à côté du formulaire
const MOYEN = matchMedia("(min-width: 62rem)"); // les étapes aussi

const boite = document.getElementById("formulaire");

export class Formulaire {
  constructor(description, fiche, brouillon) {
    Object.assign(this, { description, fiche, brouillon });
    this.photos = new Photos();
    this.vus = new Set(); // chemins d'où l'on est parti : on n'y signale rien avant
    this.etapesVues = new Set();
    this.cadre = { entrees: null, lieux: () => null, aujourdhui: aujourdhui() };
    this.champs = new Champs({
      fiche,
      vocabulaires: description.vocabulaires,
      change: () => this.change(),
      signaler: (liste, texte) => { fiche.signales.push({ liste, texte }); this.change(); this.relecture.montrerLesSignales(); },
    });
    this.apercu = new Apercu(fiche, description.vocabulaires, this.photos);
    this.relecture = new Relecture({
      fiche,
      envoi: new Envoi(fiche, this.photos, boite.dataset),
      change: () => this.change(),
      titre: () => this.titre,
      montrerLeChamp: (constat, etape) => this.montrerLeChamp(constat, etape),
    });
    brouillon.surGarde = () => this.direLeBrouillon();
    brouillon.surAutreOnglet = () => { this.garde.textContent = "Cette fiche vient d’être gardée depuis un autre onglet. Fermez l’un des deux\u202f: le dernier où vous écrivez efface l’autre."; };
    this.apercuDit = creer("p", { class: "champ-aide", role: "status" });
    this.voletApercu = creer("details", { class: "apercu" }, creer("summary", {}, "Aperçu de la fiche"), creer("p", { class: "champ-aide" }, "La page définitive aura aussi ses liens, ses cartes et ses voisines."), this.apercuDit, this.apercu.cadre);
    this.voletApercu.open = LARGE.matches;
    this.voletApercu.addEventListener("toggle", () => this.montrerLApercu());
    MOYEN.addEventListener("change", () => { this.volet.open = MOYEN.matches; });
    // Une ancre de la page (« Aller au contenu ») passe aussi par là : elle ne change pas d'étape.
    addEventListener("popstate", () => { if (/^$|^#etape-/.test(location.hash)) this.aller(this.demandee(), { focus: true, noter: false }); });
  }

  get etapes() {
    const { etapes } = this.fiche.genre;
    return this.fiche.source ? etapes : [SORTE, ...etapes];
  }

  demandee() {
    const id = location.hash.replace(/^#etape-/, "");
    return this.etapes.some((etape) => etape.id === id) ? id : this.etapes[0].id;
  }

  // --- Dessiner

  dessiner() {
    this.sections = new Map(this.etapes.map((etape, rang) => [etape.id, this.etape(etape, rang)]));
    this.liens = new Map();
    const liste = creer("ol", {}, ...this.etapes.map((etape, rang) => {
      const etat = creer("span", { class: "etape-etat" });
      const lien = creer("a", { href: `#etape-${etape.id}` }, creer("span", { class: "etape-rang", "aria-hidden": "true" }, String(rang + 1)), creer("span", {}, etape.titre, " ", etat));
      lien.addEventListener("click", (e) => { e.preventDefault(); this.aller(etape.id, { focus: true }); });
      this.liens.set(etape.id, { lien, etat });
      return creer("li", {}, lien);
    }));
    this.ou = creer("summary", {});
    this.volet = creer("details", { class: "etapes-volet" }, this.ou, liste);
    this.garde = creer("p", { class: "formulaire-garde", role: "status" });
    this.forme = creer("form", { novalidate: true, autocomplete: "off" }, ...this.sections.values());
    this.forme.addEventListener("submit", (e) => e.preventDefault());
    this.forme.addEventListener("focusout", (e) => this.quitter(e));
    // L'aperçu ne bouge pas : un cadre que l'on déplace se recharge, et se vide.
    for (const ancien of [...boite.children]) if (ancien !== this.voletApercu) ancien.remove();
    boite.prepend(
      creer("div", { class: "formulaire-gauche" },
        creer("nav", { class: "etapes", "aria-label": "Étapes" }, this.volet),
        this.garde),
      this.forme);
    if (!this.voletApercu.isConnected) boite.append(this.voletApercu);
    this.aller(this.demandee(), { noter: false });
    this.verifier();
  }

  etape(etape, rang) {
    const titre = creer("h2", { id: `titre-${etape.id}`, tabindex: "-1" }, etape.titre);
    const corps = creer("div", { class: "etape-corps" });
    const suite = creer("p", { class: "etape-suite" });
    const bouton = (autre, texte, classe) => {
      const element = creer("button", { type: "button", class: `bouton ${classe}` }, texte);
      element.addEventListener("click", () => this.aller(autre.id, { focus: true }));
      return element;
    };
    const { etapes } = this;
    if (rang > 0) suite.append(bouton(etapes[rang - 1], "Étape précédente", "bouton-second"));
    if (rang < etapes.length - 1) suite.append(bouton(etapes[rang + 1], `Continuer\u202f: ${etapes[rang + 1].titre}`, ""));
    else suite.append(this.boutonOublier());
    const section = creer("section", { class: "etape", id: `etape-${etape.id}`, "aria-labelledby": titre.id, hidden: true }, titre,
      etape.aide ? creer("p", { class: "etape-aide" }, etape.aide) : null, corps, suite);
    section.remplir = () => {
      if (corps.childElementCount) return;
      corps.append(...this.contenu(etape));
    };
    return section;
  }

  contenu(etape) {
    if (etape.id === SORTE.id) return [this.sortes()];
    const parNom = new Map(this.fiche.genre.champs.map((champ) => [champ.nom, champ]));
    const dessine = etape.cles.map((cle) => [cle, cle === "image" ? champImage(this.champs, parNom.get(cle), this.photos) : this.champs.dessiner(parNom.get(cle), [cle])]);
    if (etape.recit) return [...dessine.map(([, champ]) => champ), ...recit(this.fiche, () => this.change())];
    if (etape.id === "essentiel") return [...dessine.map(([, champ]) => champ), this.adresse()];
    if (etape.id === "photos") return [...dessine.map(([, champ]) => champ), photoDuRecit(this.champs, this.photos, (section, ligne) => this.insererUnePhoto(section, ligne))];
    if (etape.id === "relire") return this.relecture.contenu(dessine);
    return dessine.map(([, champ]) => champ);
  }

  sortes() {
    const textes = {
      inspiraction: "une action locale que vous avez menée ou accompagnée",
      interview: "un entretien avec une ou plusieurs personnes nommées",
      dossier: "des entrées réunies sur un thème, avec un éditorial",
      ressource: "un outil, un guide, une étude, un site à signaler",
    };
    return creer("fieldset", { class: "champ" }, creer("legend", {}, "Que proposez-vous\u202f?"),
      ...this.fiche.genres.map(({ genre, libelle }) => {
        const radio = creer("input", { type: "radio", name: "genre", value: genre });
        radio.checked = genre === this.fiche.nom;
        radio.addEventListener("change", () => {
          this.fiche.changerDeGenre(genre);
          this.change();
          this.dessiner();
          boite.querySelector(`input[name=genre][value=${genre}]`).focus();
        });
        return creer("label", { class: `ligne-a-cocher g-${genre}` }, radio, creer("span", {}, creer("b", {}, libelle), `\u202f: ${textes[genre]}.`));
      }));
  }

  /** Le nom du fichier, qui vient du titre tant que l'on n'y touche pas. */
  adresse() {
    const { fiche } = this;
    const id = "f-identifiant";
    const saisie = creer("input", { id, type: "text", spellcheck: "false", autocapitalize: "off", autocomplete: "off", "aria-describedby": `${id}-aide ${id}-constats`, readonly: Boolean(fiche.source) });
    saisie.value = fiche.id;
    this.majAdresse = () => { if (document.activeElement !== saisie) saisie.value = fiche.id; };
    saisie.addEventListener("input", () => {
      fiche.nommer(saisie.value.trim());
      this.change();
    });
    saisie.addEventListener("blur", () => { saisie.value = fiche.id; });
    return creer("div", { class: "champ", "data-chemin": "identifiant" }, creer("label", { for: id }, "Nom du fichier"),
      creer("p", { id: `${id}-aide`, class: "champ-aide" }, fiche.source ? "Il est l’adresse de la fiche, et ne change plus." : "Fait à partir du titre. Il devient l’adresse de la fiche\u202f: minuscules sans accent, chiffres et tirets."),
      saisie, creer("div", { id: `${id}-constats`, class: "constats", "aria-live": "polite" }));
  }

  insererUnePhoto(section, ligne) {
    const ici = this.fiche.lireLeRecit(section);
    this.fiche.ecrireLeRecit(section, `${ici.replace(/\s+$/, "")}${ici.trim() ? "\n\n" : ""}${ligne}\n`);
    this.sections.get("recit").querySelector(".etape-corps").replaceChildren();
    this.change();
  }

  boutonOublier() {
    const bouton = creer("button", { type: "button", class: "bouton bouton-second" }, this.fiche.source ? "Abandonner mes modifications" : "Effacer et repartir de zéro");
    bouton.addEventListener("click", () => {
      if (!confirm("Ce que vous avez écrit dans ce navigateur sera effacé. Continuer\u202f?")) return;
      this.brouillon.oublier();
      location.replace(location.href.replace(/#.*/, ""));
    });
    return bouton;
  }

  // --- Se déplacer

  aller(id, { focus = false, noter = true } = {}) {
    if (this.courante) this.etapesVues.add(this.courante);
    const change = this.courante !== id;
    this.courante = id;
    const rang = this.etapes.findIndex((etape) => etape.id === id);
    this.sections.get(id).remplir();
    for (const [autre, section] of this.sections) section.hidden = autre !== id;
    for (const [autre, { lien }] of this.liens) {
      if (autre === id) lien.setAttribute("aria-current", "step");
      else lien.removeAttribute("aria-current");
    }
    this.ou.textContent = `Étape ${rang + 1} sur ${this.etapes.length}\u202f: ${this.etapes[rang].titre}`;
    this.volet.open = MOYEN.matches;
    if (noter && change) history.pushState(null, "", `#etape-${id}`);
    if (id === "relire") for (const etape of this.etapes) this.etapesVues.add(etape.id);
    // Les titres et les identifiants des autres entrées, quand on en a peut-être besoin.
    if (change && rang > 0) {
      this.chargerLesEntrees();
      this.chargerLesLieux();
    }
    if (this.constats) this.montrer();
    this.montrerLApercu();
    if (focus) {
      this.titre.focus({ preventScroll: true });
      this.titre.scrollIntoView({ block: "start" });
    }
  }

  /** Celui de l'étape où l'on est. */
  get titre() {
    return this.sections.get(this.courante).querySelector("h2");
  }

  async chargerLesEntrees() {
    if (this.cadre.entrees) return;
    try {
      this.cadre.entrees = new Map((await entrees()).map((entree) => [entree.id, entree]));
      this.verifier();
    } catch (erreur) {
      console.error(erreur); // la relecture regardera les titres et les renvois
    }
  }

  /** Les lieux, quand l'un d'eux ne vient ni de la liste ni de l'entrée que l'on change. */
  async chargerLesLieux() {
    const publies = this.fiche.source?.valeurs.territoires ?? [];
    if (this.lieuxDemandes || (this.fiche.valeurs.territoires ?? []).every((lieu) => publies.includes(lieu))) return;
    this.lieuxDemandes = true;
    try {
      const juger = await jugerLesLieux();
      this.cadre.lieux = (lieu) => (publies.includes(lieu) ? true : juger(lieu));
      this.verifier();
    } catch (erreur) {
      this.lieuxDemandes = false;
      console.error(erreur); // la relecture regardera les lieux
    }
  }

  quitter({ target, relatedTarget }) {
    const cadre = target.closest("[data-chemin], [data-section]");
    if (!cadre || cadre.contains(relatedTarget)) return;
    this.vus.add(cleDe(cadre));
    this.verifier(); // sans attendre la pause : on ne reproche pas ce qui vient d'être écrit
  }

  // --- Vérifier

  change() {
    this.brouillon.noter();
    this.majAdresse?.();
    clearTimeout(this.pause);
    this.pause = setTimeout(() => this.verifier(), PAUSE);
  }

  verifier() {
    clearTimeout(this.pause);
    const { fiche } = this;
    const { siennes: valeurs, corps } = fiche;
    // Sans titre, pas encore de nom de fichier : le titre manque, c'est assez dire.
    this.constats = verifier(this.description, fiche.genre, { id: fiche.id, valeurs, corps, origine: fiche.source?.id ?? "" }, this.cadre)
      .filter(({ code }) => fiche.id || valeurs.titre?.trim() || code !== "E030");
    this.montrer();
    this.montrerLApercu();
  }

  montrer() {
    this.majAdresse?.();
    const parCadre = this.ranger();
    for (const cadre of this.forme.querySelectorAll("[data-chemin], [data-section]")) {
      const cle = cleDe(cadre);
      const etape = cadre.closest(".etape").id.replace("etape-", "");
      const vu = this.etapesVues.has(etape) || [...this.vus].some((autre) => autre === cle || cle.startsWith(`${autre}.`));
      montrerDans(cadre, vu ? parCadre.get(cadre) ?? [] : []);
    }
    this.montrerLesEtapes();
    if (this.courante === "relire") this.relecture.actualiser(this.constats);
  }

  /** Chaque constat va au cadre le plus proche de ce dont il parle. */
  ranger() {
    const parCadre = new Map();
    for (const constat of this.constats) {
      const cadre = cadreDe(this.forme, this.fiche, constat);
      if (cadre) parCadre.set(cadre, [...parCadre.get(cadre) ?? [], constat]);
    }
    return parCadre;
  }

  montrerLesEtapes() {
    for (const etape of this.etapes) {
      const { lien, etat } = this.liens.get(etape.id);
      const n = this.constats.filter((constat) => constat.code.startsWith("E") && etapeDe(this.fiche, constat) === etape.id).length;
      const vue = this.etapesVues.has(etape.id);
      const commencee = vue && (etape.recit ? this.fiche.corps : etape.cles.some((cle) => [this.fiche.valeurs[cle]].flat().some((v) => v && JSON.stringify(v) !== "{}")));
      const dit = etape.id === "relire" ? "" : n && vue ? "a-revoir" : commencee ? "complete" : "";
      etat.textContent = { "a-revoir": `(${compter(n, "point")} à revoir)`, complete: "(rien à revoir)" }[dit] ?? "";
      lien.parentElement.dataset.etat = dit;
    }
  }

  montrerLeChamp(constat, etape) {
    this.aller(etape);
    const cadre = cadreDe(this.forme, this.fiche, constat);
    const repli = cadre?.closest("details");
    if (repli) repli.open = true;
    const saisie = cadre?.querySelector("input, textarea, select, button");
    (saisie ?? this.sections.get(etape).querySelector("h2")).focus();
    cadre?.scrollIntoView({ block: "center" });
  }

  // --- À côté

  /** Un long texte se redessine en plusieurs dixièmes de seconde : on attend alors que la frappe s'arrête. */
  montrerLApercu() {
    clearTimeout(this.pauseApercu);
    if (!this.voletApercu.open) return;
    this.pauseApercu = setTimeout(async () => {
      try {
        this.dureeApercu = await this.apercu.montrer() ?? this.dureeApercu;
        this.apercuDit.textContent = "";
      } catch (erreur) {
        console.error(erreur);
        this.apercuDit.textContent = `L’aperçu n’a pas pu se charger\u202f; votre texte n’y perd rien. ${CONSEIL}`;
      }
    }, Math.min(4 * (this.dureeApercu ?? 0), PAUSE_APERCU_MAX));
  }

  direLeBrouillon() {
    const dit = this.brouillon.refuse
      ? "Ce navigateur refuse de garder votre brouillon\u202f: téléchargez le fichier avant de fermer la page."
      : "Brouillon gardé dans ce navigateur.";
    if (this.garde.textContent !== dit) this.garde.textContent = dit;
  }
}

const SORTE = { id: "sorte", titre: "La sorte d’entrée", aide: "", cles: [] };
