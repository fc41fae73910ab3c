// La page de recherche, sur un serveur : demander un fichier avant transport.js, qui s'en servira.
window.partir = function (f) {
  return fetch("../" + f, { cache: "no-cache" })
    .then(function (r) { return r.ok ? r.arrayBuffer() : null; })
    .catch(function () {});
};
