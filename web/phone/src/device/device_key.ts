import type { Api } from '@shouwang/shared/api'
import { fingerprintOf, makeDeviceKey, publicKeyOf } from '@shouwang/shared/evidence'
import { newId } from '@shouwang/shared/uuid'
import { APP_VERSION } from '../version'
import { database, type DeviceKey } from './database'

/** This account's key on this phone, made at its first use. */
export async function deviceKeyOf(accountId: string): Promise<DeviceKey> {
  const db = await database()
  const earlier = await db.get('keys', accountId)
  if (earlier) return earlier
  const made: DeviceKey = { account_id: accountId, device_id: newId(), pair: await makeDeviceKey(), registered_at: null }
  // Another tab may have been quicker; the first one stays.
  const transaction = db.transaction('keys', 'readwrite', { durability: 'strict' })
  const winner = (await transaction.store.get(accountId)) ?? made
  if (winner === made) await transaction.store.add(made)
  await transaction.done
  return winner
}

/** Make the key's public half known to the server; asking again is harmless. */
export async function enrolDevice(api: Api, accountId: string): Promise<DeviceKey> {
  const key = await deviceKeyOf(accountId)
  if (key.registered_at !== null) return key
  await api.post('/mobile/devices', {
    id: key.device_id,
    name: deviceName(),
    platform: platform(),
    public_key: await publicKeyOf(key.pair),
    app_version: APP_VERSION,
  }, { as: accountId })
  const registered = { ...key, registered_at: Date.now() }
  await (await database()).put('keys', registered)
  return registered
}

export async function keyFingerprint(key: DeviceKey): Promise<string> {
  return fingerprintOf(await publicKeyOf(key.pair))
}

export function platform(agent: string = navigator.userAgent): string {
  if (/android/i.test(agent)) return 'android'
  if (/iphone|ipad|ipod/i.test(agent)) return 'ios'
  return 'desktop'
}

export function deviceName(agent: string = navigator.userAgent): string {
  const model = /Android [^;)]*; ([^;)]+?)(?: Build|\))/.exec(agent)?.[1]
  if (model && model !== 'K') return model
  return { android: '安卓手机', ios: '苹果手机', desktop: '电脑浏览器' }[platform(agent)]!
}
