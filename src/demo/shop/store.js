const read = (key, otherwise) => {
  try {
    return JSON.parse(localStorage.getItem(`longshore.${key}`)) ?? otherwise
  } catch {
    return otherwise
  }
}

const write = (key, value) => localStorage.setItem(`longshore.${key}`, JSON.stringify(value))

/** What this browser remembers: lines of the cart, who is signed in, payments tried, orders made. */
export const store = {
  cart: () => read('cart', []),
  setCart: (lines) => write('cart', lines),
  person: () => read('person', null),
  setPerson: (person) => write('person', person),
  orders: () => read('orders', []),
  addOrder: (order) => write('orders', [order, ...read('orders', [])].slice(0, 10)),
  nextPayment: () => {
    const number = read('payments', 0) + 1
    write('payments', number)
    return number
  },
  variant: () => {
    const known = read('variant', null) ?? (Math.random() < 0.5 ? 'a' : 'b')
    write('variant', known)
    return known
  },
}

export const addLine = (sku) => {
  const lines = store.cart()
  const line = lines.find((each) => each.sku === sku)
  if (line) line.quantity += 1
  else lines.push({ sku, quantity: 1 })
  store.setCart(lines)
  return lines
}

export const changeLine = (sku, by) => {
  const lines = store.cart()
  for (const line of lines) if (line.sku === sku) line.quantity += by
  store.setCart(lines.filter((line) => line.quantity > 0))
}

export const countOf = (lines) => lines.reduce((sum, line) => sum + line.quantity, 0)
