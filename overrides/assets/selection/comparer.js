// « Comparer » : de deux à quatre entrées côte à côte. Tout est dans l'adresse : ?ids=a,b&identiques=masquees

import { Choix } from "../contribution/choix.js";
import { liste } from "../contribution/listes.js";
import { compter, creer, horsVue, reessayer } from "../recherche/dom.js";
import { adresseIci } from "../recherche/ici.js";
import { CONSEIL, adresse } from "../recherche/transport.js";
import { entrees as lireEntrees } from "./donnees.js";
import { delAdresse, lire } from "./retenues.js";
import { genre, valeurs } from "./valeurs.js";

const MAX = 4;
const DE_MA_SELECTION = 12; // entrées proposées d'avance
const VIDE = "non renseigné";

const page = document.getElementById("comparer");
const vue = Object.fromEntries([...page.querySelectorAll("[data-vue]")].map((e) => [e.dataset.vue, e]));
const paquets = Number(page.dataset.paquets);
/** Ce qui ne concerne qu'une sorte d'entrée ne se montre que s'il y en a. */
const propres = page.dataset.propres.split(" ");
let ids = [];
let tour = 0;

const choix = new Choix({
  id: "comparer-choix", libelle: "entrée à comparer", chercher: liste("entrees").chercher, nommer: (id) => id, plusieurs: true,
  choisir: (valeursChoisies) => {
    const [id] = valeursChoisies.slice(-1);
    // Ce que l'on choisit va dans le tableau, pas sous le champ.
    choix.valeurs = [];
    choix.montrerLesChoisis();
    if (id) ajouter(id);
  },
});
vue.choix.append(choix.element);

async function montrer() {
  tour += 1;
  const mien = tour;
  const demandees = delAdresse();
  ids = demandees.slice(0, MAX);
  const masquer = new URLSearchParams(location.search).get("identiques") === "masquees";
  page.setAttribute("aria-busy", "true");
  const proposees = lire().filter((id) => !ids.includes(id)).slice(0, DE_MA_SELECTION);
  let lues, miennes;
  try {
    [lues, miennes] = await Promise.all([lireEntrees(ids, paquets), lireEntrees(proposees, paquets)]);
  } catch (erreur) {
    console.error(erreur);
    if (mien === tour) panne();
    return;
  }
  if (mien !== tour) return;
  const absentes = ids.filter((_, n) => !lues[n]);
  const presentes = [...new Map(lues.filter(Boolean).map((e) => [e.id, e])).values()];
  const lignes = aMontrer(presentes);
  const identiques = presentes.length > 1 ? lignes.filter(pareilles).length : 0;
  vue.conseil.textContent = conseil(presentes.length, demandees.length);
  vue.absentes.replaceChildren(...absentes.map((id) => creer("p", {}, "Cette entrée n’est plus dans la base\u202f: ", creer("code", {}, id), ".")));
  vue.options.hidden = presentes.length < 2;
  vue.masquer.checked = masquer;
  vue.identiques.textContent = compter(identiques, "ligne");
  dessiner(presentes, masquer ? lignes.filter((une) => !pareilles(une)) : lignes);
  vue.ajout.hidden = ids.length >= MAX;
  vue.miennes.hidden = !miennes.some(Boolean);
  vue.listeDesMiennes.replaceChildren(...miennes.filter(Boolean).map((e) => creer("li", {}, creer("button", { type: "button", class: "puce", "data-ajouter": e.id }, creer("span", { "aria-hidden": "true" }, "+ "), horsVue("Ajouter\u202f: "), e.titre))));
  page.removeAttribute("aria-busy");
  page.dataset.etat = "pret";
}

function conseil(nombre, demandees) {
  if (demandees > MAX) return `On compare quatre entrées au plus\u202f: voici les quatre premières des ${demandees} demandées.`;
  if (nombre > 1) return "";
  return nombre ? "Ajoutez au moins une entrée pour comparer." : "Choisissez de deux à quatre entrées.";
}

/** [clé, libellé, [valeurs de chaque entrée]] */
const aMontrer = (presentes) => (presentes[0]?.lignes ?? [])
  .map(([cle, libelle], n) => [cle, libelle, presentes.map((e) => e.lignes[n][2])])
  .filter(([cle, , colonnes]) => !propres.includes(cle) || colonnes.some((une) => une.length));

const pareilles = ([, , [premiere, ...autres]]) => autres.every((une) => JSON.stringify(une) === JSON.stringify(premiere));

function dessiner(presentes, lignes) {
  vue.region.hidden = !presentes.length;
  if (!presentes.length) return vue.region.replaceChildren();
  vue.region.replaceChildren(creer("table", { class: "comparaison", "data-colonnes": presentes.length },
    creer("caption", { class: "hors-vue" }, `Comparaison de ${compter(presentes.length, "entrée")}`),
    creer("thead", {}, creer("tr", {}, creer("td", {}), ...presentes.map(tete))),
    creer("tbody", {}, ...lignes.map(([cle, libelle, colonnes]) => creer("tr", { "data-ligne": cle },
      creer("th", { scope: "row" }, libelle),
      ...colonnes.map((une) => creer("td", {}, ...(une.length ? valeurs(cle, une) : [creer("span", { class: "doux" }, VIDE)]))))))));
}

const tete = (e) => creer("th", { scope: "col", class: `g-${e.genre}`, "data-entree": e.id },
  genre(e),
  creer("a", { href: adresse(e.adresse), lang: e.langue === "fr" ? null : e.langue }, e.titre),
  creer("button", { type: "button", class: "comparaison-retirer", "data-retirer": e.id }, "Retirer", horsVue(`\u202f: ${e.titre}`)));

function panne() {
  page.removeAttribute("aria-busy");
  page.dataset.etat = "erreur";
  vue.region.hidden = false;
  vue.region.replaceChildren(creer("div", { class: "vide" }, creer("p", {}, `Les entrées n’ont pas pu se charger. ${CONSEIL}`), reessayer(montrer)));
}

// --- Changer ------------------------------------------------------------------------

async function aller(nouveaux, masquer = vue.masquer.checked) {
  const dits = [nouveaux.length && `ids=${nouveaux.join(",")}`, masquer && "identiques=masquees"].filter(Boolean);
  history.pushState(null, "", adresseIci(dits.join("&")));
  await montrer();
}

async function ajouter(id) {
  if (ids.includes(id)) return dire("Cette entrée est déjà dans la comparaison.");
  await aller([...ids, id]);
  dire(`Ajoutée\u202f: ${compter(ids.length, "entrée")} dans la comparaison.`);
  if (vue.ajout.hidden) vue.region.focus();
}

page.addEventListener("click", async ({ target }) => {
  const { ajouter: aAjouter, retirer } = target.closest("[data-ajouter], [data-retirer]")?.dataset ?? {};
  if (aAjouter) {
    await ajouter(aAjouter);
    if (!vue.ajout.hidden) (vue.listeDesMiennes.querySelector("button") ?? choix.champ).focus();
  } else if (retirer) {
    // Un ancien nom a pu mener à cette entrée : c'est sa colonne qui compte.
    const restent = [...vue.region.querySelectorAll("th[data-entree]")].map((th) => th.dataset.entree).filter((id) => id !== retirer);
    await aller(restent);
    dire(`Retirée\u202f: ${compter(restent.length, "entrée")} dans la comparaison.`);
    (vue.region.querySelector("[data-retirer]") ?? choix.champ).focus();
  }
});
vue.masquer.addEventListener("change", () => aller(ids));

function dire(texte) {
  vue.annonce.textContent = texte;
}

addEventListener("popstate", montrer);
montrer();
