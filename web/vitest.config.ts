import { fileURLToPath } from 'node:url'
import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'

// happy-dom, because jsdom hides WebCrypto's subtle from the tests.
export default defineConfig({
  plugins: [vue()],
  resolve: { alias: { '@': fileURLToPath(new URL('./console/src', import.meta.url)) } },
  define: { __APP_VERSION__: JSON.stringify('1.0.0') },
  test: {
    environment: 'happy-dom',
    include: ['{shared,phone,console}/tests/**/*.test.ts'],
    restoreMocks: true,
    env: { TZ: 'America/Phoenix' },
  },
})
