// Le formulaire : des étapes dessinées d'après le modèle, vérifiées à mesure par les règles de la relecture.

import { compter, creer } from "../recherche/dom.js";
import { CONSEIL } from "../recherche/transport.js";
import { Apercu } from "./apercu.js";
import { Brouillon } from "./brouillon.js";
import { Champs, pointille } from "./champs.js";
import { entrees, modele, oublier, source } from "./donnees.js";
import { Envoi } from "./envoi.js";
import { AVANT, Fiche } from "./fiche.js";
import { jugerLesLieux } from "./listes.js";
import { Photos, champImage, photoDuRecit } from "./photos.js";
import { recit } from "./recit.js";
import { EN_RELECTURE, verifier } from "./regles.js";

const PAUSE = 250; // ms sans frappe avant de vérifier
const PAUSE_APERCU_MAX = 2000; // ms sans frappe avant de redessiner l'aperçu d'un long texte
const LARGE = matchMedia("(min-width: 84rem)"); // l'aperçu tient à côté du formulaire
const MOYEN = matchMedia("(min-width: 62rem)"); // les étapes aussi

const boite = document.getElementById("formulaire");
const demande = new URLSearchParams(location.search);
const aujourdhui = () => {
  const jour = new Date();
  return [jour.getFullYear(), jour.getMonth() + 1, jour.getDate()].map((n) => String(n).padStart(2, "0")).join("-");
};

class Formulaire {
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
      signaler: (liste, texte) => { fiche.signales.push({ liste, texte }); this.change(); this.montrerLesSignales(); },
    });
    this.apercu = new Apercu(fiche, description.vocabulaires, this.photos);
    this.envoi = new Envoi(fiche, this.photos, boite.dataset);
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
    if (etape.id === "relire") return this.relire(dessine);
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

  relire(dessine) {
    this.bilan = creer("div", { class: "bilan" });
    this.signales = creer("div");
    this.montrerLesSignales();
    const principaux = dessine.filter(([cle]) => cle === "statut").map(([, champ]) => champ);
    const autres = dessine.filter(([cle]) => cle !== "statut").map(([, champ]) => champ);
    return [
      ...principaux, this.bilan, this.signales,
      creer("details", { class: "aide" }, creer("summary", {}, "Ce que la relecture regardera encore"), creer("ul", {}, ...EN_RELECTURE.map((texte) => creer("li", {}, texte)))),
      creer("details", { class: "reglages" }, creer("summary", {}, "Date, licence, langue et autres réglages"), ...autres),
      creer("h3", {}, "Envoyer"),
      creer("p", { class: "champ-aide" }, "En proposant ce texte, vous acceptez qu’il soit publié sous la licence indiquée (CC BY-SA 4.0, sauf autre choix)\u202f: chacun·e peut le reprendre en citant la source."),
      this.envoi.element,
    ];
  }

  montrerLesSignales() {
    const { signales } = this.fiche;
    this.signales?.replaceChildren(...(signales.length ? [
      creer("h3", { tabindex: "-1" }, "Ce que vous signalez à la relecture"),
      creer("ul", { class: "choisis" }, ...signales.map((un, rang) => {
        const retirer = creer("button", { type: "button", class: "bouton-signe" }, creer("span", { "aria-hidden": "true" }, "×"), creer("span", { class: "hors-vue" }, `Ne plus signaler «\u202f${un.texte}\u202f»`));
        retirer.addEventListener("click", () => {
          signales.splice(rang, 1);
          this.change();
          this.montrerLesSignales();
          (this.signales.querySelector("h3") ?? this.titre).focus();
        });
        return creer("li", { class: "choisi" }, creer("span", { class: "choisi-nom" }, `${un.texte} (${un.liste})`), retirer);
      })),
    ] : []));
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
      this.montrerDans(cadre, vu ? parCadre.get(cadre) ?? [] : []);
    }
    this.montrerLesEtapes();
    if (this.courante === "relire") {
      this.envoi.actualiser();
      this.montrerLeBilan();
    }
  }

  montrerDans(cadre, constats) {
    const zone = cadre.querySelector(":scope > .constats");
    if (!zone) return;
    const texte = constats.map(({ code }) => code).join() + constats.map(({ message }) => message).join();
    if (zone.dataset.dit === texte) return;
    zone.dataset.dit = texte;
    zone.replaceChildren(...constats.map((constat) => creer("p", { class: `constat constat-${constat.code[0]}` }, creer("b", {}, GRAVITES[constat.code[0]]), `\u202f: ${expliquer(constat).join(". ")}`)));
    const saisie = cadre.querySelector(":scope > :is(input, textarea, select), :scope > .choix input");
    if (constats.some(({ code }) => code.startsWith("E"))) saisie?.setAttribute("aria-invalid", "true");
    else saisie?.removeAttribute("aria-invalid");
  }

  /** Chaque constat va au cadre le plus proche de ce dont il parle. */
  ranger() {
    const parCadre = new Map();
    for (const constat of this.constats) {
      const cadre = this.cadreDe(constat);
      if (cadre) parCadre.set(cadre, [...parCadre.get(cadre) ?? [], constat]);
    }
    return parCadre;
  }

  cadreDe({ champ, code, message, ligne }) {
    if (!champ && (code === "E030" || code === "E031")) return this.forme.querySelector('[data-chemin="identifiant"]');
    if (!champ) return this.forme.querySelector(`[data-section="${CSS.escape(this.sectionDe({ code, message, ligne }))}"]`);
    for (let chemin = champ; chemin; chemin = chemin.replace(/\.?[^.]+$/, "")) {
      const cadre = this.forme.querySelector(`[data-chemin="${CSS.escape(chemin)}"]`);
      if (cadre) return cadre;
    }
    return null;
  }

  /** La section dont parle un constat : celle qui manque, ou celle où se trouve sa ligne, comptée de 1. */
  sectionDe({ code, message, ligne }) {
    const { sections, recit: seul } = this.fiche.genre;
    if (seul) return seul.titre;
    const absente = code === "E040" && sections.find(({ titre }) => message.includes(`«\u00a0${titre}\u00a0»`) || message.includes(`« ${titre} »`) || message.includes(`«\u202f${titre}\u202f»`));
    if (absente) return absente.titre;
    const lignes = this.fiche.corps.split("\n").slice(0, Math.max(ligne, 0));
    const titres = lignes.map((texte) => /^## +(.+?) *$/.exec(texte)?.[1]).filter((titre) => sections.some((section) => section.titre === titre));
    return titres.at(-1) ?? (this.fiche.parties.avant ? AVANT : sections[0].titre);
  }

  etapeDe({ champ, code }) {
    if (!champ) return code === "E030" || code === "E031" ? "essentiel" : "recit";
    const [cle] = champ.split(".");
    return this.fiche.genre.etapes.find((etape) => etape.cles.includes(cle))?.id ?? "relire";
  }

  montrerLesEtapes() {
    for (const etape of this.etapes) {
      const { lien, etat } = this.liens.get(etape.id);
      const n = this.constats.filter((constat) => constat.code.startsWith("E") && this.etapeDe(constat) === etape.id).length;
      const vue = this.etapesVues.has(etape.id);
      const commencee = vue && (etape.recit ? this.fiche.corps : etape.cles.some((cle) => [this.fiche.valeurs[cle]].flat().some((v) => v && JSON.stringify(v) !== "{}")));
      const dit = etape.id === "relire" ? "" : n && vue ? "a-revoir" : commencee ? "complete" : "";
      etat.textContent = { "a-revoir": `(${compter(n, "point")} à revoir)`, complete: "(rien à revoir)" }[dit] ?? "";
      lien.parentElement.dataset.etat = dit;
    }
  }

  montrerLeBilan() {
    const graves = this.constats.filter(({ code }) => code.startsWith("E"));
    const autres = this.constats.filter(({ code }) => !code.startsWith("E"));
    const ligne = (constat) => {
      const etape = this.etapeDe(constat);
      const lien = creer("a", { href: `#etape-${etape}` }, `${this.nomDe(constat)}\u202f: ${expliquer(constat)[0]}`);
      lien.addEventListener("click", (e) => { e.preventDefault(); this.montrerLeChamp(constat, etape); });
      return creer("li", {}, lien);
    };
    const dit = graves.length ? `Il reste ${compter(graves.length, "point")} à corriger` : "Rien à corriger";
    if (this.bilan.dataset.dit === dit + this.constats.map(({ message, champ }) => champ + message).join()) return;
    this.bilan.dataset.dit = dit + this.constats.map(({ message, champ }) => champ + message).join();
    const titre = this.bilan.querySelector("h3") ?? creer("h3", {}, creer("span", { role: "status" }));
    if (titre.textContent !== dit) titre.firstChild.textContent = dit;
    this.bilan.replaceChildren(...[titre,
      creer("p", {}, graves.length ? "Vous pouvez envoyer la fiche telle quelle, comme brouillon\u202f: la relecture vous aidera à la finir. Pour qu’elle paraisse, corrigez d’abord\u202f:" : "La fiche peut partir en relecture."),
      graves.length ? creer("ul", {}, ...graves.map(ligne)) : null,
      ...(autres.length ? [creer("details", { class: "aide" }, creer("summary", {}, `${compter(autres.length, "conseil")}, sans obligation`), creer("ul", {}, ...autres.map(ligne)))] : [])].filter(Boolean));
  }

  nomDe(constat) {
    const { champ, code } = constat;
    if (!champ) return code === "E030" || code === "E031" ? "Nom du fichier" : this.sectionDe(constat);
    const [cle, ...suite] = champ.split(".");
    // « leviers.2.type » : Leviers 2, Type de facteur
    let ici = this.fiche.genre.champs.find(({ nom }) => nom === cle);
    let dit = ici?.label ?? cle;
    for (const etape of suite) {
      if (/^\d+$/.test(etape)) dit += ` ${etape}`;
      else {
        ici = ici?.champs?.find(({ nom }) => nom === etape);
        dit += `, ${(ici?.label ?? etape).replace(/^\p{Lu}(?!\p{Lu})/u, (lettre) => lettre.toLowerCase())}`;
      }
    }
    return dit;
  }

  montrerLeChamp(constat, etape) {
    this.aller(etape);
    const cadre = this.cadreDe(constat);
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
const GRAVITES = { E: "À corriger", A: "À regarder", C: "Conseil" };

/** Les mots du formulaire, là où ceux du vérificateur parlent de clés et de lignes à écrire. */
const DITS = {
  E013: ["ce champ est obligatoire"],
  E014: ["ce champ est vide"],
  E028: [null, ""],
  E040: ["cette section est obligatoire"],
  E060: [null, "Ajoutez-en une\u202f: son titre, son éditeur, son année."],
  E061: [null, "Cochez la case quand chacune a relu et accepté, ou choisissez le statut «\u202fBrouillon\u202f» à la dernière étape."],
};

/** @returns {string[]} ce qui ne va pas, et comment y remédier */
function expliquer({ code, message, correction }) {
  const [dit = message, conseil = DITS[code] ? "" : correction] = DITS[code] ?? [];
  return [dit ?? message, conseil].filter(Boolean);
}
const cleDe = (cadre) => cadre.dataset.chemin ?? `§${cadre.dataset.section}`;

/** Ce que l'adresse demande de remplir d'avance : ?theme=…&public=…&territoire=…&titre=… */
function remplir(fiche, description) {
  for (const [nom, cle] of [["theme", "themes"], ["public", "publics"], ["dispositif", "dispositifs"], ["demarche", "demarches"]]) {
    const connus = description.vocabulaires[cle].termes;
    const voulus = [...new Set(demande.getAll(nom))].filter((id) => connus.some((terme) => terme.id === id));
    if (voulus.length) fiche.valeurs[cle] = voulus;
  }
  const lieux = [...new Set(demande.getAll("territoire").map((lieu) => lieu.trim()).filter(Boolean))];
  if (lieux.length) fiche.valeurs.territoires = lieux;
  if (demande.get("titre")) fiche.ecrire(["titre"], demande.get("titre"));
}

async function ouvrir() {
  const description = await modele();
  const aModifier = demande.get("modifier");
  const sienne = aModifier ? await source(aModifier) : null;
  if (aModifier && !sienne) {
    dire("Cette entrée n’existe pas, ou plus.", "Cherchez-la dans la base, et suivez «\u202fProposer une modification\u202f» au bas de sa page.");
    return null;
  }
  const voulu = description.genres.some(({ genre }) => genre === demande.get("genre")) ? demande.get("genre") : description.genres[0].genre;
  const fiche = new Fiche(description.genres, sienne?.genre ?? voulu, sienne);
  const brouillon = new Brouillon(aModifier || "nouvelle", fiche);
  const garde = brouillon.retrouver();
  const prerempli = ["theme", "public", "dispositif", "demarche", "territoire", "titre", "genre"].some((nom) => demande.has(nom));
  // Ce que l'on avait commencé passe avant ce que l'adresse remplit d'avance : rien ne se perd.
  const reprise = garde && fiche.reprendre(garde.fiche);
  if (!reprise && !sienne) {
    remplir(fiche, description);
    fiche.valeurs.statut = "publiee";
    fiche.valeurs.date = aujourdhui();
  }
  if (sienne) {
    const titre = document.querySelector("[data-titre]");
    titre.textContent = "Proposer une modification";
    document.querySelector("[data-chapo]").textContent = `De «\u202f${sienne.valeurs.titre}\u202f». Rien ne part avant que vous ne l’envoyiez\u202f: ce que vous écrivez reste dans ce navigateur.`;
    document.title = document.title.replace(/^[^·]+/, "Proposer une modification ");
  }
  const formulaire = new Formulaire(description, fiche, brouillon);
  formulaire.dessiner();
  if (reprise && fiche.perimee) {
    formulaire.garde.textContent = "Cette entrée a été publiée à nouveau depuis votre brouillon, qui part de l’ancienne version. Relisez l’aperçu, ou abandonnez vos modifications à la dernière étape.";
  } else if (reprise) {
    const le = Number.isNaN(garde.le.getTime()) ? "" : ` du ${garde.le.toLocaleString("fr-FR", { day: "numeric", month: "long", hour: "numeric", minute: "2-digit" })}`;
    formulaire.garde.textContent = `Votre brouillon${le} est retrouvé${prerempli && !sienne ? ", à la place de la fiche que ce lien commence" : ""}. L’étape «\u202fRelire et envoyer\u202f» permet de l’effacer.`;
  }
  return formulaire;
}

function dire(titre, texte, ...suite) {
  boite.replaceChildren(creer("div", { class: "avis", role: "alert" }, creer("h2", {}, titre), creer("p", {}, texte), ...suite));
}

async function commencer() {
  try {
    return await ouvrir();
  } catch (erreur) {
    console.error(erreur);
    oublier();
    const bouton = creer("button", { type: "button", class: "bouton" }, "Réessayer");
    bouton.addEventListener("click", async () => (await commencer())?.titre.focus());
    dire("Le formulaire n’a pas pu se préparer.", CONSEIL, creer("p", {}, bouton));
    return null;
  }
}

commencer();
