// Le récit : une zone de texte par section, ou une seule.

import { creer } from "../recherche/dom.js";
import { Choix } from "./choix.js";
import { AVANT } from "./fiche.js";
import { liste } from "./listes.js";

/** @param change() après chaque saisie */
export function recit(fiche, change) {
  const { genre } = fiche;
  let derniere = null;

  const zone = ({ id, titre, requis, questions }) => {
    const saisie = creer("textarea", { id, class: "zone-de-recit", rows: requis ? 8 : 5, spellcheck: "true", lang: fiche.valeurs.langue || null, "aria-describedby": `${questions ? `${id}-aide ` : ""}${id}-constats`, "aria-required": requis ? "true" : null });
    saisie.value = fiche.lireLeRecit(titre);
    saisie.addEventListener("input", () => { fiche.ecrireLeRecit(titre, saisie.value); change(); });
    saisie.addEventListener("focus", () => { derniere = saisie; });
    return creer("div", { class: "champ", "data-section": titre },
      creer("label", { for: id }, titre, requis ? creer("span", { class: "champ-requis" }, " (obligatoire)") : null),
      questions ? creer("ul", { id: `${id}-aide`, class: "champ-aide champ-questions" }, ...questions.map((question) => creer("li", {}, question))) : null,
      saisie,
      creer("div", { id: `${id}-constats`, class: "constats", "aria-live": "polite" }));
  };

  const zones = genre.recit
    ? [zone({ ...genre.recit, id: "f-corps" })]
    : [
      // Une notice n'a pas encore de sections : son texte les précède.
      ...(fiche.parties.avant ? [zone({ titre: AVANT, id: "f-avant" })] : []),
      ...genre.sections.map((section, rang) => zone({ ...section, id: `f-section-${rang + 1}` })),
    ];

  const citer = new Choix({
    ...liste("entrees"), id: "f-citer", libelle: "Citer une entrée de la base", decritPar: "f-citer-aide",
    choisir: ([id]) => {
      const cible = derniere ?? zones[0].querySelector("textarea");
      cible.setRangeText(`[[${id}]]`, cible.selectionStart, cible.selectionEnd, "end");
      cible.dispatchEvent(new Event("input", { bubbles: true }));
      citer.valeurs = [];
      citer.montrerLesChoisis();
      cible.focus();
    },
  });

  return [
    ...zones,
    creer("details", { class: "aide" },
      creer("summary", {}, "Mettre en forme, renvoyer à une autre entrée"),
      creer("ul", {},
        creer("li", {}, creer("kbd", {}, "**en gras**"), ", ", creer("kbd", {}, "*en italique*"), "."),
        creer("li", {}, "Une liste\u202f: une ligne par élément, qui commence par ", creer("kbd", {}, "- "), "."),
        creer("li", {}, "Un sous-titre\u202f: ", creer("kbd", {}, "### Sous-titre"), "."),
        creer("li", {}, "Un lien\u202f: ", creer("kbd", {}, "[le rapport](https://www.example.org/rapport.pdf)"), "."),
        creer("li", {}, "Un nouveau paragraphe\u202f: laissez une ligne vide.")),
      creer("div", { class: "champ" }, creer("label", { for: "f-citer" }, "Citer une entrée de la base"),
        creer("p", { id: "f-citer-aide", class: "champ-aide" }, "Son renvoi s’écrit là où était le curseur, et deviendra un lien avec son titre."), citer.element)),
  ];
}
