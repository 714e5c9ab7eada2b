import { total, type Item } from "./cart.js";

const cart: Item[] = [
  { name: "Notebook", price: 4.5, quantity: 3 },
  { name: "Pencil", price: 0.8, quantity: 10 },
];

const amount: string = total(cart);

console.log(`The cart costs ${amount} euros`);
