import { describe, expect, it } from 'vitest'
import { router } from '@/router'
import { MENU, menuFor } from '@/shell/menu'

const labels = (permissions: string[]) => menuFor(permissions).flatMap((group) => group.entries.map((entry) => entry.label))

describe('the menu', () => {
  it('shows someone without permissions the desk alone', () => {
    expect(labels([])).toEqual(['首页'])
  })

  it('shows an audit administrator the log and nothing of the work', () => {
    expect(labels(['agency.view', 'event.view', 'event.verify'])).toEqual(['首页', '审计'])
  })

  it('shows a security administrator phones and accounts', () => {
    expect(labels(['account.view', 'device.view'])).toEqual(['首页', '手机设备', '账号'])
  })

  it('drops a group that is left without entries', () => {
    expect(menuFor(['inspection.view']).map((group) => group.label)).toEqual(['', '检查'])
  })

  it('asks for the same permission as the page it leads to', () => {
    for (const entry of MENU.flatMap((group) => group.entries)) {
      const route = router.resolve(entry.to)
      expect(route.matched, entry.to).toHaveLength(1)
      expect(route.meta.permissions ?? [], entry.to).toEqual(entry.permissions)
    }
  })
})

describe('the pages', () => {
  it('all ask for a permission, but those open to anyone signed in', () => {
    const open = router.getRoutes().filter((route) => !route.meta.permissions).map((route) => route.path)
    expect(open.sort()).toEqual(['/', '/:anything(.*)*', '/leaving', '/no-permission', '/notices', '/sign-in'])
  })
})
