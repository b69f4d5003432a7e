import { createApp } from 'vue'
import App from './App.vue'
import { router } from './router'
import { applyTheme } from './shell/theme'
import './style/tokens.css'
import './element'
import './style/base.css'
import './style/element.css'

applyTheme()
createApp(App).use(router).mount('#app')
