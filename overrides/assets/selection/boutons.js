// Sur toutes les pages : un bouton par entrée pour la garder, et le nombre de celles que l'on garde.

import { compter, creer, horsVue } from "../recherche/dom.js";
import { ecrire, lire, refuse, suivre } from "./retenues.js";

const lien = document.querySelector("[data-selection]");
const nombre = lien.querySelector("[data-nombre]");
const annonce = creer("p", { class: "hors-vue", role: "status" });
document.body.append(annonce);

/** Un bouton pour une carte ou un résultat, qui n'en a pas encore. */
function poser(entree, id) {
  if (entree.querySelector("[data-choisir]")) return;
  entree.append(creer("button", { type: "button", class: "choisir", "data-choisir": id },
    lien.querySelector("svg").cloneNode(true), creer("span", { class: "hors-vue", "data-texte": true })));
}

function poserPartout() {
  for (const carte of document.querySelectorAll("article[data-carte]")) poser(carte, carte.dataset.carte);
  for (const resultat of document.querySelectorAll("#resultats > li[data-entree], .rangee")) poser(resultat, resultat.dataset.entree);
  nommer();
}

const titreDe = (bouton) => bouton.closest("article, li").querySelector("h1, h2, h3, h4")?.textContent.trim() ?? "";

/** Chaque bouton dit ce qu'il fera, et de quelle entrée. */
function nommer() {
  const ids = lire();
  for (const bouton of document.querySelectorAll("[data-choisir]")) {
    const dedans = ids.includes(bouton.dataset.choisir);
    bouton.toggleAttribute("data-choisi", dedans);
    const texte = dedans ? "Retirer de ma sélection" : "Ajouter à ma sélection";
    if (bouton.classList.contains("choisir")) bouton.title = texte;
    bouton.querySelector("[data-texte]").replaceChildren(texte, horsVue(`\u202f: ${titreDe(bouton)}`));
  }
  nombre.replaceChildren(...(ids.length ? [String(ids.length), horsVue(ids.length > 1 ? " entrées" : " entrée")] : []));
  // Rien d'autre ne la porterait jusqu'à la page qui la montre.
  if (refuse) lien.search = ids.length ? `?ids=${ids.join(",")}` : "";
}

document.addEventListener("click", (e) => {
  const bouton = e.target.closest("[data-choisir]");
  if (!bouton) return;
  const id = bouton.dataset.choisir;
  const ids = lire();
  const dedans = ids.includes(id);
  ecrire(dedans ? ids.filter((autre) => autre !== id) : [...ids, id]);
  annonce.textContent = `${titreDe(bouton)}\u202f: ${dedans ? "retirée de" : "ajoutée à"} votre sélection, ${compter(lire().length, "entrée")}.`;
});

suivre(nommer);
poserPartout();
// Les listes que dessinent d'autres scripts ; ce que nos boutons disent n'en fait pas partie.
const veille = new MutationObserver((suite) => {
  if (suite.some(({ target }) => !target.closest("[data-choisir]"))) poserPartout();
});
for (const liste of document.querySelectorAll("#resultats, #guide, #semblables")) veille.observe(liste, { childList: true, subtree: true });
