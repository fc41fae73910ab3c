// Les mots cherchés, surlignés dans l'entrée que l'on ouvre depuis un résultat.
// Chargé seulement quand l'adresse porte « surligner » (entete.js) ; ces mots viennent d'une
// adresse, n'importe qui peut les écrire : tout passe par des nœuds de texte.

import { equivalences, style } from "./acces.js";
import { creer, nombre } from "./dom.js";
import { PREFIXE_MINIMAL, forme, racine, souche } from "./formes.js";
import { motsDe, vide } from "./mots.js";
import { souffler } from "./pauses.js";
import { Equivalences, analyser } from "./requete.js";

const SAISIE_MAX = 300;
const NOM_MAX = 40;
const NOMS_MAX = 3;

// Ce que l'index connaît de l'entrée, sans ce qui mène ailleurs ni ce que le gabarit répète.
const EXCLUS = "nav, form, button, summary, code, pre, kbd, samp, script, style, svg, template, [hidden], " +
  "[aria-hidden=true], .hors-vue, .genre, .couverture-rang, .appartenance, .avis, .cartes, .liens-types, " +
  ".colophon, .voisines, .headerlink, .identite dt, .bibliographie dt";
const DANS_LA_LIGNE = new Set(["A", "ABBR", "B", "CITE", "DEL", "DFN", "EM", "I", "INS", "MARK", "Q", "S", "SMALL", "STRONG", "TIME", "U"]);

// Une suite sans espace (« 10 000 » n'en fait qu'une), et ses bouts ; une élision n'en est pas un.
const MORCEAU = /\S+(?:(?<=\d)[ \u00a0\u202f](?=\d{3}(?!\d))\S+)*/gu;
const BOUT = /(?:[cdjlmnst]|qu|jusqu|lorsqu|puisqu|quoiqu)['’‘ʼ´`](?=[\p{L}\p{N}])|(?<bout>[\p{L}\p{N}][\p{L}\p{M}\p{N}]*)/giu;
const SANS_PONCTUATION = /^[\p{L}\p{M}\s'’‑-]*$/u;

const article = document.querySelector("article[data-entree]");
const saisie = new URLSearchParams(location.search).get("surligner")?.slice(0, SAISIE_MAX);
/** Tenue quand tout est montré, ou qu'il n'y a rien à montrer. */
export const pret = article && saisie ? surligner() : Promise.resolve();

async function surligner() {
  const lignes = [];
  const connus = new Map();
  for (const ligne of lire(article)) {
    ligne.mots = placer(ligne.texte, connus);
    if (ligne.mots.length) lignes.push(ligne);
    await souffler();
  }
  const { parties, trouver } = comparer(lignes, await lireLaRequete());
  const trouves = [];
  for (const ligne of lignes) {
    const etendues = trouver(ligne.mots, ligne.texte);
    if (etendues.length) trouves.push({ ligne, etendues });
    await souffler();
  }
  if (!trouves.length) return;
  const noms = parties.filter((_, rang) => trouves.some((t) => t.etendues.some((e) => e.rangs.has(rang)))).map((p) => nommer(p.brut));

  // La feuille de style d'abord, pour que rien ne bouge ensuite ; sans elle, tout marche encore.
  await style("surlignage").catch(() => {});
  const barre = new Barre();
  for (const { ligne, etendues } of trouves) {
    // Par la fin : ce qui précède garde sa place dans les nœuds.
    const passages = etendues.reverse().map((e) => envelopper(ligne, e)).reverse();
    barre.passages.push(...passages);
    await souffler();
  }
  // Un lecteur d'écran ne dit que ce qui change : la barre est là un instant avant sa phrase.
  await new Promise((suite) => { requestAnimationFrame(() => setTimeout(suite, 100)); });
  barre.montrer([...new Set(noms)]);
}

/** La requête, et les autres formes de ses termes : un sigle mène à son libellé. */
async function lireLaRequete() {
  const lue = analyser(saisie);
  try {
    return { ...lue, parties: new Equivalences(await equivalences()).reconnaitre(lue.parties) };
  } catch (erreur) {
    console.warn(erreur);
    return lue;
  }
}

// --- Lire -------------------------------------------------------------------------------

/** Les lignes d'un élément : des nœuds de texte qui se lisent d'un trait, et leur texte. */
function* lire(element) {
  let ligne = { texte: "", noeuds: [] };
  const finir = function* finir() {
    if (ligne.noeuds.length) yield ligne;
    ligne = { texte: "", noeuds: [] };
  };
  const parcourir = function* parcourir(parent) {
    for (const enfant of parent.childNodes) {
      if (enfant.nodeType === Node.TEXT_NODE) {
        ligne.noeuds.push({ noeud: enfant, debut: ligne.texte.length, fin: ligne.texte.length + enfant.length });
        ligne.texte += enfant.data;
      } else if (enfant.nodeType === Node.ELEMENT_NODE) {
        const suite = DANS_LA_LIGNE.has(enfant.tagName) && !enfant.matches(EXCLUS);
        if (!suite) yield* finir();
        if (!enfant.matches(EXCLUS)) yield* parcourir(enfant);
        if (!suite) yield* finir();
      }
    }
  };
  yield* parcourir(element);
  yield* finir();
}

/** Les mots d'un texte, comme l'index les connaît, et l'endroit où ils y sont écrits. */
function placer(texte, connus) {
  const places = [];
  for (const { 0: morceau, index } of texte.matchAll(MORCEAU)) {
    if (!connus.has(morceau)) connus.set(morceau, decouper(morceau));
    for (const { mot, debut, fin } of connus.get(morceau)) places.push({ mot, debut: index + debut, fin: index + fin });
  }
  return places;
}

function decouper(morceau) {
  const mots = motsDe(morceau.replace(/\s/g, ""));
  const bouts = Array.from(morceau.matchAll(BOUT)).filter((b) => b.groups.bout);
  if (!bouts.length) return [];
  if (bouts.length === mots.length) return mots.map((mot, n) => ({ mot, debut: bouts[n].index, fin: bouts[n].index + bouts[n][0].length }));
  // « habitant·e·s », « S.A.M.U. », « 10 000 » : un mot de plusieurs bouts, à prendre entier.
  const [debut, dernier] = [bouts[0].index, bouts.at(-1)];
  let fin = dernier.index + dernier[0].length;
  if (morceau[fin] === ")" && morceau.slice(debut, fin).includes("(")) fin += 1;
  return mots.map((mot) => ({ mot, debut, fin }));
}

// --- Comparer ---------------------------------------------------------------------------

/** Ce qui répond à une requête dans une ligne, d'après tous les mots de l'entrée. */
function comparer(lignes, { parties, exclues }) {
  const refuses = new Set(exclues.filter((p) => !p.exacte).flatMap((p) => p.mots.map((m) => forme(m.texte))));
  const vocabulaire = [...new Set(lignes.flatMap((l) => l.mots.map((m) => m.mot)))];
  const choisir = (garder) => new Set(vocabulaire.filter((mot) => garder(mot) && !refuses.has(forme(mot))));
  const seuls = new Map();
  const suites = [];
  const chercher = (formes) => parties.forEach(({ mots, exacte, autres = [] }, rang) => {
    for (const autre of autres) {
      const suite = autre.map(({ texte, place }) => ({ ecart: place - autre[0].place, textes: choisir((mot) => forme(mot) === forme(texte)) }));
      if (suite.every(({ textes }) => textes.size)) suites.push({ suite, rang });
    }
    const textes = mots.map(({ texte }) => (exacte ? new Set([texte]) : choisir(formes(texte))));
    const suite = mots.map(({ place }, n) => ({ ecart: place - mots[0].place, textes: textes[n] }));
    const entiere = mots.length > 1 && lignes.some((l) => l.mots.some((_, n) => suit(suite, l.mots, n)));
    if (exacte || entiere) {
      // Un mot vide ne dit rien tout seul.
      if (mots.length > 1 || !vide(mots[0].texte)) suites.push({ suite, rang });
    } else if (textes.every((t) => t.size)) {
      for (const texte of textes) for (const mot of texte) if (!vide(mot) && !seuls.has(mot)) seuls.set(mot, rang);
    }
  });
  chercher(famille);
  // Un mot inachevé a pu mener ici : « diog » pour « Diogène ».
  if (!seuls.size && !suites.some(({ suite }) => lignes.some((l) => l.mots.some((_, n) => suit(suite, l.mots, n))))) {
    suites.length = 0;
    chercher((texte) => (mot) => texte.length >= PREFIXE_MINIMAL && !/\d/.test(texte) && mot.startsWith(texte));
  }
  return { parties, trouver: (mots, texte) => reunir(reperer(mots, seuls, suites), mots, texte, parties) };
}

/** Vrai d'un mot de la famille d'un autre : le même, son pluriel, son féminin, sa racine. */
function famille(texte) {
  const [debut, saForme, saRacine] = [souche(texte), forme(texte), racine(texte)];
  return (mot) => mot.startsWith(debut) && (mot === texte || forme(mot) === saForme || (saRacine.length > 2 && racine(mot) === saRacine));
}

const suit = (suite, mots, n) => suite.every(({ ecart, textes }) => textes.has(mots[n + ecart]?.mot));

/** Les mots qui répondent, du premier au dernier d'une suite, dans l'ordre. */
function reperer(mots, seuls, suites) {
  const reperes = [];
  mots.forEach(({ mot }, n) => {
    if (seuls.has(mot)) reperes.push({ premier: n, dernier: n, rang: seuls.get(mot) });
    for (const { suite, rang } of suites) {
      if (suit(suite, mots, n)) reperes.push({ premier: n, dernier: n + suite.at(-1).ecart, rang });
    }
  });
  return reperes;
}

/**
 * Les étendues à surligner. Deux mots de la requête que rien ne sépare, ou rien que des mots
 * vides, n'en font qu'une : « accès au logement ».
 */
function reunir(reperes, mots, texte, parties) {
  const etendues = [];
  for (const { premier, dernier, rang } of reperes) {
    const [debut, fin] = [mots[premier].debut, mots[dernier].fin];
    const avant = etendues.at(-1);
    const touche = avant && (debut < avant.fin || (!avant.rangs.has(rang)
      && ![rang, ...avant.rangs].some((n) => parties[n].exacte)
      && mots.slice(avant.dernier + 1, premier).every((m) => vide(m.mot))
      && SANS_PONCTUATION.test(texte.slice(avant.fin, debut))));
    if (touche) {
      avant.fin = Math.max(avant.fin, fin);
      avant.dernier = Math.max(avant.dernier, dernier);
      avant.rangs.add(rang);
    } else {
      etendues.push({ debut, fin, dernier, rangs: new Set([rang]) });
    }
  }
  return etendues;
}

// --- Montrer ----------------------------------------------------------------------------

/** Met une étendue entre des `mark`, un par nœud de texte qu'elle traverse. */
function envelopper({ noeuds }, { debut, fin }) {
  const marques = [];
  for (const place of noeuds) {
    const de = Math.max(debut, place.debut) - place.debut;
    const a = Math.min(fin, place.fin) - place.debut;
    if (de >= a) continue;
    const texte = de ? place.noeud.splitText(de) : place.noeud;
    if (texte.length > a - de) texte.splitText(a - de);
    const marque = creer("mark", { class: "surligne" });
    texte.replaceWith(marque);
    marque.append(texte);
    marques.push(marque);
  }
  return marques;
}

/** Un nom à citer : sans ponctuation autour, coupé s'il est long. */
function nommer(brut) {
  const nom = brut.replace(/^[^\p{L}\p{N}]+|[^\p{L}\p{N}]+$/gu, "").replace(/'/g, "’").replace(/\s+/g, " ");
  return nom.length > NOM_MAX ? `${nom.slice(0, NOM_MAX).trimEnd()}…` : nom;
}

class Barre {
  constructor() {
    /** Un passage : les `mark` d'une étendue. */
    this.passages = [];
    this.rang = -1;
    this.phrase = creer("span", { role: "status" });
    this.place = creer("span", { class: "doux" });
    this.suivant = creer("button", { type: "button", class: "bouton" }, "Passage suivant");
    this.retirer = creer("button", { type: "button", class: "bouton bouton-second" }, "Retirer le surlignage");
    this.element = creer("div", { class: "surlignage", "data-attente": true }, creer("p", {}, this.phrase, " ", this.place), this.suivant, this.retirer);
    article.before(this.element);
  }

  montrer(noms) {
    const total = this.passages.length;
    const verbe = `${nombre(total)}\u00a0${total > 1 ? "passages contiennent" : "passage contient"} `;
    const cites = noms.flatMap((nom, n) => [
      n === 0 ? "" : n === noms.length - 1 ? " ou " : ", ",
      "«\u202f", creer("span", { class: "surlignage-mot" }, nom), "\u202f»"]);
    if (total === 1) this.suivant.textContent = "Aller au passage";
    this.suivant.addEventListener("click", () => this.aller(1));
    this.retirer.addEventListener("click", (e) => this.oter(e.detail > 0));
    // Au clavier, depuis un passage : Entrée va au suivant, Échap revient à la barre.
    article.addEventListener("keydown", (e) => {
      if (!e.target.matches("mark.surligne")) return;
      if (e.key === "Escape") this.suivant.focus({ preventScroll: true });
      if (e.key !== "Enter" || e.ctrlKey || e.metaKey || e.altKey) return;
      e.preventDefault();
      this.aller(e.shiftKey ? -1 : 1);
    });
    this.phrase.append(verbe, ...(noms.length > NOMS_MAX ? ["l’un des mots cherchés"] : cites));
    delete this.element.dataset.attente;
  }

  aller(pas) {
    const { passages } = this;
    this.rang = (this.rang + pas + passages.length) % passages.length;
    const marques = passages[this.rang];
    const [premiere] = marques;
    const volet = premiere.closest("details");
    // Sur grand écran, un volet fermé montre tout et n'a pas de bouton.
    if (volet?.querySelector("summary")?.getClientRects().length) volet.open = true;
    premiere.tabIndex = -1;
    for (const marque of marques) marque.classList.add("surligne-ici");
    premiere.addEventListener("blur", () => {
      premiere.removeAttribute("tabindex");
      for (const marque of marques) marque.classList.remove("surligne-ici");
    }, { once: true });
    premiere.scrollIntoView({ block: "center", behavior: "instant" });
    premiere.focus({ preventScroll: true });
    if (passages.length > 1) this.place.textContent = `${nombre(this.rang + 1)} sur ${nombre(passages.length)}`;
  }

  /** Rend l'entrée et l'adresse comme elles étaient ; `souris` : sans faire défiler. */
  oter(souris) {
    const parents = new Set();
    for (const marque of this.passages.flat()) {
      parents.add(marque.parentNode);
      marque.replaceWith(...marque.childNodes);
    }
    for (const parent of parents) parent.normalize();
    this.element.remove();
    const ici = new URL(location.href);
    ici.searchParams.delete("surligner");
    history.replaceState(history.state, "", ici);
    const titre = article.querySelector("h1");
    titre.tabIndex = -1;
    titre.addEventListener("blur", () => titre.removeAttribute("tabindex"), { once: true });
    titre.focus({ preventScroll: souris });
  }
}
