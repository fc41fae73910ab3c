// Les propositions de l'en-tête, à mesure que l'on tape : des termes, puis les premiers résultats.
// Motif « combobox with listbox popup » : https://www.w3.org/WAI/ARIA/apg/patterns/combobox/

import { fragment, style } from "./acces.js";
import { citer, compter, creer, horsVue } from "./dom.js";
import { titre } from "./extrait.js";
import { ouvrir as ouvrirIndex } from "./index.js";
import { attendre } from "./pauses.js";
import { Reperes } from "./reperes.js";
import { adresse } from "./transport.js";
import { trouver } from "./trouver.js";
import { chercherTermes, ouvrirTermes } from "./vocabulaire.js";

const ENTREES = 6;
const PAUSE = 120; // ms sans frappe avant de chercher
const PATIENCE = 150; // ms avant de montrer les termes sans attendre les entrées
const MARGE = 12; // px sous la liste
const HAUTEUR_MINIMALE = 220;

/** Donne vie au champ ; `champ.form.dataset.etat` dit où l'on en est. */
export function animer(champ, boite) {
  const formulaire = champ.form;
  const [remarque, liste] = boite.children;
  const annonce = creer("span", { class: "hors-vue", "aria-live": "polite" });
  formulaire.append(annonce);
  style("propositions").catch(() => {});
  let tour = 0;
  let pause = 0;
  let active = null;
  let voulue = true; // faux de Échap à la frappe suivante

  const options = () => [...liste.querySelectorAll("[role=option]")];

  function activer(option) {
    active?.setAttribute("aria-selected", "false");
    active = option ?? null;
    if (!active) return champ.removeAttribute("aria-activedescendant");
    active.setAttribute("aria-selected", "true");
    active.scrollIntoView({ block: "nearest" });
    champ.setAttribute("aria-activedescendant", active.id);
  }

  function ouvrir(ouverte) {
    boite.hidden = !ouverte;
    champ.setAttribute("aria-expanded", String(ouverte));
    if (ouverte) ajuster();
    else activer(null);
  }

  /** La liste s'arrête au bas de l'écran, ou du clavier qui le couvre. */
  function ajuster() {
    const { offsetTop, height } = window.visualViewport ?? { offsetTop: 0, height: window.innerHeight };
    const place = offsetTop + height - formulaire.getBoundingClientRect().bottom - MARGE;
    boite.style.setProperty("--place", `${Math.max(place, HAUTEUR_MINIMALE)}px`);
  }

  function vider() {
    tour += 1;
    clearTimeout(pause);
    ouvrir(false);
    liste.replaceChildren();
    boite.style.minHeight = "";
    annoncer("");
    formulaire.dataset.etat = "vide";
  }

  function annoncer(texte) {
    if (annonce.textContent !== texte) annonce.textContent = texte;
  }

  /** Remplace la liste ; l'option active le reste si elle y est encore. */
  function montrer({ note = "", contenu }) {
    const choisie = active?.href;
    activer(null);
    remarque.hidden = !note;
    remarque.textContent = note;
    liste.replaceChildren(...contenu);
    liste.scrollTop = 0;
    options().forEach((option, n) => { option.id = `proposition-${n}`; });
    ouvrir(voulue && document.activeElement === champ);
    if (choisie && !boite.hidden) activer(options().find((option) => option.href === choisie));
  }

  async function proposer() {
    tour += 1;
    const mien = tour;
    const saisie = champ.value.trimStart();
    const lesTermes = chercherTermes(saisie);
    const lesEntrees = chercherEntrees(saisie);
    const tout = Promise.all([lesTermes, lesEntrees]);
    try {
      if (!(await Promise.race([tout, attendre(PATIENCE)])) && mien === tour) {
        const termes = await lesTermes;
        if (mien === tour && termes.length) {
          // La hauteur reste : les entrées reprendront leur place.
          boite.style.minHeight = boite.hidden ? "" : `${boite.offsetHeight}px`;
          montrer({ contenu: [groupeDeTermes(termes), versLaRecherche("proposition-fin", saisie, "Chercher dans les entrées")] });
        }
      }
      let [termes, entrees] = await tout;
      if (mien !== tour) return;
      if (!entrees) return vider();
      const { correction } = entrees;
      if (!termes.length && correction?.appliquee) termes = await chercherTermes(`${correction.q} `);
      if (mien !== tour) return;
      boite.style.minHeight = "";
      const note = avertir(saisie, termes, entrees);
      montrer({ note, contenu: composer(saisie, termes, entrees) });
      annoncer(`${note} ${decrire(termes, entrees)}`.trim());
      formulaire.dataset.etat = termes.length || entrees.premieres.length ? "pret" : "aucun";
    } catch (erreur) {
      // Sans propositions, Entrée mène toujours à la page de recherche, qui s'explique.
      if (mien !== tour) return;
      console.error(erreur);
      vider();
    }
  }

  champ.addEventListener("input", () => {
    clearTimeout(pause);
    voulue = true;
    if (!champ.value.trim()) return vider();
    activer(null);
    tour += 1;
    formulaire.dataset.etat = "chargement";
    pause = setTimeout(proposer, PAUSE);
  });

  champ.addEventListener("keydown", (e) => {
    if (e.isComposing) return;
    if (e.key === "ArrowDown" || e.key === "ArrowUp") {
      const suite = [null, ...options()];
      if (suite.length < 2) return;
      e.preventDefault();
      voulue = true;
      if (boite.hidden) ouvrir(true);
      // Le champ lui-même (null) : on en sort par un bout de la liste, on y revient par l'autre.
      const pas = e.key === "ArrowDown" ? 1 : -1;
      activer(suite.at((suite.indexOf(active) + pas) % suite.length));
    } else if (e.key === "Enter" && active) {
      e.preventDefault();
      if (e.ctrlKey || e.metaKey) window.open(active.href, "_blank", "noopener");
      else active.click();
    } else if (e.key === "Escape" && !boite.hidden) {
      e.preventDefault();
      voulue = false;
      ouvrir(false);
    } else if (e.key === "Tab") {
      ouvrir(false);
    }
  });

  champ.addEventListener("focus", () => { if (voulue && options().length) ouvrir(true); });
  champ.addEventListener("blur", () => ouvrir(false));
  window.visualViewport?.addEventListener("resize", () => { if (!boite.hidden) ajuster(); });
  // Appuyer sur une proposition ne retire pas le focus au champ.
  boite.addEventListener("mousedown", (e) => e.preventDefault());
  liste.addEventListener("click", (e) => {
    if (e.target.closest("[role=option]") && !(e.ctrlKey || e.metaKey || e.shiftKey)) ouvrir(false);
  });

  ouvrirIndex().catch(() => {});
  ouvrirTermes().catch(() => {});
  if (champ.value.trim()) champ.dispatchEvent(new Event("input"));
}

// --- Les entrées -------------------------------------------------------------------------

/** Les premières entrées, et ce que la page de recherche en dira ; null sans aucun mot. */
async function chercherEntrees(saisie) {
  const [trouvailles, entieres] = await Promise.all([trouver(saisie, { enCours: true }), trouver(saisie)]);
  if (!trouvailles) return null;
  const premieres = await Promise.all(trouvailles.resultats.slice(0, ENTREES).map(fragment));
  // « mal » propose aussi « maladie », que la page ne cherche pas si le mot « mal » existe.
  return { ...trouvailles, premieres, total: entieres.resultats.length, memes: entieres.resultats.length === trouvailles.resultats.length };
}

/** Ce qu'il faut savoir de la liste avant de la lire. */
function avertir(saisie, termes, { premieres, correction, partiel }) {
  if (!premieres.length) return `${termes.length ? "Aucune entrée" : "Aucun résultat"} pour ${citer(saisie)}.`;
  return [
    correction?.appliquee && `Résultats pour ${citer(correction.q)}.`,
    partiel && "Aucune entrée ne réunit tous ces mots, voici les plus proches.",
  ].filter(Boolean).join(" ");
}

// --- La liste ----------------------------------------------------------------------------

function composer(saisie, termes, { q, premieres, reperes, correction, total, memes }) {
  const genres = new Map();
  for (const f of premieres) genres.set(f.meta.genre, [...(genres.get(f.meta.genre) ?? []), f]);
  const contenu = [...genres].map(([genre, fragments]) => groupe(genre, `${fragments[0].meta.genre_libelle}s`, fragments.map((f) => optionDEntree(f, reperes, q))));
  if (termes.length) contenu.unshift(groupeDeTermes(termes));
  if (correction && !correction.appliquee) {
    contenu.unshift(versLaRecherche("proposition-correction", correction.q, "Vouliez-vous dire «\u202f", creer("strong", {}, correction.q.trim()), "\u202f»\u202f?"));
  }
  contenu.push(versLaRecherche("proposition-fin", saisie, suite(saisie, total, memes)));
  return contenu;
}

function suite(saisie, total, memes) {
  if (!total) return "Chercher autrement";
  return `Voir ${total > 1 ? `les ${compter(total, "résultat")}` : "le résultat"}${memes ? "" : ` pour ${citer(saisie)}`}`;
}

/** « 2 termes et 6 entrées proposés, flèches pour choisir. » */
function decrire(termes, { premieres, correction }) {
  const [t, e] = [termes.length, premieres.length];
  if (!t && !e) return "";
  const nombres = [t && compter(t, "terme"), e && compter(e, "entrée")].filter(Boolean).join(" et ");
  const autre = correction && !correction.appliquee ? `Vouliez-vous dire ${citer(correction.q)}\u202f? ` : "";
  return `${autre}${nombres} proposé${t ? "" : "e"}${t + e > 1 ? "s" : ""}, flèches pour choisir.`;
}

/** Un intitulé que l'on voit, et que les lecteurs d'écran disent en entrant dans le groupe. */
function groupe(cle, nom, options) {
  const id = `propositions-${cle}`;
  return creer("div", { role: "group", "aria-labelledby": id, class: `proposition-groupe g-${cle}` },
    creer("p", { id, role: "presentation", class: "proposition-genre" }, nom), ...options);
}

const groupeDeTermes = (termes) => groupe("termes", "Aller à", termes.map(optionDeTerme));

/** Un lien, que l'on peut ouvrir ailleurs ; le focus reste au champ. */
function option(page, classe, ...contenu) {
  return creer("a", { role: "option", tabindex: "-1", "aria-selected": "false", href: adresse(page), class: classe }, ...contenu);
}

function optionDeTerme({ terme, autre, marques, definition }) {
  const reperes = new Reperes([{ surlignes: marques, suites: [] }]);
  const marquer = (texte) => titre({ content: texte }, reperes);
  const pied = [terme.famille, terme.compte && compter(terme.compte, "entrée")].filter(Boolean).join(" · ");
  return option(terme.page, "proposition-terme",
    creer("span", { class: "proposition-titre" }, marquer(terme.libelle), ...(autre ? [" ", creer("span", { class: "proposition-autre" }, "(", marquer(autre), ")")] : [])),
    horsVue(", "), creer("span", { class: "proposition-pied" }, pied),
    ...(definition ? [horsVue(". "), creer("span", { class: "proposition-definition" }, definition)] : []));
}

function optionDEntree(f, reperes, q) {
  const { lieux, annees } = f.meta;
  const lieu = lieux.find((l) => reperes.dans(l).size) ?? lieux[0];
  const pied = [lieu, annees].filter(Boolean).join(" · ");
  return option(`${f.url}?${new URLSearchParams({ surligner: q.trim() })}`, "proposition-entree",
    creer("span", { class: "proposition-titre" }, titre(f, reperes)),
    ...(pied ? [horsVue(", "), creer("span", { class: "proposition-pied" }, pied)] : []));
}

function versLaRecherche(classe, q, ...texte) {
  return option(`recherche/?${new URLSearchParams({ q: q.trim() })}`, `proposition-suite ${classe}`, ...texte);
}
