// Le guide : une question après l'autre, et la courte liste qui y répond.
// L'état est l'adresse : ?theme=logement&manque=obstacles ; une réponse vide, « peu importe ».

import { compter, creer, horsVue, nombre } from "../recherche/dom.js";
import { adresseIci, estSimple } from "../recherche/ici.js";
import { lireJson } from "../recherche/octets.js";
import { CONSEIL, adresse, demander } from "../recherche/transport.js";
import { choisir, forces } from "./paliers.js";
import { rangee } from "./rangee.js";

const boite = document.getElementById("guide");
const tete = creer("div", { class: "guide-reponses" });
const question = boite.querySelector("[data-question]");
const etat = creer("p", { role: "status" });
const resultats = creer("section", { class: "guide-resultats", "aria-label": "Entrées" });
let tout = null;

async function preparer() {
  try {
    tout = await demander("explorer/guide.gz", { change: true }).then(lireJson);
  } catch (erreur) {
    // La première question mène toujours aux pages déjà écrites.
    console.error(erreur);
    if (location.search) boite.append(creer("p", { role: "status" }, `Les questions suivantes n’ont pas pu se charger. ${CONSEIL}`));
    return;
  }
  tout.lignes = tout.entrees.map((entree) => ({ entree, tenues: forces(entree) }));
  boite.replaceChildren(tete, question, etat, resultats);
  boite.addEventListener("click", suivre);
  addEventListener("popstate", () => montrer(true));
  montrer(false);
}

/** Une réponse par question : son rang, null pour « peu importe », undefined tant qu'elle n'est pas posée. */
function lire() {
  const champs = new URLSearchParams(location.search);
  return tout.questions.map(([id, , reponses]) => {
    if (!champs.has(id)) return undefined;
    const rang = reponses.findIndex(([reponse]) => reponse === champs.get(id));
    return rang < 0 ? null : rang;
  });
}

function ecrire(choix) {
  const champs = new URLSearchParams();
  choix.forEach((rang, q) => {
    const [id, , reponses] = tout.questions[q];
    if (rang !== undefined) champs.set(id, rang === null ? "" : reponses[rang][0]);
  });
  return adresseIci(champs.toString());
}

const avec = (choix, q, rang) => choix.map((deja, n) => (n === q ? rang : deja));

function suivre(clic) {
  const lien = clic.target.closest("a[data-etape]");
  if (!lien || !estSimple(clic)) return;
  clic.preventDefault();
  history.pushState(null, "", lien.href);
  montrer(true);
}

function montrer(prendreLeFocus) {
  const choix = lire();
  const suivante = choix.indexOf(undefined);
  const vrais = choix.map((rang) => rang ?? null);
  tete.replaceChildren(...dejaRepondu(choix));
  question.hidden = suivante < 0;
  if (suivante >= 0) poser(suivante, choix, vrais);
  const repondu = vrais.some((rang) => rang !== null);
  const paliers = repondu ? choisir(tout.lignes, vrais, tout) : [];
  etat.textContent = repondu ? direLeCompte(paliers, vrais) : "";
  resultats.hidden = !repondu;
  resultats.replaceChildren(...paliers.flatMap((palier) => dessiner(palier, vrais)));
  if (!prendreLeFocus) return;
  const cible = suivante >= 0 ? question.querySelector("h2") : resultats.querySelector("h2") ?? tete.querySelector("a");
  cible?.focus();
}

function dejaRepondu(choix) {
  const lignes = choix.flatMap((rang, q) => {
    if (rang === undefined) return [];
    const [, libelle, reponses] = tout.questions[q];
    return [creer("div", {}, creer("dt", {}, libelle), creer("dd", {}, rang === null ? "Peu importe" : reponses[rang][1], " ",
      creer("a", { href: ecrire(avec(choix, q, undefined)), "data-etape": true }, "Changer", horsVue(`\u202f: ${libelle}`))))];
  });
  return lignes.length ? [creer("dl", { class: "definitions", "aria-label": "Vos réponses" }, ...lignes)] : [];
}

function poser(q, choix, vrais) {
  const [, libelle, reponses] = tout.questions[q];
  const lien = (rang, contenu) => creer("li", {}, creer("a", { href: ecrire(avec(choix, q, rang)), "data-etape": true }, ...contenu));
  const titre = question.querySelector("h2");
  titre.textContent = libelle;
  question.querySelector("ul").replaceChildren(
    ...reponses.map(([, texte], rang) => {
      const n = compterCelles(avec(vrais, q, rang));
      return lien(rang, [texte, " ", creer("span", { class: "n" }, nombre(n), horsVue(n < 2 ? " entrée" : " entrées"))]);
    }),
    lien(null, ["Peu importe"]));
}

/** Combien d'entrées répondent à tout. */
const compterCelles = (choix) => tout.lignes.filter(({ tenues }) => choix.every((rang, q) => rang === null || tenues[q][rang])).length;

const majuscule = (texte) => texte[0].toUpperCase() + texte.slice(1);

const nommer = (questions) => questions.map((q) => `«\u202f${tout.questions[q][1]}\u202f»`).join(" et ");

function direLeCompte(paliers, choix) {
  const total = compterCelles(choix);
  const montrees = paliers.reduce((somme, { entrees }) => somme + entrees.length, 0);
  if (!montrees) return "Aucune entrée ne répond à ces questions.";
  const tient = (n) => `${compter(n, "entrée")} ${n < 2 ? "répond" : "répondent"} à tout`;
  if (!total) return `Aucune entrée ne répond à tout. En voici ${nombre(montrees)}, sans tenir compte de ${nommer(paliers[0].sans)}.`;
  if (total > montrees) return `${tient(total)}\u202f: voici les ${montrees} premières.`;
  return montrees > total ? `${tient(total)}, ${nombre(montrees - total)} presque.` : `${tient(total)}.`;
}

function dessiner({ sans, entrees }, choix) {
  const titre = sans.length ? `Sans tenir compte de ${nommer(sans)}` : "Pour commencer";
  const raisons = choix.flatMap((rang, q) => (rang === null || sans.includes(q) ? [] : [tout.questions[q][2][rang][2]]));
  const pourquoi = `${majuscule(raisons.join("\u202f; "))}.`;
  return [
    creer("h2", { tabindex: "-1" }, titre),
    creer("ol", { class: "rangees" }, ...entrees.map(([genre, id, nom, notice, pied]) =>
      rangee({ genre: tout.genres[genre], id, titre: nom, notice, pourquoi, pied }, "h3"))),
  ];
}

preparer();
