// L'aperçu : la fiche telle qu'elle se lira, dans un cadre d'où aucun script ne peut partir.

import { creer } from "../recherche/dom.js";
import { entrees, lecteur, pageDe } from "./donnees.js";
import { dechiffrer, enMots } from "./texte.js";

const { racine, version } = document.body.dataset;
const BALISES = ["a", "abbr", "b", "blockquote", "br", "cite", "code", "dd", "del", "dfn", "dl", "dt", "em", "h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "img", "ins", "kbd", "li", "ol", "p", "pre", "q", "s", "small", "strong", "sub", "sup", "table", "tbody", "td", "th", "thead", "tr", "u", "ul"];

export class Apercu {
  /** @param photos celles que l'on vient de choisir */
  constructor(fiche, vocabulaires, photos) {
    Object.assign(this, { fiche, vocabulaires, photos });
    this.cadre = creer("iframe", { class: "apercu-cadre", title: "Aperçu de la fiche", sandbox: "allow-same-origin" });
    this.cadre.srcdoc = `<!doctype html><html lang="fr"><head><meta charset="utf-8"><meta name="color-scheme" content="light dark">${["css/site", "contribution/formulaire"].map((nom) => `<link rel="stylesheet" href="${racine}assets/${nom}.css?v=${version}">`).join("")}<base target="_blank"></head><body></body></html>`;
    this.pret = new Promise((fait) => { this.cadre.addEventListener("load", fait, { once: true }); });
  }

  /** @returns {Promise<number|undefined>} les millisecondes qu'il y a fallu ; rien quand rien n'a changé */
  async montrer() {
    const tour = this.tour = (this.tour ?? 0) + 1;
    const { markdownit, purifier } = await lecteur();
    const connues = this.fiche.corps.includes("[[") || this.fiche.valeurs.elements ? await entrees().catch(() => []) : [];
    await this.pret;
    if (tour !== this.tour) return undefined;
    const etat = JSON.stringify([this.fiche.nom, this.fiche.siennes, this.fiche.corps, [...this.photos.adresses], connues.length, document.documentElement.dataset.apparence]);
    if (etat === this.montre) return undefined;
    const debut = performance.now();
    this.markdown ??= markdownit({ html: true, linkify: false });
    this.purifier = purifier;
    const page = this.cadre.contentDocument;
    page.documentElement.dataset.apparence = document.documentElement.dataset.apparence ?? "";
    if (!page.documentElement.dataset.apparence) delete page.documentElement.dataset.apparence;
    page.body.className = `page-entree g-${this.fiche.nom} apercu-page`;
    page.body.replaceChildren(this.article(new Map(connues.map((entree) => [entree.id, entree]))));
    this.montre = etat;
    return performance.now() - debut;
  }

  article(connues) {
    const { fiche } = this;
    const v = fiche.siennes;
    const nommer = (vocabulaire, ids) => [ids].flat().filter(Boolean).map((id) => this.vocabulaires[vocabulaire].termes.find((terme) => terme.id === id)?.libelle ?? id).join(", ");
    const reperes = [v.territoires?.join(", "), nommer("dispositifs", v.dispositifs), v.periode?.debut ? (v.periode.fin ? `${enMots(v.periode.debut)} – ${enMots(v.periode.fin)}` : `depuis ${enMots(v.periode.debut)}`) : ""].filter(Boolean);
    const photo = this.photos.adresse(v.image?.fichier);
    const article = creer("article", { class: "entree" },
      creer("header", { class: "tete" },
        creer("p", { class: "genre genre-grand" }, fiche.genre.libelle, v.statut === "notice" ? creer("span", { class: "etiquette" }, "Notice") : null),
        creer("h1", {}, v.titre?.trim() || "Sans titre"),
        v.resume?.trim() ? creer("p", { class: "chapo" }, v.resume) : null,
        reperes.length ? creer("ul", { class: "apercu-reperes" }, ...reperes.map((texte) => creer("li", {}, texte))) : null,
        photo ? creer("figure", { class: "illustration" }, creer("img", { src: photo, alt: v.image.alt ?? "" }), creer("figcaption", {}, v.image.credit ?? "")) : null));
    const cartes = [["Thèmes", nommer("themes", v.themes)], ["Publics", nommer("publics", v.publics)], ["Démarches", nommer("demarches", v.demarches)],
      ["Porteur", nommer("structures", v.porteur)], ["Partenaires", nommer("structures", v.partenaires)], ["Personnes", v.personnes?.map(({ nom, fonction }) => [nom, fonction].filter(Boolean).join(", ")).filter(Boolean).join("\u202f; ")]].filter(([, dit]) => dit);
    if (cartes.length) article.append(creer("dl", { class: "fiche-terme" }, ...cartes.map(([nom, dit]) => creer("div", {}, creer("dt", {}, nom), creer("dd", {}, dit)))));
    const texte = creer("div", { class: "texte" });
    texte.append(this.rendre(fiche.corps, connues));
    article.append(texte);
    for (const { titre, entrees: siennes } of v.elements ?? []) {
      article.append(creer("section", { class: "partie" }, creer("h2", {}, titre || "Partie"), creer("ol", {}, ...(siennes ?? []).map((id) => creer("li", {}, connues.get(id)?.titre ?? id)))));
    }
    for (const [nom, titre, precision] of [["leviers", "Leviers", "ce qui a aidé"], ["freins", "Freins", "ce qui a gêné"]]) {
      const dits = (v[nom] ?? []).filter((facteur) => facteur.texte?.trim());
      if (dits.length) article.append(creer("section", { class: `facteurs ${nom}` }, creer("h2", {}, `${titre} `, creer("span", { class: "doux" }, precision)), creer("ul", {}, ...dits.map((facteur) => creer("li", {}, creer("p", {}, facteur.texte), creer("p", { class: "facteur-type" }, nommer("types-de-facteurs", facteur.type)))))));
    }
    const retenus = (v.enseignements ?? []).filter((dit) => dit?.trim());
    if (retenus.length) article.append(creer("section", { class: "enseignements" }, creer("h2", {}, "À retenir"), creer("ol", {}, ...retenus.map((dit) => creer("li", {}, dit)))));
    const sources = (v.sources ?? []).filter((source) => source.titre?.trim());
    if (sources.length) article.append(creer("section", { class: "sources" }, creer("h2", {}, "Sources"), creer("ol", {}, ...sources.map((source) => creer("li", {}, [source.editeur, creer("cite", {}, source.titre), source.annee, source.reperage].filter(Boolean).flatMap((dit, n) => (n ? [", ", dit] : [dit])).reduce((tout, dit) => { tout.append(dit); return tout; }, document.createDocumentFragment()))))));
    return article;
  }

  /** Le Markdown, lu puis nettoyé ; une image qui n'est pas sur cet appareil laisse place à son texte. */
  rendre(corps, connues) {
    const sans = corps.replace(/<!--[\s\S]*?(?:-->|$)/g, "");
    const renvois = sans.replace(/\[\[([^[\]|\n]+)(?:\|([^[\]\n]+))?\]\]/g, (tout, id, texte) => {
      const entree = connues.get(id.trim());
      return entree ? `[${(texte ?? entree.titre).replace(/([\\[\]*_`<>])/g, "\\$1")}](${pageDe(entree).replace(/ /g, "%20")})` : tout;
    });
    // Le style des cases alignées ne passerait pas : que la console ne le dise pas.
    const html = this.markdown.render(renvois).replace(/(<t[dh]) style="text-align:\w+"/g, "$1");
    const fragment = this.purifier.sanitize(html, {
      ALLOWED_TAGS: BALISES, ALLOWED_ATTR: ["href", "title", "src", "alt", "start", "colspan", "rowspan", "scope"], RETURN_DOM_FRAGMENT: true,
      ALLOWED_URI_REGEXP: /^(?:https?:|mailto:|\.{0,2}\/|#|[\w-]+(?:\.\w+)?$|blob:|file:)/i,
    });
    for (const image of fragment.querySelectorAll("img")) {
      const locale = this.photos.adresse(dechiffrer(image.getAttribute("src") ?? ""));
      if (locale) image.src = locale;
      else image.replaceWith(image.alt || "[image]");
    }
    for (const lien of fragment.querySelectorAll("a[href]")) lien.rel = "noopener";
    return fragment;
  }
}
