import { createHash } from 'node:crypto'
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { VantResolver } from '@vant/auto-import-resolver'
import vue from '@vitejs/plugin-vue'
import Components from 'unplugin-vue-components/vite'
import { defineConfig, type Plugin } from 'vite'
import { budget } from '../budget.ts'
import { FIRST_PAGE, findFirstPage, isOfFirstPage } from './first_load.ts'

const FIRST_LOAD_BYTES = 80_000
const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const { version } = JSON.parse(readFileSync(here('./package.json'), 'utf8')) as { version: string }

/** Vant's icon font is inlined base64, 20 kB that our content security policy refuses anyway; a few masks take its place. */
function ownIcons(): Plugin {
  return {
    name: 'own-icons',
    enforce: 'pre',
    resolveId: (source, importer) => (source.endsWith('icon/index.css') && importer?.includes('vant') ? here('./src/design/vant_icons.css') : null),
  }
}

/** Writes sw.js with the names of all files as they lie there at last; its version is their hash, so equal builds make equal workers. */
function serviceWorker(): Plugin {
  return {
    name: 'service-worker',
    apply: 'build',
    writeBundle({ dir }) {
      const folder = dir!
      const assets = readdirSync(join(folder, 'assets')).sort().map((name) => `assets/${name}`)
      const hash = createHash('sha256')
      for (const name of ['index.html', ...assets]) hash.update(name).update(readFileSync(join(folder, name)))
      const source = readFileSync(here('./src/service_worker.js'), 'utf8')
        .replace('__VERSION__', JSON.stringify(hash.digest('hex').slice(0, 16)))
        .replace('__FILES__', JSON.stringify(['./', 'manifest.webmanifest', 'icon.svg', ...assets]))
      writeFileSync(join(folder, 'sw.js'), source)
    },
  }
}

export default defineConfig({
  base: '/m/',
  plugins: [
    ownIcons(),
    vue(),
    Components({ dts: false, dirs: [], resolvers: [VantResolver()] }),
    serviceWorker(),
    findFirstPage(),
    budget(FIRST_LOAD_BYTES, [FIRST_PAGE]),
  ],
  define: { __APP_VERSION__: JSON.stringify(version), __VUE_OPTIONS_API__: 'false', __VUE_PROD_DEVTOOLS__: 'false' },
  build: {
    target: 'es2022',
    assetsInlineLimit: 2048,
    // An inline preload script would need a hole in the content security policy.
    modulePreload: { polyfill: false },
    rolldownOptions: {
      output: {
        // Few files: on a slow line each one costs a round trip. What pages share is one file.
        codeSplitting: {
          groups: [
            { name: 'vue', test: /node_modules\/(@vue|vue|vue-router|idb)\// },
            { name: 'core', test: (id) => isOfFirstPage(id), minShareCount: 2 },
            // What many pages share and the first one can do without.
            { name: 'pages', test: /(shared|phone\/src\/(?!learning\/|facilities\/))/, minShareCount: 5 },
            // Who learns fetches this once; nobody else does. The routes belong to the first load.
            { name: 'learning', test: /phone\/src\/learning\/(?!.*routes\.ts)/, minShareCount: 2 },
          ],
        },
      },
    },
  },
  server: { proxy: { '/api': 'http://127.0.0.1:8000' } },
})
