import 'vant/es/style/base.css'
import './design/tokens.css'
import './design/base.css'
import { createApp } from 'vue'
import App from './App.vue'
import { applySettings } from './device/settings'
import { registerWorker } from './device/worker'
import { reloadWhenFilesAreGone, router } from './routes'
import { session, startSession } from './session/session'
import { clearSentBytes } from './sync/sending_store'
import { count, syncNow, watchOccasions } from './sync/sync'

applySettings()
reloadWhenFilesAreGone()
// Without a database (some private windows) the sign-in page says so; a blank page would not.
await startSession().catch(() => {
  session.state = 'signed_out'
})
createApp(App).use(router).mount('#app')
watchOccasions()
void count()
void syncNow()
void clearSentBytes()
void registerWorker()
