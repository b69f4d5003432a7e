import { session } from '@/api/session'

/** The unit whose people are signed in, or nothing for the authorities. */
export function ownUnitId(): string {
  return session.me?.unit?.id ?? ''
}

export function isOfUnit(): boolean {
  return ownUnitId() !== ''
}
