// Dragging the points of an agenda. The buttons beside each point do the same without this file.
const liste = document.querySelector("[data-ordonner]");
if (liste) {
  let tire = null;
  const points = () => [...liste.children];
  for (const point of points()) point.draggable = true;
  liste.addEventListener("dragstart", (evenement) => {
    tire = evenement.target.closest("li");
    tire.classList.add("glisse");
    evenement.dataTransfer.effectAllowed = "move";
    evenement.dataTransfer.setData("text/plain", tire.id);
  });
  liste.addEventListener("dragover", (evenement) => {
    const sur = evenement.target.closest("li");
    if (!tire || !sur || sur === tire || sur.parentElement !== liste) return;
    evenement.preventDefault();
    const { top, height } = sur.getBoundingClientRect();
    liste.insertBefore(tire, evenement.clientY > top + height / 2 ? sur.nextSibling : sur);
  });
  liste.addEventListener("drop", (evenement) => evenement.preventDefault());
  liste.addEventListener("dragend", async () => {
    tire.classList.remove("glisse");
    tire = null;
    const corps = new FormData();
    corps.set("ordre", points().map((point) => point.dataset.point).join(","));
    corps.set("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]").value);
    const reponse = await fetch(liste.dataset.ordonner, { method: "POST", body: corps });
    // The server keeps the order: what it shows is what it kept, and its refusal is told there.
    if (!reponse.ok) sessionStorage.setItem("raison-d-ordre", (await reponse.json()).raison);
    location.reload();
  });
  const raison = sessionStorage.getItem("raison-d-ordre");
  if (raison) {
    sessionStorage.removeItem("raison-d-ordre");
    const avis = document.querySelector("[data-avis-ordre]");
    avis.textContent = raison;
    avis.hidden = false;
  }
}
