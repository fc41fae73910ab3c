// Ce que demande l'adresse de la page de recherche part avec la page, avant recherche/page.js.
(function (p) {
  var q = (p.get("q") || "").trim(), tri = /^(date|titre)$/.test(p.get("tri")), page = !q && p.get("page") > 1,
    filtre = ["types", "themes", "territoires", "dispositifs", "publics", "demarches", "annees"].some(function (f) { return p.get(f); });
  window.departs = {};
  ["apercu"].concat(q ? ["index", "equivalences"] : [], filtre || tri || page ? ["catalogue"] : [], tri || page || filtre && !q ? ["tris"] : []).forEach(function (n) {
    var f = "recherche/" + n + ".gz";
    departs[f] = partir(f);
  });
})(new URLSearchParams(location.search));
