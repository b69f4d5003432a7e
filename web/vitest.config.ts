import vue from '@vitejs/plugin-vue'
import { defineConfig } from 'vitest/config'

// happy-dom, because jsdom hides WebCrypto's subtle from the tests.
export default defineConfig({
  plugins: [vue()],
  test: {
    environment: 'happy-dom',
    include: ['{shared,phone,console}/tests/**/*.test.ts'],
    restoreMocks: true,
    env: { TZ: 'America/Phoenix' },
  },
})
