import { examineTheme } from './looks.mjs'

examineTheme('commune')
