/** Where an element is on the recorded page, px from its top left corner. */
export interface Box {
  left: number
  top: number
  width: number
  height: number
}
