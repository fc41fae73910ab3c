// Les propositions de l'en-tête : les premiers résultats, à mesure que l'on tape.
// Motif « combobox with listbox popup » : https://www.w3.org/WAI/ARIA/apg/patterns/combobox/

import { adresse, fragment, preparer } from "./acces.js";
import { compter, creer, horsVue } from "./dom.js";
import { titre } from "./extrait.js";
import { trouver } from "./trouver.js";

const NOMBRE = 6;
const PAUSE = 120; // ms sans frappe avant de chercher

/** Donne vie au champ ; `champ.form.dataset.etat` dit où l'on en est. */
export function animer(champ, liste) {
  const formulaire = champ.form;
  const annonce = creer("span", { class: "hors-vue", "aria-live": "polite" });
  formulaire.append(annonce);
  document.head.append(creer("link", { rel: "stylesheet", href: new URL("propositions.css", import.meta.url).href }));
  let tour = 0;
  let pause = 0;
  let active = -1;

  const options = () => [...liste.children];

  function activer(n) {
    options()[active]?.setAttribute("aria-selected", "false");
    active = n;
    const option = options()[n];
    if (!option) return champ.removeAttribute("aria-activedescendant");
    option.setAttribute("aria-selected", "true");
    option.scrollIntoView({ block: "nearest" });
    champ.setAttribute("aria-activedescendant", option.id);
  }

  function ouvrir(ouverte) {
    liste.hidden = !ouverte;
    champ.setAttribute("aria-expanded", String(ouverte));
    if (!ouverte) activer(-1);
  }

  function vider() {
    tour += 1;
    clearTimeout(pause);
    ouvrir(false);
    liste.replaceChildren();
    annonce.textContent = "";
    formulaire.dataset.etat = "vide";
  }

  async function proposer() {
    tour += 1;
    const mien = tour;
    const saisie = champ.value.trim();
    formulaire.dataset.etat = "chargement";
    try {
      const trouvailles = await trouver(saisie);
      if (mien !== tour) return;
      if (!trouvailles) return vider();
      const premieres = trouvailles.slice(0, NOMBRE);
      const fragments = await Promise.all(premieres.map(({ id }) => fragment(id)));
      if (mien !== tour) return;
      activer(-1);
      liste.replaceChildren(
        ...fragments.map((f, n) => resultat(f, premieres[n].mots, n)),
        versLaRecherche(saisie, trouvailles.length));
      ouvrir(document.activeElement === champ);
      const nombre = fragments.length;
      annonce.textContent = nombre ? `${compter(nombre, "proposition")}, flèches pour choisir.` : "Aucun résultat.";
      formulaire.dataset.etat = nombre ? "pret" : "aucun";
    } catch (erreur) {
      // Sans propositions, Entrée mène toujours à la page de recherche, qui s'explique.
      console.error(erreur);
      if (mien === tour) vider();
    }
  }

  champ.addEventListener("input", () => {
    clearTimeout(pause);
    if (!champ.value.trim()) return vider();
    formulaire.dataset.etat = "chargement";
    pause = setTimeout(proposer, PAUSE);
  });

  champ.addEventListener("keydown", (e) => {
    if (e.isComposing) return;
    const nombre = options().length;
    const ouverte = !liste.hidden;
    if ((e.key === "ArrowDown" || e.key === "ArrowUp") && nombre) {
      e.preventDefault();
      if (!ouverte) ouvrir(true);
      // -1 est le champ lui-même : on en sort par un bout de la liste, on y revient par l'autre.
      const pas = e.key === "ArrowDown" ? 1 : -1;
      activer(((active + 1 + pas + nombre + 1) % (nombre + 1)) - 1);
    } else if (e.key === "Enter" && ouverte && active >= 0) {
      e.preventDefault();
      suivre(options()[active], e);
    } else if (e.key === "Escape" && ouverte) {
      e.preventDefault();
      ouvrir(false);
    } else if (e.key === "Tab") {
      ouvrir(false);
    }
  });

  champ.addEventListener("focus", () => { if (options().length) ouvrir(true); });
  champ.addEventListener("blur", () => ouvrir(false));
  // Appuyer sur une proposition ne retire pas le focus au champ.
  liste.addEventListener("pointerdown", (e) => e.preventDefault());
  liste.addEventListener("click", (e) => {
    const option = e.target.closest("[role=option]");
    if (option) suivre(option, e);
  });

  preparer().catch(() => {});
  if (champ.value.trim()) proposer();
}

function resultat(f, mots, n) {
  const { meta } = f;
  const reperes = [meta.genre_libelle, ...meta.lieux.slice(0, 1), meta.annees].filter(Boolean).join(" · ");
  return creer("li", { role: "option", id: `proposition-${n}`, "aria-selected": "false", "data-adresse": adresse(f.url), "data-entree": f.url.split("/").at(-2) },
    creer("span", { class: "proposition-titre" }, titre(f, mots)), horsVue(", "), creer("span", { class: "proposition-pied" }, reperes));
}

function versLaRecherche(saisie, total) {
  const texte = total ? `Voir ${total > 1 ? "les " : "le "}${compter(total, "résultat")}` : "Aucun résultat. Chercher autrement";
  return creer("li", { role: "option", id: "proposition-suite", class: "proposition-suite", "aria-selected": "false", "data-adresse": adresse(`recherche/?${new URLSearchParams({ q: saisie })}`) }, texte);
}

function suivre(option, e) {
  const { adresse: cible } = option.dataset;
  if (e.ctrlKey || e.metaKey) window.open(cible, "_blank", "noopener");
  else location.assign(cible);
}
