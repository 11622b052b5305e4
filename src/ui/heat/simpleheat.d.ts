declare module 'simpleheat' {
  interface Heat {
    data(points: [x: number, y: number, value: number][]): Heat
    max(value: number): Heat
    radius(radius: number, blur: number): Heat
    gradient(stops: Record<number, string>): Heat
    draw(leastOpacity: number): Heat
  }
  const simpleheat: (canvas: HTMLCanvasElement) => Heat

  // biome-ignore lint/style/noDefaultExport: the package has no other
  export { simpleheat as default }
}
