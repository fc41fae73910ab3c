/** Ajoute un élément à l'en-tête de la page, et attend ce qu'il charge. */
export function attacher(balise, attributs) {
  return new Promise((fait, manque) => {
    const element = Object.assign(document.createElement(balise), attributs);
    element.addEventListener("load", fait);
    element.addEventListener("error", () => manque(new Error(`${attributs.src ?? attributs.href} n'a pas pu se charger`)));
    document.head.append(element);
  });
}
