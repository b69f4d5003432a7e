import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import vue from '@vitejs/plugin-vue'
import { defineConfig, type Plugin } from 'vite'

const backend = process.env.SHOUWANG_BACKEND ?? 'http://127.0.0.1:8000'
const FIRST_LOAD_BYTES = 250_000
const FIRST_PAGES = ['/signin/SignIn.vue', '/home/HomePage.vue']

/** Fails a build whose first load (page, sign-in and desk with what they need) outgrows its budget, compressed. */
function budget(): Plugin {
  return {
    name: 'budget',
    apply: 'build',
    writeBundle({ dir }, bundle) {
      const needed = new Set(['index.html'])
      const need = (name: string): void => {
        const chunk = bundle[name]
        if (needed.has(name) || chunk?.type !== 'chunk') return
        needed.add(name)
        chunk.viteMetadata?.importedCss.forEach((file) => needed.add(file))
        chunk.imports.forEach(need)
      }
      for (const chunk of Object.values(bundle)) {
        if (chunk.type !== 'chunk') continue
        if (chunk.isEntry || FIRST_PAGES.some((page) => chunk.facadeModuleId?.endsWith(page))) need(chunk.fileName)
      }
      const bytes = [...needed].reduce((sum, name) => sum + gzipSync(readFileSync(join(dir!, name)), { level: 9 }).length, 0)
      if (bytes > FIRST_LOAD_BYTES) this.error(`first load is ${bytes} bytes compressed, over ${FIRST_LOAD_BYTES}`)
      this.info(`first load: ${bytes} bytes compressed in ${needed.size} files`)
    },
  }
}

export default defineConfig({
  base: '/console/',
  plugins: [vue(), budget()],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  build: {
    target: 'es2022',
    // The content security policy forbids inline scripts and data: styles; keep every asset a file.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: { proxy: { '/api': backend, '/verify': backend } },
})
