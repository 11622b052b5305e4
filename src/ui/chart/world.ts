/** The shapes of the map, in a chunk that only maps load. */
import { registerMap } from 'echarts/core'
import { feature } from 'topojson-client'
import shapes from 'world-atlas/countries-50m.json'
import { codeOfShape } from './countries.ts'

const ANTARCTICA = '010'

type Shape = GeoJSON.Geometry
type Ring = GeoJSON.Position[]

/** A ring that crosses the antimeridian goes on beyond 180°, where it would jump to the other side of the map. */
const unbroken = (ring: Ring): Ring => {
  const isBroken = ring.some(([x = 0], i) => i > 0 && Math.abs(x - ring[i - 1]![0]!) > 180)
  return isBroken ? ring.map(([x = 0, y = 0]) => [x < 0 ? x + 360 : x, y]) : ring
}

const whole = (shape: Shape): Shape => {
  if (shape.type === 'Polygon') return { ...shape, coordinates: shape.coordinates.map(unbroken) }
  if (shape.type !== 'MultiPolygon') return shape
  return { ...shape, coordinates: shape.coordinates.map((polygon) => polygon.map(unbroken)) }
}

/** Makes `world` known to the charts: each country's shape under its two letters. */
export const registerWorld = (): void => {
  const topology = shapes as unknown as Parameters<typeof feature>[0]
  const world = feature(topology, topology.objects.countries!)
  const { features } = world as GeoJSON.FeatureCollection<Shape, { name: string }>
  const named = features
    .filter((one) => one.id !== ANTARCTICA)
    .map((one) => {
      const { name } = one.properties
      const code = codeOfShape(one.id === undefined ? undefined : String(one.id), name)
      return { ...one, geometry: whole(one.geometry), properties: { name: code ?? `shape ${name}` } }
    })
  registerMap('world', { type: 'FeatureCollection', features: named } as never)
}
