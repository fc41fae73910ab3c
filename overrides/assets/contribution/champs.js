// Un champ du modèle → de quoi le remplir : libellé, aide, exemple, saisie, constats.

import { creer, horsVue } from "../recherche/dom.js";
import { Choix } from "./choix.js";
import { liste } from "./listes.js";
import { enDate } from "./texte.js";

const LISTE_COURTE = 30; // termes : au-delà, on cherche en tapant plutôt que dans un menu

/** Le chemin tel que les constats l'écrivent : leviers.2.type (les rangs comptés de 1). */
export const pointille = (chemin) => chemin.map((etape) => (typeof etape === "number" ? etape + 1 : etape)).join(".");

export class Champs {
  /** @param change() après chaque saisie ; signaler(liste, texte, chemin) ce qui manque à une liste */
  constructor({ fiche, vocabulaires, change, signaler }) {
    Object.assign(this, { fiche, vocabulaires, change, signaler });
  }

  /** L'élément qui demande `champ`, au chemin donné. */
  dessiner(champ, chemin) {
    if (champ.forme === "bloc") return champ.liste ? this.blocs(champ, chemin) : this.bloc(champ, chemin, champ.label);
    if (champ.vocabulaire && (champ.liste || !this.estCourte(champ))) return this.aChoisir(champ, chemin);
    if (champ.liste) return this.textes(champ, chemin);
    if (champ.nom === "statut") return this.boutonsRadio(champ, chemin);
    if (champ.forme === "booleen") return this.caseACocher(champ, chemin);
    return this.simple(champ, chemin);
  }

  estCourte({ vocabulaire }) {
    const connu = this.vocabulaires[vocabulaire];
    return Boolean(connu) && connu.termes.length <= LISTE_COURTE;
  }

  noter(chemin, valeur) {
    this.fiche.ecrire(chemin, valeur);
    this.change(chemin);
  }

  id(chemin) {
    return `f-${pointille(chemin).replaceAll(".", "-")}`;
  }

  aide(champ, id) {
    if (!champ.aide && !champ.exemple) return null;
    return creer("p", { id: `${id}-aide`, class: "champ-aide" }, champ.aide,
      champ.exemple && champ.libre ? creer("span", { class: "champ-exemple" }, ` Par exemple\u202f: «\u202f${champ.exemple}\u202f»`) : null);
  }

  intitule(champ) {
    return [champ.label, champ.requis ? creer("span", { class: "champ-requis" }, " (obligatoire)") : null];
  }

  constats(id) {
    return creer("div", { id: `${id}-constats`, class: "constats", "aria-live": "polite" });
  }

  decritPar(id, champ) {
    return `${champ.aide || champ.exemple ? `${id}-aide ` : ""}${id}-constats`;
  }

  /** Une saisie d'une valeur : ligne, paragraphe, date, menu. */
  simple(champ, chemin) {
    const id = this.id(chemin);
    const valeur = this.fiche.lire(chemin);
    const commun = { id, "aria-describedby": this.decritPar(id, champ), "aria-required": champ.requis ? "true" : null };
    let saisie;
    if (champ.forme === "choix" || champ.vocabulaire) {
      const choix = champ.vocabulaire
        ? this.vocabulaires[champ.vocabulaire].termes.map((terme) => [terme.id, terme.libelle])
        : Object.entries(champ.choix);
      const vide = champ.requis || !("defaut" in champ) ? [["", champ.requis ? "Choisissez…" : "Sans réponse"]] : [];
      saisie = creer("select", commun, ...[...vide, ...choix].map(([v, libelle]) => creer("option", { value: v }, libelle)));
      saisie.value = String(valeur ?? champ.defaut ?? "");
    } else if (champ.long) {
      saisie = creer("textarea", { ...commun, rows: champ.nom === "resume" ? 4 : 2, maxlength: null });
      saisie.value = valeur ?? "";
    } else {
      const type = { jour: "date", adresse: "url", entier: "text" }[champ.forme] ?? "text";
      saisie = creer("input", { ...commun, type, inputmode: champ.forme === "entier" ? "numeric" : null, placeholder: champ.forme === "adresse" ? "https://" : null, autocomplete: "off" });
      saisie.value = String(valeur ?? champ.defaut ?? "");
    }
    const compte = champ.maxi && champ.libre ? creer("p", { class: "champ-compte", "aria-hidden": "true" }) : null;
    const compter = () => {
      if (!compte) return;
      const n = [...saisie.value.trim()].length;
      compte.textContent = `${n} / ${champ.maxi}`;
      compte.classList.toggle("champ-deborde", n > champ.maxi);
    };
    compter();
    saisie.addEventListener("input", () => { compter(); this.noter(chemin, saisie.value); });
    if (champ.forme === "date-partielle") {
      saisie.addEventListener("change", () => { saisie.value = enDate(saisie.value); this.noter(chemin, saisie.value); });
    }
    if (champ.forme === "adresse") {
      saisie.addEventListener("change", () => {
        if (/^(?:www\.|[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}(?:\/|$))/i.test(saisie.value.trim())) saisie.value = `https://${saisie.value.trim()}`;
        this.noter(chemin, saisie.value);
      });
    }
    return this.cadre(chemin, creer("label", { for: id }, ...this.intitule(champ)), this.aide(champ, id), saisie, compte, this.constats(id));
  }

  cadre(chemin, ...enfants) {
    return creer("div", { class: "champ", "data-chemin": pointille(chemin) }, ...enfants);
  }

  boutonsRadio(champ, chemin) {
    const id = this.id(chemin);
    const choisie = this.fiche.lire(chemin) ?? champ.defaut;
    const radios = Object.entries(champ.choix).map(([valeur, libelle]) => {
      const radio = creer("input", { type: "radio", name: id, value: valeur });
      radio.checked = valeur === choisie;
      radio.addEventListener("change", () => this.noter(chemin, valeur));
      return creer("label", { class: "ligne-a-cocher" }, radio, creer("span", {}, libelle));
    });
    radios[0].firstChild.id = id;
    return creer("fieldset", { class: "champ", "data-chemin": pointille(chemin), "aria-describedby": `${id}-constats` },
      creer("legend", {}, champ.label), ...radios, this.constats(id));
  }

  caseACocher(champ, chemin) {
    const id = this.id(chemin);
    const boite = creer("input", { type: "checkbox", id, "aria-describedby": `${id}-constats` });
    boite.checked = this.fiche.lire(chemin) === true;
    boite.addEventListener("change", () => this.noter(chemin, boite.checked));
    const dit = champ.aide.replace(/^true quand /, "");
    return this.cadre(chemin, creer("label", { class: "ligne-a-cocher", for: id }, boite, creer("span", {}, creer("b", {}, champ.label), `\u202f: ${dit}`)), this.constats(id));
  }

  aChoisir(champ, chemin) {
    const id = this.id(chemin);
    const connu = this.vocabulaires[champ.vocabulaire];
    const ou = liste(champ.vocabulaire, this.vocabulaires);
    const valeur = this.fiche.lire(chemin);
    const choix = new Choix({
      ...ou, id, libelle: champ.label, decritPar: this.decritPar(id, champ),
      invite: connu ? "Tapez un mot, ou ouvrez la liste" : null,
      plusieurs: champ.liste,
      ordonne: champ.liste && ["themes", "entrees"].includes(champ.nom),
      choisir: (valeurs) => this.noter(chemin, champ.liste ? valeurs : valeurs[0] ?? ""),
      signaler: connu ? (texte) => this.signaler(connu.nom.toLowerCase(), texte, chemin) : null,
    }, champ.liste ? valeur ?? [] : valeur ? [valeur] : []);
    return this.cadre(chemin, creer("label", { for: id }, ...this.intitule(champ)), this.aide(champ, id), choix.element, this.constats(id));
  }

  /** Un bloc de clés : une période, de quoi transposer. */
  bloc(champ, chemin, titre) {
    const id = this.id(chemin);
    return creer("fieldset", { class: "champ bloc", "data-chemin": pointille(chemin) },
      creer("legend", {}, titre, champ.requis ? creer("span", { class: "champ-requis" }, " (obligatoire)") : null),
      champ.aide ? creer("p", { class: "champ-aide" }, champ.aide) : null,
      ...champ.champs.map((sous) => this.dessiner(sous, [...chemin, sous.nom])),
      this.constats(id));
  }

  blocs(champ, chemin) {
    return this.suite(champ, chemin, {
      vide: () => ({}),
      un: (rang) => champ.champs.map((sous) => this.dessiner(sous, [...chemin, rang, sous.nom])),
    });
  }

  textes(champ, chemin) {
    return this.suite(champ, chemin, {
      vide: () => "",
      un: (rang) => {
        const id = this.id([...chemin, rang]);
        const saisie = creer(champ.long ? "textarea" : "input", { id, "aria-label": `${singulier(champ.label)} ${rang + 1}`, "aria-describedby": `${this.id(chemin)}-aide ${id}-constats` });
        saisie.value = this.fiche.lire([...chemin, rang]) ?? "";
        saisie.addEventListener("input", () => this.noter([...chemin, rang], saisie.value));
        return [this.cadre([...chemin, rang], saisie, this.constats(id))];
      },
    });
  }

  /** Une suite que l'on allonge, que l'on ordonne : leviers, sources, enseignements… */
  suite(champ, chemin, { vide, un }) {
    const id = this.id(chemin);
    const nom = singulier(champ.label);
    const annonce = creer("p", { class: "hors-vue", "aria-live": "polite" });
    const ajouter = creer("button", { type: "button", class: "bouton bouton-second" }, `Ajouter ${FEMININ.test(nom) ? "une" : "un"} ${nom.toLowerCase()}`);
    const items = creer("ol", { class: "suite-de-blocs" });
    const tous = () => this.fiche.lire(chemin) ?? [];
    const redessiner = () => items.replaceChildren(...tous().map((_, rang) => item(rang)));
    const changer = (valeurs, dit) => {
      this.noter(chemin, valeurs);
      redessiner();
      annonce.textContent = dit;
    };
    const deplacer = (rang, pas) => {
      const valeurs = [...tous()];
      [valeurs[rang], valeurs[rang + pas]] = [valeurs[rang + pas], valeurs[rang]];
      changer(valeurs, `${nom}\u202f: place ${rang + pas + 1} sur ${valeurs.length}.`);
      const boutons = items.children[rang + pas].querySelectorAll(":scope > .bloc > .bloc-outils button");
      (boutons[pas < 0 || boutons.length < 3 ? 0 : 1]).focus();
    };
    const item = (rang) => {
      const bouton = (texte, signe, agir) => {
        const element = creer("button", { type: "button", class: "bouton-signe" }, creer("span", { "aria-hidden": "true" }, signe), horsVue(`${texte}\u202f: ${nom.toLowerCase()} ${rang + 1}`));
        element.addEventListener("click", agir);
        return element;
      };
      const outils = creer("div", { class: "bloc-outils" });
      if (rang > 0) outils.append(bouton("Monter", "↑", () => deplacer(rang, -1)));
      if (rang < tous().length - 1) outils.append(bouton("Descendre", "↓", () => deplacer(rang, 1)));
      outils.append(bouton("Retirer", "×", () => {
        changer(tous().filter((_, n) => n !== rang), `${nom} ${rang + 1}\u202f: retiré.`);
        (items.children[Math.min(rang, items.children.length - 1)]?.querySelector(".bloc-outils button:last-child") ?? ajouter).focus();
      }));
      return creer("li", {}, creer("fieldset", { class: "bloc" }, creer("legend", {}, `${nom} ${rang + 1}`), outils, ...un(rang)));
    };
    ajouter.addEventListener("click", () => {
      changer([...tous(), vide()], "");
      items.lastElementChild.querySelector("input, textarea, select").focus();
    });
    if (champ.requis && !tous().length) this.fiche.ecrire(chemin, [vide()]);
    redessiner();
    return creer("fieldset", { class: "champ suite-champ", "data-chemin": pointille(chemin) },
      creer("legend", { class: "suite-titre" }, ...this.intitule(champ)),
      this.aide({ ...champ, exemple: champ.libre ? champ.exemple : "" }, id),
      items, ajouter, annonce, this.constats(id));
  }
}

const FEMININ = /^(?:source|personne)/i;
/** « Personnes interviewées » → « Personne interviewée » */
const singulier = (label) => label.split(" ").map((mot) => mot.replace(/(?<=..)s$/, "")).join(" ");
