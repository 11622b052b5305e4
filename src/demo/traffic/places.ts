import type { Random } from './random.ts'

/**
 * Where visitors come from. The ranges belong to large access providers of each country; the test looks every one of
 * them up in the place database. `offset` is the zone's standard offset in hours, enough for a daily rhythm.
 */
export interface Place {
  country: string
  weight: number
  offset: number
  zone: string
  locale: string
  currency: string
  ranges: readonly string[]
  /** Given and family names that occur there. */
  names: readonly [string, string]
}

export const PLACES: readonly Place[] = [
  place(
    'GB',
    17,
    0,
    'Europe/London',
    'en-GB',
    'GBP',
    ['86.128.0.0/12', '81.128.0.0/14'],
    ['Isla Rowan Freya Callum Edith Jago Maisie Owen', 'Penrose Hartley Trask Whitlock Marsden Ashby Kerr Drew'],
  ),
  place(
    'DE',
    16,
    1,
    'Europe/Berlin',
    'de-DE',
    'EUR',
    ['87.128.0.0/12', '79.192.0.0/12', '91.0.0.0/12'],
    ['Jonas Lena Mattes Frieda Enno Wiebke Hauke Silke', 'Petersen Brandt Harms Vogt Kruse Albers Lorenz Behn'],
  ),
  place(
    'US',
    15,
    -5,
    'America/New_York',
    'en-US',
    'USD',
    ['73.0.0.0/12', '98.192.0.0/12', '67.160.0.0/13'],
    ['Maya Ethan Ruth Calvin June Elias Nora Wyatt', 'Calloway Brewer Sutton Hale Mercer Quinn Alvarez Tran'],
  ),
  place(
    'BR',
    12,
    -3,
    'America/Sao_Paulo',
    'pt-BR',
    'BRL',
    ['179.208.0.0/13', '177.32.0.0/14', '187.36.0.0/14'],
    [
      'Beatriz Caio Luiza Thiago Marina Otto Rafaela Davi',
      'Moreira Teixeira Nogueira Prado Siqueira Bastos Farias Leal',
    ],
  ),
  place(
    'FR',
    9,
    1,
    'Europe/Paris',
    'fr-FR',
    'EUR',
    ['86.192.0.0/12', '82.224.0.0/14'],
    ['Maelle Yann Solene Erwan Gwen Loic Nolwenn Malo', 'Le_Goff Kervella Morvan Guillou Rivoal Tanguy Berthou Cadiou'],
  ),
  place(
    'SE',
    6,
    1,
    'Europe/Stockholm',
    'sv-SE',
    'SEK',
    ['81.224.0.0/15', '78.64.0.0/14'],
    ['Alva Nils Ebba Viggo Saga Arvid Tyra Hugo', 'Sjoberg Strand Holm Ekdahl Nyman Lund Berg Vik'],
  ),
  place(
    'NL',
    6,
    1,
    'Europe/Amsterdam',
    'nl-NL',
    'EUR',
    ['84.80.0.0/14', '77.160.0.0/14'],
    ['Sanne Bram Fenna Joris Maud Teun Roos Gijs', 'Visser Dekker Zeeman Kuiper Mulder Postma Brouwer Smit'],
  ),
  place(
    'ES',
    5,
    1,
    'Europe/Madrid',
    'es-ES',
    'EUR',
    ['83.32.0.0/13', '88.0.0.0/13'],
    ['Alba Iker Noa Unai Carla Xoel Vega Pau', 'Otero Salgado Roca Ibarra Pons Varela Soler Lago'],
  ),
  place(
    'CA',
    4,
    -5,
    'America/Toronto',
    'en-CA',
    'CAD',
    ['99.224.0.0/14', '70.24.0.0/15'],
    ['Claire Noah Simone Theo Anika Liam Sable Reid', 'MacLeod Tremblay Okafor Singh Fraser Roy Grant Chen'],
  ),
  place(
    'JP',
    3,
    9,
    'Asia/Tokyo',
    'ja-JP',
    'JPY',
    ['60.32.0.0/13', '126.0.0.0/12'],
    ['Haruka Ren Yui Sota Mio Kaito Aoi Riku', 'Umino Isobe Hamada Kishi Shiraishi Namiki Okita Tsuda'],
  ),
  place(
    'AU',
    3,
    10,
    'Australia/Sydney',
    'en-AU',
    'AUD',
    ['1.120.0.0/14', '58.160.0.0/14'],
    ['Matilda Finn Zara Archie Ivy Jasper Tess Cooper', 'Bannon Doyle Whitford Nguyen Sharpe Lacey Flynn Webb'],
  ),
  place(
    'IN',
    2,
    5.5,
    'Asia/Kolkata',
    'en-IN',
    'INR',
    ['117.192.0.0/13', '106.192.0.0/13'],
    ['Asha Kabir Meera Rohan Tara Vikram Leela Arjun', 'Nair Menon Rao Fernandes Pillai Shetty Das Kapoor'],
  ),
  place(
    'PT',
    2,
    0,
    'Europe/Lisbon',
    'pt-PT',
    'EUR',
    ['85.240.0.0/14'],
    ['Ines Duarte Leonor Tomas Matilde Vasco Alice Gil', 'Marinho Faria Lobo Pinheiro Sequeira Brito Salema Nunes'],
  ),
]

function place(
  country: string,
  weight: number,
  offset: number,
  zone: string,
  locale: string,
  currency: string,
  ranges: readonly string[],
  names: readonly [string, string],
): Place {
  return { country, weight, offset, zone, locale, currency, ranges, names }
}

/** Addresses of a crawler and of a cloud region, for the bots and the monitor. */
export const CRAWLER_RANGE = '66.249.64.0/22'
export const CLOUD_RANGE = '18.204.0.0/16'

/** An address within a range such as `10.0.0.0/8`. */
export const addressIn = (range: string, random: Random): string => {
  const [start, bits] = range.split('/') as [string, string]
  const base = start.split('.').reduce((sum, part) => sum * 256 + Number(part), 0)
  const address = base + random.int(1, 2 ** (32 - Number(bits)) - 2)
  return [24, 16, 8, 0].map((shift) => Math.floor(address / 2 ** shift) % 256).join('.')
}
