// Fabriquer des éléments : le texte n'y entre que comme texte.

/** creer("p", { class: "x", "aria-label": "…" }, "texte", noeud, …) */
export function creer(balise, attributs = {}, ...enfants) {
  const element = document.createElement(balise);
  for (const [nom, valeur] of Object.entries(attributs)) {
    if (valeur === true) element.setAttribute(nom, "");
    else if (valeur !== false && valeur != null) element.setAttribute(nom, valeur);
  }
  element.append(...enfants.filter((e) => e != null && e !== ""));
  return element;
}

/** Un texte que seuls les lecteurs d'écran disent. */
export const horsVue = (texte) => creer("span", { class: "hors-vue" }, texte);

/** Remplace les enfants sans perdre la prise de focus de ceux qui restent. */
export function disposer(parent, enfants) {
  if (parent.children.length === enfants.length && enfants.every((e, n) => parent.children[n] === e)) return;
  const actif = document.activeElement;
  parent.replaceChildren(...enfants);
  if (actif !== document.activeElement && parent.contains(actif)) actif.focus({ preventScroll: true });
}

/** Le bouton qui reprend ce qui n'a pas pu se charger. */
export function reessayer(reprendre) {
  const bouton = creer("button", { type: "button", class: "bouton" }, "Réessayer");
  bouton.addEventListener("click", reprendre);
  return bouton;
}

/** « 1 234 », sans Intl : ses données de langue se chargent en plusieurs millisecondes. */
export const nombre = (n) => String(n).replace(/\B(?=(\d{3})+$)/g, "\u202f");
/** « 1 résultat », « 1 234 résultats » */
export const compter = (n, singulier) => `${nombre(n)} ${singulier}${n < 2 ? "" : "s"}`;
/** Une saisie entre guillemets, à moins qu'elle n'ait les siens. */
export const citer = (saisie) => (/["«“]/.test(saisie) ? saisie : `«\u202f${saisie.trim()}\u202f»`);
