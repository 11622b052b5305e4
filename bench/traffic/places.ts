interface Country {
  name: string
  code: string
  continent: string
  continentCode: string
  region: string
  cities: readonly [string, string, string]
  locale: string
  zone: string
  currency: string
  weight: number
}

const CONTINENTS: Record<string, string> = {
  EU: 'Europe',
  NA: 'North America',
  SA: 'South America',
  AS: 'Asia',
  OC: 'Oceania',
  AF: 'Africa',
}

const country = (
  weight: number,
  code: string,
  name: string,
  continentCode: string,
  region: string,
  cities: Country['cities'],
  locale: string,
  zone: string,
  currency: string,
): Country => ({
  weight,
  code,
  name,
  continent: CONTINENTS[continentCode]!,
  continentCode,
  region,
  cities,
  locale,
  zone,
  currency,
})

/** Where visitors are, and how many of them of each hundred. */
export const COUNTRIES: readonly Country[] = [
  country(
    26,
    'US',
    'United States',
    'NA',
    'California',
    ['San Francisco', 'New York', 'Austin'],
    'en-US',
    'America/New_York',
    'USD',
  ),
  country(11, 'DE', 'Germany', 'EU', 'Berlin', ['Berlin', 'Hamburg', 'München'], 'de-DE', 'Europe/Berlin', 'EUR'),
  country(
    10,
    'GB',
    'United Kingdom',
    'EU',
    'England',
    ['London', 'Manchester', 'Leeds'],
    'en-GB',
    'Europe/London',
    'GBP',
  ),
  country(8, 'FR', 'France', 'EU', 'Île-de-France', ['Paris', 'Lyon', 'Nantes'], 'fr-FR', 'Europe/Paris', 'EUR'),
  country(
    7,
    'BR',
    'Brazil',
    'SA',
    'São Paulo',
    ['São Paulo', 'Recife', 'Curitiba'],
    'pt-BR',
    'America/Sao_Paulo',
    'BRL',
  ),
  country(7, 'IN', 'India', 'AS', 'Karnataka', ['Bengaluru', 'Mumbai', 'Delhi'], 'en-IN', 'Asia/Kolkata', 'INR'),
  country(5, 'CA', 'Canada', 'NA', 'Ontario', ['Toronto', 'Montréal', 'Vancouver'], 'en-CA', 'America/Toronto', 'CAD'),
  country(4, 'JP', 'Japan', 'AS', 'Tokyo', ['Tokyo', 'Osaka', 'Fukuoka'], 'ja-JP', 'Asia/Tokyo', 'JPY'),
  country(
    4,
    'NL',
    'Netherlands',
    'EU',
    'North Holland',
    ['Amsterdam', 'Utrecht', 'Rotterdam'],
    'nl-NL',
    'Europe/Amsterdam',
    'EUR',
  ),
  country(3, 'ES', 'Spain', 'EU', 'Madrid', ['Madrid', 'Barcelona', 'Valencia'], 'es-ES', 'Europe/Madrid', 'EUR'),
  country(
    3,
    'AU',
    'Australia',
    'OC',
    'New South Wales',
    ['Sydney', 'Melbourne', 'Perth'],
    'en-AU',
    'Australia/Sydney',
    'AUD',
  ),
  country(3, 'IT', 'Italy', 'EU', 'Lombardy', ['Milano', 'Roma', 'Torino'], 'it-IT', 'Europe/Rome', 'EUR'),
  country(2, 'PL', 'Poland', 'EU', 'Masovia', ['Warszawa', 'Kraków', 'Gdańsk'], 'pl-PL', 'Europe/Warsaw', 'PLN'),
  country(2, 'SE', 'Sweden', 'EU', 'Stockholm', ['Stockholm', 'Göteborg', 'Malmö'], 'sv-SE', 'Europe/Stockholm', 'SEK'),
  country(
    2,
    'MX',
    'Mexico',
    'NA',
    'Mexico City',
    ['Mexico City', 'Puebla', 'Mérida'],
    'es-MX',
    'America/Mexico_City',
    'MXN',
  ),
  country(
    1,
    'ZA',
    'South Africa',
    'AF',
    'Western Cape',
    ['Cape Town', 'Durban', 'Pretoria'],
    'en-ZA',
    'Africa/Johannesburg',
    'ZAR',
  ),
  country(
    1,
    'SG',
    'Singapore',
    'AS',
    'Singapore',
    ['Singapore', 'Jurong', 'Tampines'],
    'en-SG',
    'Asia/Singapore',
    'SGD',
  ),
  country(1, 'IE', 'Ireland', 'EU', 'Leinster', ['Dublin', 'Cork', 'Galway'], 'en-IE', 'Europe/Dublin', 'EUR'),
]

/** A hundred places in the list above: the country of each hundredth of visitors. */
export const COUNTRY_OF_HUNDREDTH: readonly number[] = COUNTRIES.flatMap(({ weight }, i) =>
  Array.from({ length: weight }, () => i),
)
