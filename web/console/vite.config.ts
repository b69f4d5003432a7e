import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vite'

const backend = process.env.SHOUWANG_BACKEND ?? 'http://127.0.0.1:8000'

export default defineConfig({
  base: '/console/',
  plugins: [vue()],
  resolve: { alias: { '@': fileURLToPath(new URL('./src', import.meta.url)) } },
  build: {
    target: 'es2022',
    // The console's own policy forbids data: scripts and styles; keep every asset a file.
    assetsInlineLimit: 0,
    cssCodeSplit: true,
  },
  server: { proxy: { '/api': backend, '/verify': backend } },
})
