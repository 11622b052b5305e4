/** The application that the test server has and that test events name, unless told otherwise. */
export const APPLICATION = { id: '5d1c0f6e-7a52-4b7b-9c1e-2f4a6d8b0c13', token: 'pub9f3b7d5a1c8e4062b4d6f8a0c2e4961' }
