export interface Column<K extends string = string> {
  key: K
  label: string
  /** CSS width on a wide screen. */
  width?: string
  /** The cell that opens the row. */
  opens?: boolean
  numeric?: boolean
  /** Left out of the cards on a narrow screen. */
  wideOnly?: boolean
}
