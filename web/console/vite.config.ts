import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vite'
import { budget } from '../budget'

const backend = process.env.SHOUWANG_BACKEND ?? 'http://127.0.0.1:8000'
const FIRST_LOAD_BYTES = 250_000
const FIRST_PAGES = ['/signin/SignIn.vue', '/home/HomePage.vue']

export default defineConfig({
  base: '/console/',
  plugins: [vue(), budget(FIRST_LOAD_BYTES, FIRST_PAGES)],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  build: {
    target: 'es2022',
    // The content security policy forbids inline scripts and data: styles; keep every asset a file.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
  },
  server: { proxy: { '/api': backend, '/verify': backend } },
})
